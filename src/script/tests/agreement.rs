//! The tables against the chains that they are made from, against OpenCC's cases and those of alliance news.

use super::*;
use crate::script::table::{Direction, Reference};
use crate::script::{Origin, Segments};

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
    "方面与面食，面条店面临转型，一千余人参加，其余的发言。",
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

/// Directions between simplified text and each traditional form, there and back.
const SIDES: [Script; 3] = [Hant, HantTw, HantHk];

/// The tables give what the chains give that they are made from, there and back.
fn check_agreement(lines: &[String]) {
    let reference = Reference::new();
    let check = |from, to, texts: &[String]| {
        let way = Direction::between(from, to, false).unwrap();
        let expected = reference.convert(way, texts.iter().map(String::as_str));
        let mut converter = converter(from, to, Characters).with_quotes(false);
        // The chains know no accidents.
        converter.tables.lexicon = None;
        let mut segments = Segments::default();
        for (text, expected) in texts.iter().zip(&expected) {
            converter.segments(text, &Terms::default(), &mut segments);
            if segments.iter().any(|segment| segment.origin == Origin::Person) {
                // Names are no matter of the chains.
                continue;
            }
            assert_eq!(converter.convert(text, &Terms::default()), *expected, "{from:?} to {to:?}: {text}");
        }
        expected
    };
    for script in SIDES {
        let there = check(Hans, script, lines);
        check(script, Hans, &there);
        if script != Hant {
            let standard = check(script, Hant, &there);
            check(Hant, script, &standard);
        }
    }
}

#[test]
fn the_tables_agree_with_their_chains_on_the_sentences() {
    check_agreement(&SENTENCES.map(str::to_owned));
}

/// Phrases side by side, each the first one whole or without its first character: where the longest match
/// from the left could part from OpenCC's segmentation. It does not.
#[test]
fn the_tables_agree_with_their_chains_on_phrases_side_by_side() {
    let phrases = include_str!("../data/opencc-1.4.2/STPhrases.txt").lines();
    let phrases: Vec<&str> = phrases.filter_map(|line| line.split_once('\t')).map(|(key, _)| key).collect();
    // Steps that have no divisor in common with most counts walk through all parts of the dictionary.
    let line = |start: usize| -> String {
        let phrase = |step: usize| {
            let phrase = phrases[(start + step * 7919) % phrases.len()];
            let skipped: usize = phrase.chars().take(step % 2).map(char::len_utf8).sum();
            &phrase[skipped..]
        };
        (0..6).map(phrase).collect()
    };
    check_agreement(&(0..phrases.len()).step_by(29).map(line).collect::<Vec<_>>());
}

