//! Where the time of a run went. Nothing is decided by it, and nothing that is published knows it.

use std::collections::BTreeMap;
use std::time::Duration;

/// How many of the slowest are told.
const MOST: usize = 10;

/// The time of a run, by stage, by template and by page.
#[derive(Debug, Default, Clone)]
pub struct Timings {
    /// In the order in which they were passed.
    pub stages: Vec<(&'static str, Duration)>,
    templates: BTreeMap<String, Template>,
    /// The slowest pages by address, slowest first.
    pages: Vec<(String, Duration)>,
}

/// What one template took, on all cores together.
#[derive(Debug, Default, Clone, Copy)]
pub struct Template {
    /// How many pages were made with it.
    pub pages: usize,
    /// Their views and bodies not included.
    pub time: Duration,
}

impl Timings {
    /// The templates that took the longest, all their pages together.
    pub fn slowest_templates(&self) -> Vec<(&str, Template)> {
        let mut templates: Vec<(&str, Template)> =
            self.templates.iter().map(|(name, template)| (name.as_str(), *template)).collect();
        templates.sort_by_key(|(_, template)| std::cmp::Reverse(template.time));
        templates.truncate(MOST);
        templates
    }

    /// The pages that took the longest, from their view to their file.
    pub fn slowest_pages(&self) -> &[(String, Duration)] {
        &self.pages
    }

    /// A page was rendered with a template.
    pub(super) fn rendered(&mut self, template: &str, time: Duration) {
        if !self.templates.contains_key(template) {
            self.templates.insert(template.to_owned(), Template::default());
        }
        if let Some(template) = self.templates.get_mut(template) {
            template.pages += 1;
            template.time += time;
        }
    }

    /// Takes over what a part of the run took by template and page.
    pub(super) fn add_pages(&mut self, other: Timings) {
        (self.templates, self.pages) = (other.templates, other.pages);
    }

    /// A page was made.
    pub(super) fn made(&mut self, path: &str, time: Duration) {
        let at = self.pages.partition_point(|(_, slower)| *slower >= time);
        if at < MOST {
            self.pages.insert(at, (path.to_owned(), time));
            self.pages.truncate(MOST);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_are_told_first() {
        let mut timings = Timings::default();
        let time = |millis: u64| Duration::from_millis(millis);
        for (number, millis) in [3, 20, 7, 9, 1, 30, 2, 8, 6, 5, 4, 10].into_iter().enumerate() {
            timings.made(&format!("page-{number}"), time(millis));
            timings.rendered(if number % 2 == 0 { "a.html" } else { "b.html" }, time(millis));
        }
        let pages: Vec<u128> = timings.slowest_pages().iter().map(|(_, time)| time.as_millis()).collect();
        assert_eq!(pages, [30, 20, 10, 9, 8, 7, 6, 5, 4, 3]);
        let templates = timings.slowest_templates();
        let told =
            templates.iter().map(|(name, template)| (*name, template.pages, template.time.as_millis()));
        assert_eq!(told.collect::<Vec<_>>(), [("b.html", 6, 82), ("a.html", 6, 23)]);
    }
}
