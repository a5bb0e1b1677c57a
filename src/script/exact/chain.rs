//! The machine of an OpenCC configuration, and the configurations themselves.

use super::dictionary::{Dictionary, File};
use super::ids;

/// Dictionaries that are asked together (OpenCC's `match_policy`).
#[derive(Clone)]
pub(in crate::script) enum Group<'a> {
    One(&'a Dictionary<'a>),
    /// The first member that knows any prefix of the text answers, with its longest.
    ShortCircuit(Vec<Group<'a>>),
    /// The longest prefix that any member knows; of equal ones the first.
    Union(Vec<Group<'a>>),
}

/// A configuration: what is done to a text, step by step.
pub(in crate::script) struct Chain<'a> {
    /// Cuts the text; every stage works inside these pieces. Without it the text is one piece.
    pub segmentation: Option<Group<'a>>,
    pub stages: Vec<Group<'a>>,
}

impl<'a> Group<'a> {
    pub fn longest(&self, text: &str) -> Option<(&'a str, &'a str)> {
        match self {
            Group::One(dictionary) => dictionary.longest(text),
            Group::ShortCircuit(members) => members.iter().find_map(|member| member.longest(text)),
            Group::Union(members) => {
                // `max_by_key` would keep the last of equal ones.
                members
                    .iter()
                    .rev()
                    .filter_map(|member| member.longest(text))
                    .max_by_key(|(key, _)| key.len())
            }
        }
    }

    /// One stage: replaces the longest match at each place, from left to right.
    pub fn convert_into(&self, text: &str, output: &mut String) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let length = match self.longest(rest) {
                Some((key, value)) => {
                    output.push_str(value);
                    key.len()
                }
                None => {
                    let length = ids::sequence_length(rest).unwrap_or(first.len_utf8());
                    output.push_str(&rest[..length]);
                    length
                }
            };
            rest = &rest[length..];
        }
    }

    /// The lengths in bytes of the pieces of `text`: each match is a piece, and so is each run between
    /// matches.
    pub fn segment_lengths(&self, text: &str) -> Vec<usize> {
        let (mut lengths, mut between) = (Vec::new(), 0);
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let matched = self.longest(rest).map(|(key, _)| key.len());
            let length = matched.or_else(|| ids::sequence_length(rest)).unwrap_or(first.len_utf8());
            if matched.is_none() {
                between += length;
            } else {
                lengths.extend((between > 0).then_some(between));
                lengths.push(length);
                between = 0;
            }
            rest = &rest[length..];
        }
        lengths.extend((between > 0).then_some(between));
        lengths
    }
}

impl<'a> Chain<'a> {
    /// Compatibility ideographs first become the characters that they stand for, as in every configuration.
    pub fn convert(&self, text: &str) -> String {
        let mut normalized = String::with_capacity(text.len());
        Group::One(File::CjkCompatibilityIdeographs.dictionary()).convert_into(text, &mut normalized);
        let mut output = String::with_capacity(normalized.len());
        let Some(segmentation) = &self.segmentation else {
            self.convert_segment(&normalized, &mut output);
            return output;
        };
        let mut start = 0;
        for length in segmentation.segment_lengths(&normalized) {
            self.convert_segment(&normalized[start..start + length], &mut output);
            start += length;
        }
        output
    }

    fn convert_segment(&self, segment: &str, output: &mut String) {
        let mut current = segment.to_owned();
        for stage in &self.stages {
            let mut next = String::with_capacity(current.len());
            stage.convert_into(&current, &mut next);
            current = next;
        }
        output.push_str(&current);
    }
}

impl Chain<'static> {
    /// The OpenCC configuration of that name, as in `config/<name>.json`.
    pub fn named(name: &str) -> Option<Chain<'static>> {
        use File::*;
        let phrases = || union(&[StPhrases, StPhrasesGenerated]);
        let to_traditional = || Group::ShortCircuit(vec![phrases(), one(StCharacters)]);
        let to_simplified = || first_of(&[TsPhrases, TsCharactersExt, TsCharacters]);
        let to_taiwan = || first_of(&[TwVariantsPhrases, TwVariants]);
        let to_hong_kong = || first_of(&[HkVariantsPhrases, HkVariants]);
        let from_taiwan = || first_of(&[TwVariantsRevPhrases, TwVariantsRev]);
        let from_hong_kong = || first_of(&[HkVariantsRevPhrases, HkVariantsRev]);
        let (segmentation, stages) = match name {
            "s2t" => (None, vec![to_traditional()]),
            "s2tw" => (Some(phrases()), vec![to_traditional(), to_taiwan()]),
            "s2twp" => (
                Some(phrases()),
                vec![to_traditional(), first_of(&[TwPhrases, TwVariantsPhrases, TwVariants])],
            ),
            "s2hk" => (Some(phrases()), vec![to_traditional(), to_hong_kong()]),
            "s2hkp" => (
                Some(phrases()),
                vec![to_traditional(), first_of(&[HkPhrases, HkVariantsPhrases, HkVariants])],
            ),
            "t2s" => (None, vec![to_simplified()]),
            "tw2s" => (Some(one(TsPhrases)), vec![from_taiwan(), to_simplified()]),
            "tw2sp" => (
                Some(one(TsPhrases)),
                vec![first_of(&[TwPhrasesRev, TwVariantsRevPhrases, TwVariantsRev]), to_simplified()],
            ),
            "hk2s" => (Some(one(TsPhrases)), vec![from_hong_kong(), to_simplified()]),
            "hk2sp" => (
                Some(one(TsPhrases)),
                vec![first_of(&[HkPhrasesRev, HkVariantsRevPhrases, HkVariantsRev]), to_simplified()],
            ),
            "t2tw" => (None, vec![to_taiwan()]),
            "t2hk" => (None, vec![to_hong_kong()]),
            "tw2t" => (None, vec![from_taiwan()]),
            "hk2t" => (None, vec![from_hong_kong()]),
            _ => return None,
        };
        Some(Chain { segmentation, stages })
    }
}

