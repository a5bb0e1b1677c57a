//! The signatures that clouds want under a request, each a function of the request, the key and the time.
//!
//! Nothing here sends anything. Every algorithm is held to the example that its provider publishes.

use hmac::{Hmac, Mac};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use super::request::Secret;

/// Hexadecimal SHA-256.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Hexadecimal HMAC-SHA-256 (RFC 2104).
pub(super) fn hmac_sha256(key: &[u8], message: &[u8]) -> String {
    hex(&mac(key, message))
}

/// A request to Tencent Cloud, signed as TC3-HMAC-SHA256: a POST to `/` with JSON and no query.
pub(super) struct Tc3<'a> {
    pub id: &'a str,
    pub secret: &'a Secret,
    /// `cdn`
    pub service: &'a str,
    /// Signed beside the obligatory two: lower-case names with their values, sorted.
    pub headers: &'a [(&'a str, &'a str)],
    pub body: &'a str,
    pub now: Timestamp,
}

impl Tc3<'_> {
    /// The value of `Authorization`.
    pub(super) fn authorization(&self) -> String {
        let Tc3 { id, secret, service, headers, body, now } = self;
        let date = now.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d").to_string();
        let (canonical, names) = canonical_headers(headers);
        let request = format!("POST\n/\n\n{canonical}\n{names}\n{}", sha256(body.as_bytes()));
        let scope = format!("{date}/{service}/tc3_request");
        let time = now.as_second();
        let text = format!("TC3-HMAC-SHA256\n{time}\n{scope}\n{}", sha256(request.as_bytes()));
        let key = mac(format!("TC3{}", secret.expose()).as_bytes(), date.as_bytes());
        let key = mac(&mac(&key, service.as_bytes()), b"tc3_request");
        let signature = hmac_sha256(&key, text.as_bytes());
        format!("TC3-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders={names}, Signature={signature}")
    }
}

/// A request to Alibaba Cloud, signed as ACS3-HMAC-SHA256: a POST to `/`, its parameters in the query.
pub(super) struct Acs3<'a> {
    pub id: &'a str,
    pub secret: &'a Secret,
    /// Parameters, escaped and sorted: `ImageId=…&RegionId=…`.
    pub query: &'a str,
    /// `host` and all of `x-acs-…`: lower-case names with their values, sorted.
    pub headers: &'a [(&'a str, &'a str)],
    /// Of the body, which `x-acs-content-sha256` also names.
    pub body_sha256: &'a str,
}

impl Acs3<'_> {
    /// The value of `Authorization`.
    pub(super) fn authorization(&self) -> String {
        let Acs3 { id, secret, query, headers, body_sha256 } = self;
        let (canonical, names) = canonical_headers(headers);
        let request = format!("POST\n/\n{query}\n{canonical}\n{names}\n{body_sha256}");
        let text = format!("ACS3-HMAC-SHA256\n{}", sha256(request.as_bytes()));
        let signature = hmac_sha256(secret.expose().as_bytes(), text.as_bytes());
        format!("ACS3-HMAC-SHA256 Credential={id},SignedHeaders={names},Signature={signature}")
    }
}

/// `name:value` lines, each with its line end, and the names joined by semicolons.
fn canonical_headers(headers: &[(&str, &str)]) -> (String, String) {
    let lines = headers.iter().map(|(name, value)| format!("{name}:{}\n", value.trim())).collect();
    let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
    (lines, names.join(";"))
}

fn mac(key: &[u8], message: &[u8]) -> [u8; 32] {
    // HMAC takes keys of any length; with none that it took, nothing would be signed.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    mac.update(message);
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "签名方法 v3" of Tencent Cloud's API reference (in English "Signature v3"): an instance of the name 未命名 is
    /// asked for. The keys stand there as asterisks, and are signed so.
    #[test]
    fn tencent_signs_as_its_manual_does() {
        let stars = "*".repeat(32);
        let signed = Tc3 {
            id: &format!("AKID{stars}"),
            secret: &Secret::new(stars),
            service: "cvm",
            headers: &[
                ("content-type", "application/json; charset=utf-8"),
                ("host", "cvm.tencentcloudapi.com"),
                ("x-tc-action", "describeinstances"),
            ],
            body: UNNAMED,
            now: Timestamp::from_second(1_551_113_065).unwrap(),
        };
        assert_eq!(
            signed.authorization(),
            "TC3-HMAC-SHA256 Credential=AKID********************************/2019-02-25/cvm/tc3_request, \
             SignedHeaders=content-type;host;x-tc-action, \
             Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
        );
    }

    /// The same page as it was before: keys that end with EXAMPLE, and fewer headers.
    #[test]
    fn tencent_signs_as_its_older_manual_does() {
        let signed = Tc3 {
            id: "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
            secret: &Secret::new("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE".to_owned()),
            service: "cvm",
            headers: &[
                ("content-type", "application/json; charset=utf-8"),
                ("host", "cvm.tencentcloudapi.com"),
            ],
            body: UNNAMED,
            now: Timestamp::from_second(1_551_113_065).unwrap(),
        };
        let signature = "Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168";
        assert!(signed.authorization().ends_with(signature), "{}", signed.authorization());
    }

    const UNNAMED: &str =
        r#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#;

    /// "V3版本请求体&签名机制" of Alibaba Cloud's SDK manual, with the fixed parameters that it gives for trying one's
    /// own signature.
    #[test]
    fn alibaba_signs_as_its_manual_does() {
        let nothing = sha256(b"");
        let signed = Acs3 {
            id: "YourAccessKeyId",
            secret: &Secret::new("YourAccessKeySecret".to_owned()),
            query: "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai",
            headers: &[
                ("host", "ecs.cn-shanghai.aliyuncs.com"),
                ("x-acs-action", "RunInstances"),
                ("x-acs-content-sha256", &nothing),
                ("x-acs-date", "2023-10-26T10:22:32Z"),
                ("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"),
                ("x-acs-version", "2014-05-26"),
            ],
            body_sha256: &nothing,
        };
        assert_eq!(
            signed.authorization(),
            "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;\
             x-acs-date;x-acs-signature-nonce;x-acs-version,\
             Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
        );
    }

    /// RFC 4231, test cases 2 and 6: a key shorter than a block, and one longer.
    #[test]
    fn hmac_is_that_of_the_standard() {
        assert_eq!(
            hmac_sha256(b"Jefe", b"what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            hmac_sha256(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }
}
