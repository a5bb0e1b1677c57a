//! One file a command: read its options, call the stages, print. Exit codes: 0 fine, 1 the content or the
//! build has errors, 2 the command was misused, 3 the environment failed.

mod build;
mod check;
mod completions;
#[cfg(feature = "deploy")]
mod deploy;
#[cfg(feature = "deploy")]
mod diff;
mod fix;
mod hosting;
mod init;
mod licenses;
mod new;
mod replace;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod usage;
mod zh;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::{Cli, Color, Command, ContentOptions, Global, MessageFormat, MessageLanguage};
use crate::config::BaseUrl;
#[cfg(feature = "deploy")]
use crate::deploy::DeployError;
use crate::diagnostic::show::{self, Format, Messages, ShowOptions, Texts};
use crate::diagnostic::{Diagnostic, Say};
use crate::output::OutputError;
use crate::pipeline::Options;
use crate::say;

pub use usage::refuse;

/// What a command came to.
enum Failure {
    /// Findings were shown, errors among them.
    Content,
    /// The command cannot mean this.
    Misuse(Say),
    /// The disk, the network, a permission.
    Environment(anyhow::Error),
    /// Whoever reads the output wants no more of it: `huimeng hosting nginx | head`.
    Unread,
    /// The same as an environment that fails, with words of its own.
    Output(OutputError),
    /// What keeps a site from being published.
    #[cfg(feature = "deploy")]
    Deploy(DeployError),
}

