//! Places where the same words became the same: one decision for an editor.

use std::collections::BTreeMap;

use super::{Place, Variant};

/// Places with one decision.
#[derive(Debug)]
pub struct Group<'a> {
    /// At least one, in the order of the report.
    pub places: Vec<&'a Place>,
}

impl Group<'_> {
    pub fn word(&self) -> &str {
        self.places[0].word()
    }

    /// The decision, by language.
    pub fn variants(&self) -> &[Variant] {
        &self.places[0].variants
    }
}

/// Groups in the order of their first places. Of the places those count that `shown` says.
pub fn groups<'a>(places: &'a [Place], shown: impl Fn(&Place) -> bool) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut known: BTreeMap<Vec<&'a str>, usize> = BTreeMap::new();
    for place in places.iter().filter(|place| shown(place)) {
        let mut key = vec![place.word()];
        for variant in place.variants.iter().filter(|variant| variant.wanted) {
            key.extend([variant.tag.as_str(), &variant.output, reason_key(variant)]);
            key.extend(variant.others.iter().map(String::as_str));
        }
        let next = groups.len();
        let number = *known.entry(key).or_insert(next);
        match groups.get_mut(number) {
            Some(group) => group.places.push(place),
            None => groups.push(Group { places: vec![place] }),
        }
    }
    groups
}

/// Decisions with different risks or reasons are not one.
fn reason_key(variant: &Variant) -> &'static str {
    match (variant.is_question(), variant.read) {
        (true, _) => super::show::reason_name(variant.reason),
        (false, true) => "read",
        (false, false) => "quiet",
    }
}
