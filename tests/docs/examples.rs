//! Examples are built as they stand, all those of one document as one site, without a single finding.
//!
//! A block says by its info string what it is: `file=PATH` is that file of the site, `of=KIND` a piece of the
//! front matter of such a record, `of=deploy` a piece of site.yaml; Markdown with neither is the text of a page. `wrong=PATH` is kept for
//! `messages.rs`.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::blocks::{Block, blocks};
use super::{DOCUMENTS, huimeng, read, repository};

/// Pictures that examples show, and which picture of the example site stands in for them.
const PICTURES: [(&str, &str); 4] = [
    ("content/images/park.jpg", "content/images/illustration-campus.jpg"),
    ("content/news/2024-05-16-founding/hall.jpg", "content/images/illustration-workshop.jpg"),
    ("content/signings/2024-05-16-founding/table.jpg", "content/images/illustration-workshop.jpg"),
    ("static/images/emblem.png", "content/images/illustration-park-map.png"),
];

#[test]
fn examples_build_without_a_finding() {
    for document in DOCUMENTS {
        let text = read(document);
        let site = site(&text);
        let output = huimeng()
            .args(["build", "--strict", "--now", "2025-03-01T00:00:00Z"])
            .current_dir(site.path())
            .output()
            .expect("the program runs");
        let findings = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && findings.is_empty(), "{document}:\n{findings}");
    }
}

/// The site that `init` makes, with all files that the blocks of a document make up laid over it.
pub fn site(document: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder for the site");
    let init = huimeng().arg("init").current_dir(folder.path()).output().expect("the program runs");
    assert!(init.status.success(), "{}", String::from_utf8_lossy(&init.stderr));
    for (path, picture) in PICTURES {
        let to = folder.path().join(path);
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(repository().join(picture), to).expect("a picture of the example site");
    }
    for (number, block) in blocks(document).iter().enumerate() {
        place(folder.path(), number, block);
    }
    folder
}

fn place(site: &Path, number: usize, block: &Block) {
    let line = block.line;
    match (block.language, block.word("file"), block.word("of")) {
        (_, Some(path), _) => write(site, path, block.text),
        ("yaml", None, Some("deploy")) => add_targets(site, number, block.text),
        ("yaml", None, Some(kind)) => {
            let folder = match kind {
                "news" => "news",
                "partner" => "partners",
                "signing" => "signings",
                "page" => "examples",
                other => panic!("line {line}: there is no kind `{other}`"),
            };
            let mut front_matter = block.text.to_owned();
            let given = |name: &str| block.text.lines().any(|line| line.starts_with(&format!("{name}:")));
            for (name, value) in [("title", "示例"), ("date", "2024-05-16")] {
                if !given(name) {
                    front_matter += &format!("{name}: {value}\n");
                }
            }
            if kind == "partner" && !given("kind") {
                front_matter += "kind: enterprise\n";
            }
            write(
                site,
                &format!("content/{folder}/example-{number}.md"),
                &format!("---\n{front_matter}---\n"),
            );
        }
        ("markdown", None, None) if block.word("wrong").is_none() => {
            let text = format!("---\ntitle: 示例\n---\n\n{}", block.text);
            write(site, &format!("content/examples/text-{number}.md"), &text);
        }
        ("markdown" | "text" | "sh" | "html", ..) => {}
        (language, ..) => panic!("line {line}: nothing says what this `{language}` is"),
    }
}

/// Adds the targets of a `deploy:` to site.yaml; those of several blocks may have the same names.
fn add_targets(site: &Path, number: usize, text: &str) {
    let path = site.join("site.yaml");
    let mut settings = fs::read_to_string(&path).expect("init wrote it");
    if !settings.contains("\ndeploy:\n") {
        settings += "\ndeploy:\n";
    }
    for line in text.lines().skip_while(|line| *line != "deploy:").skip(1) {
        match line.strip_prefix("  ").filter(|rest| !rest.starts_with(' ')) {
            Some(name) => settings += &format!("  example-{number}-{name}\n"),
            None => settings += &format!("{line}\n"),
        }
    }
    fs::write(&path, settings).expect("a file of the site");
}

pub fn write(site: &Path, path: &str, text: &str) {
    let path = site.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file of the site");
}
