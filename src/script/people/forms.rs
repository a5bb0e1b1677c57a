//! Which traditional characters stand in names: the reviewed table `data/people/forms.tsv`.

use std::sync::LazyLock;

/// Where in a name a character stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Surname,
    Given,
}

/// A line of the table.
pub(super) struct Form {
    surname: &'static str,
    given: &'static str,
}

const FILE: &str = include_str!("../data/people/forms.tsv");

/// Sorted by what stands in simplified text.
static FORMS: LazyLock<Vec<(&'static str, Form)>> = LazyLock::new(read);

/// What `source`, a character or a surname of two, becomes in a name. `None`: what the tables say of it alone.
pub(in crate::script) fn form(source: &str, place: Place) -> Option<&'static str> {
    let found = FORMS.binary_search_by_key(&source, |(source, _)| source).ok()?;
    let form = &FORMS[found].1;
    let text = match place {
        Place::Surname => form.surname,
        Place::Given => form.given,
    };
    Some(text).filter(|text| !text.is_empty())
}

pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static Form)> {
    FORMS.iter().map(|(source, form)| (*source, form))
}

impl Form {
    pub fn is_for_given_names(&self) -> bool {
        !self.given.is_empty()
    }
}

fn read() -> Vec<(&'static str, Form)> {
    let lines = FILE.lines().filter(|line| !line.starts_with('#')).skip(1);
    let mut forms: Vec<_> = lines
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let source = fields.next()?;
            let (surname, given) = (fields.next()?, fields.next()?);
            Some((source, Form { surname, given }))
        })
        .collect();
    forms.sort_by_key(|(source, _)| *source);
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_once() {
        let lines = FILE.lines().filter(|line| !line.starts_with('#')).count() - 1;
        assert_eq!(FORMS.len(), lines);
        assert!(FORMS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn a_form_depends_on_its_place() {
        assert_eq!(form("范", Place::Surname), Some("范"));
        assert_eq!(form("范", Place::Given), Some("範"));
        assert_eq!((form("台", Place::Surname), form("台", Place::Given)), (None, Some("台")));
        assert_eq!(form("万俟", Place::Surname), Some("万俟"));
        assert_eq!(form("伟", Place::Given), None);
    }
}
