//! `huimeng new`: a valid file from an archetype.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use jiff::Timestamp;

use crate::cli::{Global, New};
use crate::config::{SiteConfig, read};
use crate::diagnostic::{Say, nearest};
use crate::kind::Kind;
use crate::say;
use crate::schema::slug::slug_fault;
use crate::source;
use crate::text::pinyin;
use crate::theme::Layers;

use super::{Failure, Terminal, known_words};

pub(super) fn run(global: &Global, new: &New, terminal: &Terminal) -> Result<(), Failure> {
    let tree = source::load(&global.site);
    let file = tree.value.file("site.yaml");
    let Some(config) = file.and_then(|file| read::read(&file.path, &file.text).value) else {
        terminal.show(&tree.diagnostics, &tree.value)?;
        return Err(Failure::Content);
    };
    let (folder, kind) = place(&config, &new.section)?;
    if new.title.trim().is_empty() {
        let section = &new.section;
        return Err(Failure::Misuse(say!(
            "标题是空的；写成 `huimeng new {section} \"标题\"`",
            "the title is empty: write `huimeng new {section} \"a title\"`"
        )));
    }
    let slug = new.slug.clone().unwrap_or_else(|| pinyin::slug(&new.title));
    if let Some(fault) = slug_fault(&slug) {
        let (zh, en) = (fault.zh, fault.en);
        return Err(Failure::Misuse(say!(
            "slug `{slug}` 不能用：{zh}",
            "the slug `{slug}` cannot be used: {en}"
        )));
    }
    let date = match new.date {
        Some(date) => date,
        None => today(&config),
    };
    let name = match kind {
        Kind::News | Kind::Signing => format!("{date}-{slug}"),
        Kind::Partner | Kind::Page => slug,
    };
    let file = if new.bundle { format!("{name}/index.md") } else { format!("{name}.md") };
    let path: PathBuf = global.site.join("content").join(&folder).join(file);
    let text = fill(&archetype(&tree.value, &config, &folder, kind), &config, &new.title, &date.to_string())?;
    write(&path, &text)?;
    let _ = writeln!(std::io::stdout(), "{}", path.display());
    Ok(())
}

/// The folder and kind that the user means: a section by its folder or kind, else a folder of pages.
fn place(config: &SiteConfig, wanted: &str) -> Result<(String, Kind), Failure> {
    if let Some(section) = config.sections.get(wanted) {
        return Ok((wanted.to_owned(), section.kind));
    }
    let of_kind = config.sections.iter().find(|(_, section)| section.kind.name() == wanted);
    if let Some((folder, section)) = of_kind {
        return Ok((folder.clone(), section.kind));
    }
    if wanted == "page" {
        return Ok((String::new(), Kind::Page));
    }
    let folders: Vec<&str> = config.sections.keys().map(String::as_str).chain(["page"]).collect();
    let known = folders.join(" ");
    let Say { zh, en } = known_words(nearest(wanted, folders.iter().copied()));
    Err(Failure::Misuse(say!(
        "没有栏目 `{wanted}`；{zh}：{known}",
        "there is no section `{wanted}`; {en}: {known}"
    )))
}

#[expect(clippy::disallowed_methods, reason = "the edge where the clock comes in")]
fn today(config: &SiteConfig) -> jiff::civil::Date {
    Timestamp::now().to_zoned(config.timezone.clone()).date()
}

/// The archetype of the section, else of the kind.
fn archetype(tree: &source::SourceTree, config: &SiteConfig, folder: &str, kind: Kind) -> String {
    let layers = Layers::of(tree, config, &mut Vec::new());
    let archetypes = layers.winners("archetypes/");
    let names = [format!("{folder}.md"), format!("{}.md", kind.name())];
    let found = names.iter().find_map(|name| archetypes.get(name.as_str())?.text());
    found.unwrap_or("---\ntitle: {{ title }}\n---\n").to_owned()
}

/// Fills the places of an archetype; texts are quoted where YAML needs it.
fn fill(archetype: &str, config: &SiteConfig, title: &str, date: &str) -> anyhow::Result<String> {
    let title = serde_yaml::to_string(title).context("the title")?;
    let first = |ids: Option<&String>| ids.cloned().unwrap_or_default();
    Ok(archetype
        .replace("{{ title }}", title.trim_end())
        .replace("{{ date }}", date)
        .replace("{{ partner_kind }}", &first(config.partner_kinds.keys().next()))
        .replace("{{ category }}", &first(config.agreement_categories.keys().next())))
}

/// Never over an existing file.
fn write(path: &PathBuf, text: &str) -> Result<(), Failure> {
    let shown = || path.display().to_string();
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(shown)?;
    }
    let created = fs::OpenOptions::new().write(true).create_new(true).open(path);
    match created {
        Ok(mut file) => Ok(file.write_all(text.as_bytes()).with_context(shown)?),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let path = path.display();
            Err(Failure::Misuse(say!(
                "{path} 已经存在；换一个 --slug",
                "{path} exists already: give another --slug"
            )))
        }
        Err(error) => Err(anyhow::Error::from(error).context(shown()).into()),
    }
}
