//! Assets get the hash of their bytes into their names, so that a browser may keep them for ever.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha384};

use crate::diagnostic::{Diagnostic, rules};
use crate::say;

use super::layers::{Content, Layers};

/// A file of `assets/`, ready to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Path below the output folder: `assets/site.3f2a91c04b7d5e6f.css`.
    pub path: String,
    /// Address with the site's base path.
    pub url: String,
    /// For `integrity`: `sha384-…` (W3C Subresource Integrity).
    pub integrity: String,
    pub bytes: Vec<u8>,
}

/// Digits of the hash in a name: 64 bits.
const HASH_DIGITS: usize = 16;

pub(super) fn fingerprint(
    layers: &Layers,
    base_path: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Asset> {
    let mut assets = BTreeMap::new();
    for (name, file) in layers.winners("assets/") {
        let bytes = match &file.content {
            Content::Text(text) => text.as_bytes().to_vec(),
            Content::Bytes(bytes) => bytes.to_vec(),
            Content::Disk(path) => match std::fs::read(path) {
                Ok(bytes) => bytes,
                Err(error) => {
                    diagnostics.push(
                        Diagnostic::new(
                            &rules::UNREADABLE,
                            say!("文件无法读取：{error}", "the file cannot be read: {error}"),
                        )
                        .in_file(&file.path),
                    );
                    continue;
                }
            },
        };
        let digest = Sha384::digest(&bytes);
        let hash: String = digest.iter().take(HASH_DIGITS / 2).map(|byte| format!("{byte:02x}")).collect();
        let path = match name.rsplit_once('.') {
            Some((stem, extension)) => format!("assets/{stem}.{hash}.{extension}"),
            None => format!("assets/{name}.{hash}"),
        };
        let asset = Asset {
            url: format!("{base_path}{path}"),
            integrity: format!("sha384-{}", STANDARD.encode(digest)),
            path,
            bytes,
        };
        assets.insert(name.to_owned(), asset);
    }
    assets
}
