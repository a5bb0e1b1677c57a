//! The commands beside `build` and `check`: starting a site, writing a record, converting text.

use std::io::Write;
use std::process::Stdio;

use crate::harness::{NOW, Run, Site, program};

#[test]
fn a_new_site_builds_without_a_finding() {
    let site = Site::empty();
    site.run(&["init"]).expect(0);
    let run = site.run(&["check", "--strict", "--now", NOW]).expect(0);
    assert_eq!(run.stderr, "");
    site.build().expect(0);
    assert!(site.output().contains_key("tw/news/hello/index.html"));
    let run = site.run(&["init", "--messages", "en"]).expect(2);
    assert!(run.stderr.contains("exists already"), "{}", run.stderr);
}

#[test]
fn a_new_record_is_valid_and_never_over_another() {
    let site = Site::empty();
    site.run(&["init"]).expect(0);
    let title = "喜报: 重庆“双高”获批";
    let path = "content/news/2025-02-03-xibao-chongqing-shuanggao-huo-pi.md";
    let new = ["new", "news", title, "--date", "2025-02-03"];
    assert_eq!(site.run(&new).expect(0).stdout.trim_start_matches("./").trim(), path);
    assert!(site.read(path).contains("title: '喜报: 重庆“双高”获批'"));
    site.run(&new).expect(2).says(&["--slug"]);
    for (section, title) in [("partner", "长春职业学院"), ("signing", "签约仪式"), ("page", "联系我们")]
    {
        site.run(&["new", section, title, "--bundle", "--date", "2025-02-03"]).expect(0);
    }
    let run = site.run(&["check", "--drafts", "--now", NOW, "--message-format", "json"]).expect(0);
    // A title may be questioned, a record may not.
    assert!(run.findings().iter().all(|found| found["severity"] == "note"), "{}", run.stderr);
    site.run(&["new", "nwes", "x"]).expect(2).says(&["`news`"]);
}

#[test]
fn text_is_converted_line_by_line() {
    for (arguments, input, output) in [
        (&["--to", "zh-Hant-TW"][..], "软件“发展”\r\n后来", "軟體「發展」\r\n後來"),
        (&["--to", "zh-Hant-TW", "--convert", "characters"], "软件\n", "軟件\n"),
        (&["--from", "zh-Hant-HK", "--to", "zh-Hans"], "裏面\n", "里面\n"),
        // OpenCC's own vocabulary is for texts about software; asked for by name it is given.
        (&["--exact", "s2twp"], "项目\n", "專案\n"),
        // A line's end does not complete a description sequence.
        (&["--exact", "t2s"], "⿰療\n發\n", "⿰疗\n发\n"),
    ] {
        let run = convert(arguments, input.as_bytes()).expect(0);
        assert_eq!(run.stdout, output, "{arguments:?}");
    }
    convert(&["--exact", "s2twx"], b"").expect(2).says(&["s2twp"]);
    convert(&["--to", "en"], b"").expect(2).says(&["zh-Hant-TW"]);
    convert(&["--to", "zh-Hant"], b"\xB2\xFA\n").expect(2).says(&["UTF-8"]);
}

fn convert(arguments: &[&str], input: &[u8]) -> Run {
    let mut command = program(&["zh", "--text"]);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    // Misuse is told before anything is read: then the pipe may be closed already.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    Run::from(child.wait_with_output().expect("the program ends"))
}
