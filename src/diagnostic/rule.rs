//! The table of all rules: stable codes, names for `check:` in site.yaml, default severity, meaning.
//!
//! Codes never change their meaning. 01 is reading files, 02 fields and references, 03 Markdown,
//! 04 site.yaml, 05 themes, 06 addresses, 07 languages and wording, 09 writing the site.

use super::Severity;

/// One kind of finding.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// `HM0203`: stable for ever, for searching and for suppressions.
    pub code: &'static str,
    /// `unknown-reference`: the key in site.yaml's `check:`.
    pub name: &'static str,
    pub severity: Severity,
    /// May site.yaml change the severity? What would make a wrong page may not be switched off.
    pub adjustable: bool,
    /// Is it silent until site.yaml gives it a level? What a house may ask of its editors, and others do not.
    pub optional: bool,
    pub zh: &'static str,
    pub en: &'static str,
}

macro_rules! table {
    ($($constant:ident $code:literal $name:literal $severity:ident $control:ident $zh:literal $en:literal;)*) => {
        /// Each rule by name.
        pub mod rules {
            use super::*;
            $(
                #[doc = $en]
                pub static $constant: Rule = Rule {
                    code: $code,
                    name: $name,
                    severity: Severity::$severity,
                    adjustable: table!(@adjustable $control),
                    optional: table!(@optional $control),
                    zh: $zh,
                    en: $en,
                };
            )*
        }
        /// All rules, by code.
        pub static RULES: &[&Rule] = &[$(&rules::$constant),*];
    };
    (@adjustable fixed) => { false };
    (@adjustable $other:ident) => { true };
    (@optional optional) => { true };
    (@optional $other:ident) => { false };
}

