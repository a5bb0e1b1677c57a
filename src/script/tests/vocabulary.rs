//! Regional vocabulary in sentences: what changes, and what must not.

use super::*;

fn taiwan(text: &str, expected: &str) {
    assert_eq!(convert(Hans, HantTw, Taiwan, text), expected);
}

#[test]
fn words_of_the_region_are_used() {
    taiwan("软件开发与人工智能、芯片", "軟體開發與人工智慧、晶片");
    taiwan("软件系统的数据库和服务器", "軟體系統的資料庫和伺服器");
    taiwan("发展数字经济，建设工业互联网", "發展數位經濟，建設工業網際網路");
    taiwan("集成电路与激光打印机", "積體電路與雷射印表機");
    taiwan("召开视频会议，收发短信", "召開視訊會議，收發簡訊");
    let hong_kong = |text| convert(Hans, HantHk, HongKong, text);
    assert_eq!(hong_kong("信息技术、网络与硬盘"), "資訊科技、網絡與硬碟");
    assert_eq!(hong_kong("软件与人工智能"), "軟件與人工智能");
}

/// OpenCC's Taiwan phrases spoil these.
#[test]
fn words_with_other_meanings_in_news_stay() {
    taiwan("服务社区居民，大力支持职业教育项目", "服務社區居民，大力支持職業教育項目");
    taiwan("优化设备调度程序，双方默认的对象", "優化設備調度程序，雙方默認的對象");
    taiwan("数据显示，用户消息、高端文件与质量水平", "數據顯示，用戶消息、高端文件與質量水平");
}

#[test]
fn official_names_keep_their_characters() {
    taiwan("工业和信息化部与国家信息中心", "工業和信息化部與國家信息中心");
    taiwan("北京信息科技大学软件学院开发软件", "北京信息科技大學軟件學院開發軟體");
    taiwan("长春云山网络科技有限公司的网络", "長春雲山網絡科技有限公司的網路");
    taiwan("国家知识产权局保护知识产权", "國家知識產權局保護智慧財產權");
}

/// Two words side by side are not a third.
#[test]
fn words_do_not_arise_across_borders() {
    taiwan("刺激光伏产业，拓宽带动范围", "刺激光伏產業，拓寬帶動範圍");
    taiwan("相信息息相关，沟通信息，业界面临转型", "相信息息相關，溝通資訊，業界面臨轉型");
    taiwan("批复印发各地，恢复印刷，重复印证", "批覆印發各地，恢復印刷，重複印證");
    taiwan("电视频道与央视频道的紧固件", "電視頻道與央視頻道的緊固件");
    taiwan("运营销售与提高清洁度，观光盘山，摄像素材", "運營銷售與提高清潔度，觀光盤山，攝像素材");
    taiwan("纳米比亚的纳米材料，软体动物", "納米比亞的奈米材料，軟體動物");
    taiwan("报道里写明了数量，会上签下所签协议", "報道裡寫明了數量，會上簽下所簽協議");
    taiwan("书签、标签与抽到的上签，简单明了", "書籤、標籤與抽到的上籤，簡單明瞭");
}

#[test]
fn the_way_back_from_the_regions() {
    let from_taiwan = |text| convert(HantTw, Hans, Taiwan, text);
    assert_eq!(from_taiwan("軟體工程與網路資訊、人工智慧、伺服器"), "软件工程与网络信息、人工智能、服务器");
    assert_eq!(from_taiwan("投資訊息與軟體動物，資訊工業策進會"), "投资讯息与软体动物，资讯工业策进会");
    assert_eq!(from_taiwan("忠實的士兵列印，系列印章"), "忠实的士兵打印，系列印章");
    assert_eq!(convert(HantHk, Hans, HongKong, "資訊科技與滑鼠"), "信息技术与鼠标");
    assert_eq!(convert(HantHk, HantTw, Taiwan, "軟件與滑鼠"), "軟體與滑鼠");
}
