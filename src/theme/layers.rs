//! Where the files of a theme come from, first layer first.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, Say, SitePath, nearest, rules};
use crate::say;
use crate::source::SourceTree;
use crate::yaml::{self, Value};

/// The theme that the binary carries.
static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// Name of the theme in the binary.
pub const DEFAULT: &str = "default";

/// The files of all layers.
#[derive(Debug)]
pub struct Layers {
    layers: Vec<Layer>,
}

/// One layer: files by path below it, `templates/base.html`.
#[derive(Debug)]
pub struct Layer {
    /// Prefix of its template names: empty for the site, `theme/`, `builtin/`.
    pub prefix: &'static str,
    pub files: BTreeMap<String, LayerFile>,
}

/// A file of a layer.
#[derive(Debug, Clone)]
pub struct LayerFile {
    /// What messages call it.
    pub path: SitePath,
    pub content: Content,
}

#[derive(Debug, Clone)]
pub enum Content {
    Text(Arc<str>),
    Bytes(&'static [u8]),
    Disk(PathBuf),
}

impl LayerFile {
    /// The text, of a file that is one.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Bytes(_) | Content::Disk(_) => None,
        }
    }
}

impl Layers {
    /// The site's own folders, `themes/<name>/` and the theme in the binary.
    pub fn of(tree: &SourceTree, config: &SiteConfig, diagnostics: &mut Vec<Diagnostic>) -> Layers {
        let name = config.theme.value.as_str();
        let folder = format!("themes/{name}/");
        let theme = from_tree(tree, &folder, |_| true);
        if theme.is_empty() && name != DEFAULT {
            diagnostics.push(unknown_theme(tree, config));
        }
        let own = ["templates/", "assets/", "i18n/", "archetypes/"];
        let site = from_tree(tree, "", |path| own.iter().any(|folder| path.starts_with(folder)));
        let layers = vec![
            Layer { prefix: "", files: site },
            Layer { prefix: "theme/", files: theme },
            Layer { prefix: "builtin/", files: built_in() },
        ];
        Layers { layers }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Layer> {
        self.layers.iter()
    }

    /// Every path below a folder with the file that wins, ordered by path.
    pub fn winners(&self, folder: &str) -> BTreeMap<&str, &LayerFile> {
        let mut winners = BTreeMap::new();
        for layer in self.layers.iter().rev() {
            for (path, file) in layer.files.range(folder.to_owned()..) {
                let Some(name) = path.strip_prefix(folder) else { break };
                winners.insert(name, file);
            }
        }
        winners
    }

    /// Names of the shortcodes that have a template.
    pub fn shortcodes(&self) -> BTreeSet<String> {
        let templates = self.winners("templates/shortcodes/");
        templates.keys().filter_map(|path| path.strip_suffix(".html")).map(str::to_owned).collect()
    }

    /// `shortcodes: {name: {text: [argument]}}` of every theme.yaml: the arguments that are prose.
    pub fn prose_arguments(&self, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, BTreeSet<String>> {
        let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for file in self.layers.iter().filter_map(|layer| layer.files.get("theme.yaml")) {
            let Content::Text(text) = &file.content else { continue };
            let read = yaml::read(&file.path, text, 0..text.len());
            diagnostics.extend(read.diagnostics);
            let Some(root) = read.value else { continue };
            let Some(Value::Map(shortcodes)) = root.get("shortcodes").map(|node| &node.value) else {
                continue;
            };
            for (name, settings) in shortcodes {
                let Some(Value::List(arguments)) = settings.get("text").map(|node| &node.value) else {
                    continue;
                };
                let names = arguments.iter().filter_map(|argument| match &argument.value {
                    Value::Scalar { text, .. } => Some(text.clone()),
                    _ => None,
                });
                all.entry(name.value.clone()).or_default().extend(names);
            }
        }
        all
    }
}

fn from_tree(tree: &SourceTree, folder: &str, wanted: impl Fn(&str) -> bool) -> BTreeMap<String, LayerFile> {
    let texts = tree.files_under(folder).iter().map(|file| (&file.path, Content::Text(file.text.clone())));
    let others =
        tree.binaries_under(folder).iter().map(|file| (&file.path, Content::Disk(file.disk.clone())));
    texts
        .chain(others)
        .filter_map(|(path, content)| {
            let name = path.strip_prefix(folder)?;
            wanted(name).then(|| (name.to_owned(), LayerFile { path: path.clone(), content }))
        })
        .collect()
}

fn built_in() -> BTreeMap<String, LayerFile> {
    let mut files = BTreeMap::new();
    let mut folders = vec![&BUILT_IN];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let name = slashes(file.path());
            let content = match file.contents_utf8() {
                Some(text) => Content::Text(text.into()),
                None => Content::Bytes(file.contents()),
            };
            let path = format!("themes/default/{name}").into();
            files.insert(name, LayerFile { path, content });
        }
    }
    files
}

fn slashes(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn unknown_theme(tree: &SourceTree, config: &SiteConfig) -> Diagnostic {
    let name = config.theme.value.as_str();
    let folders: BTreeSet<&str> = tree
        .files_under("themes/")
        .iter()
        .filter_map(|file| file.path.strip_prefix("themes/")?.split('/').next())
        .chain([DEFAULT])
        .collect();
    let found = Diagnostic::new(
        &rules::UNKNOWN_THEME,
        say!("没有名为 `{name}` 的主题", "there is no theme `{name}`"),
    )
    .at(&"site.yaml".into(), config.theme.span.clone())
    .label(say!("没有文件夹 themes/{name}", "there is no folder themes/{name}"));
    match nearest(name, folders) {
        Some(near) => found.help(Say::did_you_mean(near)).replace_with(near),
        None => {
            found.help(say!("不写 `theme:` 就用自带的主题", "without `theme:` the built-in theme is used"))
        }
    }
}
