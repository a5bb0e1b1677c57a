//! The tables against OpenCC's chains, and against the cases of alliance news.

use super::*;
use crate::script::exact;

/// Sentences of publicity sites, with the characters that have more than one traditional form.
const SENTENCES: [&str; 24] = [
    "签署产教融合战略合作协议，联合体成员单位代表参加。",
    "订单培养与岗位实践相结合，着力推进高质量发展。",
    "会场里座无虚席，里程碑事件引发热烈反响。",
    "基层干部与企业骨干共同晾干谷物，干涉仪恢复运行。",
    "批准设立示范基地，对准国家标准，范围进一步扩大。",
    "征文启事发布之后，由皇后饰演者颁奖，前后持续两周。",
    "放松心情看松树，两只船只停靠，只是系泊方式不同。",
    "历届毕业生翻开日历，复习、复印与回复同时进行。",
    "发展美发行业，头发与理发师都在发言。",
    "方面与面食，面条店面临转型，一千余人参加，余先生致辞。",
    "奋斗与斗笠，北斗导航，注重品牌注册，钟表与钟情。",
    "沈阳市、台州市、九台区与平台经济，台风过后复工。",
    "项目于5月签约，于是双方关于合作达成一致。",
    "制造业与管理制度，制订标准，曲艺与酒曲。",
    "这座云台山的云计算中心，由万余名工人建成，占地百亩。",
    "丰收的稻谷与山谷，郁金香与抑郁，困难与困乏。",
    "合同签订仪式结束后，校长于主席台前宣布名单。",
    "百里挑一的人才，在市场准入方面享有优惠。",
    "志愿者志在四方，杂志社社长采访采石场。",
    "家具厂家与家伙什，划船规划，获得收获，借口凭借。",
    "松山区的群众喝着咖啡，吃着面包，秘书着急地记录。",
    "师傅表示：表面粗糙度以微米计，手表表链也要检验。",
    "教育部、工业和信息化部联合印发《关于深化产教融合的意见》（2023年第9号）。",
    "Wi-Fi 6、U盘和 PN结 的课程 100% 覆盖，详见 https://example.org/里/？",
];

const SIDES: [(Script, &str); 3] = [(Hant, "t"), (HantTw, "tw"), (HantHk, "hk")];

#[test]
fn the_tables_agree_with_opencc_on_the_sentences() {
    for sentence in SENTENCES {
        for (script, name) in SIDES {
            let there = exact(&format!("s2{name}"), sentence).unwrap();
            let quotes_aside = |from, to, text: &str| {
                converter(from, to, Characters)
                    .with_quotes(false)
                    .convert(text, &Terms::default())
                    .into_owned()
            };
            assert_eq!(quotes_aside(Hans, script, sentence), there);
            let back = exact(&format!("{name}2s"), &there).unwrap();
            assert_eq!(quotes_aside(script, Hans, &there), back);
            if script != Hant {
                let standard = exact(&format!("{name}2t"), &there).unwrap();
                assert_eq!(quotes_aside(script, Hant, &there), standard);
                assert_eq!(
                    quotes_aside(Hant, script, &standard),
                    exact(&format!("t2{name}"), &standard).unwrap()
                );
            }
        }
    }
}

/// Phrases side by side, each the first one whole or without its first character: where the longest match
/// from the left could part from OpenCC's segmentation. It does not; lines with characters of
/// `TSCharactersExt.txt`, which the tables leave alone, are not compared on the way back.
#[test]
fn the_tables_agree_with_opencc_on_phrases_side_by_side() {
    let dictionary =
        |text: &'static str| text.lines().filter_map(|line| line.split_once('\t')).map(|(key, _)| key);
    let phrases: Vec<&str> = dictionary(include_str!("../data/opencc-1.4.2/STPhrases.txt")).collect();
    let rare: Vec<&str> = dictionary(include_str!("../data/opencc-1.4.2/TSCharactersExt.txt")).collect();
    // Steps that have no divisor in common with most counts walk through all parts of the dictionary.
    for start in (0..phrases.len()).step_by(29) {
        let mut line = String::new();
        for step in 0..6 {
            let phrase = phrases[(start + step * 7919) % phrases.len()];
            let skipped = phrase.chars().take(step % 2).map(char::len_utf8).sum();
            line.push_str(&phrase[skipped..]);
        }
        for (script, name) in SIDES {
            let there = exact(&format!("s2{name}"), &line).unwrap();
            assert_eq!(convert(Hans, script, Characters, &line), there);
            if !rare.iter().any(|rare| there.contains(rare)) {
                assert_eq!(
                    convert(script, Hans, Characters, &there),
                    exact(&format!("{name}2s"), &there).unwrap()
                );
            }
        }
    }
}

