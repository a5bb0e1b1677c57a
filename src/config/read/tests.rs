mod faults;

use expect_test::{Expect, expect};

use super::*;
use crate::diagnostic::brief::brief;
use crate::schema::sample::sample;

fn site(text: &str) -> Checked<Option<SiteConfig>> {
    read(&"site.yaml".into(), text)
}

fn config(text: &str) -> SiteConfig {
    let read = site(text);
    assert_eq!(brief(text, &read.diagnostics), "");
    read.value.expect("a configuration")
}

const LEAST: &str = "title: 明水\nbase_url: https://example.org/\n";

/// The findings for lines added to a site that is valid without them.
fn check(lines: &[&str], expected: Expect) {
    let mut out = String::new();
    for line in lines {
        let text = format!("{LEAST}{line}\n");
        out += &format!("{line}\n");
        brief(&text, &site(&text).diagnostics).lines().for_each(|finding| out += &format!("    {finding}\n"));
    }
    expected.assert_eq(&out);
}

#[test]
fn every_described_field_is_read() {
    for long in [false, true] {
        // An entry of the menu has one target only, the default language no path and no forms.
        let yaml = sample(FIELDS, long)
            .replace("section: 文字, page: 文字, url: https://example.org/", "url: https://example.org/")
            .replace("path: some-slug, ", "")
            .replace("glyphs: [文字], ", "")
            .replace("timezone: 文字", "timezone: Asia/Taipei")
            // A target has the fields of its own kind only.
            .replace(
                "to: fs, path: 文字, bucket: 文字, endpoint: 文字, region: 文字, prefix: 文字",
                "to: fs, path: 文字",
            )
            .replace("provider: aliyun, zone: 文字", "provider: cloudflare, zone: 文字");
        config(&yaml);
    }
}

