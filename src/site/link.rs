//! What the bodies point at: links, pictures and shortcodes, each resolved or reported.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, Located, Say, SitePath, Span, nearest, rules};
use crate::document::Document;
use crate::document::body::{Body, Call, Image, Link, Target};
use crate::kind::Kind;
use crate::say;

use super::call::{self, CallData};
use super::files::Files;
use super::path::{below_content, encode_path, join, relative};
use super::reference::Index;
use super::relation::Mention;
use super::{DocId, Entry, EntryId, Relations};

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Resolved {
    External(String),
    /// A record: the page in the language of the linking page, or the nearest to it.
    Entry(EntryId),
    /// A path from the site's root, encoded, without the base path.
    Path(String),
    /// An anchor on the same page.
    Here,
    /// Reported; the text stays, the link goes.
    Broken,
}

/// A picture that exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResolvedImage {
    /// A path from the site's root without the base path, or an address with a scheme.
    pub path: String,
    pub dimensions: Option<(u32, u32)>,
}

/// What a body points at, index by index; nested for the bodies of shortcodes.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct BodyLinks {
    pub links: Vec<Resolved>,
    pub images: Vec<Option<ResolvedImage>>,
    pub calls: Vec<ResolvedCall>,
    /// Front matter: the cover, the logo, the photos of a signing.
    pub cover: Option<ResolvedImage>,
    pub logo: Option<ResolvedImage>,
    pub photos: Vec<Option<ResolvedImage>>,
}

/// A shortcode with the data that it asks for.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ResolvedCall {
    pub data: CallData,
    pub body: Option<BodyLinks>,
}

/// Everything that a reference may lead to.
pub(super) struct Surroundings<'a> {
    pub(super) config: &'a SiteConfig,
    pub(super) documents: &'a [Arc<Document>],
    pub(super) entries: &'a [Entry],
    pub(super) index: &'a Index<'a>,
    pub(super) files: &'a Files<'a>,
    pub(super) relations: &'a Relations,
    /// Names of the templates under `shortcodes/`.
    pub(super) shortcodes: &'a BTreeSet<String>,
}

/// Resolves all documents, in their order. Links from published news to partners and signings come
/// back as mentions.
pub(super) fn resolve(
    site: &Surroundings,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<BodyLinks>, Vec<Mention>) {
    let mut mentions = Vec::new();
    let mut links = Vec::with_capacity(site.documents.len());
    for (position, document) in site.documents.iter().enumerate() {
        let mut resolver = Resolver { site, document, diagnostics, targets: Vec::new() };
        links.push(resolver.document());
        let targets = resolver.targets;
        let Some(from) = site.index.by_file(below_content(&document.file)) else { continue };
        let entry = &site.entries[from.0 as usize];
        let counts = entry.original == DocId(position as u32) && entry.kind == Kind::News && entry.published;
        if counts {
            mentions.extend(targets.into_iter().map(|to| Mention { from, to }));
        }
    }
    (links, mentions)
}

/// Resolves the references of one document.
pub(super) struct Resolver<'a, 'd> {
    pub(super) site: &'a Surroundings<'a>,
    pub(super) document: &'a Document,
    pub(super) diagnostics: &'d mut Vec<Diagnostic>,
    /// Records that the text links to.
    targets: Vec<EntryId>,
}

impl Resolver<'_, '_> {
    fn document(&mut self) -> BodyLinks {
        let mut links = self.body(&self.document.body);
        let record = &self.document.record;
        links.cover = record.cover.as_ref().and_then(|cover| self.picture(&cover.src));
        match &record.detail {
            crate::document::record::Detail::Partner(partner) => {
                links.logo = partner.logo.as_ref().and_then(|logo| self.picture(&logo.src));
            }
            crate::document::record::Detail::Signing(signing) => {
                links.photos = signing.photos.iter().map(|photo| self.picture(&photo.src)).collect();
            }
            _ => {}
        }
        links
    }

