//! A summary in Markdown, to be pasted in a merge request.

use std::fmt::Write as _;

use crate::deploy::summary::{Counts, Summary};
use crate::deploy::{Change, Changed};
use crate::diagnostic::Say;
use crate::say;

use super::{class_label, kind_label};

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    pub from: String,
    pub to: String,
}

/// So many files are named; merge requests have an end.
const NAMED: usize = 200;

/// A table of what changed, and the files in a fold below.
pub fn markdown(heading: &Heading, summary: &Summary, changes: &[Changed]) -> Say {
    let mut out = Say { zh: String::new(), en: String::new() };
    let Heading { from, to } = heading;
    line(&mut out, say!("### 网站的改动：{from} → {to}\n", "### Changes of the site: {from} → {to}\n"));
    if changes.is_empty() {
        line(&mut out, say!("没有改动。", "Nothing changed."));
        return out;
    }
    line(
        &mut out,
        say!(
            "| 内容 | 新增 | 修改 | 去掉 |\n| --- | --: | --: | --: |",
            "| what | new | changed | removed |\n| --- | --: | --: | --: |"
        ),
    );
    for (kind, counts) in &summary.records {
        row(&mut out, &kind_label(*kind), *counts);
    }
    for (class, counts) in &summary.classes {
        row(&mut out, &class_label(*class), *counts);
    }
    let count = changes.len();
    line(
        &mut out,
        say!(
            "\n<details><summary>改动的文件（{count}）</summary>\n",
            "\n<details><summary>files that changed ({count})</summary>\n"
        ),
    );
    for Changed { path, change, .. } in changes.iter().take(NAMED) {
        let path = path.replace('`', "\\`");
        line(
            &mut out,
            match change {
                Change::Added => say!("- 新增 `{path}`", "- new `{path}`"),
                Change::Changed => say!("- 修改 `{path}`", "- changed `{path}`"),
                Change::Removed => say!("- 去掉 `{path}`", "- removed `{path}`"),
            },
        );
    }
    if let Some(more) = count.checked_sub(NAMED).filter(|more| *more > 0) {
        line(&mut out, say!("- 还有 {more} 个", "- and {more} more"));
    }
    line(&mut out, say!("\n</details>", "\n</details>"));
    out
}

fn row(out: &mut Say, label: &Say, Counts { added, changed, removed }: Counts) {
    let (zh, en) = (&label.zh, &label.en);
    line(
        out,
        say!("| {zh} | {added} | {changed} | {removed} |", "| {en} | {added} | {changed} | {removed} |"),
    );
}

fn line(out: &mut Say, text: Say) {
    let _ = writeln!(out.zh, "{}", text.zh);
    let _ = writeln!(out.en, "{}", text.en);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deploy::{Class, Listing, summary::summary};
    use expect_test::expect;

    #[test]
    fn a_summary_is_a_table_and_a_fold() {
        let changed = |path: &str, change| Changed {
            path: path.to_owned(),
            class: Class::of(path),
            change,
            listing: Listing::Listed,
        };
        let changes = [changed("a/index.html", Change::Added), changed("b.jpg", Change::Removed)];
        let heading = Heading { from: "old".into(), to: "new".into() };
        expect![[r#"
            ### Changes of the site: old → new

            | what | new | changed | removed |
            | --- | --: | --: | --: |
            | pictures and documents | 0 | 0 | 1 |
            | pages | 1 | 0 | 0 |

            <details><summary>files that changed (2)</summary>

            - new `a/index.html`
            - removed `b.jpg`

            </details>
        "#]]
        .assert_eq(&markdown(&heading, &summary(None, &changes), &changes).en);
    }
}
