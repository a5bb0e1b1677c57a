//! Colours for fenced code: syntect's scopes brought down to the few classes that a theme styles.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::diagnostic::{Diagnostic, Say, nearest, rules};
use crate::digest::Digest;
use crate::document::html::push_text;
use crate::say;

/// Blocks and lines above these sizes stay plain: the patterns of a syntax may be slow on hostile code.
const MAX_BLOCK: usize = 200_000;
const MAX_LINE: usize = 4_000;

/// Blocks up to this size are kept coloured, and how many of them.
const MAX_KEPT: usize = 4_000;
const MOST_KEPT: usize = 256;

/// Scope prefixes and their classes. The longest prefix of the innermost scope that has one counts.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "comment"),
    ("punctuation.definition.comment", "comment"),
    ("string", "string"),
    ("punctuation.definition.string", "string"),
    ("markup.raw", "string"),
    ("constant", "constant"),
    ("constant.character.escape", "string"),
    ("keyword", "keyword"),
    ("keyword.operator", "operator"),
    ("storage", "storage"),
    ("entity.name.function", "function"),
    ("support.function", "function"),
    ("variable.function", "function"),
    ("support.macro", "function"),
    ("entity.name", "type"),
    ("entity.other.inherited-class", "type"),
    ("support.type", "type"),
    ("support.class", "type"),
    ("variable", "variable"),
    ("entity.name.tag", "tag"),
    ("entity.other.attribute-name", "attribute"),
    ("punctuation", "punctuation"),
    ("entity.name.section", "heading"),
    ("markup.heading", "heading"),
    ("punctuation.definition.heading", "heading"),
    ("punctuation.definition.inserted", "inserted"),
    ("punctuation.definition.deleted", "deleted"),
    ("markup.inserted", "inserted"),
    ("markup.deleted", "deleted"),
    ("invalid", "invalid"),
];

/// Languages that are shown plain without a word.
const PLAIN: &[&str] = &[
    "text",
    "plain",
    "plaintext",
    "txt",
    "none",
    "toml",
    "ini",
    "conf",
    "dockerfile",
    "docker",
    "mermaid",
    "powershell",
    "ps1",
    "nginx",
    "csv",
    "output",
    "kotlin",
    "swift",
];

/// Names that writers use and the syntaxes do not know.
const ALIASES: &[(&str, &str)] = &[
    ("shell", "sh"),
    ("console", "sh"),
    ("zsh", "sh"),
    ("ts", "js"),
    ("tsx", "js"),
    ("jsx", "js"),
    ("typescript", "js"),
    ("mjs", "js"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("golang", "go"),
    ("csharp", "cs"),
    ("vue", "html"),
    ("svg", "xml"),
    ("python3", "py"),
];

/// Appends the code in colours, escaped: `true`. Otherwise nothing is appended; a language that is not known is
/// a finding, which has no place yet.
pub(super) fn push_coloured(out: &mut String, language: &str, code: &str) -> (bool, Option<Diagnostic>) {
    if PLAIN.iter().any(|plain| plain.eq_ignore_ascii_case(language)) {
        return (false, None);
    }
    let syntaxes = syntaxes();
    let Some(syntax) = find(&syntaxes, language) else {
        let finding = Diagnostic::new(
            &rules::UNKNOWN_CODE_LANGUAGE,
            say!(
                "不认识的代码语言 `{language}`，不着色",
                "the language `{language}` is not known, the code stays plain"
            ),
        );
        let help = match nearest(language, known(&syntaxes).chain(PLAIN.iter().copied())) {
            Some(near) => Say::did_you_mean(near),
            None => say!("不需要着色时写 `text`", "write `text` where no colours are wanted"),
        };
        return (false, Some(finding.help(help)));
    };
    (push_known(out, code, syntax, &syntaxes), None)
}

/// The syntax that a language name stands for.
fn find<'s>(syntaxes: &'s SyntaxSet, language: &str) -> Option<&'s SyntaxReference> {
    let lower = language.to_ascii_lowercase();
    let name = ALIASES.iter().find(|(alias, _)| *alias == lower).map_or(lower.as_str(), |(_, name)| name);
    syntaxes.find_syntax_by_token(name)
}

