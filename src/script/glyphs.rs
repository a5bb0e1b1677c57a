//! Characters that a region writes in more than one way: 臺 or 台, 群 or 羣, 裡 or 裏, 啟 or 啓.
//!
//! The classes and each region's usual form are reviewed data (`data/glyphs.tsv`). The tables give the usual
//! forms; for a site that prefers others there are tables that leave these characters in OpenCC's standard
//! form, and the preference is worked into their output text once, when the converter is made.

use std::sync::LazyLock;

use super::Script;

/// Forms that a site prefers to the usual ones of the target's region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Glyphs {
    preferred: Vec<char>,
}

/// Why a list of preferred forms cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GlyphFault {
    /// There is no choice about this character.
    Unknown(char),
    /// Two forms of one character.
    Both(char, char),
}

/// Forms of one character.
pub(super) struct Class {
    /// OpenCC's standard form first.
    pub forms: Vec<char>,
    pub taiwan: char,
    pub hong_kong: char,
}

pub(super) static CLASSES: LazyLock<Vec<Class>> = LazyLock::new(|| {
    let lines = include_str!("data/glyphs.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let forms = columns.next()?.chars().collect();
            let mut usual = || columns.next().and_then(|column| column.chars().next());
            Some(Class { forms, taiwan: usual()?, hong_kong: usual()? })
        })
        .collect()
});

impl Glyphs {
    /// # Errors
    ///
    /// The first character that is no choice, or contradicts one before it.
    pub fn preferring(forms: impl IntoIterator<Item = char>) -> Result<Glyphs, GlyphFault> {
        let mut glyphs = Glyphs::default();
        for form in forms {
            let class = Class::of(form).ok_or(GlyphFault::Unknown(form))?;
            if let Some(other) = glyphs.preferred.iter().find(|other| class.forms.contains(other)) {
                return Err(GlyphFault::Both(*other, form));
            }
            glyphs.preferred.push(form);
        }
        Ok(glyphs)
    }

    /// The classes that there is a choice about, each as its forms.
    pub fn choices() -> impl Iterator<Item = &'static [char]> {
        CLASSES.iter().map(|class| class.forms.as_slice())
    }

    /// Does the usual form of that script serve for every class?
    pub(super) fn are_usual(&self, script: Script) -> bool {
        CLASSES.iter().all(|class| self.form(class, script) == class.usual(script))
    }

    /// A text in standard forms with the forms of this preference. Its bytes stay at their places: all forms
    /// are three bytes long in UTF-8.
    pub(super) fn apply(&self, standard: &str, script: Script) -> String {
        let forms: Vec<(char, char)> = CLASSES
            .iter()
            .map(|class| (class.forms[0], self.form(class, script)))
            .filter(|(standard, form)| standard != form)
            .collect();
        let shown =
            |letter| forms.iter().find(|(standard, _)| *standard == letter).map_or(letter, |(_, form)| *form);
        standard.chars().map(shown).collect()
    }

    fn form(&self, class: &Class, script: Script) -> char {
        let preferred = self.preferred.iter().find(|form| class.forms.contains(form));
        preferred.copied().unwrap_or_else(|| class.usual(script))
    }
}

impl Class {
    /// The class that a character is a form of.
    pub fn of(form: char) -> Option<&'static Class> {
        CLASSES.iter().find(|class| class.forms.contains(&form))
    }

    /// The form that the tables give.
    pub fn usual(&self, script: Script) -> char {
        match script {
            Script::HantTw => self.taiwan,
            Script::HantHk => self.hong_kong,
            Script::Hans | Script::Hant => self.forms[0],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::script::{Converter, Depth, Terms};

    #[test]
    fn the_classes_are_sound() {
        let mut all: Vec<char> = Glyphs::choices().flatten().copied().collect();
        assert!(all.iter().all(|form| form.len_utf8() == 3));
        for class in CLASSES.iter() {
            assert!(class.forms.contains(&class.taiwan) && class.forms.contains(&class.hong_kong));
        }
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count, "a form stands in two classes");
    }

    /// Else nothing would ever be given the other form.
    #[test]
    fn the_first_form_of_a_class_is_one_that_opencc_gives() {
        let texts = [
            include_str!("data/opencc-1.4.2/STCharacters.txt"),
            include_str!("data/opencc-1.4.2/STPhrases.txt"),
        ];
        let given = texts.iter().flat_map(|text| text.lines()).filter_map(|line| line.split_once('\t'));
        let given: BTreeSet<char> = given.flat_map(|(_, values)| values.chars()).collect();
        for class in CLASSES.iter() {
            assert!(given.contains(&class.forms[0]), "{}", class.forms[0]);
        }
    }

    #[test]
    fn a_site_may_prefer_other_forms() {
        let show = |script, forms: &str, text: &str| {
            let glyphs = Glyphs::preferring(forms.chars()).unwrap();
            let converter = Converter::between(Script::Hans, script, Depth::Characters).unwrap();
            converter.with_glyphs(&glyphs).convert(text, &Terms::default()).into_owned()
        };
        let text = "台湾平台，台州群众里程碑，车间里启动温室，说明";
        assert_eq!(show(Script::HantTw, "", text), "臺灣平臺，台州群眾里程碑，車間裡啟動溫室，說明");
        assert_eq!(show(Script::HantTw, "台", text), "台灣平台，台州群眾里程碑，車間裡啟動溫室，說明");
        assert_eq!(show(Script::HantTw, "羣裏啓温", text), "臺灣平臺，台州羣眾里程碑，車間裏啓動温室，說明");
        assert_eq!(show(Script::HantHk, "", text), "台灣平台，台州群眾里程碑，車間裏啟動温室，説明");
        assert_eq!(
            show(Script::HantHk, "臺羣裡啓温説", text),
            "臺灣平臺，台州羣眾里程碑，車間裡啓動温室，説明"
        );
    }

    #[test]
    fn a_list_that_says_nothing_clear_is_refused() {
        assert_eq!(Glyphs::preferring("台云".chars()), Err(GlyphFault::Unknown('云')));
        assert_eq!(Glyphs::preferring("群台臺".chars()), Err(GlyphFault::Both('台', '臺')));
    }
}
