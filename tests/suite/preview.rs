//! A running preview and a browser's side of the conversation, without a browser. Nothing here waits for a
//! fixed time: everything is waited for, with a deadline that only a hanging program reaches.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::harness::Site;

const DEADLINE: Duration = Duration::from_secs(90);

/// `huimeng serve` on a free port of loopback. It ends when the value goes.
pub struct Preview {
    child: Child,
    pub port: u16,
    /// The address as it was told.
    pub url: String,
    stderr: Arc<Mutex<String>>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Preview {
    /// Starts in a site's folder and waits until the preview is there.
    pub fn of(site: &Site, arguments: &[&str]) -> Preview {
        let mut all = vec!["serve", "--port", "0", "--messages", "en"];
        all.extend(arguments);
        let mut command = site.command(&all);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let stderr = Arc::new(Mutex::new(String::new()));
        let (mut errors, kept) = (child.stderr.take().expect("a pipe"), stderr.clone());
        thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(length @ 1..) = errors.read(&mut piece) {
                kept.lock().unwrap().push_str(&String::from_utf8_lossy(&piece[..length]));
            }
        });
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let url = lines.find_map(|line| line.ok()?.strip_prefix("preview: ").map(str::to_owned));
        let url = url.unwrap_or_else(|| panic!("no preview: {}", stderr.lock().unwrap()));
        let port = url.split(':').nth(2).and_then(|rest| rest.split('/').next()?.parse().ok());
        let port = port.unwrap_or_else(|| panic!("no port in {url}"));
        // Read on, or the program would stop at a full pipe.
        thread::spawn(move || lines.for_each(drop));
        Preview { child, port, url, stderr }
    }

    /// What was written to stderr up to now.
    pub fn stderr(&self) -> String {
        self.stderr.lock().unwrap().clone()
    }

    /// Waits until something was written to stderr.
    #[track_caller]
    pub fn tells(&self, text: &str) {
        let start = Instant::now();
        while !self.stderr().contains(text) {
            assert!(start.elapsed() < DEADLINE, "{}", self.stderr());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Sends bytes as they are and reads all of the answer.
    pub fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        // The other side may close before it has read everything.
        let _ = stream.read_to_end(&mut answer);
        answer
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "host") {
            request += &format!("host: localhost:{}\r\n", self.port);
        }
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        Answer::read(&self.raw((request + "\r\n").as_bytes()))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    /// Asks until the answer is right.
    #[track_caller]
    pub fn until(&self, path: &str, right: impl Fn(&Answer) -> bool) -> Answer {
        let start = Instant::now();
        loop {
            let answer = self.get(path);
            if right(&answer) {
                return answer;
            }
            assert!(start.elapsed() < DEADLINE, "{path}: {} {}", answer.status, answer.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Asks until the page shows a text.
    #[track_caller]
    pub fn shows(&self, path: &str, text: &str) -> Answer {
        self.until(path, |answer| answer.status == 200 && answer.text().contains(text))
    }

    /// What the preview's script is told of a page.
    pub fn state(&self, page: &str) -> Value {
        let answer = self.get(&format!("/_huimeng/state?page={page}"));
        assert_eq!(answer.status, 200);
        serde_json::from_slice(&answer.body).expect("JSON")
    }

    /// Asks for the state until it is right.
    #[track_caller]
    pub fn state_until(&self, page: &str, right: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let state = self.state(page);
            if right(&state) {
                return state;
            }
            assert!(start.elapsed() < DEADLINE, "{state:#}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// How many builds there were.
    pub fn builds(&self) -> u64 {
        self.state("/")["version"].as_u64().expect("a number")
    }

    /// The events for a page, from now on: the first one has arrived.
    pub fn events(&self, page: &str) -> Events {
        let mut stream = self.connect();
        // In this version of HTTP a body just ends with its connection.
        let request =
            format!("GET /_huimeng/events?page={page} HTTP/1.0\r\nhost: localhost:{}\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).expect("a request");
        let mut events = Events { lines: BufReader::new(stream) };
        assert_eq!(events.next().0, "state");
        events
    }

    /// Does the program still run?
    pub fn lives(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(DEADLINE)).expect("a deadline");
        stream
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    fn read(bytes: &[u8]) -> Answer {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no answer: {:?}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
        let header = |line: &str| {
            let (name, value) = line.split_once(':').expect("a header");
            (name.to_ascii_lowercase(), value.trim().to_owned())
        };
        Answer { status, headers: lines.map(header).collect(), body: bytes[end + 4..].to_vec() }
    }

    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A stream of events.
pub struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// The next event: its name and what it says.
    pub fn next(&mut self) -> (String, Value) {
        let mut name = String::new();
        loop {
            let mut line = String::new();
            let length = self.lines.read_line(&mut line).expect("an event before the deadline");
            assert_ne!(length, 0, "the stream ended");
            if let Some(event) = line.strip_prefix("event: ") {
                name = event.trim_end().to_owned();
            } else if let Some(data) = line.strip_prefix("data: ") {
                return (name, serde_json::from_str(data.trim_end()).expect("JSON"));
            }
        }
    }

    /// Events up to the first that is not just news of the state.
    pub fn next_act(&mut self) -> (String, Value) {
        loop {
            let event = self.next();
            if event.0 != "state" {
                return event;
            }
        }
    }
}
