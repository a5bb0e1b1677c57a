//! A table for spreadsheets (RFC 4180): a row for each place and language.
//!
//! It begins with a byte order mark: without one, Excel on Chinese Windows reads UTF-8 as GB18030 and shows
//! nonsense; other programs skip it.

use std::io::{self, Write};

use super::{Lines, Options, reason_text};
use crate::diagnostic::show::{Messages, Texts};
use crate::proof::Report;
use crate::script::Risk;

const COLUMNS: [[&str; 12]; 2] = [
    ["编号", "文件", "行", "列", "前文", "原文", "后文", "语言", "转换为", "其他写法", "依据", "要看"],
    [
        "id", "file", "line", "column", "before", "word", "behind", "language", "output", "others", "why",
        "look",
    ],
];

pub(super) fn show(
    report: &Report,
    texts: &dyn Texts,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let chinese = options.messages == Messages::Zh;
    write!(out, "\u{feff}")?;
    row(out, COLUMNS[usize::from(!chinese)])?;
    let mut lines = Lines::new(texts);
    for place in report.places.iter().filter(|place| options.shows(place)) {
        let Some(located) = lines.locate(place) else { continue };
        for variant in place.variants.iter().filter(|variant| options.shows_variant(variant)) {
            let look = match (variant.risk, variant.read) {
                (_, true) => ["已校对", "reviewed"],
                (Risk::Ask, false) => ["要看", "yes"],
                (Risk::Calm | Risk::Decided, false) => ["", ""],
            };
            let (line, column) = (located.line.to_string(), located.column.to_string());
            let reason = reason_text(variant);
            row(
                out,
                [
                    &place.id,
                    &place.file,
                    &line,
                    &column,
                    &located.before,
                    place.word(),
                    &located.behind,
                    variant.tag.as_str(),
                    &variant.output,
                    &variant.others.join(" "),
                    options.messages.pick(&reason),
                    look[usize::from(!chinese)],
                ],
            )?;
        }
    }
    Ok(())
}

fn row(out: &mut dyn Write, cells: [&str; 12]) -> io::Result<()> {
    for (number, cell) in cells.into_iter().enumerate() {
        if number > 0 {
            write!(out, ",")?;
        }
        // A spreadsheet runs what begins like a formula.
        let guard = if cell.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
        write!(out, "\"{guard}{}\"", cell.replace('"', "\"\""))?;
    }
    write!(out, "\r\n")
}
