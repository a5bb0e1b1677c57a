//! The command line, as data. Help texts are the documentation of each option.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::language::Convert;

/// Static sites for the publicity offices of Chinese alliances (产教联合体、产业联盟的宣传网站).
#[derive(Debug, Parser)]
#[command(name = "huimeng", version, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    /// Print the licences of huimeng and of what comes with it (显示许可证)
    #[arg(long, global = true)]
    pub licenses: bool,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command (各个命令都有的选项)")]
pub struct Global {
    /// The site's folder, where site.yaml is (网站所在的文件夹)
    #[arg(long, value_name = "DIR", default_value = ".", global = true)]
    pub site: PathBuf,
    /// How findings are written (提示信息的格式)
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = MessageFormat::Human, global = true)]
    pub message_format: MessageFormat,
    /// Language of messages; from the locale unless given (提示信息的语言)
    #[arg(long, value_enum, value_name = "LANG", global = true)]
    pub messages: Option<MessageLanguage>,
    /// Say nothing but findings (只显示问题)
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more: times of the stages (显示各阶段用时)
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Colour (颜色)
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, global = true)]
    pub color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// For people (给人看)
    Human,
    /// One JSON object a line (每行一个 JSON)
    Json,
    /// Workflow commands, shown in a pull request (显示在合并请求里)
    Github,
    /// SARIF 2.1.0 (供代码检查平台读取)
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageLanguage {
    Zh,
    En,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site (生成网站)
    Build(Build),
    /// Check everything without writing (只检查，不写文件)
    Check(Check),
    /// Preview the site in a browser, following every save (在浏览器里预览，随保存更新)
    #[cfg(feature = "serve")]
    Serve(Serve),
    /// Publish the built site to a target of site.yaml (发布生成好的网站)
    #[cfg(feature = "deploy")]
    Deploy(Deploy),
    /// Show what differs between two builds or releases (比较两次生成或发布的网站)
    #[cfg(feature = "deploy")]
    Diff(Diff),
    /// Start a site in the site's folder (建一个新网站)
    Init,
    /// Write a new record from an archetype (新建一篇)
    New(New),
    /// Report where script conversion had a choice, or convert plain text (简繁转换的校对报告；转换纯文本)
    Zh(Zh),
    /// Print what a web server has to know of the site (输出服务器的规则)
    Hosting(Hosting),
    /// Print a JSON Schema for editors (输出编辑器用的 JSON Schema)
    Schema(Schema),
    /// Print completions for a shell (输出命令补全脚本)
    Completions(Completions),
}

