//! What the server says itself, where there is no page to show.

use std::fmt::Write;

use super::inject::ROOT;
use super::snapshot::Told;
use crate::diagnostic::Say;
use crate::diagnostic::show::Messages;
use crate::say;

pub(super) fn foreign() -> Say {
    say!(
        "预览只回答本机的地址。请用终端里显示的网址打开。\n",
        "The preview answers to addresses of this machine only. Open the address that the terminal shows.\n"
    )
}

pub(super) fn no_token() -> Say {
    say!(
        "请用终端里显示的、带 token 的完整网址打开一次。\n",
        "Open the whole address that the terminal shows once, with its token.\n"
    )
}

/// The page that stands for one that cannot be made.
pub(super) fn problem_page(messages: Messages, findings: &[Told], summary: &str) -> String {
    let (lang, title, advice) = match (messages, findings.is_empty()) {
        (Messages::Zh, true) => ("zh-Hans", "没有这个页面", "这个网站还没有 404 页面。"),
        (Messages::En, true) => ("en", "There is no such page", "The site has no page for missing ones yet."),
        (Messages::Zh, false) => ("zh-Hans", "这个页面还不能显示", "改好以下问题并保存，页面会自己出现。"),
        (Messages::En, false) => (
            "en",
            "This page cannot be shown yet",
            "Correct what follows and save: the page appears by itself.",
        ),
    };
    let mut page = format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"{ROOT}preview.css\"></head><body class=\"problem\">\
         <main><h1>{title}</h1><p>{advice}</p>"
    );
    for told in findings {
        let _ = write!(page, "<pre>{}</pre>", escape(&told.text));
    }
    let _ = write!(page, "<p>{}</p></main></body></html>", escape(summary));
    page
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

    #[test]
    fn findings_are_text() {
        let told =
            Told { severity: Severity::Error, file: None, place: None, text: "<img onerror=x>&".into() };
        let page = problem_page(Messages::Zh, &[told], "发现 1 个错误");
        assert!(page.contains("<pre>&lt;img onerror=x&gt;&amp;</pre>"), "{page}");
        assert!(page.contains("lang=\"zh-Hans\"") && page.contains("发现 1 个错误"));
    }
}
