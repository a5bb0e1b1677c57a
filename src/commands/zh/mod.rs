//! `huimeng zh`: what conversion did and where it had a choice; and, with `--text`, conversion of plain text.

mod answer;
mod text;

use std::collections::BTreeSet;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::cli::{Global, ReportFormat, Zh};
use crate::diagnostic::{SitePath, nearest};
use crate::language::{Languages, Tag};
use crate::pipeline::{self, Memo, Read};
use crate::proof::show::{Format, Options, show, show_group};
use crate::proof::{Place, Report, groups};
use crate::say;
use crate::source::{self, SourceTree};

use super::{Failure, Terminal};
use answer::Ledger;

pub(super) fn run(global: &Global, options: &Zh, terminal: &Terminal) -> Result<(), Failure> {
    if options.text {
        return text::run(options);
    }
    let tree = source::load(&global.site);
    let wanted = wanted(&tree.value, &options.files)?;
    let is_wanted = |file: &SitePath| wanted.as_ref().is_none_or(|files| files.contains(file));
    #[expect(clippy::disallowed_methods, reason = "the edge where the clock comes in")]
    let now = jiff::Timestamp::now();
    let proof = pipeline::proof(&tree.value, now, tree.diagnostics, &mut Memo::default(), &is_wanted);
    terminal.show(&proof.diagnostics, &tree.value)?;
    let Some(mut read) = proof.read else { return Err(Failure::Content) };
    let tags =
        options.to.iter().map(|tag| site_language(tag, &read.languages)).collect::<Result<Vec<_>, _>>()?;
    if !tags.is_empty() {
        read.report.only(&tags);
    }
    let shown = Options {
        format: match options.format {
            ReportFormat::Human => Format::Human,
            ReportFormat::Json => Format::Json,
            ReportFormat::Csv => Format::Csv,
        },
        messages: terminal.options.messages,
        color: options.format == ReportFormat::Human && terminal.colors(&io::stdout()),
        all: options.all,
        prefix: terminal.options.prefix.clone(),
    };
    let failed = !proof.diagnostics.is_empty();
    let left = if options.accept.is_empty() && !options.interactive {
        print(&read.report, &tree.value, &shown)?;
        let questions = read.report.questions();
        let may_ask = questions > 0
            && shown.format == Format::Human
            && !options.strict
            && !failed
            && io::stdin().is_terminal()
            && io::stdout().is_terminal();
        match may_ask && terminal.asks(&say!("现在逐处回答吗？[y/N] ", "Answer them now? [y/N] "))? {
            true => dialog(&tree.value, &read, &shown, terminal)?,
            false => questions,
        }
    } else if failed {
        // An answer must not be written over a list that could not be read.
        return Err(Failure::Content);
    } else if options.interactive {
        dialog(&tree.value, &read, &shown, terminal)?
    } else {
        accept(&tree.value, &read, &options.accept, &shown, terminal)?
    };
    match failed || (options.strict && left > 0) {
        true => Err(Failure::Content),
        false => Ok(()),
    }
}

/// Whoever reads the report may close the pipe when it has enough.
fn print(report: &Report, tree: &SourceTree, shown: &Options) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match show(report, tree, shown, &mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            // What is left in the buffer would fail again when it is dropped.
            let _ = out.into_parts();
            Ok(())
        }
        result => result,
    }
}

/// The files that are meant by paths on the command line; `None` for all.
fn wanted(tree: &SourceTree, paths: &[PathBuf]) -> Result<Option<BTreeSet<SitePath>>, Failure> {
    if paths.is_empty() {
        return Ok(None);
    }
    let root = tree.root().canonicalize()?;
    let texts = || tree.files_under("content/").iter().filter(|file| file.path.ends_with(".md"));
    let mut files = BTreeSet::new();
    for path in paths {
        let shown = path.display();
        let found = path
            .canonicalize()
            .or_else(|_| tree.root().join(path).canonicalize())
            .map_err(|_| Failure::Misuse(say!("没有文件 `{shown}`", "there is no file `{shown}`")))?;
        if !found.starts_with(&root) {
            let root = tree.root().display();
            return Err(Failure::Misuse(say!(
                "`{shown}` 不在网站的文件夹 `{root}` 里；用 --site 指明网站",
                "`{shown}` is not in the site's folder `{root}`; name the site with --site"
            )));
        }
        let is_in = |disk: &Path| disk.canonicalize().is_ok_and(|disk| disk.starts_with(&found));
        let before = files.len();
        let settings = tree.file("site.yaml").into_iter();
        files.extend(texts().chain(settings).filter(|file| is_in(&file.disk)).map(|file| file.path.clone()));
        if files.len() == before {
            return Err(Failure::Misuse(say!(
                "`{shown}` 里没有要转换的文字：只有 content/ 里的 .md 文件和 site.yaml 会转换",
                "nothing in `{shown}` is converted: only .md files below content/ and site.yaml are"
            )));
        }
    }
    Ok(Some(files))
}

