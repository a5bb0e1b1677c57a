//! The fields as tables for the documentation.

use std::fmt::Write;

use super::{Field, FieldType, Required, describe};
use crate::diagnostic::Say;

/// A Markdown table of these fields, and below it one for each mapping inside them, headed by its path.
pub fn tables(fields: &[Field<'_>]) -> Say {
    let mut out = Say { zh: String::new(), en: String::new() };
    table("", fields, &mut out);
    out
}

fn table(path: &str, fields: &[Field<'_>], out: &mut Say) {
    if !path.is_empty() {
        heading(path, out);
    }
    out.zh += "| 字段 | 值 | 必填 | 说明 | 例子 |\n| --- | --- | --- | --- | --- |\n";
    out.en += "| field | value | required | meaning | example |\n| --- | --- | --- | --- | --- |\n";
    for field in fields.iter().filter(|field| !field.is_secret()) {
        let Say { zh, en } = describe::wanted(&field.ty);
        let (needed_zh, needed_en) = match field.required {
            Required::No => ("", ""),
            Required::Yes => ("是", "yes"),
            Required::InOriginal => ("原文", "in the original"),
        };
        row(&mut out.zh, field, &zh, needed_zh, [field.label.zh, "：", field.meaning.zh]);
        row(&mut out.en, field, &en, needed_en, [field.label.en, ": ", field.meaning.en]);
    }
    for field in fields {
        if let Some(inner) = inner(&field.ty).filter(|inner| !inner.is_empty()) {
            let path = if path.is_empty() { field.name.to_owned() } else { format!("{path}.{}", field.name) };
            table(&path, inner, out);
        }
    }
}

fn heading(path: &str, out: &mut Say) {
    for text in [&mut out.zh, &mut out.en] {
        *text += &format!("\n`{path}`\n\n");
    }
}

fn row(out: &mut String, field: &Field<'_>, value: &str, needed: &str, words: [&str; 3]) {
    let example = field.example.map(|example| format!("`{}: {example}`", field.name)).unwrap_or_default();
    let cell = |text: &str| text.trim().replace('|', "\\|");
    let _ = writeln!(
        out,
        "| `{}` | {} | {needed} | {} | {} |",
        field.name,
        cell(value),
        cell(&words.concat()),
        cell(&example)
    );
}

/// The fields of a mapping somewhere inside a type.
fn inner<'a>(ty: &FieldType<'a>) -> Option<&'a [Field<'a>]> {
    match *ty {
        FieldType::Object(fields) | FieldType::Forms(fields) => Some(fields),
        FieldType::List { item: of, .. }
        | FieldType::Several(of)
        | FieldType::OneOf { long: of, .. }
        | FieldType::MapOf { value: of, .. } => inner(of),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Kind;
    use crate::schema::record;
    use expect_test::expect;

    #[test]
    fn tables_follow_the_description() {
        let Say { zh, en } = tables(record::fields(Kind::Signing));
        expect![[r#"
            | 字段 | 值 | 必填 | 说明 | 例子 |
            | --- | --- | --- | --- | --- |
            | `title` | 一段文字 | 原文 | 标题：页面的标题；成员单位写全称 | `title: 产教联合体成立` |
            | `date` | 日期 | 原文 | 日期：发布或举行的日期，可以带时间；文件名以日期开头时可省略 | `date: 2024-05-16` |
            | `updated` | 日期 |  | 更新日期：最近一次修改内容的日期 |  |
            | `slug` | 一个网址名 |  | 网址名：网址的最后一段；不写时取文件名 | `slug: founding` |
            | `lang` | 语言标签 |  | 语言：这份文件用的语言；不写时由文件名决定 | `lang: zh-Hant-TW` |
            | `summary` | 一段文字 |  | 摘要：列表和分享中显示的简介；不写时取正文开头 |  |
            | `tags` | 列表（每项是一个标签） |  | 标签：主题词 | `tags: [产教融合, 实训基地]` |
            | `cover` | 文件路径，或者字段 {src, alt, caption, credit} |  | 封面：列表和分享中显示的图片 | `cover: cover.jpg` |
            | `draft` | true 或 false |  | 草稿：true 表示尚未定稿，不发布 |  |
            | `publish_at` | 日期 |  | 定时发布：此时刻之前不发布 | `publish_at: 2024-05-16 09:30` |
            | `expires_at` | 日期 |  | 到期撤下：此时刻之后不再发布 |  |
            | `aliases` | 列表（每项是一个路径） |  | 旧网址：从这些旧网址转到本页 | `aliases: [/2023/founding.html]` |
            | `pinned` | true 或 false |  | 置顶：true 表示排在列表最前 |  |
            | `weight` | 整数 |  | 排序：数字小的排在前面 | `weight: 10` |
            | `noindex` | true 或 false |  | 不收录：true 表示请搜索引擎不要收录 |  |
            | `glossary` | 列表（每项是词表文件名，或者按语言写的几段文字） |  | 词表：只用于本页的繁简对应词，和本页选用的 content/glossary/ 里的词表 | `glossary: [group-it, {zh-Hans: 吉林匠谷, keep: true}]` |
            | `template` | 一段文字 |  | 模板：代替默认模板的模板名 |  |
            | `extra` | 一行行的 `名目: 值` |  | 附加数据：供主题使用的任意数据 |  |
            | `note` | 一段文字 |  | 备注：给编辑看的备注，从不发布 |  |
            | `review` | 按语言写的几项 |  | 审校：语言标签下写这个语言的转换由谁校对 | `review: {zh-Hant-TW: {by: 赵六, date: 2024-05-17}}` |
            | `venue` | 一段文字 |  | 地点：签约地点 |  |
            | `host` | 成员单位的 slug |  | 主办单位：主办的成员单位的 slug |  |
            | `occasion` | 一段文字 |  | 活动：在什么活动上签约 |  |
            | `agreements` | 列表（每项是字段 {category, parties, title, term, note}） | 原文 | 协议：签订的协议，至少一项 | `agreements: [{category: order-class, parties: [mingshui-college, qingyuan-group]}]` |
            | `guests` | 列表（每项是字段 {name, title}） |  | 嘉宾：出席的嘉宾，按排名顺序 |  |
            | `news` | 列表（每项是新闻的 slug） |  | 相关报道：报道这次签约的新闻的 slug |  |
            | `photos` | 列表（每项是文件路径，或者字段 {src, alt, caption, credit}） |  | 照片：现场照片 |  |

            `cover`

            | 字段 | 值 | 必填 | 说明 | 例子 |
            | --- | --- | --- | --- | --- |
            | `src` | 文件路径 | 是 | 图片文件：相对于本文件的路径，或以 / 开头、从 static/ 算起的路径 |  |
            | `alt` | 一段文字 |  | 替代文字：给看不到图片的人的说明 |  |
            | `caption` | 一段文字 |  | 图注：图片下面的说明 |  |
            | `credit` | 一个名称 |  | 图片来源：摄影者或提供者 |  |

            `glossary`

            | 字段 | 值 | 必填 | 说明 | 例子 |
            | --- | --- | --- | --- | --- |
            | `keep` | true 或 false |  | 不转换：true 表示这个词从不转换 |  |
            | `kind` | name、term、place 之一 |  | 词类：name 和 place 在没有写出的语言里只逐字转换，不换用当地的说法 | `kind: name` |
            | `context` | 字段 {before, after} |  | 上下文：只有前后文字相符时才算这个词 | `context: {after: [额, 款]}` |
            | `note` | 一段文字 |  | 备注：给编辑看的备注，从不发布 |  |
            | `reviewed` | 一段文字 |  | 核定：核定人和日期；核定过的词条不再提示多余 | `reviewed: 张三 2024-05-16` |

            `glossary.context`

            | 字段 | 值 | 必填 | 说明 | 例子 |
            | --- | --- | --- | --- | --- |
            | `before` | 一段文字，或者几段的列表 |  | 前文：紧接在前面的文字，可以是几个中的一个 |  |
            | `after` | 一段文字，或者几段的列表 |  | 后文：紧接在后面的文字，可以是几个中的一个 |  |

            `agreements`

            | 字段 | 值 | 必填 | 说明 | 例子 |
            | --- | --- | --- | --- | --- |
            | `category` | site.yaml 里声明的标识 | 是 | 协议类别：site.yaml 的 agreement_categories 里的一个标识 |  |
            | `parties` | 列表（每项是成员单位的 slug，或者字段 {name, kind}） | 是 | 签约方：至少两方：成员的 slug，或 {name, kind} |  |
            | `title` | 一段文字 |  | 协议名称：协议的名称 |  |
            | `term` | 一段文字 |  | 期限：协议的期限 |  |
            | `note` | 一段文字 |  | 备注：给编辑看的备注，从不发布 |  |

            `agreements.parties`

            | 字段 | 值 | 必填 | 说明 | 例子 |
            | --- | --- | --- | --- | --- |
            | `name` | 一个名称 | 是 | 名称：不是成员的签约方的名称 |  |
            | `kind` | site.yaml 里声明的标识 |  | 单位类别：site.yaml 的 partner_kinds 里的一个标识 |  |

            `guests`

            | 字段 | 值 | 必填 | 说明 | 例子 |
            | --- | --- | --- | --- | --- |
            | `name` | 一个名称 | 是 | 姓名：嘉宾姓名 |  |
            | `title` | 一段文字 |  | 职务：嘉宾职务 |  |

            `photos`

            | 字段 | 值 | 必填 | 说明 | 例子 |
            | --- | --- | --- | --- | --- |
            | `src` | 文件路径 | 是 | 图片文件：相对于本文件的路径，或以 / 开头、从 static/ 算起的路径 |  |
            | `alt` | 一段文字 |  | 替代文字：给看不到图片的人的说明 |  |
            | `caption` | 一段文字 |  | 图注：图片下面的说明 |  |
            | `credit` | 一个名称 |  | 图片来源：摄影者或提供者 |  |
        "#]].assert_eq(&zh);
        assert_eq!(zh.lines().count(), en.lines().count());
    }
}