/// Names that could be meant, for suggestions.
fn known(syntaxes: &SyntaxSet) -> impl Iterator<Item = &str> {
    let extensions =
        syntaxes.syntaxes().iter().flat_map(|syntax| syntax.file_extensions.iter().map(String::as_str));
    extensions.chain(ALIASES.iter().map(|(alias, _)| *alias))
}

/// Does as [`push_spans`]. Short examples stand on many pages, and colouring takes longer than all else in them: the
/// last ones are kept.
fn push_known(out: &mut String, code: &str, syntax: &SyntaxReference, syntaxes: &SyntaxSet) -> bool {
    static KNOWN: Mutex<BTreeMap<Digest, Option<Arc<str>>>> = Mutex::new(BTreeMap::new());
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if code.len() > MAX_KEPT {
        return push_spans(out, code, syntax, syntaxes);
    }
    let key = Digest::of_parts(&[syntax.name.as_bytes(), code.as_bytes()]);
    let found = known().get(&key).cloned();
    let spans = found.unwrap_or_else(|| {
        let mut spans = String::new();
        let made: Option<Arc<str>> = push_spans(&mut spans, code, syntax, syntaxes).then(|| spans.into());
        let mut known = known();
        if known.len() >= MOST_KEPT {
            known.clear();
        }
        known.insert(key, made.clone());
        made
    });
    out.push_str(spans.as_deref().unwrap_or_default());
    spans.is_some()
}

/// Appends the code with `<span class="hl-…">`, escaped. `false`, and nothing appended, where the block
/// is too large or its syntax fails.
fn push_spans(out: &mut String, code: &str, syntax: &SyntaxReference, syntaxes: &SyntaxSet) -> bool {
    if code.len() > MAX_BLOCK || code.lines().any(|line| line.len() > MAX_LINE) {
        return false;
    }
    let start = out.len();
    let (mut state, mut stack) = (ParseState::new(syntax), ScopeStack::new());
    let mut spans = Spans { out, blank: String::new(), class: None, known: HashMap::new() };
    for line in code.split_inclusive('\n') {
        let Ok(operations) = state.parse_line(line, syntaxes) else {
            spans.out.truncate(start);
            return false;
        };
        let mut copied = 0;
        for (at, operation) in operations {
            spans.push(&line[copied..at], &stack);
            copied = at;
            if stack.apply(&operation).is_err() {
                spans.out.truncate(start);
                return false;
            }
        }
        spans.push(&line[copied..], &stack);
    }
    spans.switch(None);
    spans.out.push_str(&spans.blank);
    true
}

struct Spans<'o> {
    out: &'o mut String,
    /// Blanks that belong to the span only if it goes on.
    blank: String,
    class: Option<&'static str>,
    known: HashMap<Scope, Option<&'static str>>,
}

impl Spans<'_> {
    fn push(&mut self, text: &str, stack: &ScopeStack) {
        if text.is_empty() {
            return;
        }
        let shown = text.trim_end_matches(|c: char| c.is_ascii_whitespace());
        if !shown.is_empty() {
            let class = stack.as_slice().iter().rev().find_map(|scope| self.class_of(*scope));
            self.switch(class);
            self.out.push_str(&self.blank);
            self.blank.clear();
            push_text(self.out, shown);
        }
        self.blank.push_str(&text[shown.len()..]);
    }

    fn switch(&mut self, class: Option<&'static str>) {
        if self.class == class {
            return;
        }
        if self.class.is_some() {
            self.out.push_str("</span>");
        }
        self.out.push_str(&self.blank);
        self.blank.clear();
        if let Some(class) = class {
            self.out.push_str("<span class=\"hl-");
            self.out.push_str(class);
            self.out.push_str("\">");
        }
        self.class = class;
    }

    fn class_of(&mut self, scope: Scope) -> Option<&'static str> {
        *self.known.entry(scope).or_insert_with(|| {
            let prefixes = classes().iter().filter(|(prefix, _)| prefix.is_prefix_of(scope));
            prefixes.max_by_key(|(prefix, _)| prefix.len()).map(|(_, class)| *class)
        })
    }
}

