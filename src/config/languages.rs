//! The languages of a site, from site.yaml.

use super::Localized;
use crate::diagnostic::{Diagnostic, Located, Span, nearest, rules};
use crate::language::{ChineseScript, Convert, Fallback, Language, Languages, Tag};
use crate::say;
use crate::schema::{Fields, LocalizedText, Reader, Typed};
use crate::script::{GlyphFault, Glyphs};

/// Reads the entries of `languages:`. Without a usable one the site is in `zh-Hans`. Beside them the
/// place of each language's address where it was given, for checks against other addresses.
pub fn read(reader: &mut Reader<'_>, items: Vec<Typed<'_>>) -> (Languages, Vec<Span>) {
    let mut list: Vec<Language> = Vec::new();
    let mut places = Vec::new();
    for item in items {
        let is_default = list.is_empty();
        let Some((language, place)) = language(reader, item, is_default) else { continue };
        if list.iter().any(|other| other.tag == language.tag) {
            let tag = &language.tag;
            let twice = say!("语言 `{tag}` 写了两次", "the language `{tag}` is given twice");
            reader.report(place, bad(twice).help(say!("删去一处", "delete one of them")));
        } else if list.iter().any(|other| other.path == language.path) {
            let path = &language.path;
            let twice = say!("两种语言都用网址前缀 `{path}`", "two languages have the path `{path}`");
            reader.report(
                place,
                bad(twice).help(say!("给其中一种另写 `path`", "give one of them another `path`")),
            );
        } else if list.len() == 255 {
            reader.report(place, bad(say!("语言太多", "there are too many languages")));
            break;
        } else {
            list.push(language);
            places.push(place);
        }
    }
    match Languages::new(list) {
        Some(languages) => (languages, places),
        None => (Languages::only(simplified()), Vec::new()),
    }
}

/// A plain text stands under the default language; other languages must be configured.
pub fn resolve(reader: &mut Reader<'_>, languages: &Languages, text: LocalizedText) -> Localized {
    let forms = match text {
        LocalizedText::Plain(text) => {
            return Localized { forms: vec![(languages[Languages::DEFAULT].tag.clone(), text)] };
        }
        LocalizedText::ByLanguage(forms) => forms,
    };
    let mut known: Vec<(Tag, String)> = Vec::with_capacity(forms.len());
    for (Located { value: tag, span }, text) in forms {
        if languages.find(&tag).is_none() {
            let unknown = unknown_language(&tag, languages);
            // Once is enough: a language that is not configured is missing from many labels.
            if !reader.diagnostics.iter().any(|found| found.message == unknown.message) {
                reader.report(span, unknown);
            }
        } else if known.iter().any(|(other, _)| *other == tag) {
            let twice = say!("语言 `{tag}` 写了两次", "the language `{tag}` is given twice");
            reader.report(span, bad(twice).help(say!("删去一处", "delete one of them")));
        } else {
            known.push((tag, text));
        }
    }
    Localized { forms: known }
}

fn unknown_language(tag: &Tag, languages: &Languages) -> Diagnostic {
    let names = languages.iter().map(|(_, language)| language.tag.as_str()).collect::<Vec<_>>();
    let (zh, en) = (names.join("、"), names.join(", "));
    let diagnostic = Diagnostic::new(
        &rules::BAD_LANGUAGE,
        say!("网站没有配置语言 `{tag}`", "the site has no language `{tag}`"),
    )
    .help(say!("已配置的语言：{zh}", "the languages are {en}"));
    match nearest_language(languages, tag) {
        Some(meant) => diagnostic.replace_with(meant),
        None => diagnostic,
    }
}

/// The configured language that a tag most likely means.
fn nearest_language<'l>(languages: &'l Languages, tag: &Tag) -> Option<&'l str> {
    let same_script = languages
        .iter()
        .map(|(_, language)| &language.tag)
        .find(|known| tag.chinese().is_some() && known.chinese().map(is_hant) == tag.chinese().map(is_hant));
    let tags = languages.iter().map(|(_, language)| language.tag.as_str());
    same_script.map(Tag::as_str).or_else(|| nearest(tag.as_str(), tags))
}

fn is_hant(script: ChineseScript) -> bool {
    script != ChineseScript::Hans
}

