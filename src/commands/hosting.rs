//! `huimeng hosting`: the site is made as `build` makes it, and instead of writing it, what its server has to know is
//! printed.

use std::io::Write as _;

use crate::cli::{Global, Hosting, Server};
use crate::hosting::{self, Hosting as Site};
use crate::pipeline::{self, Memo, Nowhere};
use crate::source;

use super::{Failure, Terminal, options};

pub(super) fn run(global: &Global, wanted: &Hosting, terminal: &Terminal) -> Result<(), Failure> {
    let mut options = options(&wanted.content, false, false)?;
    options.hosting = true;
    options.minify_pages = super::build::minifies(wanted.minify)?;
    let tree = source::load(&global.site);
    let (outcome, _) =
        pipeline::run(&tree.value, &options, tree.diagnostics, &mut Memo::default(), || Ok(Nowhere));
    terminal.show(&outcome.diagnostics, &tree.value)?;
    let site = outcome.hosting.as_ref().filter(|_| !outcome.has_errors()).ok_or(Failure::Content)?;
    std::io::stdout().write_all(rules(wanted.server, site).as_bytes())?;
    Ok(())
}

fn rules(server: Server, site: &Site) -> String {
    match server {
        Server::Headers => hosting::headers(site),
        Server::Redirects => hosting::redirects(site),
        Server::Nginx => hosting::nginx(site),
        Server::Caddy => hosting::caddy(site),
    }
}
