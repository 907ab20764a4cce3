//! Requests as raw text over one connection that is kept open, so that thousands take seconds.

use serde_json::Value as Json;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A request before it is written.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub(super) verb: String,
    /// Path and query.
    pub(super) target: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    /// Whether it says how long its body is.
    pub(super) length: bool,
}

impl Raw {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The same request with another header, or without it.
    pub(super) fn with_header(&self, name: &str, value: Option<&str>) -> Self {
        let mut raw = self.clone();
        raw.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        raw.headers
            .extend(value.map(|value| (name.to_owned(), value.to_owned())));
        raw
    }

    /// The same request with one more header.
    pub(super) fn and_header(&self, name: &str, value: &str) -> Self {
        let mut raw = self.clone();
        raw.headers.push((name.to_owned(), value.to_owned()));
        raw
    }

    pub(super) fn with_target(&self, target: String) -> Self {
        Raw {
            target,
            ..self.clone()
        }
    }

    pub(super) fn with_body(&self, body: String) -> Self {
        Raw {
            body,
            ..self.clone()
        }
    }
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// The line that explains a refusal to clients that throw its body away.
    pub(super) line: Option<String>,
    pub(super) json: Json,
}

impl Answer {
    /// The explanations of a request that is no call of the schema; none if it is one.
    pub(super) fn refused(&self) -> Vec<&Json> {
        let all = self.json["explanation"].as_array().into_iter().flatten();
        // What the data says of a call is not about a place in the request.
        all.filter(|one| one["at"].is_string()).collect()
    }
}

/// One connection to a sandbox.
pub(super) struct Wire {
    address: String,
    bearer: String,
    stream: Option<BufReader<TcpStream>>,
}

impl Wire {
    pub(super) fn new(url: &str, token: &str) -> Self {
        Wire {
            address: url.strip_prefix("http://").expect("a plain URL").to_owned(),
            bearer: format!("Bearer {token}"),
            stream: None,
        }
    }

    pub(super) async fn send(&mut self, raw: &Raw) -> Answer {
        let mut text = format!(
            "{} {} HTTP/1.1\r\nHost: {}\r\nAuthorization: {}\r\n",
            raw.verb, raw.target, self.address, self.bearer
        );
        for (name, value) in &raw.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if raw.length {
            text.push_str(&format!("Content-Length: {}\r\n", raw.body.len()));
        }
        text.push_str("\r\n");
        text.push_str(&raw.body);
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(&self.address).await;
                let stream = stream.expect("the sandbox listens");
                stream.set_nodelay(true).expect("a socket");
                BufReader::new(stream)
            }
        };
        let written = stream.write_all(text.as_bytes()).await;
        written.expect("the request can be written");
        let (mut status, mut length, mut line, mut close) = (0, 0, None, false);
        loop {
            let mut head = String::new();
            stream.read_line(&mut head).await.expect("an answer");
            let head = head.trim_end();
            if head.is_empty() {
                break;
            }
            if let Some(rest) = head.strip_prefix("HTTP/1.1 ") {
                status = rest[..3].parse().expect("a status");
            } else if let Some((name, value)) = head.split_once(": ") {
                match name {
                    "content-length" => length = value.parse().expect("a length"),
                    "connection" => close = value == "close",
                    "x-sandbox-explain" => line = Some(value.to_owned()),
                    _ => {}
                }
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await.expect("a body");
        self.stream = Some(stream).filter(|_| !close);
        let json = match body.is_empty() {
            true => Json::Null,
            false => serde_json::from_slice(&body).unwrap_or(Json::Null),
        };
        Answer { status, line, json }
    }
}