fn language(reader: &mut Reader<'_>, item: Typed<'_>, is_default: bool) -> Option<(Language, Span)> {
    let (tag, given) = match item {
        Typed::Tag(tag) => (tag, Given::default()),
        Typed::Object(mut fields) => {
            let tag = fields.tag("tag");
            let given = Given::take(&mut fields);
            fields.finish();
            (tag?, given)
        }
        _ => return None,
    };
    if let Some(path) = given.path.as_ref().filter(|_| is_default) {
        let message =
            say!("默认语言在网站的根 `/`，不能有 `path`", "the default language is at `/` and has no `path`");
        reader.report(path.span.clone(), bad(message).help(say!("删去 `path`", "delete `path`")));
    }
    if let Some(convert) = given.convert.as_ref().filter(|_| tag.value.chinese().is_none()) {
        let name = &tag.value;
        let message = say!(
            "只有中文能繁简转换，`{name}` 不能",
            "only Chinese is converted between scripts, not `{name}`"
        );
        reader.report(convert.span.clone(), bad(message).help(say!("删去 `convert`", "delete `convert`")));
    }
    let place = given.path.as_ref().map_or(tag.span.clone(), |path| path.span.clone());
    let path = match given.path {
        _ if is_default => String::new(),
        Some(path) => path.value,
        None => tag.value.as_str().to_ascii_lowercase(),
    };
    let convert = match given.convert.as_ref().map(|text| &*text.value) {
        Some("taiwan") => Convert::Taiwan,
        Some("hong-kong") => Convert::HongKong,
        Some(_) => Convert::Characters,
        None => Convert::default_for(&tag.value),
    };
    let fallback = match given.fallback.as_ref().map(|text| &*text.value) {
        Some("default") => Fallback::Default,
        _ => Fallback::Omit,
    };
    let glyphs = glyphs(reader, &tag.value, &given.glyphs);
    Some((Language { tag: tag.value, path, convert, glyphs, fallback }, place))
}

/// The preferred forms, as one list; what is no choice is reported and left out.
fn glyphs(reader: &mut Reader<'_>, tag: &Tag, given: &[Located<String>]) -> Vec<char> {
    let mut preferred: Vec<char> = Vec::new();
    for text in given {
        let regional = matches!(tag.chinese(), Some(ChineseScript::HantTw | ChineseScript::HantHk));
        let with_this = preferred.iter().copied().chain(text.value.chars());
        let fault = match Glyphs::preferring(with_this) {
            _ if !regional => bad(say!("`{tag}` 没有可选的字形", "`{tag}` has no forms to choose from"))
                .help(say!(
                    "`glyphs` 只用于 zh-Hant-TW 和 zh-Hant-HK",
                    "`glyphs` is for zh-Hant-TW and zh-Hant-HK"
                )),
            Ok(_) => {
                preferred.extend(text.value.chars());
                continue;
            }
            Err(GlyphFault::Unknown(form)) => {
                let classes = Glyphs::choices()
                    .map(|forms| forms.iter().map(char::to_string).collect::<Vec<_>>().join("/"));
                let known = classes.collect::<Vec<_>>().join(" ");
                bad(say!("`{form}` 没有别的字形可选", "there is no choice about `{form}`"))
                    .help(say!("可选的有：{known}", "there are: {known}"))
            }
            Err(GlyphFault::Both(one, other)) => bad(say!(
                "`{one}` 和 `{other}` 是同一个字的两种字形",
                "`{one}` and `{other}` are two forms of one character"
            ))
            .help(say!("只留一个", "keep one of them")),
        };
        reader.report(text.span.clone(), fault);
    }
    preferred
}

/// What an entry may say beside its tag.
#[derive(Default)]
struct Given {
    path: Option<Located<String>>,
    convert: Option<Located<String>>,
    glyphs: Vec<Located<String>>,
    fallback: Option<Located<String>>,
}

impl Given {
    fn take(fields: &mut Fields<'_>) -> Given {
        Given {
            path: fields.text("path"),
            convert: fields.text("convert"),
            glyphs: fields.texts("glyphs"),
            fallback: fields.text("fallback"),
        }
    }
}

/// A site that names no language is in simplified Chinese.
fn simplified() -> Language {
    Language {
        tag: Tag::simplified(),
        path: String::new(),
        convert: Convert::Characters,
        glyphs: Vec::new(),
        fallback: Fallback::Omit,
    }
}

fn bad(message: crate::diagnostic::Say) -> Diagnostic {
    Diagnostic::new(&rules::BAD_VALUE, message)
}
