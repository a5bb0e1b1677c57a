//! A person that a page names once with a title is known wherever the page is shown.

use crate::harness::Site;

const TITLE: &str = "检查员的一天：听于居洋讲故事";
/// What the title reads in Taiwan.
const SHOWN: &str = "檢查員的一天：聽于居洋講故事";

#[test]
fn a_name_of_the_page_is_one_in_title_text_cards_and_feeds() {
    let settings =
        "title: 站\nbase_url: https://example.org/\nlanguages: [zh-Hans, {tag: zh-Hant-TW, path: tw}]\n\
        menu: [{section: news}]\nglossary: []\n"
            .replace("glossary: []\n", "");
    let site = Site::of(&[
        ("site.yaml", settings.as_str()),
        ("static/p.png", "x"),
        (
            "content/news/2024-05-11-a.md",
            &format!(
                "---\ntitle: {TITLE}\nsummary: 这是于居洋的一天。\nphotographers: [余大千]\n\
                 cover: {{src: /p.png, alt: 于居洋在工作, caption: 人们看于居洋工作}}\n---\n\n\
                 站长于居洋说，这里很好。\n\n## 们都说于居洋好\n\n听**于居**洋讲，也听余大千讲，在余大千家里。\n\n\
                 位于居洋村。\n"
            ),
        ),
        // Another page knows nothing of them.
        ("content/news/2024-05-12-b.md", "---\ntitle: 用于居洋\n---\n\n也听余大千讲。\n"),
    ]);
    site.build().expect(0);
    let output = site.output();
    let text = |path: &str| String::from_utf8(output[path].clone()).unwrap();
    let page = text("tw/news/a/index.html");
    for shown in [
        SHOWN,
        "這是于居洋的一天。",
        "alt=\"于居洋在工作\"",
        "人們看于居洋工作",
        "站長于居洋說",
        "們都說于居洋好",
        "聽<strong>于居</strong>洋講，也聽余大千講，在余大千家裡。",
    ] {
        assert!(page.contains(shown), "{shown}\n{page}");
    }
    assert!(page.contains("位於居洋村") && !page.contains("餘大千"));
    for path in ["tw/index.html", "tw/news/index.html", "tw/atom.xml", "tw/feed.json"] {
        let page = text(path);
        assert!(page.contains(SHOWN) && page.contains("用於居洋"), "{path}");
    }
    assert!(text("tw/news/b/index.html").contains("也聽餘大千講"));
    assert!(text("news/a/index.html").contains(TITLE));
}