/// OpenCC's own cases through the tables. The known differences are all wanted: simplified characters that
/// few fonts have (`TSCharactersExt.txt`) are not put out.
#[test]
fn the_tables_agree_with_opencc_on_its_own_cases() {
    let cases = crate::script::exact::tests::opencc_cases();
    let mut differ = Vec::new();
    let mut compared = 0;
    for case in cases["cases"].as_array().unwrap() {
        for (config, expected) in case["expected"].as_object().unwrap() {
            let Some((from, to, Characters)) = direction(config) else {
                continue;
            };
            let input = case["input"].as_str().unwrap();
            let ours = converter(from, to, Characters)
                .with_quotes(false)
                .convert(input, &Terms::default())
                .into_owned();
            compared += 1;
            if ours != expected.as_str().unwrap() {
                differ.push(format!(
                    "{config} {input}\n  OpenCC {}\n  ours   {ours}",
                    expected.as_str().unwrap()
                ));
            }
        }
    }
    expect_test::expect![[r#"
        391 compared
        t2s 殢 殢云尤雨 𣨼 𣨼云尤雨
          OpenCC 𣨼 𣨼云尤雨 𣨼 𣨼云尤雨
          ours   殢 殢云尤雨 𣨼 𣨼云尤雨
        t2s 剔团𪢮月儿初淡 剔團圞月兒初淡
          OpenCC 剔团𪢮月儿初淡 剔团𪢮月儿初淡
          ours   剔团𪢮月儿初淡 剔团圞月儿初淡
        t2s 綦谿利跂 谿工 玉谿生 勃谿 棠谿 谿子 谿州 樠谿 潕谿 後谿 太谿 解谿 陽谿；綦溪利跂 谿工 玉溪生 勃溪 棠溪 溪子 溪州 𣗊溪 𣲘溪 后溪 后溪穴 太溪 太溪穴 解溪 解溪穴 阳溪 阳溪穴
          OpenCC 綦溪利跂 谿工 玉溪生 勃溪 棠溪 溪子 溪州 𣗊溪 𣲘溪 后溪 太溪 解溪 阳溪；綦溪利跂 谿工 玉溪生 勃溪 棠溪 溪子 溪州 𣗊溪 𣲘溪 后溪 后溪穴 太溪 太溪穴 解溪 解溪穴 阳溪 阳溪穴
          ours   綦溪利跂 谿工 玉溪生 勃溪 棠溪 溪子 溪州 樠溪 𣲘溪 后溪 太溪 解溪 阳溪；綦溪利跂 谿工 玉溪生 勃溪 棠溪 溪子 溪州 𣗊溪 𣲘溪 后溪 后溪穴 太溪 太溪穴 解溪 解溪穴 阳溪 阳溪穴"#]].assert_eq(&format!("{compared} compared\n{}", differ.join("\n")));
}

/// The direction of an OpenCC configuration.
fn direction(config: &str) -> Option<(Script, Script, Depth)> {
    Some(match config {
        "s2t" => (Hans, Hant, Characters),
        "s2tw" => (Hans, HantTw, Characters),
        "s2twp" => (Hans, HantTw, Taiwan),
        "s2hk" => (Hans, HantHk, Characters),
        "s2hkp" => (Hans, HantHk, HongKong),
        "t2s" => (Hant, Hans, Characters),
        "tw2s" => (HantTw, Hans, Characters),
        "tw2sp" => (HantTw, Hans, Taiwan),
        "hk2s" => (HantHk, Hans, Characters),
        "hk2sp" => (HantHk, Hans, HongKong),
        "t2tw" => (Hant, HantTw, Characters),
        "t2hk" => (Hant, HantHk, Characters),
        "tw2t" => (HantTw, Hant, Characters),
        "hk2t" => (HantHk, Hant, Characters),
        _ => return None,
    })
}

#[test]
fn the_cases_of_alliance_news_pass() {
    let cases = include_str!("../../../tests/opencc/sample_cases.tsv").lines();
    let (mut passed, mut failed) = (0, Vec::new());
    for line in cases.filter(|line| !line.starts_with('#')).skip(1) {
        let [config, input, expected, _note] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let (from, to, depth) = direction(config).unwrap();
        let output = convert(from, to, depth, input);
        if expected.split('|').any(|accepted| accepted == output) {
            passed += 1;
        } else {
            failed.push(format!("{input} → {output}"));
        }
    }
    assert_eq!(passed, 38);
    // Surnames that are also common words need a rule of their own.
    assert_eq!(failed, ["主任范建军陪同 → 主任範建軍陪同", "于晓东同志获奖 → 於曉東同志獲獎"]);
}
