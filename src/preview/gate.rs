//! Who may ask: only the person in front of the screen, not the other web sites in their browser, and not
//! the network unless it was let in.
//!
//! A page of another site can make the browser ask this server. It cannot read the answers as long as no CORS
//! header allows it, unless it makes its own name point here (DNS rebinding), which the `Host` header shows.

use std::net::{IpAddr, SocketAddr};

use hyper::header::{COOKIE, HOST, HeaderMap, ORIGIN};

use super::address;

/// Cookie and parameter that carry the token.
pub(super) const TOKEN: &str = "huimeng_preview";

/// The rules for a server's requests.
pub(super) struct Gate {
    /// The name that the server was opened to the network under; none on loopback.
    pub(super) open_as: Option<String>,
    /// What a browser has to bring along when the network may ask.
    pub(super) token: Option<String>,
}

/// What becomes of a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pass {
    Yes,
    /// The token came with the address and is right: it goes into a cookie.
    WithToken,
    /// Of another site, or by a name that is not ours.
    Foreign,
    /// The network has to bring the token.
    NoToken,
}

impl Gate {
    pub(super) fn check(&self, headers: &HeaderMap, query: Option<&str>) -> Pass {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let Some(host) = text(HOST).filter(|host| self.is_ours(host)) else { return Pass::Foreign };
        let origin = headers.get(ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
        if origin.is_some_and(|origin| origin != format!("http://{host}")) {
            return Pass::Foreign;
        }
        let Some(token) = &self.token else { return Pass::Yes };
        let cookies = headers.get_all(COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
        let mut pairs =
            cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
        if pairs.any(|(name, value)| name == TOKEN && same(value, token)) {
            return Pass::Yes;
        }
        match address::parameter(query, "token").is_some_and(|given| same(&given, token)) {
            true => Pass::WithToken,
            false => Pass::NoToken,
        }
    }

    /// Names that nobody else can give themselves. Ports are not looked at: a forwarded one is another.
    fn is_ours(&self, host: &str) -> bool {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if !name.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        };
        let name = name.to_ascii_lowercase();
        let number = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        let is_local = name == "localhost" || name.ends_with(".localhost");
        match (number, &self.open_as) {
            (Ok(number), None) => number.is_loopback(),
            // A number is not looked up, so nobody can turn it.
            (Ok(_), Some(_)) => true,
            (Err(_), open_as) => {
                is_local || open_as.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(&name))
            }
        }
    }
}

/// A token for one run of the server: 128 bits.
pub(super) fn token() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Compares in a time that does not tell how much is right.
fn same(given: &str, token: &str) -> bool {
    let pairs = given.bytes().zip(token.bytes());
    given.len() == token.len() && pairs.fold(0, |differing, (a, b)| differing | (a ^ b)) == 0
}

/// Does an address belong to this machine alone?
pub(super) fn is_loopback(address: &SocketAddr) -> bool {
    address.ip().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &str)| {
            (hyper::header::HeaderName::from_static(name), value.parse().unwrap())
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn on_loopback_only_its_own_names_count() {
        let gate = Gate { open_as: None, token: None };
        let check = |host: &str| gate.check(&headers(&[("host", host)]), None);
        for own in ["localhost:1414", "LOCALHOST", "127.0.0.1:80", "127.0.0.9", "[::1]:1414", "a.localhost:1"]
        {
            assert_eq!(check(own), Pass::Yes, "{own}");
        }
        for foreign in [
            "evil.example",
            "evil.example:1414",
            "localhost.evil.example",
            "192.168.0.5:1414",
            "",
            ":80",
            "127.0.0.1.evil.example",
            "evil.example#localhost",
            "[::1].evil.example",
            "localhost:80:80",
        ] {
            assert_eq!(check(foreign), Pass::Foreign, "{foreign}");
        }
        assert_eq!(gate.check(&HeaderMap::new(), None), Pass::Foreign);
        let with =
            |origin: &str| gate.check(&headers(&[("host", "localhost:1414"), ("origin", origin)]), None);
        assert_eq!(with("http://localhost:1414"), Pass::Yes);
        for foreign in ["http://evil.example", "null", "https://localhost:1414", "http://localhost:9999", ""]
        {
            assert_eq!(with(foreign), Pass::Foreign, "{foreign}");
        }
    }

    #[test]
    fn the_network_brings_the_token() {
        let gate = Gate { open_as: Some("laptop.local".into()), token: Some("abc".into()) };
        let check = |pairs: &[(&'static str, &str)], query| gate.check(&headers(pairs), query);
        assert_eq!(check(&[("host", "192.168.0.5:1414")], None), Pass::NoToken);
        assert_eq!(check(&[("host", "192.168.0.5:1414")], Some("token=abd")), Pass::NoToken);
        assert_eq!(check(&[("host", "192.168.0.5:1414")], Some("x=1&token=abc")), Pass::WithToken);
        assert_eq!(
            check(&[("host", "laptop.local"), ("cookie", "a=b; huimeng_preview=abc")], None),
            Pass::Yes
        );
        assert_eq!(check(&[("host", "laptop.local"), ("cookie", "huimeng_preview=ab")], None), Pass::NoToken);
        assert_eq!(
            check(&[("host", "evil.example"), ("cookie", "huimeng_preview=abc")], None),
            Pass::Foreign
        );
    }

    #[test]
    fn tokens_differ() {
        let (a, b) = (token().unwrap(), token().unwrap());
        assert_eq!(a.len(), 32);
        assert_ne!(a, b);
    }
}
