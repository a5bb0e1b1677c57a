//! Each kind of block and its markup.

use expect_test::expect;

use super::{check, compile_text, render};
use crate::document::body::Hole;

#[test]
fn headings_have_ids_and_anchors() {
    check(
        "## 成立 **大会** `x`\n\n## A & B {#own .wide}\n\n## 成立 大会 x\n\n## ！\n\n## ？\n",
        expect![[r##"
            <h2 id="成立-大会-x">成立 <strong>大会</strong> <code>x</code><a class="anchor" href="#成立-大会-x" aria-label="[heading.anchor]">#</a></h2>
            <h2 id="own" class="wide">A &amp; B<a class="anchor" href="#own" aria-label="[heading.anchor]">#</a></h2>
            <h2 id="成立-大会-x-2">成立 大会 x<a class="anchor" href="#成立-大会-x-2" aria-label="[heading.anchor]">#</a></h2>
            <h2 id="section">！<a class="anchor" href="#section" aria-label="[heading.anchor]">#</a></h2>
            <h2 id="section-2">？<a class="anchor" href="#section-2" aria-label="[heading.anchor]">#</a></h2>
        "##]],
    );
}

#[test]
fn a_heading_of_level_one_moves_all_down() {
    let body = compile_text("## 乙\n\n题\n=\n\n### 丙\n", false).value;
    let levels: Vec<_> = body.headings.iter().map(|heading| (heading.level, heading.text.as_str())).collect();
    assert_eq!(levels, [(3, "乙"), (2, "题"), (4, "丙")]);
    assert_eq!(render(&body).matches("<h3 ").count(), 1);
}

#[test]
fn line_breaks_between_chinese_lines_are_nothing() {
    check(
        "甲，\n乙\n**丙**\n[丁](/a)\n“戊”\nEnglish\nwords 己\n",
        expect![[r#"
        <p>甲，乙<strong>丙</strong><a href="/a">丁</a>“戊”
        English
        words 己</p>
    "#]],
    );
    check(
        "> 甲\n> **乙**\n丙[^1]\n丁\n\n[^1]: 注\n  解\n",
        expect![[r##"
        <blockquote><p>甲<strong>乙</strong>丙<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup>丁</p>
        </blockquote>
        <section class="footnotes" role="doc-endnotes" aria-label="[footnotes]"><ol><li id="fn-1"><p>注解 <a href="#fnref-1" class="footnote-back" role="doc-backlink" aria-label="[footnote.back]">↩</a></p></li></ol></section>
    "##]],
    );
    check(
        "甲  \n乙\\\n丙\n",
        expect![[r#"
        <p>甲<br>乙<br>丙</p>
    "#]],
    );
}

#[test]
fn lists_and_tasks() {
    check(
        "1. 甲\n2. 乙\n   - 丙\n\n3) 丁\n",
        expect![[r#"
        <ol><li>甲</li><li>乙<ul><li>丙</li></ul>
        </li></ol>
        <ol start="3"><li>丁</li></ol>
    "#]],
    );
    check(
        "- [ ] 甲 **乙**\n- [x] 丙\n  - 丁\n",
        expect![[r#"
        <ul><li class="task"><label><input type="checkbox" disabled> 甲 <strong>乙</strong></label></li><li class="task"><label><input type="checkbox" disabled checked> 丙</label><ul><li>丁</li></ul>
        </li></ul>
    "#]],
    );
    check(
        "- [x] 甲\n\n- 乙\n",
        expect![[r#"
        <ul><li class="task"><p><label><input type="checkbox" disabled checked> 甲</label></p>
        </li><li><p>乙</p>
        </li></ul>
    "#]],
    );
    check(
        "术语\n: 解释\n: 又\n",
        expect![[r#"
        <dl><dt>术语</dt><dd>解释</dd><dd>又</dd></dl>
    "#]],
    );
}

#[test]
fn tables_are_regions() {
    check(
        "| 甲 | 乙 | 丙 |\n|:--|:-:|--:|\n| **a** | b\\|c | |\n",
        expect![[r#"
        <div class="table-scroll" role="region" tabindex="0" aria-label="[table.region]"><table><thead><tr><th scope="col" class="ta-l">甲</th><th scope="col" class="ta-c">乙</th><th scope="col" class="ta-r">丙</th></tr></thead><tbody><tr><td class="ta-l"><strong>a</strong></td><td class="ta-c">b|c</td><td class="ta-r"></td></tr></tbody></table></div>
    "#]],
    );
    check(
        "| 甲 |\n|---|\n",
        expect![[r#"
        <div class="table-scroll" role="region" tabindex="0" aria-label="[table.region]"><table><thead><tr><th scope="col">甲</th></tr></thead></table></div>
    "#]],
    );
}

#[test]
fn quotes_alerts_and_rules() {
    check(
        "> 甲\n>\n> 乙\n\n---\n\n> [!WARNING]\n> 注意\n",
        expect![[r#"
        <blockquote><p>甲</p>
        <p>乙</p>
        </blockquote>
        <hr>
        <div class="alert alert-warning" role="note"><p class="alert-title">[alert.warning]</p><p>注意</p>
        </div>
    "#]],
    );
}

#[test]
fn code_is_literal() {
    check(
        "```text\n-{甲}- <b> **x**\n```\n\n    {{ a() }}\n\n~~~\n[[b]]\n~~~\n",
        expect![[r#"
        <pre class="code" tabindex="0" data-lang="text"><code>-{甲}- &lt;b&gt; **x**
        </code></pre>
        <pre class="code" tabindex="0"><code>{{ a() }}
        </code></pre>
        <pre class="code" tabindex="0"><code>[[b]]
        </code></pre>
    "#]],
    );
    check(
        "甲`<b>`乙 `` {{ x() }} ``",
        expect![[r#"
        <p>甲<code>&lt;b&gt;</code>乙 <code>{{ x() }}</code></p>
    "#]],
    );
}

#[test]
fn images_and_figures() {
    check(
        "![签约 **现场**](photo.jpg \"签约 -{仪式}-\")\n",
        expect![[r#"
        <figure class="figure"><img src="news/photo.jpg" alt="签约 现场"><figcaption>签约 -{仪式}-</figcaption></figure>
    "#]],
    );
    check(
        "![甲](/a.jpg)\n",
        expect![[r#"
        <p class="image"><img src="/a.jpg" alt="甲"></p>
    "#]],
    );
    check(
        "看 ![甲\n乙](a.jpg \"题\") 图\n\n[![丙](b.jpg)](/c)\n",
        expect![[r#"
        <p>看 <img src="news/a.jpg" alt="甲乙"> 图</p>
        <p><a href="/c"><img src="news/b.jpg" alt="丙"></a></p>
    "#]],
    );
}

#[test]
fn notes_are_numbered_by_first_reference() {
    check(
        "甲[^b]乙[^a]丙[^B]\n\n[^a]: 一\n[^b]: 二[^c]\n\n    三\n[^c]: 四\n[^d]: 无\n",
        expect![[r##"
        <p>甲<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup>乙<sup class="footnote-ref"><a href="#fn-2" id="fnref-2" role="doc-noteref">2</a></sup>丙<sup class="footnote-ref"><a href="#fn-1" id="fnref-1-2" role="doc-noteref">1</a></sup></p>
        <section class="footnotes" role="doc-endnotes" aria-label="[footnotes]"><ol><li id="fn-1"><p>二<sup class="footnote-ref"><a href="#fn-3" id="fnref-3" role="doc-noteref">3</a></sup></p>
        <p>三 <a href="#fnref-1" class="footnote-back" role="doc-backlink" aria-label="[footnote.back]">↩</a> <a href="#fnref-1-2" class="footnote-back" role="doc-backlink" aria-label="[footnote.back]">↩<sup>2</sup></a></p></li><li id="fn-2"><p>一 <a href="#fnref-2" class="footnote-back" role="doc-backlink" aria-label="[footnote.back]">↩</a></p></li><li id="fn-3"><p>四 <a href="#fnref-3" class="footnote-back" role="doc-backlink" aria-label="[footnote.back]">↩</a></p></li></ol></section>
    "##]],
    );
    check(
        "甲[^a]乙\n\n[^a]: 一\n\n[^a]: 二[^b]\n\n[^b]: 三\n",
        expect![[r##"
        <p>甲<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup>乙</p>
        <section class="footnotes" role="doc-endnotes" aria-label="[footnotes]"><ol><li id="fn-1"><p>一 <a href="#fnref-1" class="footnote-back" role="doc-backlink" aria-label="[footnote.back]">↩</a></p></li></ol></section>
    "##]],
    );
    check(
        "甲[^a]\n\n[^a]: - 一\n",
        expect![[r##"
        <p>甲<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup></p>
        <section class="footnotes" role="doc-endnotes" aria-label="[footnotes]"><ol><li id="fn-1"><ul><li>一</li></ul>
         <a href="#fnref-1" class="footnote-back" role="doc-backlink" aria-label="[footnote.back]">↩</a></li></ol></section>
    "##]],
    );
}

#[test]
fn raw_html_is_shown_or_copied() {
    let show = |text: &str, raw| render(&compile_text(text, raw).value);
    let text = "<div class=\"a\">\n甲\n</div>\n\n乙<br>丙<!-- 无 -->\n";
    expect![[r#"
        <p>&lt;div class="a"&gt;
        甲
        &lt;/div&gt;</p>
        <p>乙&lt;br&gt;丙</p>
    "#]]
    .assert_eq(&show(text, false));
    expect![[r#"
        <div class="a">
        甲
        </div>
        <p>乙<br>丙</p>
    "#]]
    .assert_eq(&show(text, true));
    expect![[r#"
        <p>&lt;!-- 无

        尽</p>
    "#]]
    .assert_eq(&show("<!-- 无\n\n尽\n", true));
}

#[test]
fn excerpts_are_plain_paragraphs() {
    let excerpt = |text: &str| {
        let body = compile_text(text, false).value;
        (body.excerpt, body.excerpt_is_whole)
    };
    assert_eq!(
        excerpt(
            "# 题\n\n甲**乙**，\n丙`x`[^1]-{丁}-[戊](/a){{ count() }}\n\n- 项\n\nOne\ntwo.\n\nThree.\n\n[^1]: 注\n"
        ),
        ("甲乙，丙x-{丁}-戊 One two. Three.".to_string(), false)
    );
    assert_eq!(excerpt("甲\n\n<!-- more -->\n\n乙"), ("甲".to_string(), true));
    assert_eq!(excerpt("<div>\n甲\n</div>\n\n> [!NOTE]\n> 注\n\n乙<br>丙"), ("乙丙".to_string(), false));
    assert_eq!(excerpt("甲<!--more-->乙"), ("甲".to_string(), true));
    assert_eq!(excerpt(&"字".repeat(1000)).0.chars().count(), 400);
    assert_eq!(excerpt(&format!("{}\n\n<!-- more -->", "字".repeat(1000))).0.chars().count(), 1000);
    let body = compile_text("共建[[a]]与[[b|乙]]。", false).value;
    assert_eq!((body.excerpt.as_str(), body.excerpt_holes), ("共建与乙。", vec![(6, Hole::Name(0))]));
}

#[test]
fn prose_is_counted() {
    let body =
        compile_text("甲**乙**，don't wo**rd** 10,000 -{丙}-`丁`𠀀\n\n{% a() %}戊 x{% end %}\n", false).value;
    assert_eq!((body.han, body.words), (5, 4));
}
