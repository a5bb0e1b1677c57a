//! Which keys a direction's table needs, so that one longest match does what a chain of stages does.
//!
//! The keys of the first stage are not enough: a word that only a later stage knows (着 → 著, 信息 → 資訊) would be
//! lost. So the keys of each stage are followed back, character by character, to the texts that become them.

use std::collections::{BTreeMap, BTreeSet};

use crate::script::exact::{Chain, Group};

/// More spellings of one key than this would mean that the dictionaries have changed in kind.
const MOST_SPELLINGS: usize = 256;

/// All keys, sorted.
pub(super) fn of(chain: &Chain) -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = BTreeSet::new();
    for stage in chain.stages.iter().rev() {
        let own = own_keys(stage);
        let characters = characters_behind(stage, &own);
        let mut before: BTreeSet<String> = keys.iter().flat_map(|key| spellings(key, &characters)).collect();
        before.extend(own);
        keys = before;
    }
    let Some(segmentation) = &chain.segmentation else {
        return keys;
    };
    // A text that segmentation cuts is never seen whole by a stage.
    keys.retain(|key| segmentation.segment_lengths(key).len() == 1);
    keys.extend(own_keys(segmentation));
    keys
}

fn own_keys(group: &Group) -> BTreeSet<String> {
    match group {
        Group::One(dictionary) => dictionary.entries().iter().map(|(key, _)| (*key).to_owned()).collect(),
        Group::ShortCircuit(members) | Group::Union(members) => members.iter().flat_map(own_keys).collect(),
    }
}

/// For each character that the stage makes or unmakes, the characters that become it; every other one stays
/// itself.
fn characters_behind(stage: &Group, own: &BTreeSet<String>) -> BTreeMap<char, Vec<char>> {
    let mut behind: BTreeMap<char, Vec<char>> = BTreeMap::new();
    for (source, target) in own.iter().filter_map(|key| Some((only(key)?, only(&converted(stage, key))?))) {
        behind.entry(target).or_default().push(source);
        behind.entry(source).or_default();
    }
    for (target, sources) in &mut behind {
        if !own.contains(target.to_string().as_str()) {
            sources.push(*target);
        }
    }
    behind
}

fn converted(stage: &Group, text: &str) -> String {
    let mut output = String::new();
    stage.convert_into(text, &mut output);
    output
}

/// The character of a text that has only one.
fn only(text: &str) -> Option<char> {
    let mut letters = text.chars();
    letters.next().filter(|_| letters.next().is_none())
}

fn spellings(key: &str, behind: &BTreeMap<char, Vec<char>>) -> Vec<String> {
    let mut spellings = vec![String::new()];
    for letter in key.chars() {
        let itself = [letter];
        let choices: &[char] = behind.get(&letter).map_or(&itself, |letters| letters);
        spellings = spellings
            .iter()
            .flat_map(|start| choices.iter().map(move |choice| format!("{start}{choice}")))
            .collect();
        assert!(spellings.len() <= MOST_SPELLINGS, "{key} has too many spellings");
    }
    spellings
}
