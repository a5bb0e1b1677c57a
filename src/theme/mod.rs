//! The look of the site: templates, texts of the interface and assets, from three layers of which the
//! first that has a file wins: the site's own folders, its theme, the theme in the binary.
//!
//! A template sees what it is given and nothing else: its functions answer from their arguments and the
//! theme alone, so that equal views make equal pages.

mod assets;
mod layers;
mod minify;
mod references;
mod strings;
mod templates;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{Context, Tera};

use crate::config::SiteConfig;
use crate::diagnostic::{Checked, Diagnostic};
use crate::digest::Digest;
use crate::language::{LangId, Tag};

pub use assets::Asset;
pub use layers::Layers;
use strings::Strings;

/// A theme that is ready to render, one engine a language.
#[derive(Debug)]
pub struct Theme {
    engines: Vec<Tera>,
    strings: Vec<Arc<Strings>>,
    /// By path below `assets/`.
    pub assets: Arc<BTreeMap<String, Asset>>,
    templates: templates::Texts,
    /// Text arguments of shortcodes, which convert like prose: by name.
    pub prose_arguments: BTreeMap<String, BTreeSet<String>>,
}

/// Compiles templates, reads the interface's texts and fingerprints the assets. `convert` brings a
/// text from one language into another of the site.
pub fn load(
    layers: &Layers,
    config: &SiteConfig,
    convert: &dyn Fn(LangId, &Tag, &str) -> String,
) -> Checked<Option<Theme>> {
    let mut diagnostics = Vec::new();
    let assets = Arc::new(assets::fingerprint(layers, &config.base_url.path, &mut diagnostics));
    let strings = strings::load(layers, &config.languages, convert, &mut diagnostics);
    let (templates, engines) = templates::compile(layers, &strings, &assets, &mut diagnostics);
    let prose_arguments = layers.prose_arguments(&mut diagnostics);
    let value = engines.map(|engines| Theme { engines, strings, assets, templates, prose_arguments });
    Checked { value, diagnostics }
}

/// May a file of the site change nothing but templates and assets: no text of the interface, no setting?
pub fn is_look(path: &str) -> bool {
    let below_theme = path.strip_prefix("themes/").and_then(|path| path.split_once('/'));
    let inner = below_theme.map_or(path, |(_, inner)| inner);
    inner.starts_with("templates/") || inner.starts_with("assets/")
}

impl Theme {
    /// Renders a template in a language. The finding names the template's place; the caller adds the page.
    pub fn render(&self, lang: LangId, template: &str, context: &Context) -> Result<String, Box<Diagnostic>> {
        let engine = &self.engines[lang.index()];
        engine.render(template, context).map_err(|error| Box::new(self.templates.report(&error)))
    }

    /// Stands for all that decides what templates make of their values in a language.
    pub fn digest(&self, lang: LangId) -> Digest {
        let assets = self.assets.iter().map(|(name, asset)| (name, &asset.url, &asset.integrity));
        let assets: Vec<_> = assets.collect();
        let (strings, arguments) = (&self.strings[lang.index()], &self.prose_arguments);
        let rest = format!("{strings:?} {assets:?} {arguments:?}");
        Digest::of_parts(&[self.templates.digest().bytes(), rest.as_bytes()])
    }

    pub fn has_template(&self, name: &str) -> bool {
        self.engines.first().is_some_and(|engine| engine.contains_template(name))
    }

    /// Names of all templates, without the layers' prefixes.
    pub fn template_names(&self) -> impl Iterator<Item = &str> {
        self.templates.names()
    }

    /// A text of the interface without places; the key itself when it does not exist, which is reported
    /// where a template uses it.
    pub fn label(&self, lang: LangId, key: &str) -> String {
        self.strings[lang.index()].text(key, &BTreeMap::new()).unwrap_or_else(|| key.to_owned())
    }

    /// The same with one place filled, `第 {n} 页`.
    pub fn label_with(&self, lang: LangId, key: &str, place: &str, value: &str) -> String {
        let values = BTreeMap::from([(place.to_owned(), value.to_owned())]);
        self.strings[lang.index()].text(key, &values).unwrap_or_else(|| key.to_owned())
    }
}
