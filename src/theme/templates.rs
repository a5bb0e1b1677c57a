//! Compiling templates and reporting their errors at the template's own line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use crate::diagnostic::{Diagnostic, Rule, SitePath, Span, nearest, rules};
use crate::digest::Digest;
use crate::say;

use super::assets::Asset;
use super::fields::{self, Fields};
use super::layers::{Content, Layers};
use super::minify;
use super::references::{Missing, missing};
use super::strings::Strings;

/// Template texts by the engine's names for them, as written and as compiled.
#[derive(Debug, Default)]
pub(super) struct Texts {
    by_name: BTreeMap<String, Source>,
}

#[derive(Debug)]
struct Source {
    file: SitePath,
    written: Arc<str>,
    compiled: String,
}

/// One engine for each language, since the interface's texts are bound to it. None when a template
/// cannot be compiled; then every template with an error is reported.
pub(super) fn compile(
    layers: &Layers,
    strings: &[Arc<Strings>],
    assets: &Arc<BTreeMap<String, Asset>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Texts, Option<Vec<Tera>>) {
    let mut texts = Texts::of(layers);
    let engines = |texts: &Texts| -> TeraResult<Vec<Tera>> {
        let sources = || texts.by_name.iter().map(|(name, source)| (name.as_str(), source.compiled.as_str()));
        strings.iter().map(|strings| engine(sources(), strings, assets)).collect()
    };
    if let Ok(engines) = engines(&texts) {
        return (texts, Some(engines));
    }
    // Once more as written, so that errors stand where the author sees them.
    for source in texts.by_name.values_mut() {
        source.compiled = source.written.to_string();
    }
    match engines(&texts) {
        Ok(engines) => (texts, Some(engines)),
        Err(_) => {
            diagnostics.extend(all_errors(&texts, &strings[0], assets));
            (texts, None)
        }
    }
}

/// Of the names of templates below the site's own, in the order in which they are looked for.
pub(super) const PREFIXES: [&str; 2] = ["theme/", "builtin/"];

fn engine<'a>(
    templates: impl Iterator<Item = (&'a str, &'a str)>,
    strings: &Arc<Strings>,
    assets: &Arc<BTreeMap<String, Asset>>,
) -> TeraResult<Tera> {
    let mut engine = Tera::default();
    register(&mut engine, strings.clone(), assets.clone());
    engine.set_fallback_prefixes(PREFIXES)?;
    engine.add_raw_templates(templates.collect::<Vec<_>>())?;
    Ok(engine)
}

/// The engine stops at the first error, so a template with one is emptied and the rest tried again.
fn all_errors(
    texts: &Texts,
    strings: &Arc<Strings>,
    assets: &Arc<BTreeMap<String, Asset>>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut emptied: BTreeSet<String> = BTreeSet::new();
    loop {
        let sources = texts.by_name.iter().map(|(name, source)| {
            (name.as_str(), if emptied.contains(name) { "" } else { source.compiled.as_str() })
        });
        let Err(error) = engine(sources, strings, assets) else { return found };
        let culprit = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => report.filename(),
            ErrorKind::MissingParent { current, .. } => current,
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => tpl,
            _ => "",
        };
        let missing = match error.kind() {
            ErrorKind::Msg(text) => missing(text),
            _ => Vec::new(),
        };
        if !missing.is_empty() {
            let told = missing.iter().filter(|missing| emptied.is_empty() || !missing.follows());
            found.extend(told.map(|missing| texts.report_missing(missing)));
            return found;
        }
        found.push(texts.report(&error));
        if !texts.by_name.contains_key(culprit) || !emptied.insert(culprit.to_owned()) {
            return found;
        }
    }
}

/// Does any template call another by this full name? A template that is replaced and not called need not
/// fit the rest of the theme: its blocks may be those of a base that is replaced too.
fn is_named(layers: &Layers, full_name: &str) -> bool {
    let names = |text: &str| text.contains(full_name);
    layers
        .iter()
        .flat_map(|layer| layer.files.values())
        .any(|file| matches!(&file.content, Content::Text(text) if names(text)))
}

