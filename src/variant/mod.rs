//! How texts come into a language of the site: conversion between Chinese scripts with the site's own
//! words, for plain fields and for bodies alike, so that a heading and its title never differ.
//!
//! Knows records and the conversion engine, but no address, template or page.

pub mod body;
pub mod choices;
pub mod glossary;
pub mod page_words;
mod put_back;
mod terms;
#[cfg(test)]
mod tests;
pub mod words;

use crate::language::{ChineseScript, Convert, Tag};
use crate::script::{Depth, Script};

const SCRIPTS: [ChineseScript; 4] =
    [ChineseScript::Hans, ChineseScript::Hant, ChineseScript::HantTw, ChineseScript::HantHk];

/// The form for a language among forms by language: its own, else a sister's. The order is MediaWiki's:
/// Hong Kong takes the generic, then Taiwan's form, Taiwan the generic, then Hong Kong's.
pub fn form_for<'a>(forms: &'a [(Tag, String)], tag: &Tag) -> Option<&'a str> {
    use ChineseScript::{Hans, Hant, HantHk, HantTw};
    let exact = forms.iter().find(|(form, _)| form == tag);
    let sisters: &[ChineseScript] = match tag.chinese() {
        Some(Hans) => &[Hans],
        Some(Hant) => &[Hant, HantTw, HantHk],
        Some(HantTw) => &[HantTw, Hant, HantHk],
        Some(HantHk) => &[HantHk, Hant, HantTw],
        None => &[],
    };
    let sister =
        || sisters.iter().find_map(|script| forms.iter().find(|(form, _)| form.chinese() == Some(*script)));
    exact.or_else(sister).map(|(_, text)| text.as_str())
}

/// The engine's name of a script.
pub fn script(chinese: ChineseScript) -> Script {
    match chinese {
        ChineseScript::Hans => Script::Hans,
        ChineseScript::Hant => Script::Hant,
        ChineseScript::HantTw => Script::HantTw,
        ChineseScript::HantHk => Script::HantHk,
    }
}

/// The engine's name of a depth.
pub fn depth(convert: Convert) -> Depth {
    match convert {
        Convert::Characters => Depth::Characters,
        Convert::Taiwan => Depth::Taiwan,
        Convert::HongKong => Depth::HongKong,
    }
}
