//! A body in one language: its prose converted container by container, its holes filled by the caller.

use crate::document::body::{Body, Piece};
use crate::document::html::{push_attribute, push_text};
use crate::language::Tag;
use crate::mark::{Mark, parse_mark};
use crate::script::{Origin, Segments, WALL};

use super::words::Words;

/// What only the page can fill in. Each writes HTML.
pub trait Holes {
    fn label(&mut self, key: &'static str, out: &mut String);
    /// ` href="…"` and further attributes of the link.
    fn href(&mut self, link: u32, out: &mut String);
    /// The name of the record that a link leads to, escaped.
    fn name(&mut self, link: u32, out: &mut String);
    fn image(&mut self, image: u32, out: &mut String);
    fn call(&mut self, call: u32, out: &mut String);
}

/// Writes the body as HTML in the language of `words`. `from` is the language that it is written in.
pub fn write(body: &Body, from: &Tag, words: &Words, holes: &mut impl Holes, out: &mut String) {
    let mut writer = Writer { body, from, words, plain: String::new(), segments: Segments::default() };
    let mut start = 0;
    for (index, piece) in body.pieces.iter().enumerate() {
        if matches!(piece, Piece::End) {
            writer.container(&body.pieces[start..index], holes, out);
            start = index + 1;
        }
    }
    writer.container(&body.pieces[start..], holes, out);
}

struct Writer<'a> {
    body: &'a Body,
    from: &'a Tag,
    words: &'a Words,
    /// The prose of the container at hand, with walls.
    plain: String,
    segments: Segments,
}

impl Writer<'_> {
    /// Converts the prose of a container as one text, so that a phrase is known across `<strong>` and
    /// line ends, and puts each part back where its source stood.
    fn container(&mut self, pieces: &[Piece], holes: &mut impl Holes, out: &mut String) {
        let Some((converter, terms)) = self.words.converter(self.from) else {
            for piece in pieces {
                match piece {
                    Piece::Prose(range) => push_text(out, self.text(range)),
                    piece => self.piece(piece, holes, out),
                }
            }
            return;
        };
        self.plain.clear();
        let mut runs = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Prose(range) => {
                    let start = self.plain.len();
                    self.plain.push_str(&self.body.text[range.start as usize..range.end as usize]);
                    runs.push(start..self.plain.len());
                }
                Piece::Html(_) | Piece::End => {}
                _ => self.plain.push(WALL),
            }
        }
        match runs.as_slice() {
            [] => {}
            [_] if self.plain.len() == runs[0].len() => {
                let converted = converter.convert(&self.plain, terms);
                let mut converted = Some(converted);
                for piece in pieces {
                    match piece {
                        Piece::Prose(_) => push_text(out, &converted.take().unwrap_or_default()),
                        piece => self.piece(piece, holes, out),
                    }
                }
                return;
            }
            _ => converter.segments(&self.plain, terms, &mut self.segments),
        }
        let texts = put_back(&self.plain, &self.segments, &runs);
        let mut texts = texts.into_iter();
        for piece in pieces {
            match piece {
                Piece::Prose(_) => push_text(out, &texts.next().unwrap_or_default()),
                piece => self.piece(piece, holes, out),
            }
        }
    }

    fn piece(&self, piece: &Piece, holes: &mut impl Holes, out: &mut String) {
        match piece {
            Piece::Html(range) => out.push_str(self.text(range)),
            Piece::Prose(range) | Piece::Verbatim(range) => push_text(out, self.text(range)),
            Piece::Mark(range) => {
                // A mark that cannot be read was reported when the file was parsed.
                let mark = parse_mark(self.text(range)).unwrap_or(Mark::Wall);
                push_text(out, self.words.mark(&mark, self.from));
            }
            Piece::End => {}
            Piece::Attribute(range) => {
                push_attribute(out, &self.words.prose(self.from, self.text(range)));
            }
            Piece::Label(key) => holes.label(key, out),
            Piece::Href(link) => holes.href(*link, out),
            Piece::Name(link) => holes.name(*link, out),
            Piece::Image(image) => holes.image(*image, out),
            Piece::Call(call) => holes.call(*call, out),
        }
    }

    fn text(&self, range: &std::ops::Range<u32>) -> &str {
        &self.body.text[range.start as usize..range.end as usize]
    }
}

/// Gives each run the output of its own source. A segment that lies across runs is cut at the same
/// characters when both sides have as many; else what begins and ends alike stays outside, and the rest
/// goes to the run with most of the source, the first of equals.
fn put_back(plain: &str, segments: &Segments, runs: &[std::ops::Range<usize>]) -> Vec<String> {
    let mut texts = vec![String::new(); runs.len()];
    let mut run = 0;
    for segment in segments.iter() {
        let source = segment.source;
        while run < runs.len() && runs[run].end <= source.start {
            run += 1;
        }
        let Some(first) = runs.get(run) else { break };
        if source.start >= first.start && source.end <= first.end {
            texts[run].push_str(segment.output);
            continue;
        }
        if segment.origin == Origin::Copy {
            // As long as its source, byte by byte, and the only kind of segment that holds walls.
            for (text, range) in texts.iter_mut().zip(runs).skip(run) {
                let (start, end) = (range.start.max(source.start), range.end.min(source.end));
                if start >= end {
                    break;
                }
                text.push_str(&segment.output[start - source.start..end - source.start]);
            }
            continue;
        }
        let parts: Vec<(usize, &str)> = (run..runs.len())
            .take_while(|index| runs[*index].start < source.end)
            .map(|index| {
                let range = runs[index].start.max(source.start)..runs[index].end.min(source.end);
                (index, &plain[range])
            })
            .collect();
        for ((index, _), output) in parts.iter().zip(distribute(&parts, segment.output)) {
            texts[*index].push_str(&output);
        }
    }
    texts
}