/// Runs a command and tells how it went.
pub fn run(cli: Cli) -> ExitCode {
    let terminal = Terminal::new(&cli.global);
    let result = match &cli.command {
        _ if cli.licenses => licenses::run(),
        Some(Command::Build(options)) => build::run(&cli.global, options, &terminal),
        Some(Command::Check(options)) => check::run(&cli.global, options, &terminal),
        #[cfg(feature = "serve")]
        Some(Command::Serve(options)) => serve::run(&cli.global, options, &terminal),
        #[cfg(feature = "deploy")]
        Some(Command::Deploy(options)) => deploy::run(&cli.global, options, &terminal),
        #[cfg(feature = "deploy")]
        Some(Command::Diff(options)) => diff::run(&cli.global, options, &terminal),
        Some(Command::Init) => init::run(&cli.global, &terminal),
        Some(Command::New(options)) => new::run(&cli.global, options, &terminal),
        Some(Command::Zh(options)) => zh::run(&cli.global, options, &terminal),
        Some(Command::Hosting(options)) => hosting::run(&cli.global, options, &terminal),
        Some(Command::Schema(options)) => schema::run(options),
        Some(Command::Completions(options)) => completions::run(options),
        None => Err(Failure::Misuse(say!(
            "没有写要做什么；`huimeng --help` 列出各个命令",
            "no command is given; `huimeng --help` lists them"
        ))),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Content) => ExitCode::from(1),
        Err(Failure::Misuse(text)) => {
            terminal.tell(&text);
            ExitCode::from(2)
        }
        Err(Failure::Unread) => ExitCode::from(3),
        Err(Failure::Environment(error)) => {
            terminal.tell(&say!("出错：{error:#}", "error: {error:#}"));
            ExitCode::from(3)
        }
        #[cfg(feature = "deploy")]
        Err(Failure::Deploy(error)) => {
            let _ = terminal.show(&[error.diagnostic()], &NoTexts);
            ExitCode::from(match error {
                DeployError::Output(OutputError::NotBuilt { .. }) => 2,
                error if error.is_refusal() => 1,
                _ => 3,
            })
        }
        Err(Failure::Output(error)) => {
            let found = error.diagnostic();
            let is_ours = matches!(error, OutputError::Foreign { .. });
            let _ = terminal.show(&[found], &NoTexts);
            ExitCode::from(if is_ours { 1 } else { 3 })
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Failure {
        Failure::Environment(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Unread,
            _ => Failure::Environment(error.into()),
        }
    }
}

/// How a list of the words that there are begins, in a message about another one.
fn known_words(near: Option<&str>) -> Say {
    match near {
        Some(near) => say!("是否想写 `{near}`？可用的有", "did you mean `{near}`? There are"),
        None => say!("可用的有", "there are"),
    }
}

/// Findings about the output folder have no text to show.
struct NoTexts;

impl Texts for NoTexts {
    fn text(&self, _file: &str) -> Option<&str> {
        None
    }
}

/// The language of messages, given or from the locale: Chinese where nothing tells.
fn speaks_chinese(given: Option<&str>) -> bool {
    match given {
        Some(given) => given != "en",
        None => sys_locale::get_locale().is_none_or(|locale| locale.starts_with("zh")),
    }
}

/// Screen columns of the excerpts in messages.
const EXCERPT_WIDTH: usize = 120;

/// Where messages go and how they look.
struct Terminal {
    options: ShowOptions,
    quiet: bool,
    verbose: bool,
}

impl Terminal {
    fn new(global: &Global) -> Terminal {
        let messages = match global.messages {
            Some(MessageLanguage::Zh) => Messages::Zh,
            Some(MessageLanguage::En) => Messages::En,
            None if speaks_chinese(None) => Messages::Zh,
            None => Messages::En,
        };
        let format = match global.message_format {
            MessageFormat::Human => Format::Human,
            MessageFormat::Json => Format::Json,
            MessageFormat::Github => Format::Github,
            MessageFormat::Sarif => Format::Sarif,
        };
        let color = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                #[expect(clippy::disallowed_methods, reason = "the edge where the environment comes in")]
                let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                io::stderr().is_terminal() && !plain
            }
        };
        let prefix = match global.site.to_string_lossy().trim_end_matches(['/', '.']) {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        let options = ShowOptions { format, messages, color, width: EXCERPT_WIDTH, prefix };
        Terminal { options, quiet: global.quiet, verbose: global.verbose }
    }

    fn show(&self, found: &[Diagnostic], texts: &dyn Texts) -> io::Result<()> {
        show::show(found, texts, &self.options, &mut io::stderr().lock())
    }

    /// Counts files on a terminal; silent in a pipe, for machines and when asked to be quiet.
    fn progress(&self) -> ProgressBar {
        if self.quiet || self.options.format != Format::Human || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let files = say!("个文件", "files");
        let bar = ProgressBar::no_length().with_message(self.text(&files).to_owned());
        bar.set_style(
            ProgressStyle::with_template("{spinner} {pos} {msg}")
                .unwrap_or_else(|_| ProgressStyle::default_spinner()),
        );
        bar
    }

    /// Is there someone who watches?
    #[cfg(feature = "deploy")]
    fn is_watched(&self) -> bool {
        !self.quiet && self.options.format == Format::Human && io::stderr().is_terminal()
    }

    /// A bar that is drawn when its end is known.
    #[cfg(feature = "deploy")]
    fn bar() -> ProgressBar {
        let bar = ProgressBar::hidden();
        bar.set_style(
            ProgressStyle::with_template("{bar:30} {pos}/{len} {eta}")
                .unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        bar
    }

    /// Does a stream for results take colours?
    fn colors(&self, stream: &impl IsTerminal) -> bool {
        self.options.color && stream.is_terminal()
    }

    /// A question on a terminal that yes or no answers.
    fn asks(&self, question: &Say) -> io::Result<bool> {
        write!(io::stdout(), "{}", self.text(question))?;
        io::stdout().flush()?;
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        Ok(matches!(line.trim(), "y" | "Y" | "yes" | "是"))
    }

    /// A line for people on stderr, unless they asked for quiet or for another format.
    fn tell(&self, text: &Say) {
        let text = self.text(text);
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// The same, of what matters to nothing but the time that is needed.
    fn note(&self, text: &Say) {
        if !self.quiet && self.options.format == Format::Human {
            self.tell(text);
        }
    }

    /// A result on stdout.
    fn result(&self, text: &Say) {
        if !self.quiet {
            let _ = writeln!(io::stdout(), "{}", self.text(text));
        }
    }

    fn text<'t>(&self, text: &'t Say) -> &'t str {
        match self.options.messages {
            Messages::Zh => &text.zh,
            Messages::En => &text.en,
        }
    }
}

/// The options of the stages; the clock is read here and nowhere else.
fn options(content: &ContentOptions, strict: bool, advice: bool) -> Result<Options, Failure> {
    let base_url = match &content.base_url {
        None => None,
        Some(url) => Some(BaseUrl::parse(url).map_err(|reason| {
            let (zh, en) = (reason.zh, reason.en);
            Failure::Misuse(say!("--base-url 不对：{zh}", "--base-url: {en}"))
        })?),
    };
    #[expect(clippy::disallowed_methods, reason = "the edge where the clock comes in")]
    let now = content.now.unwrap_or_else(jiff::Timestamp::now);
    Ok(Options {
        drafts: content.drafts,
        future: content.future,
        base_url,
        strict,
        advice,
        ..Options::at(now)
    })
}