/// The syntaxes, with the patterns that were compiled of them until now: tens of megabytes.
static SYNTAXES: Mutex<Option<Arc<SyntaxSet>>> = Mutex::new(None);

fn syntaxes() -> Arc<SyntaxSet> {
    let mut known = SYNTAXES.lock().unwrap_or_else(PoisonError::into_inner);
    known.get_or_insert_with(|| Arc::new(SyntaxSet::load_defaults_newlines())).clone()
}

/// Frees them. Whoever needs them again compiles them again.
pub(super) fn forget_syntaxes() {
    *SYNTAXES.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

fn classes() -> &'static [(Scope, &'static str)] {
    static SCOPES: OnceLock<Vec<(Scope, &'static str)>> = OnceLock::new();
    SCOPES.get_or_init(|| {
        CLASSES.iter().filter_map(|(prefix, class)| Some((Scope::new(prefix).ok()?, *class))).collect()
    })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(language: &str, code: &str, expected: Expect) {
        let mut out = String::new();
        assert_eq!(push_coloured(&mut out, language, code), (true, None));
        expected.assert_eq(&out);
    }

    #[test]
    fn scopes_become_the_classes_of_the_theme() {
        check(
            "python",
            "# 注释\ndef f(x):\n    return \"甲<\" + 1\n",
            expect![[r#"
                <span class="hl-comment"># 注释</span>
                <span class="hl-storage">def</span> <span class="hl-function">f</span><span class="hl-punctuation">(</span><span class="hl-variable">x</span><span class="hl-punctuation">):</span>
                    <span class="hl-keyword">return</span> <span class="hl-string">"甲&lt;"</span> <span class="hl-operator">+</span> <span class="hl-constant">1</span>
            "#]],
        );
        check(
            "html",
            "<a href=\"x\">甲</a>\n",
            expect![[r#"
                <span class="hl-punctuation">&lt;</span><span class="hl-tag">a</span> <span class="hl-attribute">href</span><span class="hl-punctuation">=</span><span class="hl-string">"x"</span><span class="hl-punctuation">&gt;</span>甲<span class="hl-punctuation">&lt;/</span><span class="hl-tag">a</span><span class="hl-punctuation">&gt;</span>
            "#]],
        );
        check(
            "diff",
            "-a\n+b\n",
            expect![[r#"
                <span class="hl-deleted">-a</span>
                <span class="hl-inserted">+b</span>
            "#]],
        );
        check(
            "md",
            "# 题\n",
            expect![[r#"
                <span class="hl-heading"># 题</span>
            "#]],
        );
    }

    #[test]
    fn names_are_found_in_any_case() {
        for name in ["yml", "YAML", "shell", "console", "ts", "Rust", "rs", "c++", "js"] {
            assert!(find(&syntaxes(), name).is_some(), "{name}");
        }
        assert!(find(&syntaxes(), "klingon").is_none());
        assert_eq!(CLASSES.len(), classes().len());
    }

    #[test]
    fn what_was_forgotten_is_read_again() {
        forget_syntaxes();
        check(
            "json",
            "1\n",
            expect![[r#"
            <span class="hl-constant">1</span>
        "#]],
        );
    }

    #[test]
    fn large_blocks_stay_plain() {
        let mut out = String::new();
        assert!(!push_coloured(&mut out, "rs", &"x\n".repeat(MAX_BLOCK)).0);
        assert!(!push_coloured(&mut out, "rs", &"x".repeat(MAX_LINE + 1)).0);
        assert_eq!(out, "");
    }
}
