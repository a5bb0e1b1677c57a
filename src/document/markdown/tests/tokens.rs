//! Shortcodes, marks and record links inside Markdown.

use expect_test::expect;

use super::{check, compile_text};
use crate::document::body::{Argument, Piece};

#[test]
fn calls_stand_in_text_or_between_paragraphs() {
    check(
        "共有{{ count(of=\"a|b\") }}家**{{ count() }}**。\n",
        expect![[r#"
        <p>共有[count]家<strong>[count]</strong>。</p>
    "#]],
    );
    check("{{ gallery() }}\n", expect!["[gallery]"]);
    check(
        "甲\n{{ gallery() }}\n乙\n{{ video() }}\n",
        expect![[r#"
        <p>甲</p>
        [gallery]<p>乙</p>
        [video]"#]],
    );
    check(
        "- {{ a() }}\n\n- 甲\n",
        expect![[r#"
        <ul><li>[a]</li><li><p>甲</p>
        </li></ul>
    "#]],
    );
    check(
        "> {{ a() }}\n\n## 题{{ a() }}\n",
        expect![[r##"
        <blockquote>[a]</blockquote>
        <h2 id="题">题[a]<a class="anchor" href="#题" aria-label="[heading.anchor]">#</a></h2>
    "##]],
    );
    check(
        "{{ name }} {% if %} \\{{ a() }} {{\n",
        expect![[r#"
        <p>{{ name }} {% if %} {{ a() }} {{</p>
    "#]],
    );
}

#[test]
fn arguments_are_kept_in_order() {
    let body = compile_text("{{ f(b=\"**甲**\", a=[1, true]) }}", false).value;
    let list = Argument::List(vec![Argument::Integer(1), Argument::Boolean(true)]);
    assert_eq!(
        body.calls[0].arguments,
        [("b".to_string(), Argument::Text("**甲**".into())), ("a".to_string(), list)]
    );
    assert_eq!(body.calls[0].span, 0..33);
}

#[test]
fn bodies_of_shortcodes_are_markdown() {
    check(
        "甲\n\n{% a() %}\n\n**乙。**丙\n\n{% b(x=\"{% end %}\") %}\n- 丁{% c() %}戊{% end %}\n{% end %}\n\n{% end %}\n\n己\n",
        expect![[r#"
            <p>甲</p>
            [a]<p><strong>乙。</strong>丙</p>
            [b]<ul><li>丁[c]<p>戊</p>
            [/c]</li></ul>
            [/b][/a]<p>己</p>
        "#]],
    );
    check(
        "- 甲\n\n  {% a() %}\n  1. 乙\n\n     丙\n  {% end %}\n\n> {% a() %}\n> 丁\n>\n> 戊\n> {% end %}\n",
        expect![[r#"
            <ul><li><p>甲</p>
            [a]<ol><li><p>乙</p>
            <p>丙</p>
            </li></ol>
            [/a]</li></ul>
            <blockquote>[a]<p>丁</p>
            <p>戊</p>
            [/a]</blockquote>
        "#]],
    );
    check(
        "{% a() %}\n```\n{% end %}\n```\n{% end %}\n",
        expect![[r#"
        [a]<pre class="code" tabindex="0"><code>{% end %}
        </code></pre>
        [/a]"#]],
    );
    check(
        "甲[^1]\n\n{% a() %}\n## 题\n\n乙[^1]\n\n[^1]: 丙\n{% end %}\n\n## 题\n\n[^1]: 丁\n",
        expect![[r##"
            <p>甲<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup></p>
            [a]<h2 id="题">题<a class="anchor" href="#题" aria-label="[heading.anchor]">#</a></h2>
            <p>乙<sup class="footnote-ref"><a href="#fn-s1-1" id="fnref-s1-1" role="doc-noteref">1</a></sup></p>
            <section class="footnotes" role="doc-endnotes" aria-label="[footnotes]"><ol><li id="fn-s1-1"><p>丙 <a href="#fnref-s1-1" class="footnote-back" role="doc-backlink" aria-label="[footnote.back]">↩</a></p></li></ol></section>
            [/a]<h2 id="题-2">题<a class="anchor" href="#题-2" aria-label="[heading.anchor]">#</a></h2>
            <section class="footnotes" role="doc-endnotes" aria-label="[footnotes]"><ol><li id="fn-1"><p>丁 <a href="#fnref-1" class="footnote-back" role="doc-backlink" aria-label="[footnote.back]">↩</a></p></li></ol></section>
        "##]],
    );
}

#[test]
fn marks_are_walls_before_emphasis_is_read() {
    check(
        "**-{甲**乙}-**丙-{zh-Hans:信息;zh-Hant-TW:資訊}-\n-{丁}-\n戊-{}-\\-{己}-",
        expect![[r#"
        <p><strong>-{甲**乙}-</strong>丙-{zh-Hans:信息;zh-Hant-TW:資訊}--{丁}-戊-{}--{己}-</p>
    "#]],
    );
    check(
        "-{H|zh-cn:甲;zh-tw:乙}-\n\n丙-{H|zh-cn:丁;zh-tw:戊}-己\n",
        expect![[r#"
        <p>丙己</p>
    "#]],
    );
    let body = compile_text("-{H|zh-cn:甲;zh-tw:乙}-", false).value;
    assert_eq!(
        format!("{:?}", body.page_terms),
        "[PageTerm { forms: [(zh-CN, \"甲\"), (zh-TW, \"乙\")], span: 0..25 }]"
    );
    check(
        "| 甲 |\n|---|\n| 乙-{H|zh-cn:甲;zh-tw:乙}--{丙-{丁}-}- |\n",
        expect![[r#"
        <div class="table-scroll" role="region" tabindex="0" aria-label="[table.region]"><table><thead><tr><th scope="col">甲</th></tr></thead><tbody><tr><td>乙-{丙-{丁}-}-</td></tr></tbody></table></div>
    "#]],
    );
    check(
        "[甲](/a-{b}-c \"-{乙}-\") ![-{丙}-](d-{e}-.jpg) <https://example.org/-{f}->",
        expect![[r#"
        <p><a href="/a-{b}-c" title="-{乙}-">甲</a> <img src="news/d-{e}-.jpg" alt="-{丙}-"> <a href="https://example.org/-{f}-">https://example.org/-{f}-</a></p>
    "#]],
    );
}

#[test]
fn headings_keep_marks_and_have_plain_ids() {
    let body = compile_text("## 共建-{zh-Hans:信息;zh-Hant:資訊}-港", false).value;
    assert_eq!(
        (body.headings[0].text.as_str(), body.headings[0].id.as_str()),
        ("共建-{zh-Hans:信息;zh-Hant:資訊}-港", "共建信息港")
    );
}

#[test]
fn what_only_looks_like_a_mark_is_escaped_in_plain_texts() {
    let body = compile_text("## 甲\\-{乙\n\n丙\\-{丁-{戊}-![己\\-{](a.jpg \"庚\\-{\")\n", false).value;
    assert_eq!(body.headings[0].text, "甲\\-{乙");
    assert_eq!(body.excerpt, "丙\\-{丁-{戊}-");
    assert_eq!((body.images[0].alt.as_str(), body.images[0].title.as_deref()), ("己\\-{", Some("庚\\-{")));
}

#[test]
fn record_links() {
    check(
        "[[qingyuan]]与[[partners/清源#史|**清源**-{港}-]]。\n\n| 甲 |\n|---|\n| [[a\\|乙]] |\n",
        expect![[r#"
            <p><a href="qingyuan">[qingyuan]</a>与<a href="partners/清源#史">**清源**-{港}-</a>。</p>
            <div class="table-scroll" role="region" tabindex="0" aria-label="[table.region]"><table><thead><tr><th scope="col">甲</th></tr></thead><tbody><tr><td><a href="a">乙</a></td></tr></tbody></table></div>
        "#]],
    );
    check(
        "欢迎\n[[qingyuan]]\n加入 [甲[[a]]乙](/x)\n",
        expect![[r#"
        <p>欢迎<a href="qingyuan">[qingyuan]</a>加入 <a href="/x">甲[a]乙</a></p>
    "#]],
    );
    check(
        "[[1]](#a) [[甲 乙]] `[[x]]`\n",
        expect![[r##"
        <p><a href="#a">[1]</a> [[甲 乙]] <code>[[x]]</code></p>
    "##]],
    );
}

#[test]
fn containers_end_where_their_text_ends() {
    let body = compile_text("甲**乙**  \n丙\n\n- 丁\n  - 戊\n", false).value;
    let kinds: String = body
        .flow()
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Html(_) => 'h',
            Piece::Open(..) => '(',
            Piece::Close(..) => ')',
            Piece::Prose(_) => 'p',
            Piece::Verbatim(_) => 'v',
            Piece::End => '.',
            _ => '?',
        })
        .collect();
    assert_eq!(kinds, "hp(p)vhp.hp.hp.h");
}
