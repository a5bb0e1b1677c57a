//! The one place that sends: a few attempts with pauses between them, and a word on how it went.

use std::error::Error;
use std::time::Duration;

use reqwest::header::RETRY_AFTER;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use thiserror::Error;
use tokio::runtime::Builder;

use super::super::DeployError;
use super::{Call, Stamp, Verdict};

/// Longest answer that is read, in bytes.
const MOST_ANSWER: usize = 64 * 1024;

/// How often, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// At least 1.
    pub attempts: u32,
    /// The pause after the first attempt; each one after it is twice as long.
    pub first: Duration,
    /// The longest pause, also when a service asks for a longer one.
    pub most: Duration,
    /// For one attempt as a whole.
    pub timeout: Duration,
}

impl Default for Patience {
    /// About a minute in all.
    fn default() -> Patience {
        Patience {
            attempts: 5,
            first: Duration::from_millis(500),
            most: Duration::from_secs(20),
            timeout: Duration::from_secs(20),
        }
    }
}

/// Why a service was not told.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SendError {
    #[error("{0}")]
    Refused(String),
    #[error("{reason} ({attempts}×)")]
    GaveUp { attempts: u32, reason: String },
}

/// Makes all calls, one after the other, and goes on after one that failed; `done` hears of each.
///
/// # Errors
///
/// All services that were not told.
pub fn tell(
    calls: &[Call],
    patience: Patience,
    stamp: &dyn Fn() -> Stamp,
    mut done: impl FnMut(&Call, &Result<(), SendError>),
) -> Result<(), DeployError> {
    if calls.is_empty() {
        return Ok(());
    }
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|source| DeployError::Disk { path: "tokio".into(), source })?;
    let sender = Sender::new(patience);
    let mut services = Vec::new();
    for call in calls {
        let told = match &sender {
            Ok(sender) => runtime.block_on(sender.send(call, stamp)),
            Err(error) => Err(error.clone()),
        };
        done(call, &told);
        if let Err(error) = told {
            services.push((call.service(), error.to_string()));
        }
    }
    if services.is_empty() { Ok(()) } else { Err(DeployError::NotTold { services }) }
}

/// Sends calls.
#[derive(Debug, Clone)]
pub struct Sender {
    client: Client,
    patience: Patience,
}

impl Sender {
    /// # Errors
    ///
    /// When there is no TLS: the system's certificates cannot be read.
    pub fn new(patience: Patience) -> Result<Sender, SendError> {
        // Another part of the program may have named the same provider already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("huimeng/", env!("CARGO_PKG_VERSION")))
            .timeout(patience.timeout)
            // A signed request belongs to the host that it was signed for.
            .redirect(Policy::none())
            .build()
            .map_err(|error| SendError::Refused(chain(&error.without_url())))?;
        Ok(Sender { client, patience })
    }

    /// Makes a call until it is answered well, refused, or patience ends. Every attempt is signed anew, with what
    /// `stamp` gives.
    ///
    /// # Errors
    ///
    /// The last answer, without credentials.
    pub async fn send(&self, call: &Call, stamp: &dyn Fn() -> Stamp) -> Result<(), SendError> {
        let mut pause = self.patience.first;
        let mut attempt = 1;
        loop {
            let stamp = stamp();
            let (verdict, asked) = self.attempt(call, &stamp).await;
            let reason = match verdict {
                Verdict::Done => return Ok(()),
                Verdict::Refused(reason) => return Err(SendError::Refused(reason)),
                Verdict::Again(reason) => reason,
            };
            if attempt >= self.patience.attempts {
                return Err(SendError::GaveUp { attempts: attempt, reason });
            }
            tokio::time::sleep(jittered(pause, &stamp).max(asked).min(self.patience.most)).await;
            pause = (pause * 2).min(self.patience.most);
            attempt += 1;
        }
    }

    /// One attempt, and the pause that the service asks for.
    async fn attempt(&self, call: &Call, stamp: &Stamp) -> (Verdict, Duration) {
        let request = call.request(stamp);
        let mut post = self.client.post(&request.url).body(request.body);
        for (name, value) in &request.headers {
            post = post.header(*name, value);
        }
        match post.send().await {
            Ok(answer) => {
                let (status, asked) = (answer.status().as_u16(), retry_after(&answer));
                (call.verdict(status, &text(answer).await), asked)
            }
            // What is wrong with the request itself stays wrong.
            Err(error) if error.is_builder() => {
                (Verdict::Refused(call.told(&chain(&error.without_url()))), Duration::ZERO)
            }
            Err(error) => (Verdict::Again(call.told(&chain(&error.without_url()))), Duration::ZERO),
        }
    }
}

/// The seconds of `Retry-After`; its dates are not read.
fn retry_after(answer: &Response) -> Duration {
    let asked = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    Duration::from_secs(asked.unwrap_or(0))
}

