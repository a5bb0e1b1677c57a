//! What all pages of a language have in common: made once, lent to every view.

use std::sync::Arc;

use crate::config::{MenuItem, MenuTarget};
use crate::document::body::Label;
use crate::document::html::push_attribute;
use crate::document::record::{Detail, Role};
use crate::language::LangId;
use crate::route::PageKey;

use super::card::{LabelView, LinkView};
use super::context::{Context, Reading};
use super::shell;
use super::shown::Shown;
use super::site::{LangView, MenuView, SiteView};

/// Texts and links of one language.
#[derive(Debug)]
pub struct Common {
    pub site: SiteView,
    pub lang: LangView,
    /// By section index: its title, and its list if there is one.
    pub sections: Vec<Arc<Shown<LinkView>>>,
    /// By term: its title and first page.
    pub tags: Vec<Shown<LinkView>>,
    /// In the order of site.yaml.
    pub partner_kinds: Vec<LabelView>,
    pub categories: Vec<LabelView>,
    /// Lead, council, member.
    roles: [LabelView; 3],
    pub menu: Vec<MenuEntry>,
    /// Texts of the interface in bodies, escaped.
    labels: [String; Label::ALL.len()],
}

/// An entry of the menu that has a page in this language.
#[derive(Debug)]
pub struct MenuEntry {
    /// The page that it leads to, and its path; none for other addresses.
    pub page: Option<(PageKey, String)>,
    /// As pages show it: on its own page or not, and then above the page or not.
    shown: [[Shown<MenuView>; 2]; 2],
}

impl MenuEntry {
    fn new(context: &Context, title: &str, url: &str, page: Option<(PageKey, String)>) -> MenuEntry {
        let external = page.is_none();
        let view = |current, active| {
            context.shown(MenuView {
                title: title.to_owned(),
                url: url.to_owned(),
                current,
                active,
                external,
            })
        };
        let shown = [false, true].map(|current| [false, true].map(|active| view(current, active)));
        MenuEntry { page, shown }
    }

    pub fn url(&self) -> &str {
        &self.shown(false, false).url
    }

    pub fn shown(&self, current: bool, active: bool) -> &Shown<MenuView> {
        &self.shown[usize::from(current)][usize::from(active)]
    }
}

impl Common {
    pub fn new(context: &Context, lang: LangId) -> Common {
        let words = context.words(lang);
        let config = context.config;
        let label = |id: &String, text| {
            let label = words.localized(text).into_owned();
            LabelView { id: id.clone(), label: if label.is_empty() { id.clone() } else { label } }
        };
        let sections = config.sections.values().enumerate().map(|(section, settings)| {
            let link = LinkView {
                title: words.localized(&settings.title).into_owned(),
                url: context.url_of(PageKey::Section { section, number: 1 }, lang),
                lang: None,
            };
            Arc::new(context.shown(link))
        });
        let tags = context.site.tags.terms.iter().enumerate().map(|(term, tag)| {
            context.shown(LinkView {
                title: words.localized(&tag.title).into_owned(),
                url: context.url_of(PageKey::Tag { term, number: 1 }, lang),
                lang: words.foreign(&tag.title).map(ToString::to_string),
            })
        });
        let role = |role: Role| {
            let id = role.name();
            LabelView { id: id.to_owned(), label: context.theme.label(lang, &format!("role.{id}")) }
        };
        let sections: Vec<Arc<Shown<LinkView>>> = sections.collect();
        let menu = config.menu.iter().filter_map(|item| menu_entry(context, item, &sections, lang));
        Common {
            site: shell::site(context, lang),
            lang: shell::language(context, lang),
            tags: tags.collect(),
            partner_kinds: config.partner_kinds.iter().map(|(id, text)| label(id, text)).collect(),
            categories: config.agreement_categories.iter().map(|(id, text)| label(id, text)).collect(),
            roles: [role(Role::Lead), role(Role::Council), role(Role::Member)],
            menu: menu.collect(),
            labels: Label::ALL.map(|label| {
                let mut escaped = String::new();
                push_attribute(&mut escaped, &context.theme.label(lang, label.key()));
                escaped
            }),
            sections,
        }
    }

    /// A text of the interface that stands in a body, escaped.
    pub fn label(&self, label: Label) -> &str {
        &self.labels[label as usize]
    }

    pub fn role(&self, role: Role) -> &LabelView {
        &self.roles[role as usize]
    }

    /// The label of a partner kind; an id that is not declared, which is reported, stands for itself.
    pub fn partner_kind(&self, id: &str) -> LabelView {
        let declared = self.partner_kinds.iter().find(|kind| kind.id == id);
        declared.cloned().unwrap_or_else(|| LabelView { id: id.to_owned(), label: id.to_owned() })
    }
}

fn menu_entry(
    context: &Context,
    item: &MenuItem,
    sections: &[Arc<Shown<LinkView>>],
    lang: LangId,
) -> Option<MenuEntry> {
    let given = item.title.as_ref().map(|title| context.words(lang).localized(title).into_owned());
    match &item.target.value {
        MenuTarget::Url(url) => Some(MenuEntry::new(context, given.as_ref().unwrap_or(url), url, None)),
        MenuTarget::Section(folder) => {
            let section = context.config.sections.get_index_of(folder)?;
            let key = PageKey::Section { section, number: 1 };
            let title = given.unwrap_or_else(|| sections[section].title.clone());
            entry(context, title, key, lang)
        }
        MenuTarget::Page(page) => {
            let id = context.site.find(page).filter(|id| context.site[*id].published)?;
            let reading = context.read(id, lang)?;
            entry(context, given.unwrap_or_else(|| menu_title(&reading)), context.key_of(id), lang)
        }
    }
}

fn entry(context: &Context, title: String, key: PageKey, lang: LangId) -> Option<MenuEntry> {
    let path = context.route(key, lang)?.path.clone();
    Some(MenuEntry::new(context, &title, &context.url(&path), Some((key, path))))
}

fn menu_title(reading: &Reading) -> String {
    let own = match &reading.record.detail {
        Detail::Page(page) => page.menu_title.as_deref(),
        _ => None,
    };
    own.map_or_else(|| reading.title().into_owned(), |title| reading.prose(title))
}
