//! Answers of an editor: how they are asked for, read and written down.

use std::path::PathBuf;

use anyhow::Context as _;

use crate::commands::replace::replace;
use crate::commands::{Failure, Terminal};
use crate::diagnostic::Say;
use crate::diagnostic::show::Messages;
use crate::document::glossary;
use crate::language::Tag;
use crate::pipeline::Read;
use crate::proof::reviewed::{self, Reviewed};
use crate::proof::{Place, entry};
use crate::say;
use crate::source::SourceTree;

/// What was typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Right,
    /// The number of a candidate, from 0.
    Candidate(usize),
    Own(String),
    Skip,
    Quit,
    Unclear,
}

/// The question, on one line.
pub(super) fn prompt(ways: &[Vec<&str>], messages: Messages) -> String {
    let candidates = (1..).zip(ways).map(|(number, texts): (usize, _)| {
        let mut texts = texts.clone();
        texts.dedup();
        format!("{number} {}　", texts.join("/"))
    });
    let candidates: String = candidates.collect();
    match messages {
        Messages::Zh => format!("回车 没有错　{candidates}=文字 自己写　s 跳过　q 结束　? 说明 > "),
        Messages::En => format!("Enter right  {candidates}=TEXT write it  s skip  q quit  ? help > "),
    }
}

/// What each answer does, for who asks `?` or typed something else.
pub(super) fn explanation() -> Say {
    say!(
        "直接回车：这样转换没有错，记下来，以后不再问\n数字：改成那一个，写进词表\n=文字：改成这几个字，写进词表\ns：先跳过，下次再问\nq：到此为止，已经回答的都已写好",
        "Enter: the conversion is right; it is noted and not asked again\na number: that one instead, written into the glossary\n=TEXT: this text instead, written into the glossary\ns: skip it, to be asked next time\nq: stop here; what was answered is kept"
    )
}

/// Reads a line; `count` is the number of candidates.
pub(super) fn read(line: &str, count: usize) -> Answer {
    let line = line.trim();
    match (line, line.parse::<usize>(), line.strip_prefix(['=', '＝'])) {
        ("", ..) => Answer::Right,
        ("s" | "S", ..) => Answer::Skip,
        ("q" | "Q", ..) => Answer::Quit,
        (_, Ok(number), _) if (1..=count).contains(&number) => Answer::Candidate(number - 1),
        (_, _, Some(text)) if !text.trim().is_empty() => Answer::Own(text.trim().to_owned()),
        _ => Answer::Unclear,
    }
}

/// The two files in which answers are kept. Each answer is written at once: nothing is lost when the terminal is
/// closed.
pub(super) struct Ledger {
    reviewed: Reviewed,
    reviewed_file: PathBuf,
    glossary: String,
    glossary_file: PathBuf,
    today: jiff::civil::Date,
    right: usize,
    lines: Vec<String>,
}

impl Ledger {
    pub(super) fn open(tree: &SourceTree, read: &Read) -> Ledger {
        let disk =
            |path: &str| tree.file(path).map_or_else(|| tree.root().join(path), |file| file.disk.clone());
        Ledger {
            reviewed: read.reviewed.clone(),
            reviewed_file: disk(reviewed::FILE),
            glossary: tree.file(glossary::FILE).map_or_else(String::new, |file| file.text.to_string()),
            glossary_file: disk(glossary::FILE),
            today: read.today,
            right: 0,
            lines: Vec::new(),
        }
    }

    /// These places are right as they are, in all of the languages that were shown.
    pub(super) fn right(&mut self, places: &[&Place]) -> Result<(), Failure> {
        for place in places {
            self.reviewed.add(place, place.variants.iter().filter(|variant| variant.wanted));
        }
        self.right += places.len();
        replace(&self.reviewed_file, &self.reviewed.text())
            .with_context(|| self.reviewed_file.display().to_string())?;
        Ok(())
    }

    /// These places become other texts: an entry of the glossary for each surrounding of the word.
    pub(super) fn change(
        &mut self,
        places: &[&Place],
        text: &dyn Fn(&Tag) -> Option<String>,
    ) -> Result<(), Failure> {
        let mut lines: Vec<String> = Vec::new();
        for place in places {
            let line = entry::line(place, text, &place.file, &self.today.to_string());
            let entry = |line: &String| line.split(", note: ").next().map(str::to_owned);
            if lines.iter().chain(&self.lines).all(|known| entry(known) != entry(&line)) {
                lines.push(line);
            }
        }
        let extended = entry::appended(&self.glossary, &lines);
        let file = glossary::FILE.into();
        let (before, after) = (glossary::read(&file, &self.glossary), glossary::read(&file, &extended));
        let is_good = after.value.entries.len() == before.value.entries.len() + lines.len()
            && after.diagnostics.len() == before.diagnostics.len();
        if !is_good {
            let (file, lines) = (glossary::FILE, lines.join("\n"));
            return Err(Failure::Misuse(say!(
                "没有写入 {file}：它不是一行一条的词表，或者写的文字不能作词条。请自己加上：\n{lines}",
                "{file} was not changed: it is no list of entries, or the text cannot be one. Add yourself:\n{lines}"
            )));
        }
        self.glossary = extended;
        self.lines.append(&mut lines);
        replace(&self.glossary_file, &self.glossary)
            .with_context(|| self.glossary_file.display().to_string())?;
        Ok(())
    }

    /// What was written.
    pub(super) fn tell(&self, terminal: &Terminal) {
        let (right, reviewed_file) = (self.right, reviewed::FILE);
        if right > 0 {
            let places = if right == 1 { "place" } else { "places" };
            terminal.result(&say!(
                "{right} 处记为已校对（{reviewed_file}）",
                "{right} {places} noted as reviewed ({reviewed_file})"
            ));
        }
        let (count, glossary_file) = (self.lines.len(), glossary::FILE);
        if count > 0 {
            let lines = self.lines.join("\n");
            let entries = if count == 1 { "entry" } else { "entries" };
            terminal.result(&say!(
                "词表加了 {count} 条（{glossary_file}）：\n{lines}",
                "{count} {entries} added to {glossary_file}:\n{lines}"
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read() {
        for (line, answer) in [
            ("\n", Answer::Right),
            (" 2 \n", Answer::Candidate(1)),
            ("3\n", Answer::Unclear),
            ("=製造\r\n", Answer::Own("製造".to_owned())),
            ("＝A\n", Answer::Own("A".to_owned())),
            ("=\n", Answer::Unclear),
            ("后\n", Answer::Unclear),
            ("s\n", Answer::Skip),
            ("q\n", Answer::Quit),
        ] {
            assert_eq!(read(line, 2), answer, "{line}");
        }
    }
}
