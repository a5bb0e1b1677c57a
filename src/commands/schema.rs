//! `huimeng schema`.

use std::io::Write;

use crate::cli::Schema;
use crate::diagnostic::nearest;
use crate::say;
use crate::schema::json_schema;

use super::Failure;

pub(super) fn run(options: &Schema) -> Result<(), Failure> {
    let name = options.kind.as_str();
    let Some(schema) = json_schema::of(name) else {
        let known = json_schema::NAMES.join(" ");
        let near = nearest(name, json_schema::NAMES.iter().copied()).unwrap_or("…");
        return Err(Failure::Misuse(say!(
            "没有 `{name}` 的 schema；是否想写 `{near}`？可用的有：{known}",
            "there is no schema of `{name}`; did you mean `{near}`? There are: {known}"
        )));
    };
    let text = serde_json::to_string_pretty(&schema).map_err(anyhow::Error::from)?;
    writeln!(std::io::stdout(), "{text}")?;
    Ok(())
}
