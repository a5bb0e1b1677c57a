mod faults;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::diagnostic::brief::brief;
use crate::schema::sample::sample;

fn shanghai() -> TimeZone {
    TimeZone::get("Asia/Shanghai").expect("a known zone")
}

fn file() -> SitePath {
    "content/news/a.md".into()
}

fn record(kind: Kind, yaml: &str) -> Checked<Option<(Record, usize)>> {
    read(&file(), &format!("---\n{yaml}---\n正文\n"), kind, &shanghai())
}

/// The findings for a front matter, also of what an original lacks.
fn findings(kind: Kind, yaml: &str) -> String {
    let text = format!("---\n{yaml}---\n正文\n");
    let read = read(&file(), &text, kind, &shanghai());
    let mut found = read.diagnostics;
    if let Some((record, body)) = &read.value {
        assert_eq!(&text[*body..], "正文\n");
        found.extend(missing_in_original(&file(), kind, record, false));
    }
    brief(&text, &found)
}

fn check(kind: Kind, yaml: &str, expected: Expect) {
    expected.assert_eq(&findings(kind, yaml));
}

/// What a news item says about one line more; the line is the fourth of the file.
fn check_news(cases: &[&str], expected: Expect) {
    let mut out = String::new();
    for line in cases {
        out += &format!("{line}\n");
        for finding in findings(Kind::News, &format!("title: 甲\ndate: 2024-05-16\n{line}\n")).lines() {
            out += &format!("    {finding}\n");
        }
    }
    expected.assert_eq(&out);
}

#[test]
fn every_described_field_is_read() {
    for kind in Kind::ALL {
        for long in [false, true] {
            let yaml = sample(schema::record::fields(kind), long);
            let read = record(kind, &yaml);
            assert_eq!(findings(kind, &yaml), "", "{kind:?}\n{yaml}");
            let (record, _) = read.value.expect("a record");
            assert_eq!(record.given.len(), schema::record::fields(kind).len());
        }
    }
}

#[test]
fn least_records_are_valid() {
    for (kind, yaml) in [
        (Kind::News, "title: 甲\ndate: 2024-05-16\n"),
        (Kind::Partner, "title: 明水职业技术学院\nkind: vocational\n"),
        (
            Kind::Signing,
            "title: 签约\ndate: 2024-05-16\nagreements:\n  - category: order-class\n    parties: [a, {name: 某公司, kind: enterprise}]\n",
        ),
        (Kind::Page, "title: 联盟概况\n"),
    ] {
        assert_eq!(findings(kind, yaml), "", "{kind:?}");
    }
}

#[test]
fn a_news_item_is_read() {
    let read = record(
        Kind::News,
        "title: 2024\ndate: 2024-05-16 09:30\npublish_at: 2024-05-16T20:00:00Z\nslug: \"founding\"\nlang: zh_hant_tw\nauthors: [张三, \"李四\"]\nsource: 某某日报\ncover: /images/pic-01.svg\ntags:\n  - 产教融合\n  - 017\nreview: {first: 张三, final: 王五}\nextra: {a: 1, b: [true, \"1\", 0.5, 010], c: ~}\nsummary: >\n  第一行\n  第二行\n",
    );
    let (record, body) = read.value.expect("a record");
    let Detail::News(news) = &record.detail else { panic!("news") };
    expect![[r#"
        Some(Located { value: "2024", span: 11..15 })
        Some(Located { value: Moment { at: 2024-05-16T09:30:00+08:00[Asia/Shanghai], has_time: true }, span: 22..38 })
        Some(Located { value: Moment { at: 2024-05-17T04:00:00+08:00[Asia/Shanghai], has_time: true }, span: 51..71 })
        Some(Located { value: "founding", span: 78..88 })
        Some(Located { value: zh-Hant-TW, span: 95..105 })
        ["张三", "李四"]
        Some(Source { name: "某某日报", url: None, date: None })
        Some(Picture { src: Located { value: "/images/pic-01.svg", span: 162..180 }, alt: None, caption: None, credit: None })
        [Located { value: "产教融合", span: 191..203 }, Located { value: "017", span: 208..211 }]
        {"a":1,"b":[true,"1",0.5,"010"],"c":null}
        Some(Located { value: "第一行 第二行", span: 310..331 }) 336
    "#]].assert_eq(&format!(
        "{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{}\n{:?} {body}\n",
        record.title,
        record.date,
        record.publish_at,
        record.slug,
        record.lang,
        news.authors,
        news.source,
        record.cover,
        record.tags,
        record.extra,
        record.summary,
    ));
}

