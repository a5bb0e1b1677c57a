//! What is told to others when a release is live: caches forget what changed, search engines come to read it, and
//! whoever asked for it hears of it.
//!
//! [`calls`] makes plain values of the settings, the changes and the environment; each makes its [`Request`] for a
//! [`Stamp`], and judges the answer. [`Sender`] alone uses the network. Credentials come from the environment only,
//! and are in no message: what a service says is shown without them.
//!
//! | for | variables |
//! | --- | --- |
//! | Alibaba Cloud CDN | `ALIBABA_CLOUD_ACCESS_KEY_ID` `ALIBABA_CLOUD_ACCESS_KEY_SECRET` (`ALIBABA_CLOUD_SECURITY_TOKEN`) |
//! | Tencent Cloud CDN, EdgeOne | `TENCENTCLOUD_SECRET_ID` `TENCENTCLOUD_SECRET_KEY` (`TENCENTCLOUD_SECURITY_TOKEN`) |
//! | Cloudflare | `CLOUDFLARE_API_TOKEN` |
//! | a webhook | `HUIMENG_WEBHOOK_URL` unless site.yaml names the address, (`HUIMENG_WEBHOOK_SECRET`) |
//! | Baidu | `HUIMENG_BAIDU_TOKEN` |

mod addresses;
mod aliyun;
mod cloudflare;
mod request;
mod search;
mod send;
mod sign;
mod tencent;
mod webhook;

use crate::config::after::{After, Provider, Purge};

use super::{Change, Changes, DeployError, Environment};

pub use addresses::{Allowance, Stale, changed, pages, stale};
pub use request::{Key, Request, Secret, Stamp, Verdict};
pub use send::{Patience, SendError, Sender, tell};

/// What one release may ask of a cache unless site.yaml says otherwise: a tenth and a fifth of what Alibaba Cloud and
/// Tencent Cloud allow on a day.
const ALLOWANCE: Allowance = Allowance { urls: 1000, directories: 20 };

/// Longest piece of a service's own words in a message, in characters.
const MOST_REASON: usize = 300;

/// Which release it is.
#[derive(Debug, Clone, Copy)]
pub struct Release<'a> {
    /// The target's name in site.yaml.
    pub target: &'a str,
    pub id: &'a str,
}

/// One thing to tell one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    Aliyun(aliyun::Refresh),
    Tencent(tencent::Purge),
    Cloudflare(cloudflare::Purge),
    Webhook(webhook::Notice),
    IndexNow(search::IndexNow),
    Baidu(search::Baidu),
}

/// All calls that a release wants, in the order in which they are made: nobody should be led to a page that caches
/// still have as it was. None when nothing changed.
///
/// # Errors
///
/// The names of variables that are missing from the environment; `environment` looks one up.
pub fn calls(
    after: &After,
    changes: &Changes,
    release: Release<'_>,
    environment: Environment<'_>,
) -> Result<Vec<Call>, DeployError> {
    let mut wanted = Wanted { environment, missing: Vec::new() };
    let mut calls = Vec::new();
    for purge in &after.purge {
        calls.extend(wanted.purge(purge, changes));
    }
    let site = format!("{}{}", changes.base_url.origin, changes.base_url.path);
    if let Some(indexnow) = &after.indexnow {
        let endpoint = indexnow.endpoint.clone().unwrap_or_else(|| search::INDEXNOW.to_owned());
        calls.extend(chunks(pages(changes, true), search::INDEXNOW_MOST, |urls| {
            Call::IndexNow(search::IndexNow {
                endpoint: endpoint.clone(),
                key: indexnow.key.clone(),
                site: site.clone(),
                urls,
            })
        }));
    }
    if after.baidu
        && let Some(token) = wanted.secret("HUIMENG_BAIDU_TOKEN")
    {
        let site = &changes.base_url.origin;
        calls.extend(chunks(pages(changes, false), search::BAIDU_MOST, |urls| {
            Call::Baidu(search::Baidu { site: site.clone(), token: token.clone(), urls })
        }));
    }
    if let Some(webhook) = &after.webhook {
        let url = webhook.url.clone().map(Secret::new).or_else(|| wanted.secret("HUIMENG_WEBHOOK_URL"));
        let count = |change| changes.files.iter().filter(|file| file.change == change).count();
        calls.extend(url.filter(|_| !changes.files.is_empty()).map(|url| {
            Call::Webhook(webhook::Notice {
                url,
                secret: wanted.given("HUIMENG_WEBHOOK_SECRET"),
                target: release.target.to_owned(),
                release: release.id.to_owned(),
                site,
                added: count(Change::Added),
                changed: count(Change::Changed),
                removed: count(Change::Removed),
                urls: pages(changes, true).into_iter().take(webhook::MOST_URLS).collect(),
            })
        }));
    }
    match wanted.missing.is_empty() {
        true => Ok(calls),
        false => Err(DeployError::Unset { variables: wanted.missing }),
    }
}

