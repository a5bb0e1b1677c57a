//! What is reported, and where.

use expect_test::expect;

use super::{check_findings, compile_text};

#[test]
fn tokens_that_cannot_be_read() {
    check_findings(
        "甲 {{ f(a=“b”) }} -{乙 {% c() %}\n\n-{R|丙}- {% end %}\n",
        expect![[r#"
        bad-shortcode 11..14 "“": a full-width quotation mark “ in a shortcode
        bad-mark 23..25 "-{": the conversion mark `-{` does not end
        bad-mark 42..43 "R": the conversion mark's flag `R|` is not supported
    "#]],
    );
    check_findings("`-{` `{{ f(“ }}`\n\n```\n{% a() %}\n```\n\n<https://example.org/-{a>\n", expect![[""]]);
    check_findings(
        "{% a() %}\n\n甲 {{ f(a=1 a=2) }}\n\n{% end %}\n",
        expect![[r#"
        bad-shortcode 24..25 "a": the shortcode cannot be read: unexpected `a`
    "#]],
    );
    let deep = format!("{}甲{}", "{% a() %}\n".repeat(20), "{% end %}".repeat(20));
    let findings = compile_text(&deep, false).diagnostics;
    assert_eq!(
        (findings.len(), findings[0].message.en.as_str()),
        (1, "shortcodes are nested more than 16 deep")
    );
}

#[test]
fn marks_in_titles_and_names() {
    check_findings(
        "![甲](a.jpg \"乙-{\")\n\n[甲](/a '-{R|乙}-') [[a|-{R|乙}-]] ![-{](b.jpg)\n",
        expect![[r#"
            bad-mark 0..21 "![甲](a.jpg \"乙-{\")": the conversion mark `-{` does not end
            bad-mark 23..44 "[甲](/a '-{R|乙}-')": the conversion mark's flag `R|` is not supported
            bad-mark 45..60 "[[a|-{R|乙}-]]": the conversion mark's flag `R|` is not supported
            bad-mark 63..65 "-{": the conversion mark `-{` does not end
        "#]],
    );
}

#[test]
fn links_and_images() {
    check_findings(
        "[甲](javascript:x) [乙](../../a.md) ![](a.jpg) [丙]( <> ) [丁](java&#x0A;script&colon;x)\n",
        expect![[r#"
            unsafe-link 0..19 "[甲](javascript:x)": links with `javascript:` are not allowed
            broken-link 20..37 "[乙](../../a.md)": the link `../../a.md` leaves content/
            missing-alt 38..48 "![](a.jpg)": the image has no alternative text
            broken-link 49..60 "[丙]( <> )": the link has no address
            unsafe-link 61..92 "[丁](java&#x0A;script&colon;x)": links with `javascript:` are not allowed
        "#]],
    );
}

#[test]
fn headings() {
    check_findings(
        "### 甲\n\n## 乙 {#a}\n\n## 丙 {#a}\n\n#### 丁\n",
        expect![[r#####"
        heading-level 0..7 "### 甲": the heading level goes from 1 to 3
        duplicate-anchor 22..33 "## 丙 {#a}": the anchor `a` is given twice on this page
        heading-level 35..43 "#### 丁": the heading level goes from 2 to 4
    "#####]],
    );
}

#[test]
fn html_code_and_notes() {
    check_findings(
        "<div>\n甲\n</div>\n\n乙<b>丙</b><i>丁</i>\n\n<!-- 无 -->\n\n- 甲<br/>乙\n",
        expect![[r#"
            raw-html 0..16 "<div>\n甲\n</div>": HTML in the text is shown as text: `<div>`
            raw-html 21..24 "<b>": HTML in the text is shown as text: `<b>`
            raw-html 62..67 "<br/>": `<br/>` in the text is shown as text
        "#]],
    );
    check_findings(
        "    缩进的正文。\n\n段\n\n    let x = 1; // 注\n",
        expect![[r#"
            indented-prose 4..22 "缩进的正文。": prose that is indented by four blanks is shown as code
        "#]],
    );
    check_findings(
        "甲[^1]乙[^无] \\[^x] `[^y]` [^z](/a)\n\n[^1]: 丙\n",
        expect![[r#"
        undefined-footnote 10..16 "[^无]": the footnote `无` has no text
    "#]],
    );
}

#[cfg(feature = "highlight")]
#[test]
fn languages_of_code() {
    check_findings(
        "```klingon\nx\n```\n\n```pyton\n```\n\n```toml\n```\n\n```YAML\n```\n",
        expect![[r#"
        unknown-code-language 0..10 "```klingon": the language `klingon` is not known, the code stays plain
        unknown-code-language 18..26 "```pyton": the language `pyton` is not known, the code stays plain
    "#]],
    );
    let body = compile_text("{% a() %}\n```js\nlet x;\n```\n{% end %}\n", false).value;
    assert!(body.has_code);
}

#[test]
fn places_are_those_of_the_file_with_any_line_ends() {
    let lf = "## 题\n\n**甲。**乙 -{丙\n\n{% a() %}\n丁 {{ f(“) }}\n{% end %}\n\n[戊](javascript:x)\n";
    let crlf = format!("\u{FEFF}{}", lf.replace('\n', "\r\n"));
    let cr = lf.replace('\n', "\r");
    let bodies = [lf, &crlf, &cr].map(|text| {
        let checked = compile_text(text, false);
        let placed: Vec<_> = checked
            .diagnostics
            .iter()
            .map(|finding| text[finding.place.clone().unwrap().span.unwrap()].to_string())
            .collect();
        assert_eq!(placed, ["-{", "“", "[戊](javascript:x)"]);
        checked.value.flow().clone()
    });
    assert_eq!(bodies[0], bodies[1]);
    assert_eq!(bodies[0], bodies[2]);
}