    fn body(&mut self, body: &Body) -> BodyLinks {
        BodyLinks {
            links: body.links.iter().map(|link| self.link(link)).collect(),
            images: body.images.iter().map(|image| self.image(image)).collect(),
            calls: body.calls.iter().map(|call| self.call(call)).collect(),
            ..BodyLinks::default()
        }
    }

    fn link(&mut self, link: &Link) -> Resolved {
        match &link.target {
            Target::Url(url) => Resolved::External(url.clone()),
            Target::Here => {
                self.anchor(self.document, link);
                Resolved::Here
            }
            Target::Source(path) => match self.site.index.by_file(path) {
                Some(id) => self.entry(id, link),
                None if self.site.index.is_unread(path) => Resolved::Broken,
                None => {
                    let near = self.site.index.nearest_file(path);
                    self.broken(&link.span, path, near)
                }
            },
            Target::Record { section, slug } => {
                let value = match section {
                    Some(section) => format!("{section}/{slug}"),
                    None => slug.clone(),
                };
                let reference = Located { value, span: link.span.clone() };
                match self.site.index.resolve_inside(&self.document.file, &reference, None, self.diagnostics)
                {
                    Some(id) => self.entry(id, link),
                    None => Resolved::Broken,
                }
            }
            Target::File(path) => {
                if self.site.files.content.contains_key(path.as_str()) {
                    return Resolved::Path(format!("/{}", encode_path(path)));
                }
                // `../partners/foo` and `../partners/foo/` are what other generators write.
                let source = format!("{}.md", path.trim_end_matches('/'));
                let near = match self.site.index.by_file(&source) {
                    Some(_) => Some(source.as_str()),
                    None => self.site.files.nearest_in_content(path),
                };
                self.broken(&link.span, path, near)
            }
            // Checked against all addresses when these are known.
            Target::Root(path) => Resolved::Path(encode_path(path)),
        }
    }

    fn entry(&mut self, id: EntryId, link: &Link) -> Resolved {
        let entry = &self.site.entries[id.0 as usize];
        let same_language = entry
            .versions
            .iter()
            .flatten()
            .find(|version| self.site.documents[version.0 as usize].tag == self.document.tag);
        let target = &self.site.documents[same_language.unwrap_or(&entry.original).0 as usize];
        if !entry.published {
            let name = &target.file;
            self.diagnostics.push(
                Diagnostic::new(
                    &rules::REFERENCE_TO_UNPUBLISHED,
                    say!(
                        "链接的目标 `{name}` 还没有发布，这里只显示文字",
                        "the link's target `{name}` is not published: only its text is shown"
                    ),
                )
                .at(&self.document.file, link.span.clone()),
            );
            return Resolved::Broken;
        }
        self.anchor(target, link);
        self.targets.push(id);
        Resolved::Entry(id)
    }

    fn anchor(&mut self, target: &Document, link: &Link) {
        let Some(fragment) = &link.fragment else { return };
        // Footnotes have ids of their own, made with the body.
        if fragment.is_empty() || fragment.starts_with("fn-") || fragment.starts_with("fnref-") {
            return;
        }
        let mut ids = Vec::new();
        collect_ids(&target.body, &mut ids);
        if ids.contains(&fragment.as_str()) {
            return;
        }
        let file = &target.file;
        let found = Diagnostic::new(
            &rules::BROKEN_ANCHOR,
            say!("`{file}` 里没有锚点 `#{fragment}`", "there is no anchor `#{fragment}` in `{file}`"),
        )
        .at(&self.document.file, link.span.clone());
        let known = ids.iter().map(|id| format!("`#{id}`")).collect::<Vec<_>>().join(" ");
        self.diagnostics.push(match nearest(fragment, ids.iter().copied()) {
            Some(near) => found.help(say!("是否想写 `#{near}`？", "did you mean `#{near}`?")),
            None if ids.is_empty() => found.help(say!("那一页没有小标题", "that page has no headings")),
            None => found.help(say!("那一页的锚点有：{known}", "the anchors of that page are: {known}")),
        });
    }

