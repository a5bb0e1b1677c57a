//! Where the parts of a converted text belong in the inline elements that its source stood in.
//!
//! Knows runs of text and links, no markup. Nothing is ever reordered, and nothing is lost.

use std::ops::Range;

use crate::script::{Origin, Segments};

/// A part of the text that stands in an element of its own.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// In the text of the container; not empty. Runs ascend, and only walls stand between them.
    pub range: Range<usize>,
    /// The link that the run stands in: the same number for all runs of one link.
    pub link: Option<usize>,
}

/// Gives each run the output of its own source. A segment that lies across runs is cut at the same
/// characters when both sides have as many; else what begins and ends alike stays outside, and the rest
/// goes to the run with most of the source, the first of equals. A link keeps a character in any case: where a
/// phrase has too few for its links, each of its parts is converted `alone`.
pub(super) fn put_back(
    plain: &str,
    segments: &Segments,
    runs: &[Run],
    alone: impl Fn(&str) -> String,
) -> Vec<String> {
    let mut texts = vec![String::new(); runs.len()];
    let mut run = 0;
    for segment in segments.iter() {
        let source = segment.source;
        while run < runs.len() && runs[run].range.end <= source.start {
            run += 1;
        }
        let Some(first) = runs.get(run) else { break };
        if source.start >= first.range.start && source.end <= first.range.end {
            texts[run].push_str(segment.output);
            continue;
        }
        if matches!(segment.origin, Origin::Copy | Origin::Characters) {
            // As long as its source, byte by byte, and the only kinds of segment that hold walls.
            for (text, Run { range, .. }) in texts.iter_mut().zip(runs).skip(run) {
                let (start, end) = (range.start.max(source.start), range.end.min(source.end));
                if start >= end {
                    break;
                }
                text.push_str(&segment.output[start - source.start..end - source.start]);
            }
            continue;
        }
        let cut = runs[run..].iter().take_while(|run| run.range.start < source.end);
        let parts: Vec<Part> = cut
            .map(|Run { range, link }| {
                let text = &plain[range.start.max(source.start)..range.end.min(source.end)];
                Part { text, length: text.chars().count(), link: *link }
            })
            .collect();
        match shares(&parts, segment.output) {
            Some(shares) => {
                for (text, share) in texts[run..].iter_mut().zip(shares) {
                    text.push_str(share);
                }
            }
            None => {
                for (text, part) in texts[run..].iter_mut().zip(parts) {
                    text.push_str(&alone(part.text));
                }
            }
        }
    }
    texts
}

/// The part of a run in a segment that several runs have a part in.
struct Part<'a> {
    text: &'a str,
    /// In characters.
    length: usize,
    link: Option<usize>,
}

/// The share of each part in the output of all of them; `None` when there are fewer characters than links.
fn shares<'o>(parts: &[Part], output: &'o str) -> Option<Vec<&'o str>> {
    let mut bytes: Vec<usize> = output.char_indices().map(|(at, _)| at).collect();
    let letters = bytes.len();
    bytes.push(output.len());
    let total: usize = parts.iter().map(|part| part.length).sum();
    let mut ends = match letters == total {
        true => ends_of(parts.iter().map(|part| part.length)),
        false => {
            let (owner, ends) = unequal(parts, output, letters);
            feed_links(parts, ends, owner, letters)?
        }
    };
    ends.insert(0, 0);
    Some(ends.windows(2).map(|pair| &output[bytes[pair[0]]..bytes[pair[1]]]).collect())
}

fn ends_of(lengths: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut sum = 0;
    lengths
        .map(|length| {
            sum += length;
            sum
        })
        .collect()
}

/// The part that takes what the two sides do not share, and where the shares end, in characters of the output.
fn unequal(parts: &[Part], output: &str, letters: usize) -> (usize, Vec<usize>) {
    let source: Vec<char> = parts.iter().flat_map(|part| part.text.chars()).collect();
    let prefix = source.iter().zip(output.chars()).take_while(|(a, b)| **a == *b).count();
    let most = source.len().min(letters) - prefix;
    let ends_alike = source.iter().rev().zip(output.chars().rev()).take(most);
    let suffix = ends_alike.take_while(|(a, b)| **a == *b).count();
    let middle = prefix..source.len() - suffix;
    let ends = ends_of(parts.iter().map(|part| part.length));
    let in_middle = |part: usize| {
        let start = ends[part] - parts[part].length;
        ends[part].min(middle.end).saturating_sub(start.max(middle.start))
    };
    let owner = match middle.is_empty() {
        true => ends.iter().position(|end| *end >= prefix),
        false => (0..parts.len()).max_by_key(|part| (in_middle(*part), usize::MAX - part)),
    };
    let owner = owner.unwrap_or_default();
    // Each source character keeps its own where both sides agree; the middle is the owner's.
    let moved = ends.iter().enumerate().map(|(part, end)| match part < owner {
        true => (*end).min(prefix),
        false => letters - (source.len() - end).min(suffix),
    });
    (owner, moved.collect())
}

