//! Which characters of a text belong to the other script: 產 in simplified text, 产 in traditional text.
//!
//! A character counts only where its script is certain. 后, 里, 台 and 干 are written in both; so are the forms
//! that OpenCC keeps as they are, and those that Taiwan's or Hong Kong's usage prefers.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Script;
use super::exact::File;

/// The places of the characters that are not of `script`, in order.
pub fn foreign<'t>(text: &'t str, script: Script) -> impl Iterator<Item = (usize, char)> + 't {
    let other = match script {
        Script::Hans => &ONLY.traditional,
        Script::Hant | Script::HantTw | Script::HantHk => &ONLY.simplified,
    };
    text.char_indices().filter(|(_, c)| other.contains(c))
}

struct Only {
    traditional: HashSet<char>,
    simplified: HashSet<char>,
}

static ONLY: LazyLock<Only> = LazyLock::new(|| {
    let (to_hans, to_hant) = (Characters::of(File::TsCharacters), Characters::of(File::StCharacters));
    let regional = [Characters::of(File::TwVariants), Characters::of(File::HkVariants)];
    let simplified = |c: &char| !to_hans.keys.contains(c) && !to_hant.values.contains(c);
    let chosen = |c: &char| regional.iter().any(|variants| variants.values.contains(c));
    Only {
        traditional: to_hans
            .changed
            .difference(&to_hant.keys)
            .filter(|c| !HANS_TOO.contains(**c))
            .copied()
            .collect(),
        simplified: to_hant
            .changed
            .iter()
            .filter(|c| simplified(c) && !chosen(c) && !HANT_TOO.contains(**c))
            .copied()
            .collect(),
    }
});

/// In the dictionaries traditional only, but standard characters of the mainland as well (通用规范汉字表).
const HANS_TOO: &str = "拚";
/// In the dictionaries simplified only, but in use in traditional text: 霉 and 虱 beside 黴 and 蝨, 恒 in names.
const HANT_TOO: &str = "恒霉虱坏无";

/// A dictionary of single characters.
struct Characters {
    keys: HashSet<char>,
    /// Keys that are not among their own values.
    changed: HashSet<char>,
    values: HashSet<char>,
}

impl Characters {
    fn of(file: File) -> Characters {
        let mut read = Characters { keys: HashSet::new(), changed: HashSet::new(), values: HashSet::new() };
        let lines = file.text().lines().filter(|line| !line.starts_with('#'));
        for (key, values) in lines.filter_map(|line| line.split_once('\t')) {
            let Some(key) = key.chars().next() else { continue };
            let values = || values.chars().filter(|c| !c.is_whitespace());
            read.keys.insert(key);
            read.values.extend(values());
            if !values().any(|value| value == key) {
                read.changed.insert(key);
            }
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, script: Script) -> String {
        foreign(text, script).map(|(_, c)| c).collect()
    }

    #[test]
    fn only_certain_characters_count() {
        assert_eq!(found("产教融合，匯聚產業發展动能", Script::Hans), "匯產業發");
        assert_eq!(found("匯聚产业發展动能", Script::HantTw), "产业动");
        assert_eq!(found("皇后、乾隆、里程、台州、干部、系统、拚命", Script::Hans), "");
        assert_eq!(found("皇后、乾隆、公里、台灣、臺灣、干涉、恒生、裡裏、着著、床牀", Script::HantHk), "");
        assert_eq!(found("Latin, 数字", Script::Hans), "");
    }
}
