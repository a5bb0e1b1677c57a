//! Width and height of pictures from their first bytes. Nothing is decoded, so a picture bomb costs nothing.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use quick_xml::events::{BytesStart, Event};

use super::open_regular;

/// Bytes that are looked at for the orientation of a photo and for the root element of an SVG.
const HEAD: u64 = 64 << 10;

/// The size at which a browser shows the picture, in pixels.
pub(super) fn of(path: &Path) -> Option<(u32, u32)> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match &*extension {
        "svg" => svg(&head(open_regular(path).ok()?)?),
        "jpg" | "jpeg" => {
            let (width, height) = raster(path)?;
            let turned = orientation(&head(open_regular(path).ok()?)?).is_some_and(|value| value >= 5);
            Some(if turned { (height, width) } else { (width, height) })
        }
        "png" | "gif" | "webp" | "avif" | "bmp" | "ico" => raster(path),
        _ => None,
    }
}

/// What the first bytes of a picture say it is, by the extension that it should have.
pub(super) fn format(path: &Path) -> Option<&'static str> {
    let mut bytes = Vec::new();
    open_regular(path).ok()?.take(16).read_to_end(&mut bytes).ok()?;
    let brand = bytes.get(8..12).unwrap_or_default();
    match bytes.as_slice() {
        [0xFF, 0xD8, 0xFF, ..] => Some("jpg"),
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        [b'B', b'M', ..] => Some("bmp"),
        [0, 0, 1, 0, ..] => Some("ico"),
        [b'R', b'I', b'F', b'F', ..] if brand == b"WEBP" => Some("webp"),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] if brand.starts_with(b"avi") => Some("avif"),
        [_, _, _, _, b'f', b't', b'y', b'p', ..]
            if [b"heic", b"heix", b"mif1"].iter().any(|name| brand == *name) =>
        {
            Some("heic")
        }
        _ => None,
    }
}

fn raster(path: &Path) -> Option<(u32, u32)> {
    let size = imagesize::reader_size(BufReader::new(open_regular(path).ok()?)).ok()?;
    let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    (width > 0 && height > 0).then_some((width, height))
}

fn head(file: File) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(HEAD).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The EXIF orientation of a JPEG, 1 to 8: from 5 on the picture lies on its side (Exif 2.32, tag 0x0112).
fn orientation(jpeg: &[u8]) -> Option<u16> {
    let mut rest = jpeg.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        let [0xFF, marker, high, low, ..] = *rest else { return None };
        let len = usize::from(u16::from_be_bytes([high, low]));
        let segment = rest.get(4..2 + len)?;
        if marker == 0xE1
            && let Some(tiff) = segment.strip_prefix(b"Exif\0\0")
        {
            return tiff_orientation(tiff);
        }
        // Start of scan: only picture data follows.
        if marker == 0xDA {
            return None;
        }
        rest = rest.get(2 + len..)?;
    }
}

fn tiff_orientation(tiff: &[u8]) -> Option<u16> {
    let big = match tiff.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let (first, second) = (short(4)?, short(6)?);
    let (high, low) = if big { (first, second) } else { (second, first) };
    let directory = usize::from(high) << 16 | usize::from(low);
    let entries = usize::from(short(directory)?);
    let entry = (0..entries).map(|index| directory + 2 + index * 12).find(|at| short(*at) == Some(0x0112))?;
    short(entry + 8)
}

