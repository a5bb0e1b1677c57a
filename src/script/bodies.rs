//! Is a word of the vocabulary part of a body's name? 网络 in 长春某某网络科技有限公司 is; such names are converted by
//! characters.
//!
//! What follows the word must be made of elements that names of bodies are made of (`data/bodies.tsv`), and
//! reach the end of such a name; ends that are ordinary words as well ask for a head before the word, such as
//! 中国. Names that the rule cannot see stand in the vocabulary themselves.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::prefixes::FirstCharacters;
use super::{Converter, Depth, Script, Terms};

/// A name has at most so many elements on each side of a word.
const MOST_ELEMENTS: usize = 10;
/// In characters: 粤港澳大湾区.
const LONGEST_ELEMENT: usize = 6;

/// Where the name that the word at `word` is part of ends; `None` if it stands in none.
pub(super) fn end_of_name(text: &str, word: Range<usize>, script: Script) -> Option<usize> {
    let elements = elements(script);
    let (mut at, mut end, mut before) = (word.end, None, None);
    let mut head = None;
    for _ in 0..MOST_ELEMENTS {
        let Some((element, role)) = elements.longest(&text[at..]) else { break };
        at += element.len();
        let mut has_head = || *head.get_or_insert_with(|| elements.lead_from_a_head(&text[..word.start]));
        let ends = match role {
            Role::End => true,
            Role::Late => before == Some(Role::Part) || has_head(),
            Role::Weak => has_head(),
            Role::Part | Role::Join | Role::Head => false,
        };
        if ends && !text[at..].starts_with(CONTINUES_A_WORD) {
            end = Some(at);
        } else if matches!(role, Role::Late | Role::Weak)
            || (role == Role::Join && before == Some(Role::Join))
        {
            break;
        }
        if role == Role::Head {
            head = Some(true);
        }
        before = Some(role);
    }
    end
}

/// 大学生, 大学习, 报告 and 司机 do not end a name.
const CONTINUES_A_WORD: [char; 13] =
    ['生', '习', '習', '告', '道', '名', '送', '考', '到', '机', '機', '法', '令'];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Stands inside names.
    Part,
    /// Begins names, or stands inside them.
    Head,
    /// Joins parts.
    Join,
    /// Ends a name.
    End,
    /// Ends a name behind a part other than the word itself, or one that has a head.
    Late,
    /// Ends a name that has a head.
    Weak,
}

/// The elements in one script, sorted.
struct Elements {
    elements: Vec<(String, Role)>,
    first_characters: FirstCharacters,
}

impl Elements {
    fn new(script: Script) -> Elements {
        // Bodies of the region itself have its vocabulary in their names (資訊電機學院).
        let depth = if script == Script::HantHk { Depth::HongKong } else { Depth::Taiwan };
        let converters =
            [Depth::Characters, depth].map(|depth| Converter::between(Script::Hans, script, depth));
        let spellings = |element: &str| {
            let converted =
                |converter: &Converter| converter.convert(element, &Terms::default()).into_owned();
            let as_listed = std::iter::once(element.to_owned());
            as_listed.chain(converters.iter().flatten().map(converted)).collect::<BTreeSet<String>>()
        };
        let lines = include_str!("data/bodies.tsv").lines().filter(|line| !line.starts_with('#'));
        let mut elements: Vec<(String, Role)> = lines
            .filter_map(|line| line.split_once('\t'))
            .flat_map(|(element, role)| {
                let role = match role {
                    "join" => Role::Join,
                    "end" => Role::End,
                    "late" => Role::Late,
                    "weak" => Role::Weak,
                    "head" => Role::Head,
                    _ => Role::Part,
                };
                spellings(element).into_iter().map(move |element| (element, role))
            })
            .collect();
        elements.sort_by(|(a, _), (b, _)| a.cmp(b));
        let first_characters = FirstCharacters::of(elements.iter().map(|(element, _)| element.as_str()));
        Elements { elements, first_characters }
    }

    /// Is `text`, up to its end, a head and parts?
    fn lead_from_a_head(&self, mut text: &str) -> bool {
        for _ in 0..MOST_ELEMENTS {
            let Some((element, role)) = self.last(text) else { return false };
            if role == Role::Head {
                return true;
            }
            text = &text[..text.len() - element.len()];
        }
        false
    }

    /// The longest part, join or head that ends `text`.
    fn last(&self, text: &str) -> Option<(&str, Role)> {
        let starts = text.char_indices().rev().take(LONGEST_ELEMENT).map(|(at, _)| at);
        let found = starts.filter_map(|at| {
            let place = self.elements.binary_search_by(|(element, _)| element.as_str().cmp(&text[at..]));
            place.ok().map(|place| (self.elements[place].0.as_str(), self.elements[place].1))
        });
        found.filter(|(_, role)| matches!(role, Role::Part | Role::Join | Role::Head)).last()
    }

    fn longest(&self, text: &str) -> Option<(&str, Role)> {
        let at = self.first_characters.longest(&self.elements, |(element, _)| element, text)?;
        let (element, role) = &self.elements[at];
        Some((element, *role))
    }
}

fn elements(script: Script) -> &'static Elements {
    static HANS: LazyLock<Elements> = LazyLock::new(|| Elements::new(Script::Hans));
    static HANT: LazyLock<Elements> = LazyLock::new(|| Elements::new(Script::Hant));
    static HANT_TW: LazyLock<Elements> = LazyLock::new(|| Elements::new(Script::HantTw));
    static HANT_HK: LazyLock<Elements> = LazyLock::new(|| Elements::new(Script::HantHk));
    match script {
        Script::Hans => &HANS,
        Script::Hant => &HANT,
        Script::HantTw => &HANT_TW,
        Script::HantHk => &HANT_HK,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_from<'t>(word: &str, text: &'t str) -> Option<&'t str> {
        let start = text.find(word).unwrap();
        end_of_name(text, start..start + word.len(), Script::Hans).map(|end| &text[start..end])
    }

    #[test]
    fn names_are_seen_to_their_end() {
        let check = |word, text, name| assert_eq!(name_from(word, text), name, "{text}");
        check("网络", "长春云山网络科技有限公司的网络", Some("网络科技有限公司"));
        check("软件", "浪潮软件集团有限公司", Some("软件集团有限公司"));
        check("信息", "某省信息工程职业技术学院教师", Some("信息工程职业技术学院"));
        check("网络", "中央网络安全和信息化委员会印发", Some("网络安全和信息化委员会"));
        check("人工智能", "中国人工智能学会", Some("人工智能学会"));
        check("互联网", "国家计算机互联网应急中心", Some("互联网应急中心"));
        check("人工智能", "人工智能与数字经济广东省实验室", Some("人工智能与数字经济广东省实验室"));
        check("人工智能", "全国人工智能行业产教融合共同体成立", Some("人工智能行业产教融合共同体"));
    }

    #[test]
    fn ordinary_words_are_not_names() {
        let check = |word, text| assert_eq!(name_from(word, text), None, "{text}");
        check("软件", "软件技术的公司");
        check("打印", "打印学校文件");
        check("网络", "通过网络学校开展教学");
        check("网络", "通过网络大学习");
        check("人工智能", "人工智能技术大学生竞赛");
        check("软件", "软件和信息服务业");
        check("网络", "利用网络学会编程");
        check("软件", "建设软件技术创新中心");
        check("网络", "全国网络报名");
        check("软件", "软件");
    }
}