/// Takes credentials from the environment, and notes what is not there.
struct Wanted<'a> {
    environment: Environment<'a>,
    missing: Vec<String>,
}

impl Wanted<'_> {
    fn given(&self, name: &str) -> Option<Secret> {
        (self.environment)(name).filter(|value| !value.trim().is_empty()).map(Secret::new)
    }

    fn secret(&mut self, name: &str) -> Option<Secret> {
        let secret = self.given(name);
        if secret.is_none() && !self.missing.iter().any(|known| known == name) {
            self.missing.push(name.to_owned());
        }
        secret
    }

    /// An id and its secret; both are looked for, so that both are told of.
    fn pair(&mut self, id: &str, secret: &str) -> Option<(Secret, Secret)> {
        let (id, secret) = (self.secret(id), self.secret(secret));
        id.zip(secret)
    }

    fn purge(&mut self, purge: &Purge, changes: &Changes) -> Vec<Call> {
        let allowance = Allowance {
            urls: purge.urls.unwrap_or(ALLOWANCE.urls),
            directories: purge.directories.unwrap_or(ALLOWANCE.directories),
        };
        let Stale { urls, directories } = match changes.files.is_empty() {
            true => Stale::default(),
            false => stale(changes, allowance),
        };
        let endpoint = |usual: &str| purge.endpoint.clone().unwrap_or_else(|| usual.to_owned());
        let both = |most_urls: usize, most_directories: usize, call: &dyn Fn(Vec<String>, bool) -> Call| {
            let mut calls = chunks(urls, most_urls, |urls| call(urls, false));
            calls.extend(chunks(directories, most_directories, |directories| call(directories, true)));
            calls
        };
        match &purge.provider {
            Provider::Aliyun => {
                let key = self.pair("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET");
                let Some((id, secret)) = key else { return Vec::new() };
                let key = Key { id, secret, token: self.given("ALIBABA_CLOUD_SECURITY_TOKEN") };
                both(aliyun::MOST_URLS, aliyun::MOST_DIRECTORIES, &|addresses, directories| {
                    let (endpoint, key) = (endpoint(aliyun::ENDPOINT), key.clone());
                    Call::Aliyun(aliyun::Refresh { endpoint, key, addresses, directories })
                })
            }
            Provider::Tencent | Provider::EdgeOne { .. } => {
                let key = self.pair("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY");
                let Some((id, secret)) = key else { return Vec::new() };
                let key = Key { id, secret, token: self.given("TENCENTCLOUD_SECURITY_TOKEN") };
                let (product, usual) = match &purge.provider {
                    Provider::EdgeOne { zone } => {
                        (tencent::Product::EdgeOne { zone: zone.clone() }, tencent::EDGEONE_ENDPOINT)
                    }
                    _ => (tencent::Product::Cdn, tencent::CDN_ENDPOINT),
                };
                both(tencent::MOST_URLS, tencent::MOST_DIRECTORIES, &|addresses, directories| {
                    let (product, endpoint, key) = (product.clone(), endpoint(usual), key.clone());
                    Call::Tencent(tencent::Purge { product, endpoint, key, addresses, directories })
                })
            }
            Provider::Cloudflare { zone } => {
                let Some(token) = self.secret("CLOUDFLARE_API_TOKEN") else { return Vec::new() };
                both(cloudflare::MOST, cloudflare::MOST, &|addresses, directories| {
                    let (endpoint, zone) = (endpoint(cloudflare::ENDPOINT), zone.clone());
                    let token = token.clone();
                    Call::Cloudflare(cloudflare::Purge { endpoint, zone, token, addresses, directories })
                })
            }
        }
    }
}

