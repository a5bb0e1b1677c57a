//! `huimeng schema`.

use std::io::Write;

use crate::cli::Schema;
use crate::diagnostic::{Say, nearest};
use crate::kind::Kind;
use crate::say;
use crate::schema::json_schema;

use super::{Failure, known_words};

/// What has a schema.
const NAMES: [&str; 6] = ["news", "partner", "signing", "page", "site", "glossary"];

pub(super) fn run(options: &Schema) -> Result<(), Failure> {
    let name = options.kind.as_str();
    let schema = match name {
        "news" => Some(json_schema::of_kind(Kind::News)),
        "partner" => Some(json_schema::of_kind(Kind::Partner)),
        "signing" => Some(json_schema::of_kind(Kind::Signing)),
        "page" => Some(json_schema::of_kind(Kind::Page)),
        "site" => Some(json_schema::of_site()),
        "glossary" => Some(json_schema::of_glossary()),
        _ => None,
    };
    let Some(schema) = schema else {
        let known = NAMES.join(" ");
        let Say { zh, en } = known_words(nearest(name, NAMES.iter().copied()));
        return Err(Failure::Misuse(say!(
            "没有 `{name}` 的 schema；{zh}：{known}",
            "there is no schema of `{name}`; {en}: {known}"
        )));
    };
    let text = serde_json::to_string_pretty(&schema).map_err(anyhow::Error::from)?;
    writeln!(std::io::stdout(), "{text}")?;
    Ok(())
}
