//! Tables between `<!-- generated: … -->` and `<!-- end -->` are made from the program's own descriptions.

use std::fmt::Write;

use huimeng::diagnostic::{RULES, Severity};
use huimeng::kind::Kind;
use huimeng::schema::{record, reference, site};

use super::{DOCUMENTS, read, settle, writing};

const OPEN: &str = "<!-- generated: ";
const CLOSE: &str = "<!-- end -->";

#[test]
fn tables_are_those_of_the_program() {
    let _guard = writing();
    let mut count = 0;
    for document in DOCUMENTS {
        let written = read(document);
        let mut wanted = String::new();
        let mut rest = written.as_str();
        while let Some((before, after)) = rest.split_once(OPEN) {
            let (name, after) = after.split_once(" -->\n").expect("the mark ends");
            let (_, after) = after.split_once(CLOSE).expect("what is generated ends");
            let _ = write!(wanted, "{before}{OPEN}{name} -->\n\n{}\n{CLOSE}", table(name));
            rest = after;
            count += 1;
        }
        wanted += rest;
        settle(document, &written, &wanted);
    }
    assert_eq!(count, 6, "four kinds of records, site.yaml and the rules each have their table");
}

fn table(name: &str) -> String {
    match name {
        "news" => reference::tables(record::fields(Kind::News)).zh,
        "partner" => reference::tables(record::fields(Kind::Partner)).zh,
        "signing" => reference::tables(record::fields(Kind::Signing)).zh,
        "page" => reference::tables(record::fields(Kind::Page)).zh,
        "site.yaml" => reference::tables(site::FIELDS).zh,
        "rules" => rules(),
        other => panic!("nothing generates `{other}`"),
    }
}

fn rules() -> String {
    let mut out = "| 编号 | 名称 | 级别 | 含义 | meaning |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for rule in RULES {
        let severity = match rule.severity {
            _ if rule.optional => "关闭 off",
            Severity::Error => "错误 error",
            Severity::Warning => "警告 warning",
            Severity::Note => "提示 note",
        };
        let fixed = if rule.adjustable { "" } else { "，固定 fixed" };
        let _ = writeln!(
            out,
            "| {} | `{}` | {severity}{fixed} | {} | {} |",
            rule.code, rule.name, rule.zh, rule.en
        );
    }
    out
}