/// A call for every so many of the addresses.
fn chunks(urls: Vec<String>, most: usize, call: impl Fn(Vec<String>) -> Call) -> Vec<Call> {
    urls.chunks(most).map(|urls| call(urls.to_vec())).collect()
}

impl Call {
    /// Whom it tells, as the service calls itself.
    pub fn service(&self) -> &'static str {
        match self {
            Call::Aliyun(_) => "Alibaba Cloud CDN",
            Call::Tencent(tencent::Purge { product: tencent::Product::Cdn, .. }) => "Tencent Cloud CDN",
            Call::Tencent(_) => "EdgeOne",
            Call::Cloudflare(_) => "Cloudflare",
            Call::Webhook(_) => "webhook",
            Call::IndexNow(_) => "IndexNow",
            Call::Baidu(_) => "Baidu",
        }
    }

    /// How many addresses it names, and whether they are directories.
    pub fn count(&self) -> (usize, bool) {
        match self {
            Call::Aliyun(refresh) => (refresh.addresses.len(), refresh.directories),
            Call::Tencent(purge) => (purge.addresses.len(), purge.directories),
            Call::Cloudflare(purge) => (purge.addresses.len(), purge.directories),
            Call::Webhook(notice) => (notice.urls.len(), false),
            Call::IndexNow(told) => (told.urls.len(), false),
            Call::Baidu(told) => (told.urls.len(), false),
        }
    }

    /// The request of one attempt.
    pub fn request(&self, stamp: &Stamp) -> Request {
        match self {
            Call::Aliyun(refresh) => refresh.request(stamp),
            Call::Tencent(purge) => purge.request(stamp),
            Call::Cloudflare(purge) => purge.request(),
            Call::Webhook(notice) => notice.request(stamp),
            Call::IndexNow(told) => told.request(),
            Call::Baidu(told) => told.request(),
        }
    }

    /// What an answer means; its words without credentials, and not too many of them.
    pub fn verdict(&self, status: u16, body: &str) -> Verdict {
        let verdict = match self {
            Call::Aliyun(_) => aliyun::verdict(status, body),
            Call::Tencent(_) => tencent::verdict(status, body),
            Call::Cloudflare(_) => cloudflare::verdict(status, body),
            Call::Webhook(_) => request::by_status(status, format!("HTTP {status}")),
            Call::IndexNow(_) => search::indexnow_verdict(status),
            Call::Baidu(_) => search::baidu_verdict(status, body),
        };
        match verdict {
            Verdict::Done => Verdict::Done,
            Verdict::Again(reason) => Verdict::Again(self.told(&reason)),
            Verdict::Refused(reason) => Verdict::Refused(self.told(&reason)),
        }
    }

    /// A text that may be shown: without credentials, on one line, short.
    fn told(&self, text: &str) -> String {
        let hidden = self.secrets().into_iter().fold(text.to_owned(), |text, secret| secret.hidden_in(&text));
        hidden.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST_REASON).collect()
    }

    fn secrets(&self) -> Vec<&Secret> {
        match self {
            Call::Aliyun(aliyun::Refresh { key: Key { id, secret, token }, .. })
            | Call::Tencent(tencent::Purge { key: Key { id, secret, token }, .. }) => {
                [id, secret].into_iter().chain(token).collect()
            }
            Call::Cloudflare(purge) => vec![&purge.token],
            Call::Webhook(notice) => [&notice.url].into_iter().chain(&notice.secret).collect(),
            Call::IndexNow(_) => Vec::new(),
            Call::Baidu(told) => vec![&told.token],
        }
    }
}

#[cfg(test)]
mod tests;
