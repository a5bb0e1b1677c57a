//! The chain behind each direction's table: OpenCC's configuration, with the reviewed vocabulary in the place
//! where OpenCC has its own word lists.
//!
//! Two differences from OpenCC: dictionaries that give characters which few fonts have (`TSCharactersExt`)
//! take no part, and between Taiwan and Hong Kong the two configurations are joined.

use std::collections::BTreeSet;

use super::vocabulary::Vocabulary;
use crate::script::Script::*;
use crate::script::exact::{Chain, Dictionary, File, Group, exact};
use crate::script::table::Direction;

/// The vocabulary as word lists between the standard traditional form, which lies between all stages, and
/// the others.
pub(super) struct Words {
    from_hans: Vec<(String, String)>,
    to_taiwan: Vec<(String, String)>,
    to_hong_kong: Vec<(String, String)>,
    from_taiwan: Vec<(String, String)>,
    from_hong_kong: Vec<(String, String)>,
    protected: BTreeSet<String>,
}

/// The word lists as dictionaries of a chain.
pub(super) struct Dictionaries<'a> {
    from_hans: Dictionary<'a>,
    to_taiwan: Dictionary<'a>,
    to_hong_kong: Dictionary<'a>,
    from_taiwan: Dictionary<'a>,
    from_hong_kong: Dictionary<'a>,
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
            protected: BTreeSet::new(),
        };
        for row in &vocabulary.rows {
            let hans = row.simplified.clone();
            let standard = convert("s2t", &hans);
            words.from_hans.push((hans.clone(), standard.clone()));
            if row.keeps_characters() {
                let (taiwan, hong_kong) = (convert("s2tw", &hans), convert("s2hk", &hans));
                if row.is_name() {
                    words.protected.extend([hans, standard.clone(), taiwan.clone(), hong_kong.clone()]);
                }
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
                    from.push((regional.clone(), standard.clone()));
                }
            }
        }
        words
    }

    pub fn protected(&self) -> &BTreeSet<String> {
        &self.protected
    }

    pub fn dictionaries(&self) -> Dictionaries<'_> {
        Dictionaries {
            from_hans: dictionary(&self.from_hans),
            to_taiwan: dictionary(&self.to_taiwan),
            to_hong_kong: dictionary(&self.to_hong_kong),
            from_taiwan: dictionary(&self.from_taiwan),
            from_hong_kong: dictionary(&self.from_hong_kong),
        }
    }
}

impl Dictionaries<'_> {
    pub fn chain(&self, way: Direction) -> Chain<'_> {
        use File::*;
        let words = |list| way.words.then_some(Group::One(list));
        let mut stages = Vec::new();
        let phrases = [one(StPhrases), one(StPhrasesGenerated)].into_iter().chain(words(&self.from_hans));
        let phrases = Group::Union(phrases.collect());
        stages.extend(match way.from {
            Hans => Some(Group::ShortCircuit(vec![phrases.clone(), one(StCharacters)])),
            Hant => None,
            HantTw => Some(first_of(words(&self.from_taiwan), &[TwVariantsRevPhrases, TwVariantsRev])),
            HantHk => Some(first_of(words(&self.from_hong_kong), &[HkVariantsRevPhrases, HkVariantsRev])),
        });
        stages.extend(match way.to {
            Hans => Some(first_of(None, &[TsPhrases, TsCharacters])),
            Hant => None,
            HantTw => Some(first_of(words(&self.to_taiwan), &[TwVariantsPhrases, TwVariants])),
            HantHk => Some(first_of(words(&self.to_hong_kong), &[HkVariantsPhrases, HkVariants])),
        });
        let segmentation = match (way.from, way.to) {
            (Hans, HantTw | HantHk) => Some(phrases),
            (HantTw | HantHk, Hans) => Some(one(TsPhrases)),
            _ => None,
        };
        Chain { segmentation, stages }
    }
}

fn dictionary(entries: &[(String, String)]) -> Dictionary<'_> {
    Dictionary::new(entries.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect())
}

fn one(file: File) -> Group<'static> {
    Group::One(file.dictionary())
}

fn first_of<'a>(list: Option<Group<'a>>, files: &[File]) -> Group<'a> {
    Group::ShortCircuit(list.into_iter().chain(files.iter().map(|file| one(*file))).collect())
}