/// Moves the ends of shares until each link has a character, taken from the side where the owner stands.
fn feed_links(parts: &[Part], mut ends: Vec<usize>, owner: usize, letters: usize) -> Option<Vec<usize>> {
    let mut links: Vec<Range<usize>> = Vec::new();
    for (index, part) in parts.iter().enumerate().filter(|(_, part)| part.link.is_some()) {
        match links.last_mut() {
            Some(link) if parts[link.start].link == part.link => link.end = index + 1,
            _ => links.push(index..index + 1),
        }
    }
    let start = |ends: &[usize], link: &Range<usize>| link.start.checked_sub(1).map_or(0, |part| ends[part]);
    let is_empty = |ends: &[usize], link: &Range<usize>| ends[link.end - 1] == start(ends, link);
    let take_before = |ends: &mut Vec<usize>, link: &Range<usize>| {
        let start = start(ends, link);
        if is_empty(ends, link) && start > 0 {
            ends[..link.start].iter_mut().for_each(|end| *end = (*end).min(start - 1));
        }
    };
    for link in links.iter().rev().filter(|link| link.start > owner) {
        take_before(&mut ends, link);
    }
    for link in &links {
        let start = start(&ends, link);
        if is_empty(&ends, link) && start < letters {
            ends[link.end - 1..].iter_mut().for_each(|end| *end = (*end).max(start + 1));
        }
    }
    for link in links.iter().rev() {
        take_before(&mut ends, link);
    }
    (!links.iter().any(|link| is_empty(&ends, link))).then_some(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[…]` is a link.
    fn cut(parts: &[&str], output: &str) -> Option<String> {
        let parts: Vec<Part> = parts
            .iter()
            .enumerate()
            .map(|(index, part)| {
                let text = part.trim_matches(['[', ']']);
                Part { text, length: text.chars().count(), link: part.starts_with('[').then_some(index) }
            })
            .collect();
        shares(&parts, output).map(|shares| shares.join("|"))
    }

    #[track_caller]
    fn check(parts: &[&str], output: &str, expected: &str) {
        assert_eq!(cut(parts, output).as_deref(), Some(expected));
    }

    #[test]
    fn equal_lengths_are_cut_at_the_same_places() {
        check(&["发", "展"], "發展", "發|展");
        check(&["软", "件开"], "軟體開", "軟|體開");
    }

    #[test]
    fn unequal_lengths_keep_what_is_alike_and_give_the_rest_to_the_longest() {
        check(&["打印", "机"], "印表機", "印表|機");
        check(&["人工智能", "化"], "人工智慧化", "人工智慧|化");
        check(&["程", "序员"], "程式設計師", "程|式設計師");
        check(&["乙甲", "丙"], "乙丁丁丁丙", "乙丁丁丁|丙");
        check(&["U", "盘"], "隨身碟", "隨身碟|");
        check(&["程", "序", "员"], "程序人员", "程|序人|员");
        check(&["網際", "網", "路"], "互联网", "互联网||");
    }

    #[test]
    fn a_link_keeps_a_character() {
        check(&["U", "[盘]"], "隨身碟", "隨身|碟");
        check(&["[U]", "盘儿"], "隨身碟", "隨|身碟");
        check(&["甲", "[乙]", "丙丁"], "戊己庚", "|戊|己庚");
        check(&["[甲]", "[乙]", "[丙丁]"], "戊己庚", "戊|己|庚");
        check(&["[甲]", "[乙]", "丙"], "戊己", "戊|己|");
        check(&["甲", "[乙]", "[丙]"], "戊己", "|戊|己");
        assert_eq!(cut(&["[甲]", "[乙]"], "丙"), None);
    }
}
