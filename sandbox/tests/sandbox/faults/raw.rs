//! A client that reads bytes and nothing else, so that nothing is mended on the way.

use std::io;
use std::time::Duration;

use serde_json::Value as Json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use crate::support::Served;

/// After so long without a byte of a reply, none is expected any more.
const SILENCE: Duration = Duration::from_millis(500);
/// The same, behind a whole reply.
const AFTERWARDS: Duration = Duration::from_millis(20);

/// How a connection stands when nothing more comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Closed,
    Reset,
    Open,
}

/// A connection to a sandbox; none if it was reset before it was there.
pub(super) struct Raw {
    stream: Option<TcpStream>,
}

impl Raw {
    pub(super) async fn to(served: &Served) -> Self {
        let address = served.sandbox.url().strip_prefix("http://").unwrap();
        let stream = TcpStream::connect(address).await.ok();
        Raw { stream }
    }

    /// Sends a request; a connection that has ended already takes none.
    pub(super) async fn send(&mut self, request: &str) {
        if let Some(stream) = &mut self.stream {
            let _ = stream.write_all(request.as_bytes()).await;
        }
    }

    /// What comes next.
    pub(super) async fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        match &mut self.stream {
            Some(stream) => stream.read(piece).await,
            None => Err(io::ErrorKind::ConnectionReset.into()),
        }
    }

    /// All that comes until the end or until nothing comes any more.
    pub(super) async fn rest(&mut self) -> (Vec<u8>, End) {
        let mut all = Vec::new();
        let mut piece = [0; 64 << 10];
        loop {
            let patience = if is_whole(&all) { AFTERWARDS } else { SILENCE };
            match timeout(patience, self.read(&mut piece)).await {
                Ok(Ok(0)) => return (all, End::Closed),
                Ok(Ok(length)) => all.extend_from_slice(&piece[..length]),
                Ok(Err(_)) => return (all, End::Reset),
                Err(_) => return (all, End::Open),
            }
        }
    }

    /// A request and all that comes of it, as text.
    pub(super) async fn ask(&mut self, request: &str) -> (String, End) {
        self.send(request).await;
        let (bytes, end) = self.rest().await;
        (String::from_utf8_lossy(&bytes).into_owned(), end)
    }

    /// What comes, with the time of each piece.
    pub(super) async fn timed(&mut self, request: &str) -> Vec<(Duration, Vec<u8>)> {
        let start = Instant::now();
        self.send(request).await;
        let mut pieces = Vec::new();
        let mut piece = [0; 64 << 10];
        let patience = Duration::from_secs(2);
        while let Ok(Ok(length @ 1..)) = timeout(patience, self.read(&mut piece)).await {
            pieces.push((start.elapsed(), piece[..length].to_vec()));
        }
        pieces
    }
}

/// Whether a reply is there to its end, as its head tells it.
pub(super) fn is_whole(reply: &[u8]) -> bool {
    let text = String::from_utf8_lossy(reply);
    let Some((head, _)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let body = reply.len()
        - reply
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap()
        - 4;
    let mut lines = head.lines();
    let length = lines.find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    match length {
        Some(length) => body >= length,
        None => head.contains(" 204 ") || reply.ends_with(b"\r\n0\r\n\r\n"),
    }
}

/// A request with a fault, whose connection stays open.
pub(super) fn request(
    served: &Served,
    verb: &str,
    target: &str,
    fault: &str,
    body: &str,
) -> String {
    let host = served.sandbox.url().strip_prefix("http://").unwrap();
    let token = served.sandbox.token();
    let method = match verb {
        "POST" => "X-RestLi-Method: create\r\n",
        _ => "",
    };
    let fault = match fault {
        "" => String::new(),
        fault => format!("X-Sandbox-Fault: {fault}\r\n"),
    };
    format!(
        "{verb} {target} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\
         X-RestLi-Protocol-Version: 2.0.0\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n{method}{fault}\r\n{body}",
        body.len()
    )
}

/// Reads with a fault, over a connection of its own.
pub(super) async fn get(served: &Served, target: &str, fault: &str) -> (String, End) {
    let request = request(served, "GET", target, fault, "");
    Raw::to(served).await.ask(&request).await
}

/// Head and body of a reply that has both.
pub(super) fn parts(reply: &str) -> (&str, &str) {
    reply.split_once("\r\n\r\n").expect("a head and a body")
}

/// The JSON of a reply.
pub(super) fn json(reply: &str) -> Json {
    let (_, body) = parts(reply);
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{error} in {reply}"))
}

/// The status of a reply.
pub(super) fn status(reply: &str) -> u16 {
    let status = reply
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    status.unwrap_or_else(|| panic!("no status in {reply}"))
}

/// The values of a header.
pub(super) fn header<'r>(reply: &'r str, name: &str) -> Vec<&'r str> {
    let (head, _) = parts(reply);
    let lines = head
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(": "));
    lines
        .filter(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
        .collect()
}