#[derive(Debug, Args)]
pub struct Build {
    /// Output folder, relative to the current one; public/ in the site unless given (输出目录)
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub content: ContentOptions,
    /// Make warnings errors (把警告当作错误)
    #[arg(long)]
    pub strict: bool,
    /// Write a report of the build as JSON (把构建结果写成 JSON)
    #[arg(long, value_name = "FILE.json")]
    pub report: Option<PathBuf>,
    /// Tell where the time went: stages, slowest templates, slowest pages (显示时间用在哪里)
    #[arg(long)]
    pub timings: bool,
    /// How small pages are made (页面压缩的程度)
    #[arg(long, value_enum, value_name = "HOW", default_value_t = Minify::Templates)]
    pub minify: Minify,
    /// Ignore what earlier builds remembered (不用以前的缓存)
    #[arg(long)]
    pub clean: bool,
    /// Share what builds remember among machines: a folder, or s3://BUCKET/FOLDER (几台机器共用缓存)
    #[arg(long, value_name = "ADDRESS")]
    pub cache: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Minify {
    /// White space of templates, once (只压缩模板)
    Templates,
    /// Every finished page too: a little smaller, several times slower (每个页面也压缩，慢几倍)
    Full,
}

/// The address that opens a file in Visual Studio Code.
#[cfg(feature = "serve")]
const VISUAL_STUDIO_CODE: &str = "vscode://file/{path}:{line}:{column}";

#[cfg(feature = "serve")]
#[derive(Debug, Args)]
pub struct Serve {
    /// Port; without it 1414, or the next one that is free (端口)
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// Let other machines see the preview: this one's address, or 0.0.0.0 for all of them (让别的机器也能看)
    #[arg(long, value_name = "ADDR")]
    pub host: Option<String>,
    /// Open the preview in the browser (打开浏览器)
    #[arg(long)]
    pub open: bool,
    /// Go to the page of the file that was saved (跳到刚保存的那一页)
    #[arg(long)]
    pub follow: bool,
    /// Look for changes from time to time, where the system tells none: network drives, WSL (定时查看变化)
    #[arg(long)]
    pub poll: bool,
    /// What opens a file in the editor: an address with {path}, {line} and {column}, or `none` (打开编辑器的链接)
    #[arg(long, value_name = "URL", default_value = VISUAL_STUDIO_CODE)]
    pub editor: String,
    #[command(flatten)]
    pub content: ContentOptions,
}

#[cfg(feature = "deploy")]
#[derive(Debug, Args)]
pub struct Deploy {
    /// The target's name in site.yaml; not needed when there is only one (site.yaml 里发布目标的名称)
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// The build's folder, relative to the current one; public/ in the site unless given (输出目录)
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Show what would be done and do nothing (只看要做什么，不做)
    #[arg(long)]
    pub dry_run: bool,
    /// Write the plan as JSON and do nothing (把计划写成 JSON，不发布)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["apply", "rollback", "list", "prune"])]
    pub plan: Option<PathBuf>,
    /// Do what a plan says, and only if it is still what there is to do (按写好的计划发布)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["rollback", "list", "prune"])]
    pub apply: Option<PathBuf>,
    /// Go back to an earlier release: the one before, or this one (退回上一次发布，或指定的一次)
    #[arg(long, value_name = "RELEASE", num_args = 0..=1, conflicts_with_all = ["list", "prune"])]
    pub rollback: Option<Option<String>>,
    /// List the releases that are kept (列出保留的发布)
    #[arg(long)]
    pub list: bool,
    /// Delete what is due and publish nothing (只删除到期的文件，不发布)
    #[arg(long, conflicts_with = "list")]
    pub prune: bool,
    /// Look at every file of the target, and put right what is not as it was published (核对目标里的每个文件)
    #[arg(long)]
    pub verify: bool,
    /// Per cent of the site's files that this release may take away (最多去掉百分之几的文件)
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub max_delete: Option<u8>,
    /// Take the place of files that another program wrote (代替别的程序写的同名文件)
    #[arg(long)]
    pub adopt: bool,
    /// Write the changed addresses, one a line (把改过的网址写进文件，一行一个)
    #[arg(long, value_name = "FILE")]
    pub changed_urls: Option<PathBuf>,
    /// Write a summary in Markdown, for a merge request (写一份 Markdown 摘要，可贴进合并请求)
    #[arg(long, value_name = "FILE")]
    pub summary: Option<PathBuf>,
    /// Do not ask (不询问，直接发布)
    #[arg(short, long)]
    pub yes: bool,
}

#[cfg(feature = "deploy")]
#[derive(Debug, Args)]
pub struct Diff {
    /// An output folder, a plan, or a release's file from a target (旧的输出目录、发布计划或发布记录)
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The same of what is compared with it (新的)
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// How it is written (格式)
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = DiffFormat::Human)]
    pub format: DiffFormat,
}

/// The form of a comparison.
#[cfg(feature = "deploy")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// A line of counts, and one for each file (每个文件一行)
    Human,
    /// For a merge request (贴进合并请求)
    Markdown,
    /// One object (一个 JSON 对象)
    Json,
}

/// What is published, and as of when.
#[derive(Debug, Args)]
pub struct ContentOptions {
    /// Include drafts (包括草稿)
    #[arg(long)]
    pub drafts: bool,
    /// Include records under embargo (包括未到发布时间的)
    #[arg(long)]
    pub future: bool,
    /// Instead of base_url in site.yaml (代替 site.yaml 的 base_url)
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Embargo and expiry as of this time, RFC 3339 (按这个时间判断发布与过期)
    #[arg(long, value_name = "RFC3339")]
    pub now: Option<jiff::Timestamp>,
}

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub content: ContentOptions,
    /// Make warnings errors (把警告当作错误)
    #[arg(long)]
    pub strict: bool,
    /// Write what has one right answer into the files (改正有唯一答案的问题)
    #[arg(long)]
    pub fix: bool,
}