#[test]
fn a_partner_is_read() {
    let read = record(
        Kind::Partner,
        "title: 明水职业技术学院\nkind: vocational\nrole: council\nnames: {zh-Hant-TW: 明水職業技術學院, en: Mingshui Polytechnic}\nwebsite: \"https://p000001.example.cn/\"\njoined: 2019-03-02\ncontact:\n  电话: 010-00000000\n  地址: 明水路 1 号\nlogo: {src: logo.svg, alt: 校徽}\n",
    );
    assert_eq!(read.diagnostics, []);
    let (record, _) = read.value.expect("a record");
    expect![[r#"
        Partner(
            Partner {
                short_name: None,
                names: [
                    (
                        zh-Hant-TW,
                        "明水職業技術學院",
                    ),
                    (
                        en,
                        "Mingshui Polytechnic",
                    ),
                ],
                kind: Some(
                    Located {
                        value: "vocational",
                        span: 42..52,
                    },
                ),
                role: Some(
                    Council,
                ),
                region: None,
                joined: Some(
                    Located {
                        value: Moment {
                            at: 2019-03-02T00:00:00+08:00[Asia/Shanghai],
                            has_time: false,
                        },
                        span: 186..196,
                    },
                ),
                left: None,
                website: Some(
                    "https://p000001.example.cn/",
                ),
                logo: Some(
                    Picture {
                        src: Located {
                            value: "logo.svg",
                            span: 267..275,
                        },
                        alt: Some(
                            "校徽",
                        ),
                        caption: None,
                        credit: None,
                    },
                ),
                contact: [
                    (
                        "电话",
                        "010-00000000",
                    ),
                    (
                        "地址",
                        "明水路 1 号",
                    ),
                ],
            },
        )
    "#]]
    .assert_debug_eq(&record.detail);
}

#[test]
fn a_signing_is_read() {
    let read = record(
        Kind::Signing,
        "title: \"签约仪式\"\ndate: 2024-05-16\nhost: \"a\"\nagreements:\n  - category: \"order-class\"\n    parties: [\"a\", \"b\"]\n  - {category: x, parties: [a, {name: 某公司}], term: 三年, note: 待盖章}\nguests:\n  - {name: 张三, title: 校长}\nphotos: [a.jpg, {src: b.jpg, caption: 合影}]\n",
    );
    assert_eq!(read.diagnostics, []);
    let (record, _) = read.value.expect("a record");
    expect![[r#"
        Signing(
            Signing {
                venue: None,
                host: Some(
                    Located {
                        value: "a",
                        span: 49..52,
                    },
                ),
                occasion: None,
                agreements: [
                    Agreement {
                        category: Located {
                            value: "order-class",
                            span: 79..92,
                        },
                        parties: [
                            Located {
                                value: Partner(
                                    "a",
                                ),
                                span: 107..110,
                            },
                            Located {
                                value: Partner(
                                    "b",
                                ),
                                span: 112..115,
                            },
                        ],
                        title: None,
                        term: None,
                        span: 69..116,
                    },
                    Agreement {
                        category: Located {
                            value: "x",
                            span: 132..133,
                        },
                        parties: [
                            Located {
                                value: Partner(
                                    "a",
                                ),
                                span: 145..146,
                            },
                            Located {
                                value: Outsider {
                                    name: "某公司",
                                    kind: None,
                                },
                                span: 148..165,
                            },
                        ],
                        title: None,
                        term: Some(
                            "三年",
                        ),
                        span: 121..198,
                    },
                ],
                guests: [
                    Guest {
                        name: "张三",
                        title: Some(
                            "校长",
                        ),
                    },
                ],
                news: [],
                photos: [
                    Picture {
                        src: Located {
                            value: "a.jpg",
                            span: 250..255,
                        },
                        alt: None,
                        caption: None,
                        credit: None,
                    },
                    Picture {
                        src: Located {
                            value: "b.jpg",
                            span: 263..268,
                        },
                        alt: None,
                        caption: Some(
                            "合影",
                        ),
                        credit: None,
                    },
                ],
            },
        )
    "#]]
    .assert_debug_eq(&record.detail);
}

proptest! {
    #[test]
    fn any_lines_of_fields_are_read_or_refused(
        lines in prop::collection::vec(("(title|date|tags|slug|cover|agreements|names|glossary|extra|aliases|[a-z]{1,8})", ": |：|:", "[\\[\\]{}a-z甲：，:, \"'0-9/-]{0,12}"), 0..6),
        kind in prop::sample::select(Kind::ALL.to_vec()),
    ) {
        let yaml: String = lines.iter().map(|(key, colon, value)| format!("{key}{colon}{value}\n")).collect();
        let crlf = format!("---\n{yaml}---\n正文\n").replace('\n', "\r\n");
        let read = read(&file(), &crlf, kind, &shanghai());
        let with_crlf = brief(&crlf, &read.diagnostics);
        let lf = format!("---\n{yaml}---\n正文\n");
        let with_lf = brief(&lf, &super::read(&file(), &lf, kind, &shanghai()).diagnostics);
        prop_assert_eq!(with_crlf, with_lf);
    }
}
