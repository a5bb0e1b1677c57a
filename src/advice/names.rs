//! Partners that are entered twice, under one name in two spellings.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, rules};
use crate::document::record::Detail;
use crate::kind::Kind;
use crate::say;
use crate::script::{Converter, Depth, Script, Terms};
use crate::site::{EntryId, Role, Site};

/// Names that differ only in script, in the style of brackets or in spaces are one name.
pub(super) fn repeated(site: &Site) -> Vec<Diagnostic> {
    let mut first: BTreeMap<String, EntryId> = BTreeMap::new();
    let mut found = Vec::new();
    let partners = site.ids().filter(|id| site[*id].kind == Kind::Partner && site[*id].role == Role::Record);
    for id in partners {
        let document = site.document(site[id].original);
        let Some(title) = &document.record.title else { continue };
        let official = match &document.record.detail {
            Detail::Partner(partner) => partner.names.as_slice(),
            _ => &[],
        };
        let names = std::iter::once(&title.value).chain(official.iter().map(|(_, name)| name));
        let mut twin = None;
        for name in names {
            let known = *first.entry(plain(name)).or_insert(id);
            twin = twin.or((known != id).then_some(known));
        }
        let Some(twin) = twin else { continue };
        let other = site.document(site[twin].original);
        let (name, file) = (&title.value, &other.file);
        found.push(
            Diagnostic::new(
                &rules::REPEATED_NAME,
                say!("`{name}` 与 {file} 同名", "`{name}` has the name of {file}"),
            )
            .at(&document.file, title.span.clone())
            .related(
                file,
                other.record.title.as_ref().map(|title| title.span.clone()),
                say!("另一条记录", "the other record"),
            )
            .help(say!(
                "同一单位只留一条记录；不同的单位在名称里写明区别",
                "keep one record of one body; tell different ones apart in their names"
            )),
        );
    }
    found
}

fn plain(name: &str) -> String {
    let converter = Converter::between(Script::Hant, Script::Hans, Depth::Characters);
    let simplified = converter.map(|converter| converter.convert(name, &Terms::default()));
    let letters = simplified.as_deref().unwrap_or(name).chars().flat_map(char::to_lowercase);
    letters
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '（' | '〔' | '［' => '(',
            '）' | '〕' | '］' => ')',
            '•' | '・' | '‧' => '·',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn spellings_of_one_name_are_equal() {
        assert_eq!(plain("卧龙电气(济南)电机"), plain("臥龍電氣（濟南） 電機"));
        assert_ne!(plain("济南大学"), plain("济南学院"));
    }
}
