//! Who read a text before it was published, and who read its conversions.

use super::{Field, FieldType, Key, field};

/// Of news: 三审, and the conversions beside.
pub(super) const NEWS_REVIEW: Field<'static> = field(
    "review",
    FieldType::ByLanguage { fields: REVIEW, value: &VARIANT_REVIEW },
    ["审校", "reviews"],
    [
        "三审人员；语言标签下写这个语言的转换由谁校对",
        "who read it before it was published; under a language tag, who read the conversion to it",
    ],
)
.example("{first: 张三, second: 李四, final: 王五, zh-Hant-TW: {by: 赵六, date: 2024-05-17}}");

/// Of records that have no 三审.
pub(super) const CONVERSION_REVIEW: Field<'static> = field(
    "review",
    FieldType::ByLanguage { fields: &[], value: &VARIANT_REVIEW },
    ["审校", "reviews"],
    ["语言标签下写这个语言的转换由谁校对", "under a language tag, who read the conversion to it"],
)
.example("{zh-Hant-TW: {by: 赵六, date: 2024-05-17}}");

const VARIANT_REVIEW: FieldType<'static> =
    FieldType::OneOf { short: &FieldType::Name, long: &FieldType::Object(VARIANT_REVIEW_FIELDS) };

const VARIANT_REVIEW_FIELDS: &[Field<'static>] = &[
    field("by", FieldType::Name, ["校对", "reader"], ["校对人员", "who read it"]).required(),
    field("date", FieldType::Date, ["校对日期", "date"], ["校对的日期", "when it was read"]),
];

const REVIEW: &[Field<'static>] = &[
    field("first", FieldType::Name, ["一审", "first review"], ["一审人员", "who read it first"]),
    field("second", FieldType::Name, ["二审", "second review"], ["二审人员", "who read it next"]),
    field("final", FieldType::Name, ["终审", "final review"], ["终审人员", "who had the last word"]),
];

/// `content/reviewed.yaml`: what was read and found right, by the id of the place.
pub const REVIEWED: FieldType<'static> = FieldType::MapOf {
    key: Key::Label,
    value: &FieldType::Forms(&[
        field("word", FieldType::Plain, ["原文", "word"], ["这一处的文字", "the words of the place"]),
        field("in", FieldType::Plain, ["句子", "sentence"], ["所在的句子", "the sentence around them"]),
    ]),
};
