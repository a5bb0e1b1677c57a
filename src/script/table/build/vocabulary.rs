//! The reviewed vocabulary, `data/vocabulary.tsv`: mainland words and their Taiwan and Hong Kong forms.

/// The whole list.
pub(super) struct Vocabulary {
    pub rows: Vec<Row>,
}

/// One word. A region without a word of its own is empty in the file: characters are enough there.
pub(super) struct Row {
    pub simplified: String,
    pub taiwan: Option<String>,
    pub hong_kong: Option<String>,
    usage: Usage,
}

/// In which directions a row counts (third column of the file).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Usage {
    /// Right both ways.
    Both,
    /// Only away from simplified text: the regional word has other meanings, or another row owns it.
    Forward,
    /// Only towards simplified text.
    Back,
    /// A name of a body, or the end of such names: characters only, in every direction, and it protects the
    /// words in it from shorter words of the site.
    Name,
    /// An ordinary word that must not be cut, so that no other row matches across its end.
    Guard,
}

impl Row {
    pub fn is_name(&self) -> bool {
        self.usage == Usage::Name
    }

    pub fn keeps_characters(&self) -> bool {
        matches!(self.usage, Usage::Name | Usage::Guard)
    }

    pub fn goes_forward(&self) -> bool {
        matches!(self.usage, Usage::Both | Usage::Forward)
    }

    pub fn goes_back(&self) -> bool {
        matches!(self.usage, Usage::Both | Usage::Back)
    }
}

impl Vocabulary {
    pub fn read() -> Vocabulary {
        let lines = include_str!("../../data/vocabulary.tsv").lines();
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        Vocabulary { rows: lines.map(row).collect() }
    }
}

fn row(line: &str) -> Row {
    let columns: Vec<&str> = line.split('\t').collect();
    let [simplified, taiwan, hong_kong, usage, note] = columns[..] else {
        panic!("not five columns: {line}")
    };
    assert!(!simplified.is_empty() && !note.is_empty(), "{line}");
    let word = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let usage = match usage {
        "both" => Usage::Both,
        "forward" => Usage::Forward,
        "back" => Usage::Back,
        "name" => Usage::Name,
        "guard" => Usage::Guard,
        _ => panic!("no such usage: {line}"),
    };
    Row { simplified: simplified.to_owned(), taiwan: word(taiwan), hong_kong: word(hong_kong), usage }
}

mod tests {
    use super::*;
    use crate::script::exact::exact;
    use std::collections::BTreeMap;

    #[test]
    fn each_word_stands_once_and_each_regional_word_leads_back_to_one() {
        let vocabulary = Vocabulary::read();
        let mut simplified = BTreeMap::new();
        let mut regional = BTreeMap::new();
        for row in &vocabulary.rows {
            // A word that counts back in one region only has a second row for that.
            assert!(
                simplified.insert((row.simplified.clone(), row.usage == Usage::Back), ()).is_none(),
                "{} stands twice",
                row.simplified
            );
            let regional_words = row.taiwan.is_some() || row.hong_kong.is_some();
            assert_ne!(row.keeps_characters(), regional_words, "{} has no use", row.simplified);
            for (region, word) in [("tw", &row.taiwan), ("hk", &row.hong_kong)] {
                if let Some(word) = word.as_ref().filter(|_| row.goes_back()) {
                    let other = regional.insert((region, word.clone()), row.simplified.clone());
                    assert_eq!(other, None, "{word} leads back to {} and to this", row.simplified);
                }
            }
        }
    }

    /// A word that its own characters give needs no row; a regional word is written in the region's
    /// characters.
    #[test]
    fn regional_words_are_spelled_as_in_the_region_and_say_something_new() {
        for row in Vocabulary::read().rows {
            let back = exact("t2s", &exact("s2t", &row.simplified).unwrap()).unwrap();
            assert_eq!(back, row.simplified, "the simplified column");
            for (characters, spelling, word) in
                [("s2tw", "t2tw", &row.taiwan), ("s2hk", "t2hk", &row.hong_kong)]
            {
                let Some(word) = word else { continue };
                assert_eq!(&exact(spelling, word).unwrap(), word);
                assert_ne!(
                    &exact(characters, &row.simplified).unwrap(),
                    word,
                    "{} needs no row",
                    row.simplified
                );
            }
        }
    }
}
