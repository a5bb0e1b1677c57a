//! Emphasis beside Chinese text: each case with what it must become.

use super::{compile_text, render};

/// `<s>` stands for `<strong>`.
const CASES: &[(&str, &str)] = &[
    // Full-width punctuation inside the end.
    ("**强调。**后文", "<s>强调。</s>后文"),
    ("**重点：**内容", "<s>重点：</s>内容"),
    ("**是吗？**是的", "<s>是吗？</s>是的"),
    ("**好！**再来", "<s>好！</s>再来"),
    ("*斜体。*后文", "<em>斜体。</em>后文"),
    ("***都有。***后文", "<em><s>都有。</s></em>后文"),
    ("~~删除。~~后", "<del>删除。</del>后"),
    ("前~~（删除）~~后", "前<del>（删除）</del>后"),
    ("这是**我想做的事。**所以做", "这是<s>我想做的事。</s>所以做"),
    // Quotation marks, brackets, titles.
    ("**“引号”**后", "<s>“引号”</s>后"),
    ("前**“引号”**后", "前<s>“引号”</s>后"),
    ("前**‘引号’**后", "前<s>‘引号’</s>后"),
    ("太郎说**「你好」**然后", "太郎说<s>「你好」</s>然后"),
    ("前**『书』**后", "前<s>『书』</s>后"),
    ("关于**《章程》**的说明", "关于<s>《章程》</s>的说明"),
    ("前**（括号）**后", "前<s>（括号）</s>后"),
    ("前**【方括号】**后", "前<s>【方括号】</s>后"),
    ("前**〔六角〕**后", "前<s>〔六角〕</s>后"),
    ("前*《章程》*后", "前<em>《章程》</em>后"),
    ("前**……**后", "前<s>……</s>后"),
    ("前**——强调——**后", "前<s>——强调——</s>后"),
    // ASCII punctuation beside Chinese.
    ("前**(括号)**后", "前<s>(括号)</s>后"),
    ("前**\"引号\"**后", "前<s>\"引号\"</s>后"),
    ("**C#**和**F#**在**「.NET」**上", "<s>C#</s>和<s>F#</s>在<s>「.NET」</s>上"),
    ("含税**¥10,000**可购", "含税<s>¥10,000</s>可购"),
    ("增长**20%**以上", "增长<s>20%</s>以上"),
    ("答案是**④**。", "答案是<s>④</s>。"),
    ("・**㋐**：选项", "・<s>㋐</s>：选项"),
    // Latin on the other side.
    ("Go**「初学者」**用", "Go<s>「初学者」</s>用"),
    ("Go**“初学者”**用", "Go<s>“初学者”</s>用"),
    (".NET**（不含 Framework）**中", ".NET<s>（不含 Framework）</s>中"),
    ("**签约。**OK", "<s>签约。</s>OK"),
    ("版本**v1.0（测试）**Beta", "版本<s>v1.0（测试）</s>Beta"),
    // Neighbours, nesting, code and links.
    ("**甲**，**乙**。**丙**", "<s>甲</s>，<s>乙</s>。<s>丙</s>"),
    ("**甲。****乙。**", "<s>甲。****乙。</s>"),
    ("他说:\"**好**的\"", "他说:\"<s>好</s>的\""),
    ("\"**字**a", "\"<s>字</s>a"),
    ("**外《*内。*》外。**后", "<s>外《<em>内。</em>》外。</s>后"),
    ("可以**这个`code`**吗", "可以<s>这个<code>code</code></s>吗"),
    ("开头**`代码`也注意。**后", "开头<s><code>代码</code>也注意。</s>后"),
    ("**[甲](/a)**和**[乙](/b)**请", "<s><a href=\"/a\">甲</a></s>和<s><a href=\"/b\">乙</a></s>请"),
    ("[**甲。**乙](/a)", "<a href=\"/a\"><s>甲。</s>乙</a>"),
    ("禰󠄀**(ね)**豆子", "禰󠄀<s>(ね)</s>豆子"),
    ("한국어**(괄호)**를", "한국어<s>(괄호)</s>를"),
    ("𠮷**“引”**𠮷", "𠮷<s>“引”</s>𠮷"),
    // What CommonMark already reads is as it was.
    ("**强调**后文", "<s>强调</s>后文"),
    ("前*强调*后", "前<em>强调</em>后"),
    ("前** 不是 **后", "前** 不是 **后"),
    ("3月~5月，（~6~）", "3月~5月，（<del>6</del>）"),
    ("a**\"foo\"**b", "a**\"foo\"**b"),
    ("a**(foo)**b", "a**(foo)**b"),
    ("2 * 3 * 4", "2 * 3 * 4"),
    ("foo_bar_baz 前_后_前", "foo_bar_baz 前_后_前"),
    ("\\**强调。**后", "**强调。**后"),
    ("`**强调。**后`", "<code>**强调。**后</code>"),
    ("**Note:**text", "**Note:**text"),
];

#[test]
fn emphasis_beside_chinese() {
    let failed: Vec<_> = CASES
        .iter()
        .filter_map(|(text, expected)| {
            let shown = render(&compile_text(text, false).value);
            let expected =
                format!("<p>{}</p>\n", expected.replace("<s>", "<strong>").replace("</s>", "</strong>"));
            (shown != expected).then(|| format!("{text}\n  {shown}  {expected}"))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn addresses_labels_and_code_keep_their_text() {
    let body = compile_text(
        "[a](</x**“。**后> \"**。**后\") <https://e.org/**。**后> [甲**。**后]\n\n[甲**。**后]: /y\n",
        false,
    )
    .value;
    let shown = render(&body);
    assert_eq!(
        shown,
        "<p><a href=\"/x**“。**后\" title=\"**。**后\">a</a> <a href=\"https://e.org/**。**后\">https://e.org/**。**后</a> \
         <a href=\"/y\">甲**。**后</a></p>\n"
    );
}
