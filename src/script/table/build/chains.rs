//! The chain behind each direction's table: OpenCC's configuration, with the reviewed corrections before its
//! phrases, the reviewed vocabulary in the place where OpenCC has its own word lists, and the reviewed choice
//! of regional forms (`data/glyphs.tsv`).
//!
//! Two more differences from OpenCC: dictionaries that give characters which few fonts have
//! (`TSCharactersExt`) take no part, and between Taiwan and Hong Kong the two configurations are joined.

use std::collections::BTreeSet;

use super::corrections::Corrections;
use super::vocabulary::Vocabulary;
use crate::script::Script::{self, *};
use crate::script::exact::{Chain, Dictionary, File, Group, exact};
use crate::script::glyphs::{CLASSES, Class};
use crate::script::table::directions::{Direction, Forms};

/// The vocabulary as word lists between the standard traditional form, which lies between all stages, and
/// the others.
pub(super) struct Words {
    from_hans: Vec<(String, String)>,
    to_taiwan: Vec<(String, String)>,
    to_hong_kong: Vec<(String, String)>,
    from_taiwan: Vec<(String, String)>,
    from_hong_kong: Vec<(String, String)>,
    corrections: Corrections,
    forms: RegionalForms,
    protected: BTreeSet<String>,
    uncut: BTreeSet<String>,
}

/// Entries of the regional stages, `(standard, regional)`.
struct RegionalForms {
    taiwan: Vec<(String, String)>,
    hong_kong: Vec<(String, String)>,
    /// The same without the characters that sites choose about.
    taiwan_open: Vec<(String, String)>,
    hong_kong_open: Vec<(String, String)>,
}

/// The word lists as dictionaries of a chain.
pub(super) struct Dictionaries<'a> {
    from_hans: Dictionary<'a>,
    to_taiwan: Dictionary<'a>,
    to_hong_kong: Dictionary<'a>,
    from_taiwan: Dictionary<'a>,
    from_hong_kong: Dictionary<'a>,
    corrections_to_standard: Dictionary<'a>,
    corrections_to_hans: Dictionary<'a>,
    particles: Dictionary<'a>,
    /// What Taiwan's dictionaries say of 著: Hong Kong writes the particle in both ways.
    particle_phrases: Dictionary<'a>,
    particle: Dictionary<'a>,
    taiwan_forms: Dictionary<'a>,
    hong_kong_forms: Dictionary<'a>,
    taiwan_open_forms: Dictionary<'a>,
    hong_kong_open_forms: Dictionary<'a>,
}

impl Words {
    pub fn new(vocabulary: &Vocabulary) -> Words {
        let convert = |config: &str, text: &str| exact(config, text).expect("a configuration of OpenCC");
        let mut words = Words {
            from_hans: Vec::new(),
            to_taiwan: Vec::new(),
            to_hong_kong: Vec::new(),
            from_taiwan: Vec::new(),
            from_hong_kong: Vec::new(),
            corrections: Corrections::read(),
            forms: RegionalForms::new(),
            protected: BTreeSet::new(),
            uncut: BTreeSet::new(),
        };
        for row in &vocabulary.rows {
            let hans = row.simplified.clone();
            let standard = convert("s2t", &hans);
            words.from_hans.push((hans.clone(), standard.clone()));
            if row.keeps_characters() {
                let (taiwan, hong_kong) = (convert("s2tw", &hans), convert("s2hk", &hans));
                let spellings = [hans, standard.clone(), taiwan.clone(), hong_kong.clone()];
                if row.is_name() {
                    words.protected.extend(spellings.clone());
                }
                words.uncut.extend(spellings);
                words.to_taiwan.push((standard.clone(), taiwan.clone()));
                words.to_hong_kong.push((standard.clone(), hong_kong.clone()));
                words.from_taiwan.push((taiwan, standard.clone()));
                words.from_hong_kong.push((hong_kong, standard));
                continue;
            }
            let regions = [
                (&row.taiwan, &mut words.to_taiwan, &mut words.from_taiwan),
                (&row.hong_kong, &mut words.to_hong_kong, &mut words.from_hong_kong),
            ];
            for (regional, to, from) in regions {
                let Some(regional) = regional else { continue };
                if row.goes_forward() {
                    to.push((standard.clone(), regional.clone()));
                }
                if row.goes_back() {
                    from.extend(in_all_forms(regional).into_iter().map(|form| (form, standard.clone())));
                }
            }
        }
        words
    }

    pub fn protected(&self) -> &BTreeSet<String> {
        &self.protected
    }

    /// Guards and names: what may not be taken for an accident.
    pub fn uncut(&self) -> &BTreeSet<String> {
        &self.uncut
    }

