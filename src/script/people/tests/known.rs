//! Names that a page knows: later mentions, and places that hold none.

use std::sync::Arc;

use proptest::prelude::*;

use crate::script::tests::{convert, converter};
use crate::script::{Depth, KnownNames, Origin, Output, Priority, Script, Segments, Term, Terms};

/// What becomes of the last of the texts of a page, all of which are prose.
fn last(texts: &[&str], bylines: &[&str]) -> String {
    let people = KnownNames::of(texts.iter().copied(), bylines.iter().copied());
    let converter = converter(Script::Hans, Script::HantTw, Depth::Characters).with_people(&Arc::new(people));
    converter.convert(texts.last().unwrap(), &Terms::default()).into_owned()
}

/// A text that shows a name, another text of its page, and what becomes of that.
const LATER: [(&str, &str, &str); 16] = [
    ("检查员于居洋。", "于居洋先后查获多起案件", "于居洋先後查獲多起案件"),
    ("校长于晓东表示", "“于晓东”的回答", "「于曉東」的回答"),
    ("校长于晓东表示", "们都说于晓东好", "們都說于曉東好"),
    ("校长于晓东表示", "对于晓东来说", "對于曉東來說"),
    ("校长于晓东表示", "由于晓东的努力", "由于曉東的努力"),
    ("校长于晓东表示", "于晓东的车间里", "于曉東的車間裡"),
    ("校长余秋里表示", "在余秋里家开会", "在余秋里家開會"),
    ("主任范建军陪同", "和范建军一样", "和范建軍一樣"),
    ("主任范建军陪同", "模范建军一样", "模範建軍一樣"),
    ("院长钟志强致辞", "听钟志强讲", "聽鍾志強講"),
    ("院长周谷城致辞", "听周谷城讲", "聽周谷城講"),
    ("工程师范伟介绍", "到了范伟手里", "到了范偉手裡"),
    ("记者于宁报道", "于宁说", "于寧說"),
    ("主任欧阳后来致辞", "听欧阳后来讲", "聽歐陽后來講"),
    // The title of a person that the page names.
    ("主任于晓东陪同", "那天于主任介绍说", "那天于主任介紹說"),
    ("主任余秋里陪同", "大家问余主任好", "大家問余主任好"),
];

#[test]
fn a_name_is_one_wherever_it_stands_on_its_page() {
    for (first, text, expected) in LATER {
        assert_eq!(last(&[first, text], &[]), expected, "{first}");
    }
}

/// Places with the characters of a name that are none of it.
const TRAPS: [(&str, &str, &str); 18] = [
    ("站长于居洋说", "位于居洋村", "位於居洋村"),
    ("站长于居洋说", "毕业于居洋中学", "畢業於居洋中學"),
    ("校长于海表示", "位于海南大学", "位於海南大學"),
    ("校长于海表示", "于海南大学签约", "於海南大學簽約"),
    ("校长于海表示", "于海上作业", "於海上作業"),
    ("记者于宁报道", "成立于宁波", "成立於寧波"),
    ("记者于宁报道", "毕业于宁夏大学", "畢業於寧夏大學"),
    ("校长于建国表示", "成立于建国初期", "成立於建國初期"),
    ("演员于是之说", "于是之前的计划", "於是之前的計劃"),
    ("校长于洋表示", "立足于洋山港", "立足於洋山港"),
    ("主任范文表示", "范文写得好", "範文寫得好"),
    ("主任余波表示", "地震的余波", "地震的餘波"),
    ("主任余力陪同", "不遗余力", "不遺餘力"),
    ("主任范伟表示", "师范伟业", "師範偉業"),
    ("书记向阳参加活动", "向阳花", "向陽花"),
    ("主任余江表示", "余江县的项目", "餘江縣的項目"),
    ("主任余晓东陪同", "其余主任到会", "其餘主任到會"),
    ("主任范晓东陪同", "示范校长到会", "示範校長到會"),
];

#[test]
fn a_known_name_eats_no_words() {
    for (first, text, expected) in TRAPS {
        assert_eq!(last(&[first, text], &[]), expected, "{first}");
    }
}

