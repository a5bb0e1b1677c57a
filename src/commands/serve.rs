//! `huimeng serve`: starts the preview and tells at the terminal what happens in it.

use std::io;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::cli::{Global, Serve};
use crate::diagnostic::Diagnostic;
use crate::pipeline::{self, Nowhere, Summary};
use crate::preview::{self, News, Port, Settings, StartError};
use crate::say;
use crate::source::{self, SourceTree};

use super::{Failure, Terminal, options};

/// Easy to remember, and used by no other program of the kind.
const PORT: u16 = 1414;

pub(super) fn run(global: &Global, serve: &Serve, terminal: &Terminal) -> Result<(), Failure> {
    let options = options(&serve.content, false, false)?;
    if !global.site.join("site.yaml").exists() {
        // Most likely the wrong folder: nothing to wait for.
        let tree = source::load(&global.site);
        let (outcome, _) =
            pipeline::run(&tree.value, &options, tree.diagnostics, &mut pipeline::Memo::default(), || {
                Ok(Nowhere)
            });
        terminal.show(&outcome.diagnostics, &tree.value)?;
        return Err(Failure::Content);
    }
    let settings = Settings {
        site: global.site.clone(),
        fixed_now: serve.content.now,
        options,
        port: serve.port.map_or(Port::From(PORT), Port::Only),
        host: serve.host.clone(),
        poll: serve.poll,
        follow: serve.follow,
        editor: Some(serve.editor.clone()).filter(|editor| editor != "none"),
        show: terminal.options.clone(),
    };
    #[expect(clippy::disallowed_methods, reason = "the edge where the clock comes in")]
    let clock = jiff::Timestamp::now;
    let mut told: Vec<Diagnostic> = Vec::new();
    // What has been said stays on the screen; it is not said again with every save.
    let mut tell = |diagnostics: &[Diagnostic], texts: &SourceTree| {
        if told != diagnostics {
            let _ = terminal.show(diagnostics, texts);
            told = diagnostics.to_vec();
        }
    };
    let started = preview::run(&settings, clock, &mut |news| match news {
        News::Wrong { diagnostics, texts } => tell(diagnostics, texts),
        News::Built { diagnostics, texts, numbers, changed, took, first } => {
            tell(diagnostics, texts);
            tell_build(terminal, numbers, changed, took, first);
        }
        News::Ready { url, open } => {
            terminal.result(&say!("预览：{url} （按 Ctrl+C 结束）", "preview: {url} (Ctrl+C ends it)"));
            if open {
                terminal.tell(&say!(
                    "注意：同一网络里得到这个网址的人都能看到网站，草稿也在内",
                    "note: whoever on this network has this address can see the site, drafts included"
                ));
            }
            if serve.open && open_browser(url).is_err() {
                terminal.tell(&say!(
                    "打不开浏览器：请自己打开上面的网址",
                    "no browser could be opened: open the address above"
                ));
            }
        }
        News::Blind(reason) => terminal.tell(&reason),
        News::Fault => terminal.tell(&say!(
            "程序内部出错，预览保持原样；改动文件会再试一次",
            "a fault of the program itself: the preview stays as it was, the next change tries again"
        )),
    });
    started.map_err(|error| failure(error, serve, terminal))
}

fn tell_build(terminal: &Terminal, numbers: &Summary, changed: usize, took: Duration, first: bool) {
    let millis = took.as_millis();
    if first {
        let Summary { sources, languages, pages, .. } = numbers;
        terminal.result(&say!(
            "{sources} 个源文件，{languages} 种语言，{pages} 个页面，{millis} 毫秒",
            "{sources} sources, {languages} languages, {pages} pages, {millis} ms"
        ));
    } else {
        terminal.result(&say!("{changed} 个文件更新，{millis} 毫秒", "{changed} files updated, {millis} ms"));
    }
    if terminal.verbose {
        for (stage, time) in &numbers.stages {
            let micros = time.as_micros();
            terminal.tell(&say!("{stage:>8} {micros} 微秒", "{stage:>8} {micros} µs"));
        }
    }
}

fn failure(error: StartError, serve: &Serve, terminal: &Terminal) -> Failure {
    let StartError::Listen(source) = &error else { return Failure::Environment(error.into()) };
    let port = serve.port.unwrap_or(PORT);
    let text = match source.kind() {
        io::ErrorKind::AddrInUse => say!(
            "端口 {port} 已被占用，也许另一个预览还开着；用 --port 换一个端口，或不写 --port 自动选择",
            "port {port} is taken, perhaps by another preview: choose another one with --port, or leave --port out"
        ),
        io::ErrorKind::PermissionDenied => say!(
            "不允许使用端口 {port}；用 --port 换一个 1024 以上的端口",
            "port {port} is not allowed: choose one above 1024 with --port"
        ),
        _ => {
            let host = serve.host.as_deref().unwrap_or("localhost");
            say!(
                "不能在 {host}:{port} 上提供预览：{source}",
                "the preview cannot listen on {host}:{port}: {source}"
            )
        }
    };
    Failure::Environment(anyhow::Error::msg(terminal.text(&text).to_owned()))
}

/// Asks the system to show an address.
fn open_browser(url: &str) -> io::Result<()> {
    let (program, arguments) = match cfg!(target_os = "macos") {
        true => ("open", vec![url]),
        false if cfg!(windows) => ("rundll32", vec!["url.dll,FileProtocolHandler", url]),
        false => ("xdg-open", vec![url]),
    };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    // Whoever waits for it to end must not be this thread, which builds.
    std::thread::spawn(move || child.wait());
    Ok(())
}