table! {
    UNREADABLE "HM0101" "unreadable-file" Error fixed "文件无法读取" "a file cannot be read";
    NOT_UTF8 "HM0102" "not-utf8" Error fixed "文件不是 UTF-8 编码" "a file is not UTF-8";
    FILE_TOO_LARGE "HM0103" "file-too-large" Error fixed "文件过大" "a file is too large";
    ODD_FILE_NAME "HM0104" "odd-file-name" Warning adjustable "文件名在别的系统上会出问题" "a file name that other systems cannot hold";
    MERGE_CONFLICT "HM0105" "merge-conflict" Error fixed "合并冲突没有解决" "a merge conflict that is not resolved";
    FRONT_MATTER_MISSING "HM0110" "front-matter-missing" Error fixed "缺少文件头" "the front matter is missing";
    FRONT_MATTER_OPEN "HM0111" "front-matter-open" Error fixed "文件头没有结束" "the front matter does not end";
    YAML_SYNTAX "HM0112" "yaml-syntax" Error fixed "YAML 语法错误" "YAML syntax";
    FULLWIDTH_COLON "HM0113" "fullwidth-colon" Error fixed "字段名后是全角冒号" "a full-width colon after a field name";
    FULLWIDTH_COMMA "HM0114" "fullwidth-comma" Error fixed "列表里是全角逗号" "a full-width comma in a list";
    BARE_COLON "HM0115" "bare-colon" Error fixed "文字里的冒号需要加引号" "a colon in a text that is not quoted";
    TAB_INDENT "HM0116" "tab-indent" Error fixed "用制表符缩进" "indentation with a tab";
    DUPLICATE_KEY "HM0117" "duplicate-key" Error fixed "字段重复" "a field given twice";
    COMMENT_IN_TEXT "HM0118" "comment-in-text" Warning adjustable "文字的后半成了注释" "the end of a text is a comment";
    UNKNOWN_FIELD "HM0201" "unknown-field" Error fixed "未知的字段" "an unknown field";
    MISSING_FIELD "HM0202" "missing-field" Error fixed "缺少必填字段" "a required field is missing";
    WRONG_TYPE "HM0203" "wrong-type" Error fixed "字段的类型不对" "a field of the wrong type";
    BAD_DATE "HM0204" "bad-date" Error fixed "日期不成立" "a date that does not exist or cannot be read";
    UNUSUAL_DATE "HM0205" "unusual-date" Warning adjustable "日期写法不规范" "a date in an unusual form";
    BAD_SLUG "HM0206" "bad-slug" Error fixed "slug 不能用作网址" "a slug that cannot be an address";
    UNKNOWN_ID "HM0207" "unknown-id" Error fixed "未声明的标识" "an id that site.yaml does not declare";
    UNKNOWN_REFERENCE "HM0208" "unknown-reference" Error fixed "引用的记录不存在" "a reference to a record that does not exist";
    AMBIGUOUS_REFERENCE "HM0209" "ambiguous-reference" Error fixed "引用可以指两条记录" "a reference that two records answer to";
    TOO_FEW "HM0210" "too-few" Error fixed "项数不够" "too few entries";
    BAD_VALUE "HM0211" "bad-value" Error fixed "字段的值不对" "a value that is not allowed";
    REFERENCE_TO_UNPUBLISHED "HM0212" "reference-to-unpublished" Warning adjustable "引用的记录未发布" "a reference to a record that is not published";
    DUPLICATE_PARTY "HM0213" "duplicate-party" Error fixed "同一签约方出现两次" "one party twice in an agreement";
    REPEATED_NAME "HM0214" "repeated-name" Warning adjustable "两条成员记录同名" "two partners have one name";
    DATE_ORDER "HM0215" "date-order" Warning adjustable "日期先后颠倒" "two dates in the wrong order";
    FUTURE_DATE "HM0216" "future-date" Warning adjustable "日期在将来而已经发布" "published with a date in the future";
    SINGLE_PART "HM0217" "single-part-series" Note adjustable "系列只有一篇" "a series of one part";
    UNUSED_ID "HM0218" "unused-id" Note optional "声明的标识没有用到" "a declared id that nothing uses";
    UNKNOWN_SECTION "HM0219" "unknown-section" Warning adjustable "文件夹不是栏目" "a folder that is no section";
    TWO_DATES "HM0220" "two-dates" Warning adjustable "文件名与 date 的日期不同" "the file's name and its date differ";
    RAW_HTML "HM0301" "raw-html" Warning adjustable "正文里的 HTML 按文字显示" "HTML in the text is shown as text";
    BROKEN_LINK "HM0302" "broken-link" Error fixed "链接没有目标" "a link that leads nowhere";
    BROKEN_ANCHOR "HM0303" "broken-anchor" Error fixed "页内锚点不存在" "an anchor that does not exist";
    MISSING_IMAGE "HM0304" "missing-image" Error fixed "图片不存在" "an image that does not exist";
    MISSING_ALT "HM0305" "missing-alt" Warning adjustable "图片没有替代文字" "an image without alternative text";
    UNSAFE_LINK "HM0306" "unsafe-link" Error fixed "不允许的链接" "a link of a kind that is not allowed";
    UNKNOWN_SHORTCODE "HM0307" "unknown-shortcode" Error fixed "未知的短代码" "an unknown shortcode";
    BAD_SHORTCODE "HM0308" "bad-shortcode" Error fixed "短代码写法不对" "a shortcode that cannot be read";
    UNKNOWN_CODE_LANGUAGE "HM0309" "unknown-code-language" Warning adjustable "不认识的代码语言" "an unknown language of fenced code";
    UNDEFINED_FOOTNOTE "HM0310" "undefined-footnote" Warning adjustable "脚注没有内容" "a footnote without text";
    DUPLICATE_ANCHOR "HM0311" "duplicate-anchor" Error fixed "锚点重复" "an anchor given twice";
    BAD_MARK "HM0312" "bad-mark" Error fixed "转换标记写法不对" "a conversion mark that cannot be read";
    INDENTED_PROSE "HM0313" "indented-prose" Warning adjustable "缩进的正文成了代码" "indented prose becomes code";
    HEADING_LEVEL "HM0314" "heading-level" Warning adjustable "标题级别跳跃" "a heading level is skipped";
    EXTERNAL_IMAGE "HM0315" "external-image" Error adjustable "图片取自别的网站" "an image from another site";
    LARGE_IMAGE "HM0316" "large-image" Note adjustable "图片文件过大" "a large image file";
    MARKUP_SLIP "HM0317" "markup-slip" Warning adjustable "没有写成的 Markdown" "Markdown that is not quite written";
    UNREADABLE_MARKDOWN "HM0318" "unreadable-markdown" Error fixed "解析器读不了的 Markdown" "Markdown that the parser cannot read";
    ODD_IMAGE "HM0319" "odd-image" Warning adjustable "图片文件不能显示" "an image file that cannot be shown";
    CONFIG_MISSING "HM0401" "config-missing" Error fixed "没有 site.yaml" "there is no site.yaml";
    BAD_LANGUAGE "HM0402" "bad-language" Error fixed "语言标签不对" "a language tag that cannot be used";
    BAD_URL "HM0403" "bad-url" Error fixed "网址不对" "an address that cannot be used";
    BAD_TIMEZONE "HM0404" "bad-timezone" Error fixed "时区不存在" "an unknown time zone";
    UNKNOWN_RULE "HM0405" "unknown-rule" Error fixed "未知的检查规则" "an unknown rule";
    FIXED_RULE "HM0406" "fixed-rule" Error fixed "这条规则不能关闭" "a rule that cannot be changed";
    BAD_GLOSSARY "HM0407" "bad-glossary" Error fixed "词表条目不对" "a glossary entry that cannot be used";
    NO_CONTENT "HM0408" "no-content" Warning adjustable "网站没有内容" "a site without content";
    CONTRADICTING_GLOSSARY "HM0409" "contradicting-glossary" Error fixed "词表条目互相矛盾" "two glossary entries that contradict each other";
    SECRET_IN_FILE "HM0410" "secret-in-file" Error fixed "密钥写进了文件" "a secret in a file of the site";
    UNKNOWN_THEME "HM0501" "unknown-theme" Error fixed "主题不存在" "an unknown theme";
    TEMPLATE_SYNTAX "HM0502" "template-syntax" Error fixed "模板语法错误" "template syntax";
    TEMPLATE_RENDER "HM0503" "template-render" Error fixed "模板渲染失败" "a template fails while rendering";
    MISSING_TEMPLATE "HM0504" "missing-template" Error fixed "模板不存在" "a template does not exist";
    MISSING_STRING "HM0505" "missing-string" Error fixed "界面文字缺失" "a text of the interface is missing";
    MISSING_ASSET "HM0506" "missing-asset" Error fixed "主题文件不存在" "an asset does not exist";
    UNUSED_STRING "HM0507" "unused-string" Warning adjustable "界面文字没有用到" "an interface text that nothing shows";
    ADDRESS_TAKEN "HM0601" "address-taken" Error fixed "两个页面用同一个网址" "two things have one address";
    BAD_ALIAS "HM0602" "bad-alias" Error fixed "旧网址写法不对" "an alias that cannot be an address";
    UNPINNED_SLUG "HM0603" "unpinned-slug" Note adjustable "网址由中文文件名推出" "an address made from a Chinese file name";
    UNKNOWN_SUFFIX "HM0701" "unknown-suffix" Warning adjustable "文件名里的语言没有配置" "a language suffix that is not configured";
    DUPLICATE_VERSION "HM0702" "duplicate-version" Error fixed "同一语言有两个文件" "two files for one language";
    ORPHAN_TRANSLATION "HM0703" "orphan-translation" Warning adjustable "译文没有原文" "a translation without an original";
    WRONG_SCRIPT "HM0704" "wrong-script" Warning adjustable "文字与声明的繁简不符" "text in another script than declared";
    UNPAIRED_QUOTE "HM0705" "unpaired-quote" Warning adjustable "引号不成对" "a quotation mark without its pair";
    HALFWIDTH_PUNCTUATION "HM0706" "halfwidth-punctuation" Note adjustable "中文里的半角标点" "half-width punctuation in Chinese text";
    MISSING_REVIEW "HM0710" "missing-review" Warning optional "缺少三审记录" "the three reviews are not recorded";
    MISSING_SOURCE "HM0711" "missing-source" Warning adjustable "有原题而没有来源" "an original title without a source";
    UNUSED_GLOSSARY "HM0720" "unused-glossary" Note optional "词表条目没有用到" "a glossary entry that nothing uses";
    REDUNDANT_GLOSSARY "HM0721" "redundant-glossary" Note optional "词表条目多余" "a glossary entry that changes nothing";
    ONE_CHARACTER_GLOSSARY "HM0722" "one-character-glossary" Warning adjustable "词表条目只有一个字" "a glossary entry of one character";
    GLOSSARY_SCRIPT "HM0723" "glossary-script" Warning adjustable "词表里的字与语言的繁简不符" "a glossary word in another script than its language";
    OUTPUT_FOREIGN "HM0901" "output-foreign" Error fixed "输出目录不是本程序写的" "the output folder holds files that are not ours";
    OUTPUT_FAILED "HM0902" "output-failed" Error fixed "写不出网站" "the site cannot be written";
    DEPLOY_REFUSED "HM0911" "deploy-refused" Error fixed "这样发布不安全，没有发布" "publishing this would not be safe";
    DEPLOY_FAILED "HM0912" "deploy-failed" Error fixed "发布没有完成" "publishing failed";
}

/// A rule as its code.
pub(super) mod by_code {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{RULES, Rule};

    pub(in super::super) fn serialize<S: Serializer>(rule: &Rule, to: S) -> Result<S::Ok, S::Error> {
        rule.code.serialize(to)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<&'static Rule, D::Error> {
        let code = String::deserialize(from)?;
        let place = RULES.binary_search_by(|rule| rule.code.cmp(&code));
        place.map(|place| RULES[place]).map_err(|_| D::Error::custom("an unknown rule"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_unique_and_ordered() {
        assert!(RULES.windows(2).all(|pair| pair[0].code < pair[1].code));
        let mut names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
    }
}