#[test]
fn the_least_site_has_defaults() {
    expect![[r#"
        SiteConfig {
            title: Localized {
                forms: [
                    (
                        zh-Hans,
                        "明水",
                    ),
                ],
            },
            description: Localized {
                forms: [],
            },
            base_url: BaseUrl {
                origin: "https://example.org",
                path: "/",
            },
            timezone: TimeZone(
                TZif(
                    "Asia/Shanghai",
                ),
            ),
            theme: Located {
                value: "default",
                span: 0..0,
            },
            languages: Languages {
                list: [
                    Language {
                        tag: zh-Hans,
                        path: "",
                        convert: Characters,
                        glyphs: [],
                        fallback: Omit,
                    },
                ],
            },
            sections: {
                "news": Section {
                    kind: News,
                    title: Localized {
                        forms: [
                            (
                                zh-Hans,
                                "新闻动态",
                            ),
                            (
                                en,
                                "News",
                            ),
                        ],
                    },
                    description: Localized {
                        forms: [],
                    },
                },
                "partners": Section {
                    kind: Partner,
                    title: Localized {
                        forms: [
                            (
                                zh-Hans,
                                "成员单位",
                            ),
                            (
                                en,
                                "Members",
                            ),
                        ],
                    },
                    description: Localized {
                        forms: [],
                    },
                },
                "signings": Section {
                    kind: Signing,
                    title: Localized {
                        forms: [
                            (
                                zh-Hans,
                                "签约项目",
                            ),
                            (
                                en,
                                "Signings",
                            ),
                        ],
                    },
                    description: Localized {
                        forms: [],
                    },
                },
            },
            menu: [],
            agreement_categories: {},
            partner_kinds: {},
            tags: {},
            series: {},
            slugs: Pinyin,
            paginate: 20,
            summary_length: 120,
            footer: Footer {
                organizer: None,
                support: None,
                icp: None,
                police: None,
                copyright: None,
                note: None,
            },
            markdown: MarkdownOptions {
                raw_html: false,
            },
            images: ImageOptions {
                widths: [
                    480,
                    960,
                    1600,
                ],
                formats: [
                    WebP,
                ],
            },
            search: true,
            conversion_note: true,
            check: {},
            hosting: HostingFiles {
                headers: false,
                redirects: false,
            },
            deploy: {},
        }
    "#]]
    .assert_debug_eq(&config(LEAST));
}

#[test]
fn a_whole_site_is_read() {
    let site = config(include_str!("site.yaml"));
    expect![[r#"
        Localized { forms: [(zh-Hans, "明水产教联合体"), (en, "Mingshui Alliance")] }
        BaseUrl { origin: "https://example.org", path: "/alliance/" }
        Languages {
            list: [
                Language {
                    tag: zh-Hans,
                    path: "",
                    convert: Characters,
                    glyphs: [],
                    fallback: Omit,
                },
                Language {
                    tag: zh-Hant-TW,
                    path: "tw",
                    convert: Taiwan,
                    glyphs: [],
                    fallback: Omit,
                },
                Language {
                    tag: zh-Hant-HK,
                    path: "zh-hant-hk",
                    convert: HongKong,
                    glyphs: [],
                    fallback: Omit,
                },
                Language {
                    tag: en,
                    path: "en",
                    convert: Characters,
                    glyphs: [],
                    fallback: Default,
                },
            ],
        }
        {
            "news": Section {
                kind: News,
                title: Localized {
                    forms: [
                        (
                            zh-Hans,
                            "新闻动态",
                        ),
                    ],
                },
                description: Localized {
                    forms: [],
                },
            },
            "notices": Section {
                kind: News,
                title: Localized {
                    forms: [
                        (
                            zh-Hans,
                            "通知公告",
                        ),
                        (
                            en,
                            "Notices",
                        ),
                    ],
                },
                description: Localized {
                    forms: [],
                },
            },
            "partners": Section {
                kind: Partner,
                title: Localized {
                    forms: [
                        (
                            zh-Hans,
                            "成员单位",
                        ),
                        (
                            en,
                            "Partners",
                        ),
                    ],
                },
                description: Localized {
                    forms: [],
                },
            },
            "about": Section {
                kind: Page,
                title: Localized {
                    forms: [],
                },
                description: Localized {
                    forms: [],
                },
            },
        }
        [
            MenuItem {
                target: Located {
                    value: Section(
                        "news",
                    ),
                    span: 463..467,
                },
                title: None,
            },
            MenuItem {
                target: Located {
                    value: Page(
                        "about/charter",
                    ),
                    span: 477..490,
                },
                title: Some(
                    Localized {
                        forms: [
                            (
                                zh-Hans,
                                "章程",
                            ),
                        ],
                    },
                ),
            },
            MenuItem {
                target: Located {
                    value: Url(
                        "https://example.org/x",
                    ),
                    span: 514..537,
                },
                title: Some(
                    Localized {
                        forms: [
                            (
                                zh-Hans,
                                "其他",
                            ),
                        ],
                    },
                ),
            },
        ]
        {"university": Localized { forms: [(zh-Hans, "高校")] }, "enterprise": Localized { forms: [(zh-Hans, "企业")] }}
        {"missing-review": Some(Error), "wrong-script": None}
        Some(Localized { forms: [(zh-Hans, "明水市教育局")] })
    "#]].assert_eq(&format!(
        "{:?}\n{:?}\n{:#?}\n{:#?}\n{:#?}\n{:?}\n{:?}\n{:?}\n",
        site.title,
        site.base_url,
        site.languages,
        site.sections,
        site.menu,
        site.partner_kinds,
        site.check,
        site.footer.organizer
    ));
}

#[test]
fn a_neutral_corpus_is_read() {
    let site = config(
        "title: 产教联合体\ndescription: 新闻、成员与签约\nbase_url: https://bench.example/\ntimezone: Asia/Shanghai\nlanguages:\n  - zh-Hans\n  - {tag: zh-Hant-TW, path: zh-hant, convert: taiwan}\nsections:\n  news: {kind: news, title: 新闻动态}\n  partners: {kind: partner, title: 成员单位}\nmenu: [{section: news}, {section: partners}]\nagreement_categories:\n  field-engineer: 现场工程师培养\npartner_kinds:\n  school: 高校\npaginate: 20\nsearch: false\n",
    );
    assert_eq!((site.paginate, site.search, site.languages.len(), site.sections.len()), (20, false, 2, 2));
}

#[test]
fn terms_and_labels_may_differ_by_language() {
    let site = config(&format!(
        "{LEAST}languages: [zh-Hans, en]\npartner_kinds: {{a: {{zh-Hans: 高校, en: Universities}}}}\ntags: {{x: 甲, y: {{en: Y}}, z: {{title: 丙, description: {{en: Z}}}}}}\nseries: {{s: 系列}}\n"
    ));
    expect![[r#"
        {"a": Localized { forms: [(zh-Hans, "高校"), (en, "Universities")] }}
        {
            "x": Term {
                title: Localized {
                    forms: [
                        (
                            zh-Hans,
                            "甲",
                        ),
                    ],
                },
                description: Localized {
                    forms: [],
                },
            },
            "y": Term {
                title: Localized {
                    forms: [
                        (
                            en,
                            "Y",
                        ),
                    ],
                },
                description: Localized {
                    forms: [],
                },
            },
            "z": Term {
                title: Localized {
                    forms: [
                        (
                            zh-Hans,
                            "丙",
                        ),
                    ],
                },
                description: Localized {
                    forms: [
                        (
                            en,
                            "Z",
                        ),
                    ],
                },
            },
        }
        {"s": Term { title: Localized { forms: [(zh-Hans, "系列")] }, description: Localized { forms: [] } }}
    "#]]
    .assert_eq(&format!("{:?}\n{:#?}\n{:?}\n", site.partner_kinds, site.tags, site.series));
}
