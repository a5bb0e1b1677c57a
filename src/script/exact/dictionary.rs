//! OpenCC's text dictionaries: one entry a line, `key TAB value [SPACE value]…`; the first value is the one
//! used.

use std::sync::OnceLock;

use crate::script::prefixes::FirstCharacters;

/// A dictionary file of OpenCC 1.4.2, vendored unchanged under `data/opencc-1.4.2/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::script) enum File {
    CjkCompatibilityIdeographs,
    HkPhrases,
    HkPhrasesRev,
    HkVariants,
    HkVariantsPhrases,
    HkVariantsRev,
    HkVariantsRevPhrases,
    StCharacters,
    StPhrases,
    StPhrasesGenerated,
    TsCharacters,
    TsCharactersExt,
    TsPhrases,
    TwPhrases,
    TwPhrasesRev,
    TwVariants,
    TwVariantsPhrases,
    TwVariantsRev,
    TwVariantsRevPhrases,
}

/// Sorted entries with the question that conversion asks: which is the longest key that begins this text?
pub(in crate::script) struct Dictionary<'a> {
    entries: Vec<(&'a str, &'a str)>,
    first_characters: FirstCharacters,
}

impl File {
    /// The dictionary in that file, read once per process.
    pub fn dictionary(self) -> &'static Dictionary<'static> {
        static READ: [OnceLock<Dictionary<'static>>; 19] = [const { OnceLock::new() }; 19];
        READ[self as usize].get_or_init(|| {
            let lines = self.text().lines().filter(|line| !line.starts_with('#'));
            let entries = lines.filter_map(|line| line.split_once('\t'));
            Dictionary::new(
                entries.map(|(key, values)| (key, values.split(' ').next().unwrap_or(key))).collect(),
            )
        })
    }

    /// The file as it was vendored.
    pub fn text(self) -> &'static str {
        macro_rules! vendored {
            ($name:literal) => {
                include_str!(concat!("../data/opencc-1.4.2/", $name))
            };
        }
        match self {
            File::CjkCompatibilityIdeographs => vendored!("CJK_Compatibility_Ideographs.txt"),
            File::HkPhrases => vendored!("HKPhrases.txt"),
            File::HkPhrasesRev => vendored!("HKPhrasesRev.txt"),
            File::HkVariants => vendored!("HKVariants.txt"),
            File::HkVariantsPhrases => vendored!("HKVariantsPhrases.txt"),
            File::HkVariantsRev => vendored!("HKVariantsRev.txt"),
            File::HkVariantsRevPhrases => vendored!("HKVariantsRevPhrases.txt"),
            File::StCharacters => vendored!("STCharacters.txt"),
            File::StPhrases => vendored!("STPhrases.txt"),
            File::StPhrasesGenerated => vendored!("STPhrases_GeneratedFromRegionalPhrases.txt"),
            File::TsCharacters => vendored!("TSCharacters.txt"),
            File::TsCharactersExt => vendored!("TSCharactersExt.txt"),
            File::TsPhrases => vendored!("TSPhrases.txt"),
            File::TwPhrases => vendored!("TWPhrases.txt"),
            File::TwPhrasesRev => vendored!("TWPhrasesRev.txt"),
            File::TwVariants => vendored!("TWVariants.txt"),
            File::TwVariantsPhrases => vendored!("TWVariantsPhrases.txt"),
            File::TwVariantsRev => vendored!("TWVariantsRev.txt"),
            File::TwVariantsRevPhrases => vendored!("TWVariantsRevPhrases.txt"),
        }
    }
}

impl<'a> Dictionary<'a> {
    /// A dictionary of `(key, value)` entries, in any order; of equal keys the first counts.
    pub fn new(mut entries: Vec<(&'a str, &'a str)>) -> Self {
        entries.retain(|(key, _)| !key.is_empty());
        entries.sort_by_key(|(key, _)| *key);
        entries.dedup_by_key(|(key, _)| *key);
        let first_characters = FirstCharacters::of(entries.iter().map(|(key, _)| *key));
        Dictionary { entries, first_characters }
    }

    /// The longest key that begins `text`, with its value.
    pub fn longest(&self, text: &str) -> Option<(&'a str, &'a str)> {
        self.first_characters.longest(&self.entries, |(key, _)| key, text).map(|at| self.entries[at])
    }

    /// All entries, sorted by key.
    #[cfg(test)]
    pub fn entries(&self) -> &[(&'a str, &'a str)] {
        &self.entries
    }
}
