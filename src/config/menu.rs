//! The menu of a site, from site.yaml.

use indexmap::IndexMap;

use super::languages::resolve;
use super::{MenuItem, MenuTarget, Section};
use crate::diagnostic::{Diagnostic, nearest, rules};
use crate::language::Languages;
use crate::say;
use crate::schema::{Fields, Reader};

/// Reads one entry; sections are known, pages are not yet. `None` when it leads nowhere, which is reported.
pub fn item(
    reader: &mut Reader<'_>,
    languages: &Languages,
    sections: &IndexMap<String, Section>,
    mut fields: Fields<'_>,
) -> Option<MenuItem> {
    let span = fields.span.clone();
    let named = ["section", "page", "url"].iter().filter(|name| fields.given.contains(name)).count();
    let section = fields.text("section").map(|text| text.map(MenuTarget::Section));
    let page = fields.text("page").map(|text| text.map(MenuTarget::Page));
    let url = fields.text("url").map(|text| text.map(MenuTarget::Url));
    let title = fields.localized("title").map(|text| resolve(reader, languages, text));
    fields.finish();
    if named != 1 {
        reader.report(span, not_one_target());
        return None;
    }
    let target = section.or(page).or(url)?;
    let fault = match &target.value {
        MenuTarget::Section(folder) if !sections.contains_key(folder) => {
            Some(unknown_section(folder, sections))
        }
        MenuTarget::Page(path) => untidy_path(path),
        MenuTarget::Url(_) if title.is_none() => Some(untitled()),
        MenuTarget::Section(_) | MenuTarget::Url(_) => None,
    };
    match fault {
        Some(fault) => {
            reader.report(target.span, fault);
            None
        }
        None => Some(MenuItem { target, title }),
    }
}

fn not_one_target() -> Diagnostic {
    Diagnostic::new(
        &rules::BAD_VALUE,
        say!(
            "菜单的一项要有且只有 section、page、url 之一",
            "an entry of the menu has exactly one of section, page and url"
        ),
    )
    .help(say!(
        "如 `{{section: news}}`、`{{page: about}}`",
        "for example `{{section: news}}` or `{{page: about}}`"
    ))
}

/// Pages are named by their path in `content/` alone.
fn untidy_path(path: &str) -> Option<Diagnostic> {
    let tidy = path.trim_matches('/').trim_start_matches("content/").trim_end_matches(".md");
    let tidy = tidy.trim_end_matches("/index");
    (tidy != path).then(|| {
        Diagnostic::new(
            &rules::BAD_VALUE,
            say!("页面路径 `{path}` 的写法不对", "the page path `{path}` is not written as it should be"),
        )
        .help(say!(
            "写 content/ 里的路径，不带 `.md` 和 `/index`：`{tidy}`",
            "write the path in content/ without `.md` and `/index`: `{tidy}`"
        ))
        .replace_with(tidy)
    })
}

fn untitled() -> Diagnostic {
    Diagnostic::new(
        &rules::MISSING_FIELD,
        say!("菜单里的网址要有名称（title）", "an address in the menu needs a `title`"),
    )
    .help(say!("加上 `title: 名称`", "add `title: …`"))
}

fn unknown_section(folder: &str, sections: &IndexMap<String, Section>) -> Diagnostic {
    let names = sections.keys().map(String::as_str).collect::<Vec<_>>();
    let (zh, en) = (names.join("、"), names.join(", "));
    let diagnostic =
        Diagnostic::new(&rules::UNKNOWN_ID, say!("没有栏目 `{folder}`", "there is no section `{folder}`"))
            .help(say!(
                "已有的栏目：{zh}；单个页面写成 `page: {folder}`",
                "the sections are {en}; write `page: {folder}` for a single page"
            ));
    match nearest(folder, names) {
        Some(meant) => diagnostic.replace_with(meant),
        None => diagnostic,
    }
}