/// The beginning of an answer; what breaks off tells nothing.
async fn text(mut answer: Response) -> String {
    let mut bytes = Vec::new();
    while bytes.len() < MOST_ANSWER
        && let Ok(Some(chunk)) = answer.chunk().await
    {
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Between half of a pause and all of it, so that several who were refused together do not come back together. The
/// chance is the stamp's.
fn jittered(pause: Duration, stamp: &Stamp) -> Duration {
    let digits = stamp.nonce.get(..8).and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0);
    pause.mul_f64(0.5 + 0.5 * f64::from(digits) / f64::from(u32::MAX))
}

/// An error with its causes: "error sending request" alone says nothing.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::thread::JoinHandle;

    use super::super::cloudflare::Purge;
    use super::super::request::Secret;
    use super::super::tests::stamp;
    use super::*;

    const PATIENCE: Patience = Patience {
        attempts: 4,
        first: Duration::from_millis(1),
        most: Duration::from_millis(5),
        timeout: Duration::from_secs(2),
    };
    const DONE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"success\":true}";
    const BUSY: &str = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n";
    const BROKEN: &str = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";

    /// Answers one connection after the other with these bytes, `""` by hanging up, `"…"` never; tells the requests.
    fn serve(answers: &'static [&'static str]) -> (String, JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/client/v4", listener.local_addr().unwrap());
        let served = std::thread::spawn(move || {
            let mut held = Vec::new();
            let mut requests = Vec::new();
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let mut bytes = [0; 4096];
                let length = stream.read(&mut bytes).unwrap();
                requests.push(String::from_utf8_lossy(&bytes[..length]).into_owned());
                match *answer {
                    "…" => held.push(stream),
                    answer => stream.write_all(answer.as_bytes()).unwrap(),
                }
            }
            requests
        });
        (address, served)
    }

    fn send(answers: &'static [&'static str]) -> (Result<(), SendError>, Vec<String>) {
        let (endpoint, served) = serve(answers);
        let call = Call::Cloudflare(Purge {
            endpoint,
            zone: "z".to_owned(),
            token: Secret::new("very-secret".to_owned()),
            addresses: vec!["https://example.org/".to_owned()],
            directories: false,
        });
        let sent = run(&call);
        (sent, served.join().unwrap())
    }

    fn run(call: &Call) -> Result<(), SendError> {
        let mut sent = Ok(());
        let told = tell(std::slice::from_ref(call), PATIENCE, &stamp, |_, result| sent = result.clone());
        assert_eq!(told.is_ok(), sent.is_ok());
        sent
    }

    #[test]
    fn what_passes_is_tried_until_it_has_passed() {
        let (sent, requests) = send(&[BUSY, BROKEN, "", DONE]);
        assert_eq!(sent, Ok(()));
        assert_eq!(requests.len(), 4);
        assert!(
            requests[3].starts_with("POST /client/v4/zones/z/purge_cache HTTP/1.1\r\n"),
            "{}",
            requests[3]
        );
        assert!(requests[3].contains("authorization: Bearer very-secret\r\n"), "{}", requests[3]);
    }

    #[test]
    fn a_server_that_does_not_answer_is_left() {
        let (sent, requests) = send(&["…", DONE]);
        assert_eq!((sent, requests.len()), (Ok(()), 2));
    }

    #[test]
    fn patience_ends() {
        let (sent, _) = send(&[BUSY, BUSY, BROKEN, BROKEN]);
        assert_eq!(sent, Err(SendError::GaveUp { attempts: 4, reason: "HTTP 502".to_owned() }));
    }

    #[test]
    fn a_refusal_is_final_and_a_redirect_is_one() {
        const REFUSAL: &str = "HTTP/1.1 403 Forbidden\r\nContent-Length: 78\r\n\r\n\
                       {\"success\":false,\"errors\":[{\"code\":9109,\"message\":\"Invalid: very-secret  \"}]}  ";
        let (sent, requests) = send(&[REFUSAL]);
        assert_eq!(
            (sent, requests.len()),
            (Err(SendError::Refused("HTTP 403 9109: Invalid: ***  ".to_owned())), 1)
        );
        let (sent, _) =
            send(&["HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"]);
        assert_eq!(sent, Err(SendError::Refused("HTTP 307".to_owned())));
    }

    /// Nobody listens there: the error names no path and no token.
    #[test]
    fn errors_tell_no_address() {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let endpoint = format!("http://127.0.0.1:{port}/very-secret-path");
        let call = Call::Cloudflare(Purge {
            endpoint,
            zone: "z".to_owned(),
            token: Secret::new("very-secret".to_owned()),
            addresses: Vec::new(),
            directories: false,
        });
        let told = run(&call).unwrap_err().to_string();
        assert!(told.contains("refused") && !told.contains("very-secret"), "{told}");
    }
}
