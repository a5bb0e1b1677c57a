//! Picture files that readers wait for, or whose browsers cannot show them.

use std::path::Path;

use crate::diagnostic::{Diagnostic, rules};
use crate::say;
use crate::source::{BinaryFile, SourceTree};

/// Bytes of a picture that nobody needs on a page.
const LARGE: u64 = 3 << 20;
/// Pixels of its longer side.
const LONG: u32 = 6000;

pub(super) fn advice(tree: &SourceTree) -> Vec<Diagnostic> {
    let below = |folder| tree.binaries_under(folder).iter();
    below("content/")
        .chain(below("static/"))
        .filter_map(|file| wrong_content(file).or_else(|| large(file)))
        .collect()
}

fn large(file: &BinaryFile) -> Option<Diagnostic> {
    let (width, height) = file.dimensions()?;
    let message = if file.len > LARGE {
        let size = format!("{:.1}", file.len as f64 / f64::from(1 << 20));
        say!("图片有 {size} MB", "the image has {size} MB")
    } else if width.max(height) > LONG && !has_extension(file, &["svg"]) {
        say!("图片有 {width} × {height} 像素", "the image has {width} × {height} pixels")
    } else {
        return None;
    };
    let help = say!(
        "长边缩到 2400 像素以内再保存，通常不到 1 MB",
        "scale it down to 2400 pixels: it will have less than 1 MB"
    );
    Some(Diagnostic::new(&rules::LARGE_IMAGE, message).in_file(&file.path).help(help))
}

/// A file with the name of a picture and another content; and pictures of a phone that browsers do not know.
fn wrong_content(file: &BinaryFile) -> Option<Diagnostic> {
    let heic = has_extension(file, &["heic", "heif"]);
    if !heic && !has_extension(file, &["jpg", "jpeg", "png", "gif", "webp", "avif", "bmp", "ico"]) {
        return None;
    }
    let (message, help) = match file.picture_format() {
        Some("heic") => (
            say!(
                "这是手机的 HEIC 照片，多数浏览器不能显示",
                "this is a HEIC photo, which most browsers cannot show"
            ),
            say!("另存为 JPEG，再改引用它的地方", "save it as JPEG and change what refers to it"),
        ),
        _ if heic => return None,
        None => (
            say!("文件名是图片，内容不是图片", "the file has the name of a picture, and is none"),
            say!("换成真正的图片，或者改正扩展名", "put a picture in its place, or correct its extension"),
        ),
        Some(format) => {
            let same = if format == "jpg" { &["jpg", "jpeg"][..] } else { &[format] };
            if has_extension(file, same) {
                return None;
            }
            (
                say!(
                    "扩展名与内容不符：内容是 {format}",
                    "the extension is not that of the content, which is {format}"
                ),
                say!(
                    "扩展名改成 `.{format}`，再改引用它的地方",
                    "use the extension `.{format}`, and change what refers to it"
                ),
            )
        }
    };
    Some(Diagnostic::new(&rules::ODD_IMAGE, message).in_file(&file.path).help(help))
}

fn has_extension(file: &BinaryFile, extensions: &[&str]) -> bool {
    let extension = Path::new(&*file.path).extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|own| extensions.iter().any(|known| own.eq_ignore_ascii_case(known)))
}