fn one(file: File) -> Group<'static> {
    Group::One(file.dictionary())
}

fn first_of(files: &[File]) -> Group<'static> {
    Group::ShortCircuit(files.iter().copied().map(one).collect())
}

fn union(files: &[File]) -> Group<'static> {
    Group::Union(files.iter().copied().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::File::*;
    use super::*;
    use serde_json::{Value, json};

    fn as_json(group: &Group) -> Value {
        let members = |members: &[Group]| members.iter().map(as_json).collect::<Vec<_>>();
        match group {
            Group::One(dictionary) => match file_name(dictionary) {
                file @ "TSCharactersExt.txt" => {
                    json!({"type": "text", "file": file, "may_output_tofu": true})
                }
                file => json!({"type": "text", "file": file}),
            },
            Group::ShortCircuit(inner) => {
                json!({"type": "group", "match_policy": "short_circuit", "dicts": members(inner)})
            }
            Group::Union(inner) => {
                json!({"type": "group", "match_policy": "union", "dicts": members(inner)})
            }
        }
    }

    fn file_name(dictionary: &Dictionary) -> &'static str {
        let names = [
            (CjkCompatibilityIdeographs, "CJK_Compatibility_Ideographs.txt"),
            (HkPhrases, "HKPhrases.txt"),
            (HkPhrasesRev, "HKPhrasesRev.txt"),
            (HkVariants, "HKVariants.txt"),
            (HkVariantsPhrases, "HKVariantsPhrases.txt"),
            (HkVariantsRev, "HKVariantsRev.txt"),
            (HkVariantsRevPhrases, "HKVariantsRevPhrases.txt"),
            (StCharacters, "STCharacters.txt"),
            (StPhrases, "STPhrases.txt"),
            (StPhrasesGenerated, "STPhrases_GeneratedFromRegionalPhrases.txt"),
            (TsCharacters, "TSCharacters.txt"),
            (TsCharactersExt, "TSCharactersExt.txt"),
            (TsPhrases, "TSPhrases.txt"),
            (TwPhrases, "TWPhrases.txt"),
            (TwPhrasesRev, "TWPhrasesRev.txt"),
            (TwVariants, "TWVariants.txt"),
            (TwVariantsPhrases, "TWVariantsPhrases.txt"),
            (TwVariantsRev, "TWVariantsRev.txt"),
            (TwVariantsRevPhrases, "TWVariantsRevPhrases.txt"),
        ];
        names.into_iter().find(|(file, _)| std::ptr::eq(file.dictionary(), dictionary)).unwrap().1
    }

    macro_rules! configuration {
        ($name:literal) => {
            ($name, include_str!(concat!("../../../tests/opencc/config/", $name, ".json")))
        };
    }

    #[test]
    fn the_chains_are_those_of_the_configuration_files() {
        let files = [
            configuration!("s2t"),
            configuration!("s2tw"),
            configuration!("s2twp"),
            configuration!("s2hk"),
            configuration!("s2hkp"),
            configuration!("t2s"),
            configuration!("tw2s"),
            configuration!("tw2sp"),
            configuration!("hk2s"),
            configuration!("hk2sp"),
            configuration!("t2tw"),
            configuration!("t2hk"),
            configuration!("tw2t"),
            configuration!("hk2t"),
        ];
        assert_eq!(files.map(|(name, _)| name), super::super::CONFIGURATIONS);
        for (name, text) in files {
            let mut expected: Value = serde_json::from_str(text).unwrap();
            expected.as_object_mut().unwrap().remove("name");
            let chain = Chain::named(name).unwrap();
            let normalization = Group::One(File::CjkCompatibilityIdeographs.dictionary());
            let stages: Vec<Value> =
                chain.stages.iter().map(|stage| json!({"dict": as_json(stage)})).collect();
            let mut ours =
                json!({"normalization": [{"dict": as_json(&normalization)}], "conversion_chain": stages});
            if let Some(segmentation) = &chain.segmentation {
                ours["segmentation"] = json!({"type": "mmseg", "dict": as_json(segmentation)});
            }
            assert_eq!(ours, expected, "{name}");
        }
    }
}
