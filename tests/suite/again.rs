//! The quick road of a preview leads to the same site as the whole one: after an edit, what was prepared before and
//! is used again must be what would have been prepared anew, to the last byte and message.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use huimeng::diagnostic::Diagnostic;
use huimeng::digest::Digest;
use huimeng::output::{Artifact, OutputError};
use huimeng::pipeline::{
    self, Memo, Options, Prepared, Rendering, Sink, prepare, prepare_again, publish_fixed,
};
use huimeng::source::{self, BinaryFile, SourceTree};

use crate::harness::{Files, NOW, Site};
use crate::incremental::{Random, State, Step, steps};

/// Keeps files in memory.
#[derive(Default)]
struct Shelf(Mutex<Files>);

impl Sink for Shelf {
    fn write(&self, Artifact { path, bytes, .. }: Artifact) -> Result<(), OutputError> {
        self.0.lock().unwrap().insert(path, bytes);
        Ok(())
    }

    fn keep(&self, _path: &str, _made_from: &Digest) -> Result<Option<u64>, OutputError> {
        Ok(None)
    }

    fn copy(&self, path: &str, from: &BinaryFile) -> Result<(), OutputError> {
        self.0.lock().unwrap().insert(path.to_owned(), std::fs::read(&from.disk).unwrap());
        Ok(())
    }
}

fn options() -> Options {
    Options { partial: true, ..Options::at(NOW.parse().unwrap()) }
}

fn render(prepared: &Prepared, tree: &SourceTree) -> (BTreeMap<String, Vec<u8>>, Vec<Diagnostic>) {
    let (shelf, rendering, mut memo) = (Shelf::default(), Rendering::default(), Memo::default());
    rendering.go(prepared, &memo, Some(&shelf), &AtomicBool::new(false)).unwrap();
    publish_fixed(prepared, tree, &shelf).unwrap();
    let outcome = rendering.finish(prepared, tree, &mut memo, Some(&shelf), None);
    (shelf.0.into_inner().unwrap(), outcome.diagnostics)
}

/// Edits that a quick road is there for: somebody types into a text, or into a template.
fn type_into(random: &mut Random, site: &State) -> Option<Step> {
    let looks = random.below(4) == 0;
    let edited = |path: &&String| match looks {
        true => path.ends_with(".html") || path.ends_with(".css"),
        false => path.ends_with(".md"),
    };
    let paths: Vec<&String> = site.files.keys().filter(edited).collect();
    if paths.is_empty() {
        return None;
    }
    let path = random.pick(&paths).clone();
    let words =
        ["软件信息网络。", "于会后见。", "## 另一节", "[[b]]", "[文件](/files/a.txt)", "**茶叶**", "\n"];
    let words = match looks {
        true => ["/* 空 */", "{# venue logo #}", " ", "{% if %}", "p { margin: 0 }", "\n", "<p>甲</p>"],
        false => words,
    };
    let words = random.pick(&words);
    let text = format!("{}\n{words}\n", site.files[&path]);
    Some(Step { why: "somebody types", changes: vec![(path, Some(text))] })
}

#[test]
fn quick_equals_whole() {
    let mut random = Random(7);
    let (mut state, folder) = (State::start(), Site::empty());
    let (root, options) = (folder.path(""), options());
    let mut memo = Memo::default();
    state.write(&folder);
    let mut loaded = source::load(&root);
    let mut prepared = prepare(&loaded.value, &options, loaded.diagnostics.clone(), &mut memo);
    let (mut quick, mut told, mut good) = (0, Vec::new(), state.clone());
    for _ in 0..2 * steps() {
        let typed = (random.below(3) > 0).then(|| type_into(&mut random, &state)).flatten();
        let step = typed.unwrap_or_else(|| Step::any(&mut random, &state));
        told.push(format!("{step}"));
        step.take(&mut state);
        state.write(&folder);
        let now = source::reload(&root, &loaded.value);
        let changes = now.value.changes(&loaded.value);
        let again = prepare_again(&prepared, &now.value, &changes, &options, &now.diagnostics, &mut memo);
        quick += usize::from(again.is_some());
        prepared = again.unwrap_or_else(|| prepare(&now.value, &options, now.diagnostics.clone(), &mut memo));
        let (files, findings) = render(&prepared, &now.value);
        let fresh = Shelf::default();
        let (outcome, shelf) =
            pipeline::run(&now.value, &options, now.diagnostics.clone(), &mut Memo::default(), || Ok(fresh));
        let all = told.join("\n");
        assert_eq!(findings, outcome.diagnostics, "{all}");
        let expected = shelf.map(|shelf| shelf.0.into_inner().unwrap()).unwrap_or_default();
        if prepared.ready.is_some() {
            let differ = |name: &&String| files.get(*name) != expected.get(*name);
            let differing: Vec<&String> = files.keys().chain(expected.keys()).filter(differ).collect();
            assert!(differing.is_empty(), "{differing:?}\n{all}");
        }
        loaded = now;
        match outcome.has_errors() && random.below(2) == 0 {
            true => {
                state = good.clone();
                told.push("it is taken back".to_owned());
                state.write(&folder);
            }
            false => good = state.clone(),
        }
    }
    assert!(quick * 4 > steps(), "the quick road was taken only {quick} times");
}
