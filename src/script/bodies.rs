//! Is a word of the vocabulary part of a body's name? 网络 in 长春某某网络科技有限公司 is; such names are converted by
//! characters.
//!
//! The rule reads to the right only: what follows the word must be made of elements that names of bodies are
//! made of (`data/bodies.tsv`), and reach the end of such a name. Names that the rule cannot see stand in the
//! vocabulary themselves.

use std::ops::Range;
use std::sync::LazyLock;

use super::prefixes::FirstCharacters;
use super::{Converter, Depth, Script, Terms};

/// A name has at most so many elements behind a word.
const MOST_ELEMENTS: usize = 10;

/// Where the name that the word at `word` is part of ends; `None` if it stands in none.
pub(super) fn end_of_name(text: &str, word: Range<usize>, script: Script) -> Option<usize> {
    let elements = elements(script);
    let (mut at, mut end, mut before) = (word.end, None, None);
    for _ in 0..MOST_ELEMENTS {
        let Some((element, role)) = elements.longest(&text[at..]) else { break };
        at += element.len();
        let ends = match role {
            Role::End => true,
            Role::Late => before == Some(Role::Part) && !text[at..].starts_with(CONTINUES_A_WORD),
            Role::Part | Role::Join => false,
        };
        if ends {
            end = Some(at);
        } else if role == Role::Late || (role == Role::Join && before == Some(Role::Join)) {
            break;
        }
        before = Some(role);
    }
    end
}

/// 大学生 and 大学习 do not end a name.
const CONTINUES_A_WORD: [char; 3] = ['生', '习', '習'];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Stands inside names.
    Part,
    /// Joins parts.
    Join,
    /// Ends a name.
    End,
    /// Ends a name behind a part other than the word itself.
    Late,
}

/// The elements in one script, sorted.
struct Elements {
    elements: Vec<(String, Role)>,
    first_characters: FirstCharacters,
}

impl Elements {
    fn new(script: Script) -> Elements {
        let converter = Converter::between(Script::Hans, script, Depth::Characters);
        let lines = include_str!("data/bodies.tsv").lines().filter(|line| !line.starts_with('#'));
        let mut elements: Vec<(String, Role)> = lines
            .filter_map(|line| line.split_once('\t'))
            .map(|(element, role)| {
                let converted =
                    converter.as_ref().map(|converter| converter.convert(element, &Terms::default()));
                let role = match role {
                    "join" => Role::Join,
                    "end" => Role::End,
                    "late" => Role::Late,
                    _ => Role::Part,
                };
                (converted.map_or_else(|| element.to_owned(), |text| text.into_owned()), role)
            })
            .collect();
        elements.sort_by(|(a, _), (b, _)| a.cmp(b));
        let first_characters = FirstCharacters::of(elements.iter().map(|(element, _)| element.as_str()));
        Elements { elements, first_characters }
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
        check("软件", "软件");
    }
}
