//! The address that a site lives at.

use super::BaseUrl;
use crate::diagnostic::Say;
use crate::say;

impl BaseUrl {
    /// Reads `https://host[:port][/path]`; the error says what is wrong with it.
    pub fn parse(text: &str) -> Result<BaseUrl, Say> {
        let (scheme, rest) = text
            .split_once("://")
            .map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest))
            .filter(|(scheme, _)| scheme == "https" || scheme == "http")
            .ok_or_else(|| {
                say!("要以 `https://` 或 `http://` 开头", "it must begin with `https://` or `http://`")
            })?;
        if rest.contains(['?', '#']) {
            return Err(say!("不能带 `?` 或 `#`", "it must not have `?` or `#`"));
        }
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
        if host.contains('@') {
            return Err(say!("不能带用户名或密码", "it must not have a user or a password"));
        }
        let letter = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
        if name.is_empty() || !name.chars().all(letter) || name.starts_with('.') || name.contains("..") {
            return Err(say!(
                "域名 `{name}` 不对（中文域名写成 xn-- 形式）",
                "the host `{name}` is not valid (write other scripts in the form xn--)"
            ));
        }
        if port.is_some_and(|port| port.parse::<u16>().is_err()) {
            return Err(say!("端口不对", "the port is not valid"));
        }
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        if let Some(part) = parts
            .iter()
            .find(|part| **part == ".." || **part == "." || !part.chars().all(|c| letter(c) || c == '~'))
        {
            return Err(say!("子路径里的 `{part}` 不能用", "`{part}` cannot be a part of the path"));
        }
        let path = if parts.is_empty() { "/".to_owned() } else { format!("/{}/", parts.join("/")) };
        Ok(BaseUrl { origin: format!("{scheme}://{}", host.to_ascii_lowercase()), path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_split_or_refused() {
        let parse = |text| BaseUrl::parse(text).map(|url| (url.origin, url.path));
        let ok = |origin: &str, path: &str| Ok((origin.to_owned(), path.to_owned()));
        assert_eq!(parse("https://Example.org"), ok("https://example.org", "/"));
        assert_eq!(parse("HTTP://a.b:8080/x//y"), ok("http://a.b:8080", "/x/y/"));
        for bad in [
            "example.org",
            "ftp://a.b/",
            "https://",
            "https://a b/",
            "https://a.b/?x",
            "https://u:p@a.b/",
            "https://a.b:x/",
            "https://a.b/../c",
            "https://明水.中国/",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
