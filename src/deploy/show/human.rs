//! For the terminal: a few lines, and every file when asked.

use crate::deploy::plan::Plan;
use crate::deploy::summary::{Counts, Summary};
use crate::deploy::{Change, Changed};
use crate::diagnostic::Say;
use crate::say;

use super::{class_label, kind_label};

/// The changes in one line: `3 news (1 new, 2 changed), 14 pages (14 changed)`.
pub fn totals(summary: &Summary) -> Say {
    let records = summary.records.iter().map(|(kind, counts)| part(&kind_label(*kind), *counts));
    let classes = summary.classes.iter().map(|(class, counts)| part(&class_label(*class), *counts));
    join(records.chain(classes)).unwrap_or_else(|| say!("没有改动", "nothing changed"))
}

/// What an apply would do.
pub fn lines(plan: &Plan, summary: &Summary) -> Vec<Say> {
    let mut lines = Vec::new();
    let Say { zh, en } = totals(summary);
    match &plan.base {
        Some(base) => lines.push(say!("与发布 {base} 相比：{zh}", "compared with release {base}: {en}")),
        None => lines.push(say!("第一次发布：{zh}", "first release: {en}")),
    }
    if let Some(interrupted) = &plan.interrupted {
        lines.push(say!(
            "发布 {interrupted} 没有完成，接着做没有做完的",
            "the release {interrupted} was not finished: this goes on where it stopped"
        ));
    }
    let (writes, bytes) = (plan.writes.len(), size(plan.bytes()));
    if writes > 0 {
        lines.push(say!("要写 {writes} 个文件，{bytes}", "{writes} files to write, {bytes}"));
    }
    let leaving = plan.changes.iter().filter(|changed| changed.change == Change::Removed).count();
    if leaving > 0 {
        lines.push(say!(
            "{leaving} 个文件不再属于网站，过了宽限时间删除",
            "{leaving} files leave the site and are deleted after the grace time"
        ));
    }
    lines
}

/// Every change on a line of its own.
pub fn changes(changes: &[Changed]) -> impl Iterator<Item = Say> + '_ {
    changes.iter().map(|Changed { path, change, .. }| {
        let sign = match change {
            Change::Added => '+',
            Change::Changed => '~',
            Change::Removed => '-',
        };
        say!("  {sign} {path}", "  {sign} {path}")
    })
}

/// Bytes as people say them.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    if bytes < 1_000 {
        return format!("{bytes} B");
    }
    let mut size = bytes as f64 / 1_000.0;
    let mut unit = 0;
    while size >= 999.95 && unit + 1 < UNITS.len() {
        size /= 1_000.0;
        unit += 1;
    }
    format!("{size:.1} {}", UNITS[unit])
}

fn part(label: &Say, counts: Counts) -> Say {
    let total = counts.total();
    let detail = [
        (counts.added, "新增", "new"),
        (counts.changed, "修改", "changed"),
        (counts.removed, "去掉", "removed"),
    ];
    let given = || detail.iter().filter(|(count, ..)| *count > 0);
    let zh = given().map(|(count, zh, _)| format!("{zh} {count}")).collect::<Vec<_>>().join("，");
    let en = given().map(|(count, _, en)| format!("{count} {en}")).collect::<Vec<_>>().join(", ");
    let Say { zh: label_zh, en: label_en } = label;
    say!("{label_zh} {total}（{zh}）", "{total} {label_en} ({en})")
}

fn join(parts: impl Iterator<Item = Say>) -> Option<Say> {
    parts.reduce(|all, part| Say {
        zh: format!("{}、{}", all.zh, part.zh),
        en: format!("{}, {}", all.en, part.en),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deploy::Class;
    use crate::kind::Kind;

    #[test]
    fn sizes_have_one_decimal() {
        let told = [0, 999, 1_000, 1_234_567, 999_960, 5_000_000_000].map(size);
        assert_eq!(told, ["0 B", "999 B", "1.0 KB", "1.2 MB", "1.0 MB", "5.0 GB"]);
    }

    #[test]
    fn totals_name_records_before_files() {
        let mut summary = Summary::default();
        summary.records.insert(Kind::News, Counts { added: 1, changed: 2, removed: 0 });
        summary.classes.insert(Class::Page, Counts { added: 3, changed: 10, removed: 1 });
        let Say { zh, en } = totals(&summary);
        assert_eq!(zh, "新闻 3（新增 1，修改 2）、页面 14（新增 3，修改 10，去掉 1）");
        assert_eq!(en, "3 news (1 new, 2 changed), 14 pages (3 new, 10 changed, 1 removed)");
        assert_eq!(totals(&Summary::default()).zh, "没有改动");
    }
}
