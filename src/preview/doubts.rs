//! Places of a page where conversion had a choice and nobody has looked yet: the questions of `huimeng zh`, for the
//! page that is open.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::state::Teller;
use crate::diagnostic::position::LineIndex;
use crate::diagnostic::show::Messages;
use crate::diagnostic::{Diagnostic, SitePath};
use crate::language::Tag;
use crate::pipeline::{self, Memo};
use crate::source::SourceTree;

/// One place.
pub(super) struct Doubt {
    /// What was written, and what the page shows for it.
    word: String,
    output: String,
    /// The page's characters before and behind it.
    around: [String; 2],
    /// What it could have been.
    others: Vec<String>,
    /// In Chinese and in English.
    remark: [&'static str; 2],
    file: SitePath,
    place: (usize, usize),
}

/// The questions about a file as a language shows it.
pub(super) fn of(
    tree: &SourceTree,
    now: Timestamp,
    found: &[Diagnostic],
    memo: &mut Memo,
    file: &SitePath,
    tag: &Tag,
) -> Vec<Doubt> {
    let proof = pipeline::proof(tree, now, found.to_vec(), memo, &|path| path == file);
    let places = proof.read.map(|read| read.report.places).unwrap_or_default();
    let index = tree.file(file).map(|file| LineIndex::new(&file.text));
    let doubts = places.into_iter().filter_map(|place| {
        let word = place.word().to_owned();
        let variant =
            place.variants.into_iter().find(|variant| variant.tag == *tag && variant.is_question())?;
        let position = index.as_ref()?.position(place.span.start);
        Some(Doubt {
            word,
            output: variant.output,
            around: variant.around,
            others: variant.others,
            remark: variant.remark,
            file: place.file,
            place: (position.line, position.column),
        })
    });
    doubts.collect()
}

impl Teller<'_> {
    pub(super) fn doubts(&self, doubts: &[Doubt]) -> Value {
        let remark = |doubt: &Doubt| match self.settings.show.messages {
            Messages::Zh => doubt.remark[0],
            Messages::En => doubt.remark[1],
        };
        let doubt = |doubt: &Doubt| {
            json!({
                "word": doubt.word,
                "output": doubt.output,
                "before": doubt.around[0],
                "after": doubt.around[1],
                "others": doubt.others,
                "remark": remark(doubt),
                "place": format!("{}:{}:{}", doubt.file, doubt.place.0, doubt.place.1),
                "open": self.open(&doubt.file, doubt.place),
            })
        };
        doubts.iter().map(doubt).collect()
    }
}