/// The share of each part in the output of all of them.
fn distribute(parts: &[(usize, &str)], output: &str) -> Vec<String> {
    let lengths: Vec<usize> = parts.iter().map(|(_, text)| text.chars().count()).collect();
    let total: usize = lengths.iter().sum();
    let letters: Vec<char> = output.chars().collect();
    if letters.len() == total {
        let mut letters = letters.into_iter();
        return lengths.iter().map(|length| letters.by_ref().take(*length).collect()).collect();
    }
    let source: Vec<char> = parts.iter().flat_map(|(_, text)| text.chars()).collect();
    let prefix = source.iter().zip(&letters).take_while(|(a, b)| a == b).count();
    let most = source.len().min(letters.len()) - prefix;
    let suffix = source.iter().rev().zip(letters.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    // Each source character keeps its own where both sides agree; the middle goes to one part.
    let middle = prefix..source.len() - suffix;
    let mut at = 0;
    let share = |start: usize, length: usize| -> usize {
        (start..start + length).filter(|position| middle.contains(position)).count()
    };
    let mut starts = Vec::new();
    for length in &lengths {
        starts.push(at);
        at += length;
    }
    let owner = (0..parts.len()).max_by_key(|part| (share(starts[*part], lengths[*part]), usize::MAX - part));
    (0..parts.len())
        .map(|part| {
            let positions = starts[part]..starts[part] + lengths[part];
            let mut text: String = positions.clone().filter(|p| *p < prefix).map(|p| letters[p]).collect();
            if owner == Some(part) {
                text.extend(&letters[prefix..letters.len() - suffix]);
            }
            let behind = positions.filter(|p| *p >= source.len() - suffix);
            text.extend(behind.map(|p| letters[p + letters.len() - source.len()]));
            text
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shares(parts: &[&str], output: &str) -> Vec<String> {
        let parts: Vec<(usize, &str)> = parts.iter().copied().enumerate().collect();
        distribute(&parts, output)
    }

    #[test]
    fn equal_lengths_are_cut_at_the_same_places() {
        assert_eq!(shares(&["发", "展"], "發展"), ["發", "展"]);
        assert_eq!(shares(&["软", "件开"], "軟體開"), ["軟", "體開"]);
    }

    #[test]
    fn unequal_lengths_keep_what_is_alike_and_give_the_rest_to_the_longest() {
        assert_eq!(shares(&["打印", "机"], "印表機"), ["印表", "機"]);
        assert_eq!(shares(&["人工智能", "化"], "人工智慧化"), ["人工智慧", "化"]);
        assert_eq!(shares(&["程", "序员"], "程式設計師"), ["程", "式設計師"]);
        let all = shares(&["乙甲", "丙"], "乙丁丁丁丙");
        assert_eq!(all.concat(), "乙丁丁丁丙");
    }

    /// Leaves the holes visible as one private character each.
    struct Marked;

    impl Holes for Marked {
        fn label(&mut self, _key: &'static str, out: &mut String) {
            out.push(HOLE);
        }
        fn href(&mut self, _link: u32, _out: &mut String) {}
        fn name(&mut self, _link: u32, out: &mut String) {
            out.push(HOLE);
        }
        fn image(&mut self, _image: u32, out: &mut String) {
            out.push(HOLE);
        }
        fn call(&mut self, _call: u32, out: &mut String) {
            out.push(HOLE);
        }
    }

    const HOLE: char = '\u{E000}';

    fn words() -> Words {
        let language = crate::language::Language {
            tag: Tag::parse("zh-Hant-TW").unwrap(),
            path: String::new(),
            convert: crate::language::Convert::Taiwan,
            glyphs: Vec::new(),
            fallback: crate::language::Fallback::Omit,
        };
        Words::new(&language, &[], &[])
    }

    fn part() -> impl Strategy<Value = Option<String>> {
        let text = proptest::collection::vec(
            proptest::sample::select(vec![
                "发",
                "展",
                "打印",
                "软件",
                "人工智能",
                "“",
                "”",
                "后",
                "皇后",
                "a",
                "<",
                "。",
                "信息",
            ]),
            1..4,
        );
        proptest::option::weighted(0.85, text.prop_map(|words| words.concat()))
    }

    proptest! {
        /// The text of the converted tree is the conversion of its text, however it is cut into runs
        /// and wherever holes stand between them.
        #[test]
        fn a_tree_converts_like_its_text(parts in proptest::collection::vec(part(), 1..7)) {
            let mut body = Body::default();
            let mut plain = String::new();
            for part in &parts {
                let mut push = |text: &str, piece: fn(std::ops::Range<u32>) -> Piece| {
                    let start = body.text.len() as u32;
                    body.text.push_str(text);
                    body.pieces.push(piece(start..start + text.len() as u32));
                };
                match part {
                    Some(text) => {
                        push("<b>", Piece::Html);
                        push(text, Piece::Prose);
                        push("</b>", Piece::Html);
                        plain.push_str(text);
                    }
                    None => {
                        body.pieces.push(Piece::Name(0));
                        plain.push(WALL);
                    }
                }
            }
            body.pieces.push(Piece::End);
            let words = words();
            let hans = Tag::parse("zh-Hans").unwrap();
            let mut html = String::new();
            write(&body, &hans, &words, &mut Marked, &mut html);
            let (converter, terms) = words.converter(&hans).unwrap();
            let mut wanted = String::new();
            push_text(&mut wanted, &converter.convert(&plain, terms));
            let text = html.replace("<b>", "").replace("</b>", "").replace(HOLE, &WALL.to_string());
            prop_assert_eq!(text, wanted);
        }
    }
}