/// OpenCC's own cases through the tables. The differences are all wanted: simplified characters that few
/// fonts have (`TSCharactersExt.txt`) are not put out, corrections and the usual forms of a region count.
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
        s2hk 赞叹沙河涌汹涌的波浪
          OpenCC 讚歎沙河涌洶湧的波浪
          ours   讚嘆沙河涌洶湧的波浪
        s2hk 细面 宽面 油泼面 臊子面 裤带面 重庆小面 肉酱面 酸菜鱼面 肥肠面 炒码面 牛腩面 牛筋面 三鲜面 番茄面 羊肉面 猪肉面 卤肉面 鲁肉面 虾球面 虾仁面 拉揸面 杂烩面 拉杂面 嗱喳面 强棒面 酱面 葱油面 油酱面 焖面 焗面 焗猪扒面 猫耳面 削筋面 浆水面 拨鱼面 刀拨面 银丝面 菠菜面 黄鱼面 大肠面 焖肉面 大排面 腰花面 咖喱面 麻辣面 酸辣面 火鸡面 锅烧面 切仔面 卤味面 炒鳝面 沾面 手工面 出前一丁面 意大利面
          OpenCC 細麪 寬麪 油潑麪 臊子麪 褲帶麪 重慶小麪 肉醬麪 酸菜魚麪 肥腸麪 炒碼麪 牛腩麪 牛筋麪 三鮮麪 番茄麪 羊肉麪 豬肉麪 滷肉麪 魯肉麪 蝦球麪 蝦仁麪 拉揸麪 雜燴麪 拉雜麪 嗱喳麪 強棒麪 醬麪 葱油麪 油醬麪 燜麪 焗麪 焗豬扒麪 貓耳麪 削筋麪 漿水麪 撥魚麪 刀撥麪 銀絲麪 菠菜麪 黃魚麪 大腸麪 燜肉麪 大排麪 腰花麪 咖喱麪 麻辣麪 酸辣麪 火雞麪 鍋燒麪 切仔麪 滷味麪 炒鱔麪 沾麪 手工麪 出前一丁麪 意大利麪
          ours   細麵 寬麵 油潑麵 臊子麵 褲帶麵 重慶小麵 肉醬麵 酸菜魚麵 肥腸麵 炒碼麵 牛腩麵 牛筋麵 三鮮麵 番茄麵 羊肉麵 豬肉麵 滷肉麵 魯肉麵 蝦球麵 蝦仁麵 拉揸麵 雜燴麵 拉雜麵 嗱喳麵 強棒麵 醬麵 葱油麵 油醬麵 燜麵 焗麵 焗豬扒麵 貓耳麵 削筋麵 漿水麵 撥魚麵 刀撥麵 銀絲麵 菠菜麵 黃魚麵 大腸麵 燜肉麵 大排麵 腰花麵 咖喱麵 麻辣麵 酸辣麵 火雞麵 鍋燒麵 切仔麵 滷味麵 炒鱔麵 沾麵 手工麵 出前一丁麵 意大利麵
        s2tw 着装污染虚伪发泄棱柱群众里面
          OpenCC 著裝汙染虛偽發洩稜柱群眾裡面
          ours   著裝污染虛偽發洩稜柱群眾裡面
        tw2s 什么 怎么 这么 那么 多么 要么 好么 甚么 這么 老么
          OpenCC 什么 怎么 这么 那么 多么 要么 好么 甚么 这么 老幺
          ours   什么 怎么 这么 那么 多么 要么 好么 什么 这么 老幺
        s2tw 二𫫇英（也作二恶英）是一类公认的剧毒、持久性环境污染物
          OpenCC 二噁英（也作二噁英）是一類公認的劇毒、持久性環境汙染物
          ours   二噁英（也作二噁英）是一類公認的劇毒、持久性環境污染物
        t2s 殢 殢云尤雨 𣨼 𣨼云尤雨
          OpenCC 𣨼 𣨼云尤雨 𣨼 𣨼云尤雨
          ours   殢 殢云尤雨 𣨼 𣨼云尤雨
        t2s 剔团𪢮月儿初淡 剔團圞月兒初淡
          OpenCC 剔团𪢮月儿初淡 剔团𪢮月儿初淡
          ours   剔团𪢮月儿初淡 剔团圞月儿初淡
        hk2s 慰藉著受傷的心靈 慰藉着受伤的心灵
          OpenCC 慰藉著受伤的心灵 慰藉着受伤的心灵
          ours   慰藉着受伤的心灵 慰藉着受伤的心灵
        hk2t 慰藉著受傷的心靈 慰藉着受伤的心灵
          OpenCC 慰藉著受傷的心靈 慰藉着受伤的心灵
          ours   慰藉着受傷的心靈 慰藉着受伤的心灵
        t2s 綦谿利跂 谿工 玉谿生 勃谿 棠谿 谿子 谿州 樠谿 潕谿 後谿 太谿 解谿 陽谿；綦溪利跂 谿工 玉溪生 勃溪 棠溪 溪子 溪州 𣗊溪 𣲘溪 后溪 后溪穴 太溪 太溪穴 解溪 解溪穴 阳溪 阳溪穴
          OpenCC 綦溪利跂 谿工 玉溪生 勃溪 棠溪 溪子 溪州 𣗊溪 𣲘溪 后溪 太溪 解溪 阳溪；綦溪利跂 谿工 玉溪生 勃溪 棠溪 溪子 溪州 𣗊溪 𣲘溪 后溪 后溪穴 太溪 太溪穴 解溪 解溪穴 阳溪 阳溪穴
          ours   綦溪利跂 谿工 玉溪生 勃溪 棠溪 溪子 溪州 樠溪 𣲘溪 后溪 太溪 解溪 阳溪；綦溪利跂 谿工 玉溪生 勃溪 棠溪 溪子 溪州 𣗊溪 𣲘溪 后溪 后溪穴 太溪 太溪穴 解溪 解溪穴 阳溪 阳溪穴
        s2t 綦谿利跂 谿工 玉谿生 勃谿 棠谿 谿子 谿州 樠谿 潕谿 後谿 太谿 解谿 陽谿；綦溪利跂 谿工 玉溪生 勃溪 棠溪 溪子 溪州 𣗊溪 𣲘溪 后溪 后溪穴 太溪 太溪穴 解溪 解溪穴 阳溪 阳溪穴
          OpenCC 綦谿利跂 谿工 玉谿生 勃谿 棠谿 谿子 谿州 樠谿 潕谿 後谿 太谿 解谿 陽谿；綦谿利跂 谿工 玉谿生 勃谿 棠谿 溪子 溪州 樠谿 潕谿 後溪 後谿穴 太谿 太谿穴 解谿 解谿穴 陽溪 陽谿穴
          ours   綦谿利跂 谿工 玉谿生 勃谿 棠谿 谿子 谿州 樠谿 潕谿 後谿 太谿 解谿 陽谿；綦谿利跂 谿工 玉谿生 勃谿 棠溪 溪子 溪州 樠谿 潕谿 後溪 後谿穴 太溪 太谿穴 解谿 解谿穴 陽溪 陽谿穴
        s2t 信托、请托、属托、嘱托、交托、委托、托辞、托词、托之空言、受托、受人之托、所托非人、寄托、委托行、委托书、托物寓兴、依托、拜托、徒托空言、托梦、托附、托付、托管
          OpenCC 信託、請託、屬託、囑託、交託、委託、託辭、託詞、託之空言、受託、受人之託、所託非人、寄託、委託行、委託書、託物寓興、依託、拜託、徒託空言、託夢、託附、託付、託管
          ours   信託、請託、屬托、囑託、交託、委託、託辭、託詞、託之空言、受託、受人之託、所託非人、寄託、委託行、委託書、託物寓興、依託、拜託、徒託空言、託夢、託附、託付、託管
        s2tw 信托、请托、属托、嘱托、交托、委托、托辞、托词、托之空言、受托、受人之托、所托非人、寄托、委托行、委托书、托物寓兴、依托、拜托、徒托空言、托梦、托附、托付、托管
          OpenCC 信託、請託、屬託、囑託、交託、委託、託辭、託詞、託之空言、受託、受人之託、所託非人、寄託、委託行、委託書、託物寓興、依託、拜託、徒託空言、託夢、託附、託付、託管
          ours   信託、請託、屬托、囑託、交託、委託、託辭、託詞、託之空言、受託、受人之託、所託非人、寄託、委託行、委託書、託物寓興、依託、拜託、徒託空言、託夢、託附、託付、託管
        s2hk 信托、请托、属托、嘱托、交托、委托、托辞、托词、托之空言、受托、受人之托、所托非人、寄托、委托行、委托书、托物寓兴、依托、拜托、徒托空言、托梦、托附、托付、托管
          OpenCC 信託、請託、屬託、囑託、交託、委託、託辭、託詞、託之空言、受託、受人之託、所託非人、寄託、委託行、委託書、託物寓興、依託、拜託、徒託空言、託夢、託附、託付、託管
          ours   信託、請託、屬托、囑託、交託、委託、託辭、託詞、託之空言、受託、受人之託、所託非人、寄託、委託行、委託書、託物寓興、依託、拜託、徒託空言、託夢、託附、託付、託管"#]].assert_eq(&format!("{compared} compared\n{}", differ.join("\n")));
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
    assert_eq!(passed, 40);
    assert_eq!(failed, [""; 0]);
}
