//! Compressed forms of files, for servers that hand them out instead: nginx with `gzip_static`, Caddy with
//! `precompressed`. The same bytes always make the same form.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::config::Encoding;
use crate::digest::Digest;

use super::Entry;

/// Smaller files fit into one packet as they are.
const SMALLEST: u64 = 1024;
/// Counted up when the same bytes are compressed to others.
const VERSION: u8 = 1;
/// Of eleven: the last two cost ten times the time for a hundredth of the size.
const BROTLI_QUALITY: u32 = 9;
/// As powers of two, in bytes: more than any page has.
const BROTLI_WINDOW: u32 = 20;

/// Only texts shrink.
pub(super) fn is_worth_it(entry: &Entry) -> bool {
    let kind = entry.media_type.split(';').next().unwrap_or_default();
    let is_text = kind.starts_with("text/")
        || kind.ends_with("json")
        || kind.ends_with("xml")
        || kind == "application/wasm";
    is_text && entry.size >= SMALLEST
}

/// `index.html.gz`, where servers look for it.
pub(super) fn name(path: &str, encoding: Encoding) -> String {
    match encoding {
        Encoding::Gzip => format!("{path}.gz"),
        Encoding::Brotli => format!("{path}.br"),
    }
}

/// The file of which this is the name of a compressed form.
pub(super) fn original(path: &str) -> Option<&str> {
    path.strip_suffix(".gz").or_else(|| path.strip_suffix(".br"))
}

pub(super) fn media_type(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Gzip => "application/gzip",
        Encoding::Brotli => "application/x-brotli",
    }
}

/// Stands for a compressed form before it is made.
pub(super) fn made_from(entry: &Entry, encoding: Encoding) -> Digest {
    Digest::of_parts(&[&[VERSION, encoding as u8], entry.hash.bytes()])
}

pub(super) fn compress(bytes: &[u8], encoding: Encoding) -> Vec<u8> {
    let made = match encoding {
        Encoding::Gzip => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(bytes).and_then(|()| encoder.finish())
        }
        Encoding::Brotli => {
            let mut made = Vec::new();
            let mut encoder = brotli::CompressorWriter::new(&mut made, 4096, BROTLI_QUALITY, BROTLI_WINDOW);
            let written = encoder.write_all(bytes).and_then(|()| encoder.flush());
            drop(encoder);
            written.map(|()| made)
        }
    };
    // Memory takes all that is written to it.
    made.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_compressed_comes_back_whole_and_is_the_same_each_time() {
        let text = "产教联合体的新闻。".repeat(500);
        for encoding in [Encoding::Gzip, Encoding::Brotli] {
            let made = compress(text.as_bytes(), encoding);
            assert!(made.len() < text.len() / 10, "{encoding:?}: {}", made.len());
            assert_eq!(made, compress(text.as_bytes(), encoding));
            let mut back = String::new();
            match encoding {
                Encoding::Gzip => flate2::read::GzDecoder::new(&*made).read_to_string(&mut back).unwrap(),
                Encoding::Brotli => {
                    brotli::Decompressor::new(&*made, 4096).read_to_string(&mut back).unwrap()
                }
            };
            assert_eq!(back, text);
            assert_eq!(original(&name("a/index.html", encoding)), Some("a/index.html"));
        }
    }
}