#[test]
fn names_of_bylines_are_known_in_prose() {
    assert_eq!(last(&["大家叫于居洋来"], &["于居洋、王伟"]), "大家叫于居洋來");
    assert_eq!(last(&["大家叫于居洋来"], &["校园网"]), "大家叫於居洋來");
}

#[test]
fn what_is_said_again_and_again_is_a_name() {
    let texts = ["，于居洋站在那里", "人们都说于居洋抓", "完。而于居洋的回答"];
    assert_eq!(last(&texts, &[]), "完。而于居洋的回答");
    assert_eq!(last(&texts[2..], &[]), "完。而於居洋的回答");
    let phrases = ["，于此次大会", "，于此次活动", "，于此次展会"];
    assert_eq!(last(&phrases, &[]), "，於此次展會");
}

#[test]
fn the_words_of_the_site_are_stronger() {
    let people = Arc::new(KnownNames::of(["校长于晓东表示"], []));
    let converter = converter(Script::Hans, Script::HantTw, Depth::Characters).with_people(&people);
    let term = |source: &str, output: &str| {
        let (output, context) = (Output::Text(output.into()), Default::default());
        Terms::new([Term { source: source.into(), output, priority: Priority::Site, context }])
    };
    assert_eq!(converter.convert("听于晓东讲", &term("于晓东", "於曉東")), "聽於曉東講");
    let mut segments = Segments::default();
    converter.segments("听于晓东讲", &Terms::default(), &mut segments);
    assert!(segments.iter().any(|segment| segment.origin == Origin::Person && segment.output == "于曉東"));
}

/// Signatures, and titles behind a surname alone: what needs no page.
#[test]
fn signatures_and_titles_show_a_name() {
    for (text, expected) in [
        ("本报记者　于宁", "本報記者　于寧"),
        ("本报记者于宁", "本報記者于寧"),
        ("大会闭幕。（范春生、于力）", "大會閉幕。（范春生、于力）"),
        ("大会闭幕。（范涛　毕月琳）", "大會閉幕。（范濤　畢月琳）"),
        ("大会闭幕。（于宝井）", "大會閉幕。（于寶井）"),
        ("（范德闽摄）", "（范德閩攝）"),
        ("（江西资溪县人民法院范斯祖）", "（江西資溪縣人民法院范斯祖）"),
        ("３日电记者余清楚报道：", "３日電記者余清楚報道："),
        ("农业大学校长余让水", "農業大學校長余讓水"),
        ("来自台湾的钟小姐表示", "來自臺灣的鍾小姐表示"),
        ("有限责任公司范总经理说", "有限責任公司范總經理說"),
        ("环卫车队的于同志说", "環衛車隊的于同志說"),
        // None.
        ("本报记者于京报道", "本報記者於京報道"),
        ("记者于现场报道", "記者於現場報道"),
        ("大会闭幕。（于北京）", "大會閉幕。（於北京）"),
        ("稿件已发。（余额）", "稿件已發。（餘額）"),
        ("公司于董事长办公室开会", "公司於董事長辦公室開會"),
        ("全市示范校长培训", "全市示範校長培訓"),
        ("三十余老师参加", "三十餘老師參加"),
        ("会上其余老师表示", "會上其餘老師表示"),
    ] {
        assert_eq!(convert(Script::Hans, Script::HantTw, Depth::Characters, text), expected);
    }
}

proptest! {
    /// What a page knows changes nothing where it does not stand.
    #[test]
    fn other_text_is_converted_as_before(text in "[于余范里后发展校长说晓海南东，。主任（）、]{0,24}") {
        let people = Arc::new(KnownNames::of(["主任钟志强说"], ["岳居洋"]));
        let plain = converter(Script::Hans, Script::HantTw, Depth::Taiwan);
        let knowing = plain.with_people(&people);
        prop_assert_eq!(plain.convert(&text, &Terms::default()), knowing.convert(&text, &Terms::default()));
    }

    /// A page's names depend on its texts alone, not on their order.
    #[test]
    fn the_order_of_texts_does_not_matter(mut texts in prop::collection::vec("[于余范里晓海居洋东校长，。主任说]{0,12}", 0..6)) {
        let there = KnownNames::of(texts.iter().map(String::as_str), []);
        texts.reverse();
        prop_assert_eq!(there, KnownNames::of(texts.iter().map(String::as_str), []));
    }
}
