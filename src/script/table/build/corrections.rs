//! The reviewed corrections, `data/corrections.tsv`: words that OpenCC's dictionaries miss or cut wrongly.

use std::collections::BTreeSet;

/// The corrections as entries of dictionaries, `(key, value)`, between simplified text and the standard
/// traditional form.
pub(super) struct Corrections {
    pub to_standard: Vec<(&'static str, &'static str)>,
    pub to_hans: Vec<(&'static str, &'static str)>,
    /// Words with 著 as Taiwan writes them, and in the standard form, which writes the particle 着.
    pub particles: Vec<(String, String)>,
}

impl Corrections {
    pub fn read() -> Corrections {
        let mut corrections =
            Corrections { to_standard: Vec::new(), to_hans: Vec::new(), particles: Vec::new() };
        let lines = include_str!("../../data/corrections.tsv").lines();
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [hans, standard, usage, reason] = columns[..] else { panic!("not four columns: {line}") };
            assert!(!hans.is_empty() && !standard.is_empty() && !reason.is_empty(), "{line}");
            let (forward, back) = match usage {
                "both" => (true, true),
                "forward" => (true, false),
                "back" => (false, true),
                _ => panic!("no such usage: {line}"),
            };
            corrections.to_standard.extend(forward.then_some((hans, standard)));
            corrections.to_hans.extend(back.then_some((standard, hans)));
            if back && standard.contains('著') {
                let particle =
                    |(standard, hans)| if (standard, hans) == ('著', '着') { '着' } else { standard };
                let written = standard.chars().zip(hans.chars()).map(particle).collect();
                corrections.particles.push((standard.to_owned(), written));
            }
        }
        for entries in [&corrections.to_standard, &corrections.to_hans] {
            let mut keys = BTreeSet::new();
            assert!(entries.iter().all(|(key, _)| keys.insert(*key)), "a word is corrected twice");
        }
        corrections
    }
}
