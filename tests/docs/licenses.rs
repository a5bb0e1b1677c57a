//! What must travel with the binary does.

use super::{huimeng, read};

#[test]
fn licenses_are_printed_without_a_command() {
    let output = huimeng().arg("--licenses").output().expect("the program runs");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    for file in
        ["LICENSE", "LICENSES/MIT.txt", "LICENSES/Apache-2.0.txt", "NOTICE", "LICENSES/OpenCC-Apache-2.0.txt"]
    {
        assert!(text.contains(read(file).trim_end()), "{file} is missing");
    }
}

#[test]
fn a_command_line_without_a_command_is_misuse() {
    let output = huimeng().output().expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("huimeng --help"));
}

/// OpenCC's data may only be passed on with its licence and with a word on what was changed.
#[test]
fn the_notice_names_all_of_opencc() {
    let notice = read("NOTICE");
    let paths = [
        "src/script/data/opencc-1.4.2/",
        "src/script/data/vocabulary.tsv",
        "src/script/tables/",
        "src/text/data/fold.tsv",
        "tests/opencc/testcases.json",
        "tests/opencc/config/",
    ];
    for path in paths {
        assert!(super::repository().join(path).exists(), "{path} is gone, but NOTICE names it");
        assert!(notice.contains(path), "NOTICE does not name {path}");
    }
    assert_eq!(read("LICENSES/OpenCC-Apache-2.0.txt"), read("src/script/data/opencc-1.4.2/LICENSE"));
}