    fn broken(&mut self, span: &Span, path: &str, near: Option<&str>) -> Resolved {
        let found = Diagnostic::new(
            &rules::BROKEN_LINK,
            say!("链接的目标 content/{path} 不存在", "the link's target content/{path} does not exist"),
        )
        .at(&self.document.file, span.clone());
        self.diagnostics.push(match near {
            Some(near) => {
                let near = relative(below_content(&self.document.file), near);
                found.help(Say::did_you_mean(near))
            }
            None if let Some(at) = path.find("www.") => {
                let address = &path[at..];
                found.help(say!(
                    "网址写全：`https://{address}`",
                    "write the whole address: `https://{address}`"
                ))
            }
            None => found.help(say!(
                "路径从本文件所在的文件夹算起；也可以写 `[[slug]]`",
                "paths start from this file's folder; `[[slug]]` works from anywhere"
            )),
        });
        Resolved::Broken
    }

    fn image(&mut self, image: &Image) -> Option<ResolvedImage> {
        self.picture_at(&image.target, &image.span)
    }

    /// A picture of front matter or of a shortcode: relative to the file, or from the site's root.
    pub(super) fn picture(&mut self, src: &Located<String>) -> Option<ResolvedImage> {
        let target = match src.value.as_str() {
            path if path.starts_with('/') => Target::Root(path.to_owned()),
            url if url.contains("://") => Target::Url(url.to_owned()),
            path => Target::File(join(below_content(&self.document.file), path)),
        };
        self.picture_at(&target, &src.span)
    }

    fn picture_at(&mut self, target: &Target, span: &Span) -> Option<ResolvedImage> {
        let (shown, found) = match target {
            Target::Url(url) => {
                self.diagnostics.push(external_image(&self.document.file, span, url));
                return Some(ResolvedImage { path: url.clone(), dimensions: None });
            }
            Target::Root(path) => {
                (format!("static{path}"), self.site.files.at_root(path).map(|file| (path.clone(), file)))
            }
            Target::File(path) | Target::Source(path) => {
                let file = self.site.files.content.get(path.as_str());
                (format!("content/{path}"), file.map(|file| (format!("/{path}"), *file)))
            }
            Target::Record { .. } | Target::Here => return None,
        };
        if let Some((path, file)) = found {
            return Some(ResolvedImage { path: encode_path(&path), dimensions: file.dimensions() });
        }
        let near = shown.strip_prefix("content/").and_then(|path| self.site.files.nearest_in_content(path));
        let found =
            Diagnostic::new(&rules::MISSING_IMAGE, say!("图片 {shown} 不存在", "there is no image {shown}"))
                .at(&self.document.file, span.clone());
        self.diagnostics.push(match near {
            Some(near) => {
                let near = relative(below_content(&self.document.file), near);
                found.help(Say::did_you_mean(near))
            }
            None => found.help(say!(
                "把图片放在本文件旁边，或放进 static/ 并以 `/` 开头书写",
                "put the image beside this file, or into static/ and write it with a leading `/`"
            )),
        });
        None
    }

    fn call(&mut self, call: &Call) -> ResolvedCall {
        let data = call::resolve(self, call);
        let body = call.body.as_ref().map(|body| self.body(body));
        ResolvedCall { data, body }
    }
}

fn external_image(file: &SitePath, span: &Span, url: &str) -> Diagnostic {
    Diagnostic::new(
        &rules::EXTERNAL_IMAGE,
        say!("图片取自别的网站：{url}", "an image from another site: {url}"),
    )
    .at(file, span.clone())
    .help(say!(
        "读者的浏览器会因此访问别的网站；请把图片下载到本文件旁边再引用",
        "readers' browsers would ask another host: download the image beside this file"
    ))
}

fn collect_ids<'a>(body: &'a Body, ids: &mut Vec<&'a str>) {
    ids.extend(body.headings.iter().map(|heading| heading.id.as_str()));
    for call in &body.calls {
        if let Some(body) = &call.body {
            collect_ids(body, ids);
        }
    }
}