#[derive(Debug, Args)]
pub struct New {
    /// A section's folder or a kind: news, partner, signing, page (栏目或类型)
    pub section: String,
    /// The title (标题)
    pub title: String,
    /// Its address; from the title's Pinyin unless given (网址)
    #[arg(long)]
    pub slug: Option<String>,
    /// Today unless given (日期)
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<jiff::civil::Date>,
    /// A folder of its own, for photos beside it (单独一个文件夹，放照片)
    #[arg(long)]
    pub bundle: bool,
}

#[derive(Debug, Args)]
pub struct Zh {
    /// Files or folders to report on; the whole site unless given (要看的文件或文件夹；不写就是整个网站)
    #[arg(value_name = "FILE", conflicts_with = "text")]
    pub files: Vec<PathBuf>,
    /// Languages to convert to: zh-Hans, zh-Hant-TW, … (转成哪种文字；报告里只看哪些语言)
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    pub to: Vec<String>,
    /// Show what is decided too (连已定的地方也列出)
    #[arg(long, conflicts_with = "text")]
    pub all: bool,
    /// How the report is written (报告的格式)
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ReportFormat::Human, conflicts_with = "text")]
    pub format: ReportFormat,
    /// Fail while a question is left (还有要看的地方就以 1 退出)
    #[arg(long, conflicts_with = "text")]
    pub strict: bool,
    /// Note as right: all that is shown, or the place of this id; with a text, write that into the glossary
    /// (记为没有错；带文字就写进词表)
    #[arg(
        long,
        value_name = "ID[=TEXT]",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        conflicts_with_all = ["text", "interactive"]
    )]
    pub accept: Vec<String>,
    /// Answer the questions one by one (逐处回答)
    #[arg(long, conflicts_with = "text")]
    pub interactive: bool,
    /// Convert plain text from stdin, line by line (逐行转换标准输入的文字)
    #[arg(long)]
    pub text: bool,
    /// The language of the text; zh-Hans unless given (原文是哪种文字)
    #[arg(long, value_name = "TAG", requires = "text")]
    pub from: Option<String>,
    /// How far; as site.yaml's `convert` for the language unless given (转换到什么程度)
    #[arg(long, value_enum, value_name = "HOW", requires = "text")]
    pub convert: Option<Depth>,
    /// Do what OpenCC 1.4.2 does with this configuration, byte for byte (与 OpenCC 的这个配置完全一致)
    #[arg(long, value_name = "CONFIG", requires = "text", conflicts_with_all = ["to", "from", "convert"])]
    pub exact: Option<String>,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// Equal decisions together (相同的放在一起)
    Human,
    /// One JSON object a line and place (每处一行 JSON)
    Json,
    /// A table for spreadsheets (电子表格)
    Csv,
}

/// How far conversion goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Depth {
    /// Script only (只换字)
    Characters,
    /// Also the characters and words of Taiwan (台湾的字形和用词)
    Taiwan,
    /// Also the characters and words of Hong Kong (香港的字形和用词)
    HongKong,
}

impl From<Depth> for Convert {
    fn from(depth: Depth) -> Convert {
        match depth {
            Depth::Characters => Convert::Characters,
            Depth::Taiwan => Convert::Taiwan,
            Depth::HongKong => Convert::HongKong,
        }
    }
}

#[derive(Debug, Args)]
pub struct Hosting {
    /// For whom the rules are written (给谁用)
    #[arg(value_enum, value_name = "FOR")]
    pub server: Server,
    #[command(flatten)]
    pub content: ContentOptions,
    /// How small pages are made, as `build` is told (页面压缩的程度，与 build 相同)
    #[arg(long, value_enum, value_name = "HOW", default_value_t = Minify::Templates)]
    pub minify: Minify,
}

/// Who reads the rules of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Server {
    /// _headers, for Cloudflare Pages, Netlify and others (响应头)
    Headers,
    /// _redirects, for the same (重定向)
    Redirects,
    /// For a server block of nginx (写进 server 块)
    Nginx,
    /// For a site block of Caddy (写进站点块)
    Caddy,
}

#[derive(Debug, Args)]
pub struct Schema {
    /// news, partner, signing, page, site or glossary (哪一类文件)
    #[arg(value_name = "KIND")]
    pub kind: String,
}

#[derive(Debug, Args)]
pub struct Completions {
    /// The shell (哪一种终端)
    pub shell: clap_complete::Shell,
}