fn site_language(text: &str, languages: &Languages) -> Result<Tag, Failure> {
    let chinese: Vec<&Tag> =
        languages.iter().map(|(_, language)| &language.tag).filter(|tag| tag.chinese().is_some()).collect();
    let tag = Tag::parse(text).and_then(|tag| chinese.iter().find(|known| ***known == tag));
    tag.map(|tag| (*tag).clone()).ok_or_else(|| {
        let known = chinese.iter().map(|tag| tag.as_str());
        let near = nearest(text, known.clone()).map(|near| {
            let say = say!("；是否想写 `{near}`？", "; did you mean `{near}`?");
            (say.zh, say.en)
        });
        let (zh, en) = near.unwrap_or_default();
        let known = known.collect::<Vec<_>>().join(" ");
        Failure::Misuse(say!(
            "网站没有中文语言 `{text}`{zh}（有 {known}）",
            "the site has no Chinese language `{text}`{en} (it has {known})"
        ))
    })
}

/// Writes down answers of the command line. Returns how many questions are left.
fn accept(
    tree: &SourceTree,
    read: &Read,
    answers: &[String],
    shown: &Options,
    terminal: &Terminal,
) -> Result<usize, Failure> {
    let mut ledger = Ledger::open(tree, read);
    let places = &read.report.places;
    let mut answered: BTreeSet<&str> = BTreeSet::new();
    for answer in answers {
        if answer.is_empty() {
            let all: Vec<&Place> = places.iter().filter(|place| shown.shows(place)).collect();
            answered.extend(all.iter().map(|place| place.id.as_str()));
            ledger.right(&all)?;
            continue;
        }
        let (id, text) = match answer.split_once('=') {
            Some((id, text)) => (id, Some(text)),
            None => (answer.as_str(), None),
        };
        let meant: Vec<&Place> = places.iter().filter(|place| place.id == id).collect();
        if meant.is_empty() {
            return Err(Failure::Misuse(say!(
                "没有编号是 `{id}` 的地方；`huimeng zh --all` 列出所有编号",
                "no place has the id `{id}`; `huimeng zh --all` lists them all"
            )));
        }
        answered.extend(meant.iter().map(|place| place.id.as_str()));
        match text {
            None => ledger.right(&meant)?,
            Some(text) if text.trim().is_empty() || text.contains(char::is_control) => {
                return Err(Failure::Misuse(say!(
                    "`{id}=` 后面要写转换成的文字",
                    "the text that it becomes has to stand behind `{id}=`"
                )));
            }
            Some(text) => ledger.change(&meant, &|_| Some(text.to_owned()))?,
        }
    }
    ledger.tell(terminal);
    let is_left = |place: &&Place| place.is_question() && !answered.contains(place.id.as_str());
    Ok(places.iter().filter(is_left).count())
}

/// Goes through the questions with whoever sits there. Returns how many are left.
fn dialog(tree: &SourceTree, read: &Read, shown: &Options, terminal: &Terminal) -> Result<usize, Failure> {
    let mut ledger = Ledger::open(tree, read);
    let groups = groups(&read.report.places, |place| shown.shows(place));
    let count = groups.len();
    let mut left = read.report.questions();
    let mut input = io::stdin().lock();
    'groups: for (number, group) in (1..).zip(&groups) {
        let mut out = io::stdout().lock();
        writeln!(out, "[{number}/{count}]")?;
        show_group(group, tree, shown, &mut out)?;
        let ways = crate::proof::show::choices_of(group);
        loop {
            write!(out, "{}", answer::prompt(&ways, terminal.options.messages))?;
            out.flush()?;
            let mut line = String::new();
            if input.read_line(&mut line)? == 0 {
                break 'groups;
            }
            match answer::read(&line, ways.len()) {
                answer::Answer::Right => ledger.right(&group.places)?,
                answer::Answer::Candidate(number) => {
                    let tags = group.variants().iter().map(|variant| &variant.tag);
                    let texts: Vec<(&Tag, &str)> = tags.zip(ways[number].iter().copied()).collect();
                    let text = |tag: &Tag| {
                        texts.iter().find(|(known, _)| *known == tag).map(|(_, text)| (*text).to_owned())
                    };
                    ledger.change(&group.places, &text)?;
                }
                answer::Answer::Own(text) => ledger.change(&group.places, &|_| Some(text.clone()))?,
                answer::Answer::Skip => continue 'groups,
                answer::Answer::Quit => break 'groups,
                answer::Answer::Unclear => {
                    writeln!(out, "{}", terminal.text(&answer::explanation()))?;
                    continue;
                }
            }
            left -= group.places.iter().filter(|place| place.is_question()).count();
            break;
        }
        writeln!(out)?;
    }
    ledger.tell(terminal);
    Ok(left)
}
