//! The pages that the menu of site.yaml names.

use crate::config::{MenuTarget, SiteConfig};
use crate::diagnostic::{Diagnostic, Say, nearest, rules};
use crate::say;

use super::Entry;
use super::reference::Index;

/// Reports pages that do not exist, and those that are not published: the menu leaves them out.
pub(super) fn check(
    config: &SiteConfig,
    entries: &[Entry],
    index: &Index,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let file = "site.yaml".into();
    for item in &config.menu {
        let MenuTarget::Page(key) = &item.target.value else { continue };
        // Ordered by key.
        let found = entries.binary_search_by(|entry| entry.key.as_str().cmp(key)).map(|at| &entries[at]);
        let finding = match found {
            Ok(entry) if entry.published => continue,
            Ok(_) => Diagnostic::new(
                &rules::REFERENCE_TO_UNPUBLISHED,
                say!(
                    "菜单里的页面 `{key}` 还没有发布，菜单里不显示",
                    "the page `{key}` is not published: the menu leaves it out"
                ),
            ),
            Err(_) if index.is_unread(key) => continue,
            Err(_) => {
                let found = Diagnostic::new(
                    &rules::UNKNOWN_REFERENCE,
                    say!("菜单里的页面 `{key}` 不存在", "the menu's page `{key}` does not exist"),
                );
                match nearest(key, entries.iter().map(|entry| entry.key.as_str())) {
                    Some(near) => found.help(Say::did_you_mean(near)).replace_with(near),
                    None => found.help(say!(
                        "先建立 content/{key}.md，或删去这一项",
                        "create content/{key}.md first, or delete this entry"
                    )),
                }
            }
        };
        diagnostics.push(finding.at(&file, item.target.span.clone()));
    }
}
