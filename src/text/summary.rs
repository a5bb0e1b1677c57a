//! The beginning of a plain text, cut where a reader would stop.
//!
//! Takes text whose line breaks are already joined; knows nothing of Markdown or HTML.

mod breaks;

use breaks::{Breaks, is_sentence_mark};

/// The beginning of `text`, about `limit` Chinese characters long (two narrow characters count as one).
///
/// Ends with a sentence that ends within 20 % of the limit; else before a comma there, else after a word or
/// character before the limit, with `…` added. Text that fits is returned whole, without its outer spaces.
///
/// Never cut: brackets and quotations, Latin words, URLs, numbers with their unit, dates.
/// Two cases leave no other choice: a quotation that fills more than half of the limit is cut, and its closing marks
/// are added after the `…`; a single word longer than the limit is cut hard.
///
/// At most 1.2 × `limit` long, plus `…` and closing marks. Linear in the length of the text.
pub fn summarize(text: &str, limit: usize) -> String {
    let text = text.trim();
    let breaks = Breaks::of(text);
    let limit = limit.saturating_mul(2); // in narrow characters, as the widths are
    if breaks.width(breaks.end()) <= limit {
        return text.to_owned();
    }
    let near = || breaks.positions(|width| within(width, limit), limit);
    let distance = |at: &usize| (breaks.width(*at).abs_diff(limit), *at);
    let most = |at: &usize| breaks.width(*at) <= limit;

    if let Some(at) = breaks.sentence_ends(near()).min_by_key(distance) {
        return text[..breaks.byte(at)].trim_end().to_owned();
    }
    if let Some(at) = breaks.before_commas(near()).min_by_key(distance) {
        return with_ellipsis(&text[..breaks.byte(at)]);
    }
    let outside = breaks.outside_brackets(breaks.all()).take_while(most).last();
    if let Some(at) = outside.filter(|at| breaks.width(*at) * 2 >= limit) {
        return with_ellipsis(&text[..breaks.byte(at)]);
    }
    let at = breaks.between_words(breaks.all()).take_while(most).last();
    let at = at.or_else(|| (0..=breaks.end()).take_while(most).last()).unwrap_or(0);
    with_ellipsis(&text[..breaks.byte(at)]) + &breaks.closers_of_open(at)
}

/// Whether a width is within 20 % of the limit.
fn within(width: usize, limit: usize) -> bool {
    width.abs_diff(limit).saturating_mul(5) <= limit
}

/// `text` and an ellipsis, without a comma or space before it, nor a second mark after the end of a sentence.
fn with_ellipsis(text: &str) -> String {
    let kept = text.trim_end_matches(|c: char| c.is_whitespace() || "，、；：,;:—-".contains(c));
    if kept.ends_with(is_sentence_mark) { kept.to_owned() } else { format!("{kept}…") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::han::is_cjk_wide;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, limit: usize, expected: &str) {
        assert_eq!(summarize(text, limit), expected);
    }

    #[test]
    fn short_text_stays_whole() {
        check("", 10, "");
        check(" 产教融合。 ", 10, "产教融合。");
        check("产教融合“未闭合", 10, "产教融合“未闭合");
    }

    #[test]
    fn a_sentence_near_the_limit_ends_it() {
        check("联合体今天成立。它有六十家单位。明天再会。", 9, "联合体今天成立。");
        check("会上说：“产教融合很重要。”随后大家鼓掌并合影留念。", 13, "会上说：“产教融合很重要。”");
        check("谁来建？大家一起建设！！然后共享成果，共同发展。", 12, "谁来建？大家一起建设！！");
        check("The alliance was founded today. It has members.", 16, "The alliance was founded today.");
    }

    #[test]
    fn else_a_comma_else_a_word() {
        check("会议在长春召开，各成员单位代表出席了这次会议并发言。", 8, "会议在长春召开…");
        check("各成员单位代表出席了这次会议并发言交流经验。", 8, "各成员单位代表出…");
        check("我们建设open-source平台服务全体成员单位", 6, "我们建设…");
        check("详见https://example.org/a?b=c!d页面的内容说明", 8, "详见…");
    }

    #[test]
    fn numbers_and_dates_stay_together() {
        check("今年共培养学生3.5万名并全部就业", 9, "今年共培养学生…");
        check("联合体成立于2024年5月16日上午九时", 10, "联合体成立于…");
        check("本次共有三百二十名学员参加了培训", 5, "本次共有…");
        check("全长约 120 公里的铁路今天通车了", 5, "全长约…");
    }

    #[test]
    fn brackets_are_kept_or_closed() {
        check("我们发布《产教融合三年行动计划方案》并启动实施", 8, "我们发布…");
        check("“我们一定要把联合体建设好发展好让学生都成才”他说", 8, "“我们一定要把联…”");
        check("（见《产教融合行动计划的全部内容》第三页）后文", 8, "（见《产教融合行…》）");
        check("这是）一个〔没有配对的括号，后面还有很多内容呢", 12, "这是）一个〔没有配对的括号…");
    }

    #[test]
    fn a_word_longer_than_all_is_cut_hard() {
        check(&"a".repeat(50), 5, &format!("{}…", "a".repeat(10)));
        check("产教融合", 0, "…");
    }

    const PAIRS: [(char, char); 6] =
        [('「', '」'), ('《', '》'), ('（', '）'), ('“', '”'), ('‘', '’'), ('[', ']')];

    fn balanced(text: &str) -> bool {
        let mut open = Vec::new();
        for c in text.chars() {
            if let Some(pair) = PAIRS.iter().find(|pair| pair.0 == c) {
                open.push(pair.1);
            } else if PAIRS.iter().any(|pair| pair.1 == c) && open.pop() != Some(c) {
                return false;
            }
        }
        open.is_empty()
    }

    fn width(text: &str) -> usize {
        text.chars().map(|c| if is_cjk_wide(c) { 2 } else { 1 }).sum()
    }

    /// Text with balanced brackets, nested up to three deep.
    fn text_with_brackets() -> impl Strategy<Value = String> {
        let leaf = "[联盟，。！3年万a ]{0,9}";
        leaf.prop_recursive(3, 40, 5, |inner| {
            (proptest::collection::vec(inner, 1..5), 0..PAIRS.len()).prop_map(|(parts, kind)| {
                let (open, close) = PAIRS[kind];
                format!("{}{open}{}{close}联合", parts[0], parts.concat())
            })
        })
    }

    proptest! {
        #[test]
        fn a_summary_is_a_short_balanced_beginning(text in text_with_brackets(), limit in 1usize..30) {
            let summary = summarize(&text, limit);
            prop_assert!(balanced(&summary), "{summary}");
            let closers = |c: char| PAIRS.iter().any(|pair| pair.1 == c);
            let kept = summary.trim_end_matches(closers).trim_end_matches('…');
            prop_assert!(text.trim().starts_with(kept), "{summary}");
            prop_assert!(width(kept) * 5 <= limit * 12, "{summary}");
        }

        #[test]
        fn any_text_gives_its_beginning(text in "\\PC{0,80}", limit in 0usize..30) {
            let summary = summarize(&text, limit);
            let kept = summary.trim_end_matches(|c| c == '…' || "」』》〉）)”’]】〕}\"".contains(c));
            prop_assert!(text.trim().starts_with(kept), "{summary}");
        }
    }
}
