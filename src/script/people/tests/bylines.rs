//! Byline fields: every surname in every shape.

use super::*;
use crate::script::tests::converter;
use crate::script::{Context, Depth, Output, Priority, Script, Term, Terms};

fn person(text: &str) -> String {
    converter(Script::Hans, Script::HantTw, Depth::Taiwan).person(text, &Terms::default()).into_owned()
}

/// Shapes of byline fields, with what is round the name in both scripts.
const SHAPES: [(&str, &str); 24] = [
    ("{}", "{}"),
    ("记者{}", "記者{}"),
    ("记者 {}", "記者 {}"),
    ("本报记者 {} 通讯员 王伟", "本報記者 {} 通訊員 王偉"),
    ("特约记者{}", "特約記者{}"),
    ("摄影：{}", "攝影：{}"),
    ("文/{} 图/王伟", "文/{} 圖/王偉"),
    ("{}、王伟", "{}、王偉"),
    ("王伟，{}", "王偉，{}"),
    ("{}（宣传部）", "{}（宣傳部）"),
    ("宣传部 {}", "宣傳部 {}"),
    ("编辑：{}；审核：王伟", "編輯：{}；審核：王偉"),
    ("审核/{}", "審核/{}"),
    ("实习生{}", "實習生{}"),
    ("{}摄", "{}攝"),
    ("{} 摄", "{} 攝"),
    ("{} 李强 王伟", "{} 李強 王偉"),
    ("记者：{} 报道", "記者：{} 報道"),
    ("{}教授", "{}教授"),
    ("{}先生", "{}先生"),
    ("校长{}", "校長{}"),
    ("通讯员：{}，李强", "通訊員：{}，李強"),
    ("撰稿人｜{}", "撰稿人｜{}"),
    ("{}/文", "{}/文"),
];

#[test]
fn every_name_in_every_shape_is_right() {
    let mut failed = Vec::new();
    for (surname, surname_form) in SURNAMES {
        for (given, given_form) in GIVEN {
            for (shape, shape_form) in SHAPES {
                let text = shape.replace("{}", &format!("{surname}{given}"));
                let expected = shape_form.replace("{}", &format!("{surname_form}{given_form}"));
                let output = person(&text);
                if output != expected {
                    failed.push(format!("{text} → {output}"));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{} wrong:\n{}", failed.len(), failed[..failed.len().min(60)].join("\n"));
}

#[test]
fn bodies_and_roles_are_no_names() {
    let checks = [
        ("党委宣传部", "黨委宣傳部"),
        ("党委", "黨委"),
        ("党群工作处", "黨群工作處"),
        ("余姚市教育局", "餘姚市教育局"),
        ("台州职业技术学院", "台州職業技術學院"),
        ("新华社", "新華社"),
        ("软件学院", "軟件學院"),
        ("党员", "黨員"),
        ("后勤处", "後勤處"),
        ("记者", "記者"),
        ("联盟秘书处", "聯盟秘書處"),
        ("", ""),
        ("A. Smith", "A. Smith"),
        ("党委宣传部范建军", "黨委宣傳部范建軍"),
        ("于　洋、余 敏", "于　洋、余 敏"),
    ];
    for (text, expected) in checks {
        assert_eq!(person(text), expected);
    }
}

#[test]
fn words_of_the_site_come_first() {
    let term = |source: &str, output: &str| Term {
        source: source.to_owned(),
        output: Output::Text(output.to_owned()),
        priority: Priority::Site,
        context: Context::default(),
    };
    let terms = Terms::new([term("于晓东", "於曉東"), term("记者", "採訪")]);
    let converter = converter(Script::Hans, Script::HantTw, Depth::Characters);
    assert_eq!(converter.person("记者于晓东、范建军", &terms), "採訪於曉東、范建軍");
    assert_eq!(converter.convert("主任于晓东表示", &terms), "主任於曉東表示");
}