/// An SVG's own width and height, else those of its `viewBox`, which browsers scale as they like.
fn svg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    loop {
        match reader.read_event().ok()? {
            Event::Start(root) | Event::Empty(root) => return svg_root(&root),
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn svg_root(root: &BytesStart) -> Option<(u32, u32)> {
    if root.local_name().as_ref() != "svg" {
        return None;
    }
    let attribute = |name: &str| Some(root.try_get_attribute(name).ok()??.value.into_owned());
    let pixels = |text: &str| {
        let number: f64 = text.trim().trim_end_matches("px").parse().ok()?;
        (0.5..1e6).contains(&number).then_some(number.round() as u32)
    };
    let own = |name: &str| attribute(name).and_then(|text| pixels(&text));
    if let (Some(width), Some(height)) = (own("width"), own("height")) {
        return Some((width, height));
    }
    let view_box = attribute("viewBox")?;
    let mut numbers = view_box.split([' ', ',', '\n', '\t']).filter(|part| !part.is_empty()).skip(2);
    Some((pixels(numbers.next()?)?, pixels(numbers.next()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn size(name: &str, bytes: &[u8]) -> Option<(u32, u32)> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(name), bytes).unwrap();
        of(&dir.path().join(name))
    }

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
        bytes
    }

    /// A JPEG of 40 by 30 up to its frame header, with this orientation.
    fn jpeg(orientation: u16, big: bool) -> Vec<u8> {
        let short = |value: u16| if big { value.to_be_bytes() } else { value.to_le_bytes() };
        let long = |value: u32| if big { value.to_be_bytes() } else { value.to_le_bytes() };
        let mut tiff = if big { b"MM".to_vec() } else { b"II".to_vec() };
        tiff.extend(short(42));
        tiff.extend(long(8));
        tiff.extend(short(2));
        for (tag, value) in [(0x010E_u16, 7), (0x0112, orientation)] {
            tiff.extend(short(tag));
            tiff.extend(short(3));
            tiff.extend(long(1));
            tiff.extend(short(value));
            tiff.extend([0, 0]);
        }
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE1];
        bytes.extend((2 + 6 + tiff.len() as u16).to_be_bytes());
        bytes.extend(b"Exif\0\0");
        bytes.extend(tiff);
        bytes.extend([0xFF, 0xC0, 0, 17, 8, 0, 30, 0, 40, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
        bytes.extend([0xFF, 0xD9]);
        bytes
    }

    #[test]
    fn the_head_of_a_picture_is_enough() {
        assert_eq!(size("a.png", &png(640, 480)), Some((640, 480)));
        assert_eq!(size("bomb.PNG", &png(60_000, 60_000)), Some((60_000, 60_000)));
        assert_eq!(size("cut.png", &png(640, 480)[..12]), None);
        assert_eq!(size("text.png", b"not a picture at all"), None);
        assert_eq!(size("a.pdf", &png(640, 480)), None);
    }

    #[test]
    fn a_photo_that_lies_on_its_side_is_turned() {
        for big in [true, false] {
            assert_eq!(size("a.jpg", &jpeg(1, big)), Some((40, 30)));
            assert_eq!(size("a.jpg", &jpeg(6, big)), Some((30, 40)));
        }
    }

    #[test]
    fn svg_tells_its_size_in_two_ways() {
        let svg = |root: &str| size("a.svg", root.as_bytes());
        assert_eq!(
            svg("<?xml version='1.0'?>\n<!-- x -->\n<svg width='120px' height=\"60.4\"/>"),
            Some((120, 60))
        );
        assert_eq!(svg("<svg viewBox='0 0 24 12' width='100%'><path/></svg>"), Some((24, 12)));
        assert_eq!(svg("<svg viewBox='0,0,-1,12'/>"), None);
        assert_eq!(svg("<html/>"), None);
        assert_eq!(svg("<svg"), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(kind in 0..6usize, tail in proptest::collection::vec(any::<u8>(), 0..200)) {
            let heads: [&[u8]; 6] =
                [b"\x89PNG\r\n\x1a\n", b"\xFF\xD8\xFF\xE1", b"GIF89a", b"RIFF\x40\0\0\0WEBPVP8", b"BM", b"<svg "];
            let names = ["a.png", "a.jpg", "a.gif", "a.webp", "a.bmp", "a.svg"];
            size(names[kind], &[heads[kind], &tail].concat());
        }
    }
}
