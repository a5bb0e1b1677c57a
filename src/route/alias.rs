//! Redirects from old addresses. An alias is an address as it once was, so it stands for itself: it gets
//! no language prefix, and leads to the page in the language of the file that names it.

use crate::config::SiteConfig;
use crate::diagnostic::Diagnostic;
use crate::site::Site;

use super::address::bad_alias;
use super::{PageKey, Redirect, Routes};

pub(super) fn redirects(
    config: &SiteConfig,
    site: &Site,
    routes: &Routes,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    for id in site.ids().filter(|id| site[*id].published) {
        for (lang, _) in config.languages.iter() {
            let Some(document) = site[id].written(lang).map(|id| site.document(id)) else { continue };
            let key = (PageKey::of(site, id), lang);
            let Some(target) = routes.by_key.get(&key) else { continue };
            for alias in &document.record.aliases {
                let path = alias.value.trim_start_matches('/');
                let last = path.rsplit('/').next().unwrap_or_default();
                let file = match path {
                    "" => {
                        diagnostics.push(bad_alias(document, alias));
                        continue;
                    }
                    _ if last.ends_with(".html") || last.ends_with(".htm") => path.to_owned(),
                    _ => format!("{}/index.html", path.trim_end_matches('/')),
                };
                redirects.push(Redirect {
                    file,
                    target: *target,
                    source: document.file.clone(),
                    span: alias.span.clone(),
                });
            }
        }
    }
    redirects
}
