//! What a scan tells, and to whom: a text, segments, or the review of a conversion.

use std::ops::Range;

use super::border::Reading;
use super::segments::Origin;
use super::table::Plain;

/// Takes what a scan finds. The ranges are those of the source, in order and without gaps; none is empty.
pub(super) trait Sink {
    /// Wants to know of every accident, also of those that change nothing.
    const THOROUGH: bool = false;
    /// Forget everything: the scan starts anew.
    fn restart(&mut self);
    /// This part of the source stays.
    fn copy(&mut self, range: Range<usize>);
    /// This part becomes `output`.
    fn put(&mut self, range: Range<usize>, output: &str, origin: Origin);
    /// A run of characters, some of which become another one; before it, what stays from a place on. Returns from
    /// where on what follows is not yet handed on.
    #[inline]
    fn put_run(&mut self, mut stays_from: usize, run: &Plain<'_>) -> usize {
        for (range, output) in run.changed() {
            if stays_from < range.start {
                self.copy(stays_from..range.start);
            }
            stays_from = range.end;
            self.put(range, output.encode_utf8(&mut [0; 4]), Origin::Character);
        }
        stays_from
    }

    // What only a review of the conversion asks for; told beside the calls above, in the order of the text.

    /// A match leaves this part as it is: it is among what is copied.
    fn stand(&mut self, _range: Range<usize>, _origin: Origin) {}
    /// This phrase may be an accident of two words.
    fn doubt(&mut self, _phrase: Range<usize>, _reading: &Reading) {}
    /// The name of a person that follows here is likely one, not more.
    fn guess(&mut self, _name: Range<usize>) {}
    /// This word of the vocabulary, and the text up to `end`, are part of a body's name.
    fn spare(&mut self, _word: Range<usize>, _end: usize) {}
}
