//! One SARIF 2.1.0 document (OASIS Standard, 27 March 2020), for code scanning.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Messages, Places, Region, ShowOptions, severity_name};
use crate::diagnostic::{Diagnostic, Place, RULES, Rule};

pub(super) fn show(
    diagnostics: &[Diagnostic],
    places: &mut Places,
    options: &ShowOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let indexes: BTreeMap<&str, usize> =
        RULES.iter().enumerate().map(|(index, rule)| (rule.code, index)).collect();
    let results: Vec<Value> =
        diagnostics.iter().map(|finding| result(finding, &indexes, places, options)).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "huimeng",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": RULES.iter().map(|rule| describe(rule, options.messages)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    writeln!(out, "{document}")
}

fn describe(rule: &Rule, messages: Messages) -> Value {
    let text = match messages {
        Messages::Zh => rule.zh,
        Messages::En => rule.en,
    };
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": text},
        "defaultConfiguration": {"level": severity_name(rule.severity), "enabled": !rule.optional},
    })
}

fn result(
    finding: &Diagnostic,
    indexes: &BTreeMap<&str, usize>,
    places: &mut Places,
    options: &ShowOptions,
) -> Value {
    let messages = options.messages;
    let mut text = messages.pick(&finding.message).to_owned();
    if let Some(help) = &finding.help {
        text.push('\n');
        text.push_str(messages.pick(help));
    }
    let mut result = json!({
        "ruleId": finding.rule.code,
        "level": severity_name(finding.severity),
        "message": {"text": text},
    });
    if let Some(index) = indexes.get(finding.rule.code) {
        result["ruleIndex"] = json!(index);
    }
    if let Some(place) = &finding.place {
        let region = places.region(place);
        result["locations"] = json!([{"physicalLocation": location(place, region.as_ref(), options)}]);
        if let (Some(replacement), Some(region)) = (&finding.replacement, &region) {
            result["fixes"] = json!([{"artifactChanges": [{
                "artifactLocation": {"uri": uri(&place.file, options)},
                "replacements": [{
                    "deletedRegion": region_object(region),
                    "insertedContent": {"text": replacement},
                }],
            }]}]);
        }
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(|(index, related)| {
            let region = places.region(&related.place);
            json!({
                "id": index + 1,
                "physicalLocation": location(&related.place, region.as_ref(), options),
                "message": {"text": messages.pick(&related.message)},
            })
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

fn location(place: &Place, region: Option<&Region>, options: &ShowOptions) -> Value {
    let mut location = json!({"artifactLocation": {"uri": uri(&place.file, options)}});
    if let Some(region) = region {
        location["region"] = region_object(region);
    }
    location
}

fn region_object(region: &Region) -> Value {
    json!({
        "startLine": region.start.line,
        "startColumn": region.start.column,
        "endLine": region.end.line,
        "endColumn": region.end.column,
    })
}

/// A relative reference (RFC 3986): all but unreserved characters and slashes percent-encoded.
fn uri(file: &str, options: &ShowOptions) -> String {
    let mut out = String::with_capacity(file.len());
    for byte in options.prefix.bytes().chain(file.bytes()) {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte.into())
            }
            // Writing to a string does not fail.
            _ => _ = write!(out, "%{byte:02X}"),
        }
    }
    out
}