/// `t(key=…)` and `asset(path=…)`.
fn register(engine: &mut Tera, strings: Arc<Strings>, assets: Arc<BTreeMap<String, Asset>>) {
    engine.register_function("t", move |arguments: Kwargs, _: &State| -> TeraResult<String> {
        let key = arguments.must_get::<&str>("key")?;
        let mut values = BTreeMap::new();
        for (name, value) in arguments.iter().filter(|(name, _)| name.as_str() != Some("key")) {
            values.insert(name.to_string(), value.to_string());
        }
        strings.text(key, &values).ok_or_else(|| {
            let near = nearest(key, strings.keys());
            let hint = near.map(|near| format!(" (`{near}`?)")).unwrap_or_default();
            tera::Error::message(format!("{MISSING_KEY}{key}{hint}"))
        })
    });
    engine.register_function("asset", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let path = arguments.must_get::<&str>("path")?;
        let asset = assets.get(path).ok_or_else(|| {
            let near = nearest(path, assets.keys().map(String::as_str));
            let hint = near.map(|near| format!(" (`{near}`?)")).unwrap_or_default();
            tera::Error::message(format!("{MISSING_ASSET}{path}{hint}"))
        })?;
        let view = BTreeMap::from([("url", &asset.url), ("integrity", &asset.integrity)]);
        Value::try_from_serializable(&view)
    });
}

/// How the two functions' errors are told from the engine's own.
const MISSING_KEY: &str = "missing interface text: ";
const MISSING_ASSET: &str = "missing asset: ";

impl Texts {
    fn of(layers: &Layers) -> Texts {
        let mut by_name = BTreeMap::new();
        for (number, layer) in layers.iter().enumerate() {
            for (path, file) in layer.files.range("templates/".to_owned()..) {
                let Some(name) = path.strip_prefix("templates/") else { break };
                let Content::Text(text) = &file.content else { continue };
                let full_name = format!("{}{name}", layer.prefix);
                if layers.iter().take(number).any(|above| above.files.contains_key(path))
                    && !is_named(layers, &full_name)
                {
                    continue;
                }
                let source = Source {
                    file: file.path.clone(),
                    written: text.clone(),
                    compiled: minify::template(name, text),
                };
                by_name.insert(full_name, source);
            }
        }
        Texts { by_name }
    }

    /// Stands for the templates as they are compiled.
    pub(super) fn digest(&self) -> Digest {
        let sources =
            self.by_name.iter().flat_map(|(name, source)| [name.as_bytes(), source.compiled.as_bytes()]);
        Digest::of_parts(&sources.collect::<Vec<_>>())
    }

    /// What each can read of its values.
    pub(super) fn fields(&self) -> BTreeMap<String, Fields> {
        let texts = self.by_name.iter().map(|(name, source)| (name.as_str(), source.compiled.as_str()));
        fields::of_templates(&texts.collect(), &PREFIXES)
    }

