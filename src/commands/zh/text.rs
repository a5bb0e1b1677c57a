//! `huimeng zh --text`: plain text from one Chinese script to another, line by line.

use std::io::{self, BufRead, Write};

use crate::cli::Zh;
use crate::diagnostic::{Say, nearest};
use crate::language::{Convert, Tag};
use crate::say;
use crate::script::{CONFIGURATIONS, Converter, Terms, exact};
use crate::variant::{depth, script};

use crate::commands::{Failure, known_words};

pub(super) fn run(options: &Zh) -> Result<(), Failure> {
    if let Some(name) = &options.exact {
        if !CONFIGURATIONS.contains(&name.as_str()) {
            return Err(unknown_configuration(name));
        }
        return each_line(|line| exact(name, line).unwrap_or_else(|| line.to_owned()));
    }
    let [to] = options.to.as_slice() else {
        return Err(Failure::Misuse(say!(
            "要写明转成哪一种：--to zh-Hant-TW，或 --exact s2twp",
            "say what to convert to: --to zh-Hant-TW, or --exact s2twp"
        )));
    };
    let (from, to) = (tag(options.from.as_deref().unwrap_or("zh-Hans"))?, tag(to)?);
    let convert = options.convert.map_or_else(|| Convert::default_for(&to), Convert::from);
    let scripts = from.chinese().zip(to.chinese());
    let converter =
        scripts.and_then(|(from, to)| Converter::between(script(from), script(to), depth(convert)));
    let terms = Terms::default();
    each_line(|line| match &converter {
        Some(converter) => converter.convert(line, &terms).into_owned(),
        None => line.to_owned(),
    })
}

/// A tag of a Chinese script.
fn tag(text: &str) -> Result<Tag, Failure> {
    Tag::parse(text).filter(|tag| tag.chinese().is_some()).ok_or_else(|| {
        Failure::Misuse(say!(
            "`{text}` 不是中文的语言标签；可用 zh-Hans、zh-Hant、zh-Hant-TW、zh-Hant-HK",
            "`{text}` is not a tag of Chinese; there are zh-Hans, zh-Hant, zh-Hant-TW, zh-Hant-HK"
        ))
    })
}

fn unknown_configuration(name: &str) -> Failure {
    let known = CONFIGURATIONS.join(" ");
    let Say { zh, en } = known_words(nearest(name, CONFIGURATIONS));
    Failure::Misuse(say!(
        "OpenCC 没有配置 `{name}`；{zh}：{known}",
        "OpenCC has no configuration `{name}`; {en}: {known}"
    ))
}

/// Converts stdin to stdout; line ends stay as they are, and are no part of what is converted.
fn each_line(convert: impl Fn(&str) -> String) -> Result<(), Failure> {
    let (mut input, mut output) = (io::stdin().lock(), io::BufWriter::new(io::stdout().lock()));
    let mut line = String::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        match input.read_line(&mut line) {
            Ok(0) => return Ok(output.flush()?),
            Ok(_) => {
                let text = line.trim_end_matches(['\n', '\r']);
                output.write_all(convert(text).as_bytes())?;
                output.write_all(&line.as_bytes()[text.len()..])?;
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                output.flush()?;
                return Err(Failure::Misuse(say!(
                    "第 {number} 行不是 UTF-8；先用 iconv 转换编码",
                    "line {number} is not UTF-8: convert the encoding first, with iconv for example"
                )));
            }
            Err(error) => return Err(error.into()),
        }
    }
}