    pub fn dictionaries(&self) -> Dictionaries<'_> {
        Dictionaries {
            from_hans: dictionary(&self.from_hans),
            to_taiwan: dictionary(&self.to_taiwan),
            to_hong_kong: dictionary(&self.to_hong_kong),
            from_taiwan: dictionary(&self.from_taiwan),
            from_hong_kong: dictionary(&self.from_hong_kong),
            corrections_to_standard: Dictionary::new(self.corrections.to_standard.clone()),
            corrections_to_hans: Dictionary::new(self.corrections.to_hans.clone()),
            particles: dictionary(&self.corrections.particles),
            particle_phrases: with_particle(File::TwVariantsRevPhrases),
            particle: with_particle(File::TwVariantsRev),
            taiwan_forms: dictionary(&self.forms.taiwan),
            hong_kong_forms: dictionary(&self.forms.hong_kong),
            taiwan_open_forms: dictionary(&self.forms.taiwan_open),
            hong_kong_open_forms: dictionary(&self.forms.hong_kong_open),
        }
    }
}

/// A word of a region in all ways to write it: with any form of its characters (平臺, 平台).
fn in_all_forms(word: &str) -> Vec<String> {
    word.chars().fold(vec![String::new()], |starts, letter| {
        let itself = [letter];
        let forms = Class::of(letter).map_or(&itself[..], |class| &class.forms);
        starts.iter().flat_map(|start| forms.iter().map(move |form| format!("{start}{form}"))).collect()
    })
}

impl RegionalForms {
    fn new() -> RegionalForms {
        let open = |file: File| -> Vec<(String, String)> {
            let entries = file.dictionary().entries().iter();
            let is_open = |key: &str| CLASSES.iter().any(|class| key.chars().eq([class.forms[0]]));
            entries
                .filter(|(key, _)| !is_open(key))
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect()
        };
        let usual = |open: &[(String, String)], region: Script| {
            let chosen = CLASSES.iter().map(|class| (class.forms[0], class.usual(region)));
            let chosen = chosen.filter(|(standard, form)| standard != form);
            let chosen = chosen.map(|(standard, form)| (standard.to_string(), form.to_string()));
            open.iter().cloned().chain(chosen).collect()
        };
        let (taiwan_open, hong_kong_open) = (open(File::TwVariants), open(File::HkVariants));
        RegionalForms {
            taiwan: usual(&taiwan_open, HantTw),
            hong_kong: usual(&hong_kong_open, HantHk),
            taiwan_open,
            hong_kong_open,
        }
    }
}

impl Dictionaries<'_> {
    pub fn chain(&self, way: Direction) -> Chain<'_> {
        use File::*;
        let words = |list| way.words.then_some(Group::One(list));
        let forms = |usual, open| Group::One(if way.forms == Forms::Open { open } else { usual });
        let mut stages = Vec::new();
        let phrases = [Group::One(&self.corrections_to_standard), one(StPhrases), one(StPhrasesGenerated)];
        let phrases = Group::Union(phrases.into_iter().chain(words(&self.from_hans)).collect());
        let simplified_phrases = Group::Union(vec![Group::One(&self.corrections_to_hans), one(TsPhrases)]);
        stages.extend(match way.from {
            Hans => Some(first_of([None, Some(phrases.clone()), Some(one(StCharacters))])),
            Hant => None,
            HantTw => Some(first_of([
                words(&self.from_taiwan),
                Some(Group::Union(vec![Group::One(&self.particles), one(TwVariantsRevPhrases)])),
                Some(one(TwVariantsRev)),
            ])),
            HantHk => Some(first_of([
                words(&self.from_hong_kong),
                Some(Group::Union(vec![
                    Group::One(&self.particles),
                    one(HkVariantsRevPhrases),
                    Group::One(&self.particle_phrases),
                ])),
                Some(one(HkVariantsRev)),
                Some(Group::One(&self.particle)),
            ])),
        });
        stages.extend(match way.to {
            Hans => Some(first_of([None, Some(simplified_phrases.clone()), Some(one(TsCharacters))])),
            Hant => None,
            HantTw => Some(first_of([
                words(&self.to_taiwan),
                Some(one(TwVariantsPhrases)),
                Some(forms(&self.taiwan_forms, &self.taiwan_open_forms)),
            ])),
            HantHk => Some(first_of([
                words(&self.to_hong_kong),
                Some(one(HkVariantsPhrases)),
                Some(forms(&self.hong_kong_forms, &self.hong_kong_open_forms)),
            ])),
        });
        let segmentation = match (way.from, way.to) {
            (Hans, HantTw | HantHk) => Some(phrases),
            (HantTw | HantHk, Hans) => Some(simplified_phrases),
            _ => None,
        };
        Chain { segmentation, stages }
    }
}

fn dictionary(entries: &[(String, String)]) -> Dictionary<'_> {
    Dictionary::new(entries.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect())
}

/// The entries with 著.
fn with_particle(file: File) -> Dictionary<'static> {
    let entries = file.dictionary().entries().iter();
    Dictionary::new(entries.filter(|(key, _)| key.contains('著')).copied().collect())
}

fn one<'a>(file: File) -> Group<'a> {
    Group::One(file.dictionary())
}

fn first_of<const N: usize>(groups: [Option<Group<'_>>; N]) -> Group<'_> {
    Group::ShortCircuit(groups.into_iter().flatten().collect())
}
