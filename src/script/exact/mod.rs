//! Conversion exactly as OpenCC 1.4.2 does it: normalization, segmentation, then a chain of dictionary
//! groups.
//!
//! This is the slow and literal road: it is what `--exact` runs, and the measure that the fast tables are
//! made from and compared with. It knows nothing of a site's words, of quotation marks or of walls.

mod chain;
mod dictionary;
mod ids;

#[cfg(not(test))]
use chain::Chain;
#[cfg(test)]
pub(super) use chain::{Chain, Group};
#[cfg(test)]
pub(super) use dictionary::Dictionary;
pub(super) use dictionary::File;
pub(super) use ids::sequence_length as ideographic_description_length;

/// The names of the OpenCC configurations that [`exact`] knows. The two Japanese ones are not vendored.
pub const CONFIGURATIONS: [&str; 14] = [
    "s2t", "s2tw", "s2twp", "s2hk", "s2hkp", "t2s", "tw2s", "tw2sp", "hk2s", "hk2sp", "t2tw", "t2hk", "tw2t",
    "hk2t",
];

/// Does what OpenCC 1.4.2 does with the configuration of that name, byte for byte.
/// `None` if there is no such Chinese configuration.
///
/// Source of the rules: OpenCC's `MaxMatchSegmentation.cpp`, `Conversion.cpp` and `config/*.json`.
/// Dictionaries that OpenCC marks `may_output_tofu` take part, as they do in its library.
pub fn exact(config_name: &str, text: &str) -> Option<String> {
    Chain::named(config_name).map(|chain| chain.convert(text))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use serde_json::Value;

    /// OpenCC's file has commas after the last entry of a map, which JSON does not allow.
    pub(in crate::script) fn opencc_cases() -> Value {
        let text = include_str!("../../../tests/opencc/testcases.json");
        let mut lines: Vec<&str> = Vec::new();
        for line in text.lines() {
            if line.trim_start().starts_with('}')
                && let Some(last) = lines.last_mut()
            {
                *last = last.trim_end().trim_end_matches(',');
            }
            lines.push(line);
        }
        serde_json::from_str(&lines.join("\n")).unwrap()
    }

    #[test]
    fn all_chinese_cases_of_opencc_pass() {
        let cases = opencc_cases();
        let (mut passed, mut failed) = (0, Vec::new());
        for case in cases["cases"].as_array().unwrap() {
            let input = case["input"].as_str().unwrap();
            for (config, expected) in case["expected"].as_object().unwrap() {
                match exact(config, input) {
                    None => assert!(config.contains("jp"), "{config} is not known"),
                    Some(output) if output == expected.as_str().unwrap() => passed += 1,
                    Some(output) => failed.push(format!("{config} {input}: {output}")),
                }
            }
        }
        assert_eq!((passed, failed), (548, Vec::<String>::new()));
    }

    #[test]
    fn an_unknown_configuration_is_refused() {
        assert_eq!(exact("s2x", "中"), None);
        assert!(CONFIGURATIONS.iter().all(|name| exact(name, "中") == Some("中".to_owned())));
    }
}
