//! huimeng (会盟): a static site generator for the publicity sites of Chinese alliances.
//!
//! A site is built by stages, each a function from values to values. What one stage makes, the next one reads;
//! nobody reaches back.
//!
//! ```text
//! disk ─load→ SourceTree ─parse→ Documents ─link→ Site ─plan→ Routes ─┐
//!                │                            │                       ├─view→ views ─render→ files ─output→ disk
//!                └─theme::load→ Theme ────────┼───────────────────────┤
//!                                             └─words→ Words ─────────┘
//!
//! load     the whole folder    bytes, decoded; nothing below it reads the site from disk
//! parse    each file           front matter and Markdown to a Document: markup with holes for what differs
//!                              between languages, links and shortcodes still names
//! link     the whole site      names become ids, relations are read from both sides, wrong ones are reported
//! plan     the whole site      every page there will be, its address in every language; two with one address
//! view     each page           everything its template can show: converted texts, dates, addresses
//! render   each page           view and template to bytes
//! output   the whole site      written beside the old one, then exchanged with it in one step
//! ```
//!
//! `zh` leaves this road behind `link`: [`proof`] tells where conversion had a choice.
//!
//! Findings travel beside every value ([`diagnostic::Checked`]) and are shown together, in the order of files and
//! places, at the end. With an error nothing is published. [`pipeline`] strings the stages together, once: `build`
//! and `check` take the same road and differ in where files go.
//!
//! # Floors
//!
//! A module names only modules on lower floors, and itself.
//!
//! | floor | modules | what they know |
//! | --: | --- | --- |
//! | 0 | [`diagnostic`] [`digest`] [`kind`] [`language`] [`script`] [`text`] | words and scripts; no file of a site |
//! | 1 | [`date`] [`mark`] [`source`] [`yaml`] | files and their syntax |
//! | 2 | [`schema`] | fields: what may be written |
//! | 3 | [`config`] [`document`] | the settings; one file's record and text |
//! | 4 | [`site`] | all records and their relations |
//! | 5 | [`route`] | addresses |
//! | 6 | [`variant`] | the words of a language |
//! | 7 | [`advice`] [`theme`] | what could be better; templates, texts of the interface, assets |
//! | 8 | [`proof`] [`view`] | what an editor should read; what templates see, the only values made for being serialised |
//! | 9 | [`hosting`] [`render`] | the rules of its server; pages, feeds, sitemap |
//! | 10 | [`output`] | the folder on disk |
//! | 11 | [`deploy`] [`pipeline`] | the site where readers are; the order of the stages, and the cores |
//! | 12 | [`cli`] [`preview`] | options, as data; the site in memory, served while it is edited |
//! | 13 | [`commands`] | the clock, the environment, exit codes |
//!
//! The clock and the environment come in on the top floor and go down as values, so that the same input gives the
//! same bytes on any day and machine.
//!
//! # What need not be made again
//!
//! Three stages are functions of little and remembered by a digest of what they take ([`pipeline::Memo`]): `parse` by
//! a file's path and text, and what of site.yaml it sees; the conversion of a body by its document, the words of its
//! language and page, and the contents of its holes; `render` by a page's view and the theme. The last one holds
//! because a view is all that a template sees: functions of templates answer from their arguments and the theme alone,
//! and what fills the holes of a body is in the key of the body. `link` and `plan` are done anew each
//! time: nothing has to decide what a change touches, and no build shows what another one left.
//!
//! Nor are views made only to find that they are what they were. The makers of views get documents from their
//! [`view::context::Context`] alone, which notes them: on the same grounds (structure of the site, addresses, words,
//! theme) and from the same documents, a page is the same.
//!
//! A view holds what its template can read and no more: fields that no reachable template names are neither made nor
//! compared ([`theme::Fields`]). Cards, which many pages show, are serialised once for all of them
//! ([`view::shown::Shown`]).
//!
//! What had findings is made anew, so that they are told each time. `build` keeps the memo in `.huimeng/`; the files
//! themselves stay where they were published, and [`output`] knows what each was made from. Remembering belongs in
//! [`pipeline`]; stages only offer digests.
//!
//! Nor is a source read only to find that it is what it was: one that has the stamp (length, times, inode) that the last
//! build saw is known by its digest ([`source::Known`]), and read when somebody wants its text after all.
//!
//! # What stays in memory
//!
//! Of a large site never all at once: a source's text is dropped when it is parsed; what a document shows goes into the
//! memo's file right after, and leaves memory with its last page ([`document::flow`]); pages are written as they are
//! made.
//!
//! # Where things go
//!
//! - A new field is one entry in [`schema`]'s tables: reader, messages, JSON Schema and manual follow from it. Kinds
//!   that a site declares for itself are more such tables, read from site.yaml: descriptions borrow their texts for
//!   that reason.
//! - A new rule is one line in the table of [`diagnostic::rules`]. Advice that only `check` gives stands in [`advice`].
//! - Agreements as records of their own are a kind with a section; [`site`] already holds them as entities with ids,
//!   which signings only list.
//! - Responsive images are files that [`render`] plans and [`pipeline`] makes; views get their addresses and sizes.
//! - A search index is a file like a feed: made from views, in `render`.
//! - `serve` is a loop over [`pipeline::prepare`] with a sink that keeps files in memory, in [`preview`]; `deploy`
//!   reads what [`output`] wrote, by its list of files, and builds nothing.
//! - An editor's language server asks the pipeline as `check` does, with unsaved texts laid over the tree; spans are
//!   bytes of files everywhere, and [`diagnostic::position`] makes lines and columns of them.

pub mod advice;
pub mod cli;
pub mod commands;
pub mod config;
pub mod date;
#[cfg(feature = "deploy")]
pub mod deploy;
pub mod diagnostic;
pub mod digest;
pub mod document;
pub mod hosting;
pub mod kind;
pub mod language;
pub mod mark;
pub mod output;
pub mod pipeline;
#[cfg(feature = "serve")]
pub mod preview;
pub mod proof;
pub mod render;
pub mod route;
pub mod schema;
pub mod script;
pub mod site;
pub mod source;
pub mod text;
pub mod theme;
pub mod variant;
pub mod view;
pub mod yaml;