    /// Names as authors write them, without the layers' prefixes.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let plain = |name: &'_ String| {
            name.len() - name.trim_start_matches("theme/").trim_start_matches("builtin/").len()
        };
        self.by_name.keys().map(move |name| &name[plain(name)..])
    }

    /// An error of the engine as a finding at the template as the author wrote it.
    pub(super) fn report(&self, error: &tera::Error) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) => self.located(&rules::TEMPLATE_SYNTAX, report),
            ErrorKind::RenderingError(report) => self.located(&rules::TEMPLATE_RENDER, report),
            ErrorKind::TemplateNotFound(name) => Diagnostic::new(
                &rules::MISSING_TEMPLATE,
                say!("没有模板 `{name}`", "there is no template `{name}`"),
            )
            .help(say!("模板放在 templates/{name}", "templates are looked for as templates/{name}")),
            ErrorKind::MissingParent { current, parent } => {
                let found = Diagnostic::new(
                    &rules::MISSING_TEMPLATE,
                    say!(
                        "模板 `{current}` 要扩展的 `{parent}` 不存在",
                        "the template `{current}` extends `{parent}`, which does not exist"
                    ),
                );
                self.in_template(found, current)
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
            | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
                let chain = chain.join(" → ");
                let found = Diagnostic::new(
                    &rules::TEMPLATE_SYNTAX,
                    say!(
                        "模板互相包含，没有尽头：{chain}",
                        "templates include one another without end: {chain}"
                    ),
                );
                self.in_template(found, tpl)
            }
            _ => Diagnostic::new(
                &rules::TEMPLATE_RENDER,
                say!("模板出错：{error}", "a template fails: {error}"),
            ),
        }
    }

    fn report_missing(&self, missing: &Missing) -> Diagnostic {
        let found = missing.diagnostic();
        match self.by_name.get(missing.template) {
            Some(source) => match source.span(missing) {
                Some(span) => found.at(&source.file, span),
                None => found.in_file(&source.file),
            },
            None => found,
        }
    }

    fn in_template(&self, found: Diagnostic, name: &str) -> Diagnostic {
        match self.by_name.get(name) {
            Some(source) => found.in_file(&source.file),
            None => found,
        }
    }

    fn located(&self, rule: &'static Rule, report: &tera::ReportError) -> Diagnostic {
        let message = report.message();
        let (rule, message) = match message.split_once(MISSING_KEY) {
            Some((_, key)) => {
                (&rules::MISSING_STRING, say!("界面文字 {key} 不存在", "there is no interface text {key}"))
            }
            None => match message.split_once(MISSING_ASSET) {
                Some((_, path)) => (
                    &rules::MISSING_ASSET,
                    say!("主题里没有文件 assets/{path}", "the theme has no file assets/{path}"),
                ),
                None => {
                    let zh = in_chinese(message);
                    (rule, say!("模板出错：{zh}", "{message}"))
                }
            },
        };
        let found = Diagnostic::new(rule, message);
        match self.by_name.get(report.filename()) {
            Some(source) => match source.place(&report.span().range) {
                Some(span) => found.at(&source.file, span),
                None => found.in_file(&source.file),
            },
            None => found,
        }
    }
}

/// The engine's most frequent sentence in Chinese; the others stay as they are.
fn in_chinese(message: &str) -> String {
    let parts = message.strip_prefix("Found ").and_then(|rest| rest.split_once(" but expected "));
    let Some((found, expected)) = parts else { return message.to_owned() };
    let expected = expected.trim_end_matches('.');
    match expected.strip_prefix("one of: ") {
        Some(choices) => format!("这里是 {found}，应为以下之一：{}", choices.replace(" or ", ", ")),
        None => format!("这里是 {found}，应为 {expected}"),
    }
}

impl Source {
    /// A place that is told in lines and characters, which the engine does for texts as written.
    fn span(&self, missing: &Missing) -> Option<Span> {
        let before = self.written.split_inclusive('\n').take(missing.line - 1).map(str::len).sum();
        let after = |offset: usize, characters: usize| {
            let rest = self.written.get(offset..)?;
            Some(offset + rest.char_indices().nth(characters).map_or(rest.len(), |(at, _)| at))
        };
        let start = after(before, missing.column - 1)?;
        Some(start..after(start, missing.width)?)
    }

    /// A range of the compiled text as one of the written text. White space between expressions may
    /// have gone, but the expressions are the same ones in the same order.
    fn place(&self, range: &Span) -> Option<Span> {
        if self.compiled == *self.written {
            return Some(range.clone());
        }
        let (number, start) =
            expressions(&self.compiled).take_while(|start| *start <= range.start).enumerate().last()?;
        let shifted = expressions(&self.written).nth(number)?;
        let move_by = |offset: usize| (offset - start + shifted).min(self.written.len());
        Some(move_by(range.start)..move_by(range.end))
    }
}

/// Where expressions, statements and comments begin.
fn expressions(text: &str) -> impl Iterator<Item = usize> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let (start, close) = rest.match_indices('{').find_map(|(index, _)| {
            let close = match rest.as_bytes().get(index + 1)? {
                b'{' => "}}",
                b'%' => "%}",
                b'#' => "#}",
                _ => return None,
            };
            Some((index, close))
        })?;
        let found = at + start;
        at = rest[start..].find(close).map_or(text.len(), |end| found + end + close.len());
        Some(found)
    })
}
