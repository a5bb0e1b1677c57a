//! Where a record's file lies and what it is called, when that contradicts what else is known.

use super::Scene;
use crate::diagnostic::{Diagnostic, nearest, rules};
use crate::document::Document;
use crate::say;
use crate::site::{DocId, Role};

pub(super) fn advice(scene: &Scene, id: DocId) -> Vec<Diagnostic> {
    let document = scene.site.document(id);
    [folder(scene, document), date(document)].into_iter().flatten().collect()
}

/// `content/new/…` was meant for `content/news/`. A folder with a page of its own is meant as it is.
fn folder(scene: &Scene, document: &Document) -> Option<Diagnostic> {
    let folder = document.name.folder.split('/').next().filter(|folder| !folder.is_empty())?;
    let sections = &scene.config.sections;
    let entry = &scene.site[scene.site.find(&document.name.key)?];
    if entry.role != Role::Record || sections.contains_key(folder) || scene.site.find(folder).is_some() {
        return None;
    }
    let near = nearest(folder, sections.keys().map(String::as_str))?;
    Some(
        Diagnostic::new(
            &rules::UNKNOWN_SECTION,
            say!(
                "content/{folder}/ 不是栏目，这份文件成了普通页面",
                "content/{folder}/ is no section: this file becomes a plain page"
            ),
        )
        .in_file(&document.file)
        .help(say!(
            "是否应放在 content/{near}/？确是一组页面就给它写 content/{folder}/index.md",
            "does it belong into content/{near}/? A folder of pages has its own content/{folder}/index.md"
        )),
    )
}

/// Both are read, and only one is shown.
fn date(document: &Document) -> Option<Diagnostic> {
    let (named, written) = (document.name.date?, document.record.date.as_ref()?);
    let day = written.value.date();
    (named != day).then(|| {
        Diagnostic::new(
            &rules::TWO_DATES,
            say!(
                "文件名的日期是 {named}，`date` 是 {day}；网站显示 {day}",
                "the file's name says {named}, and `date` {day}, which is shown"
            ),
        )
        .at(&document.file, written.span.clone())
        .help(say!(
            "核对日期，改正其中一个；文件名里有日期就不用写 `date`",
            "correct one of them: with a date in the name, `date` is not needed"
        ))
    })
}
