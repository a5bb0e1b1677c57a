//! The fields of a glossary's entries, beside the word in each language.

use super::{Choice, Field, FieldType, choice, field};

/// One word of a glossary, in front matter, in `content/glossary.yaml` and in `content/glossary/`.
pub const ENTRY: FieldType<'static> = FieldType::Forms(&[
    field(
        "keep",
        FieldType::Bool,
        ["不转换", "keep"],
        ["true 表示这个词从不转换", "true: the word is never converted"],
    ),
    field(
        "kind",
        FieldType::Choice(KINDS),
        ["词类", "kind of word"],
        [
            "name 和 place 在没有写出的语言里只逐字转换，不换用当地的说法",
            "name and place: by characters only in languages that are not given, never by regional vocabulary",
        ],
    )
    .example("name"),
    field(
        "context",
        FieldType::Object(CONTEXT),
        ["上下文", "context"],
        ["只有前后文字相符时才算这个词", "the word counts only where the text beside it is this"],
    )
    .example("{after: [额, 款]}"),
    field(
        "note",
        FieldType::Plain,
        ["备注", "note"],
        ["给编辑看的备注，从不发布", "a remark for editors, never published"],
    ),
    field(
        "reviewed",
        FieldType::Plain,
        ["核定", "reviewed"],
        [
            "核定人和日期；核定过的词条不再提示多余",
            "who approved it and when; such an entry is not called redundant",
        ],
    )
    .example("张三 2024-05-16"),
]);

const KINDS: &[Choice<'static>] = &[
    choice("name", "人名、机构名", "name of a person or body"),
    choice("term", "用语", "term"),
    choice("place", "地名", "place"),
];

const CONTEXT: &[Field<'static>] = &[
    field(
        "before",
        FieldType::Several(&FieldType::Plain),
        ["前文", "text before"],
        ["紧接在前面的文字，可以是几个中的一个", "what stands directly before the word; one of several"],
    ),
    field(
        "after",
        FieldType::Several(&FieldType::Plain),
        ["后文", "text after"],
        ["紧接在后面的文字，可以是几个中的一个", "what stands directly behind the word; one of several"],
    ),
];
