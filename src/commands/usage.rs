//! A command line that cannot be read, told in Chinese. English is what the reader of options says by itself.

use std::io::Write as _;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Shows why the command line was refused, or the help that was asked for, and gives the exit code.
pub fn refuse(error: &clap::Error) -> ExitCode {
    let arguments = || std::env::args().skip(1);
    match sentence(error).filter(|_| super::speaks_chinese(named_language(arguments()).as_deref())) {
        Some(text) => {
            let hint = "用法见 `huimeng --help`，各个命令的见 `huimeng build --help`";
            let _ = writeln!(std::io::stderr(), "错误：{text}\n\n{hint}");
            ExitCode::from(2)
        }
        None => {
            // A closed pipe is the reader's own doing.
            let _ = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
    }
}

/// `--messages` of a command line that could not be read as a whole.
fn named_language(mut arguments: impl Iterator<Item = String>) -> Option<String> {
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--messages") {
            Some("") => return arguments.next(),
            Some(value) if value.starts_with('=') => return Some(value[1..].to_owned()),
            _ => {}
        }
    }
    None
}

/// `None` for help and version, and for what is rare.
fn sentence(error: &clap::Error) -> Option<String> {
    let text = |kind| error.get(kind).map(shown);
    let argument = || text(ContextKind::InvalidArg).unwrap_or_default();
    let near = |kind| text(kind).map(|near| format!("（是否想写 {near}？）")).unwrap_or_default();
    Some(match error.kind() {
        ErrorKind::UnknownArgument => {
            format!("没有 {} 这个选项{}", argument(), near(ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidSubcommand => {
            let name = text(ContextKind::InvalidSubcommand)?;
            format!("没有 {name} 这个命令{}", near(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::InvalidValue if text(ContextKind::InvalidValue).is_none_or(|value| value == "``") => {
            format!("{} 后面缺少值{}", argument(), choices(error))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = text(ContextKind::InvalidValue)?;
            let near = near(ContextKind::SuggestedValue);
            format!("{} 的值不能是 {value}{near}{}", argument(), choices(error))
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {}", argument()),
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg) {
            Some(prior) => format!("{} 不能与 {prior} 一起用", argument()),
            None => format!("{} 写了两次", argument()),
        },
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("{} 的值的个数不对", argument())
        }
        _ => return None,
    })
}

fn choices(error: &clap::Error) -> String {
    let Some(values) = error.get(ContextKind::ValidValue).map(shown).filter(|values| !values.is_empty())
    else {
        return String::new();
    };
    format!("；可用的有：{values}")
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => format!("`{text}`"),
        ContextValue::Strings(texts) => {
            texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join("、")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn command_lines_that_cannot_be_read() {
        let told = |words: &[&str]| {
            let error = Cli::try_parse_from([&["huimeng"], words].concat()).unwrap_err();
            sentence(&error).unwrap_or_default()
        };
        assert_eq!(told(&["build", "--drfts"]), "没有 `--drfts` 这个选项（是否想写 `--drafts`？）");
        assert_eq!(told(&["biuld"]), "没有 `biuld` 这个命令（是否想写 `build`？）");
        assert_eq!(
            told(&["build", "--minify", "ful"]),
            "`--minify <HOW>` 的值不能是 `ful`（是否想写 `full`？）；可用的有：`templates`、`full`"
        );
        assert_eq!(told(&["new", "news"]), "缺少 `<TITLE>`");
        assert_eq!(told(&["build", "-q", "-v"]), "`--quiet` 不能与 `--verbose` 一起用");
        assert_eq!(told(&["build", "--out"]), "`--out <DIR>` 后面缺少值");
        assert_eq!(told(&["--help"]), "");
    }

    #[test]
    fn the_language_is_found_in_any_form() {
        let named = |words: &[&str]| named_language(words.iter().map(|word| (*word).to_owned()));
        assert_eq!(named(&["build", "--messages", "en"]).as_deref(), Some("en"));
        assert_eq!(named(&["--messages=zh", "x"]).as_deref(), Some("zh"));
        assert_eq!(named(&["build", "--message-format", "json"]), None);
    }
}
