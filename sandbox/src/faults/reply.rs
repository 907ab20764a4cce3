//! A reply as it is written, in every way in which it can be written wrongly.

use std::time::SystemTime;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

use super::fault::{Fault, Length, Position};
use crate::connection::{Script, Step, dribble, interrupt};

/// Parts of a body, made while they are sent.
pub(super) type Pieces = Box<dyn Iterator<Item = Bytes> + Send>;

/// A reply before it is written.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, Bytes)>,
    pub(super) body: Content,
    /// Bytes that stand before it.
    before: Vec<u8>,
    http: &'static str,
    /// Whether each header comes twice.
    twice: bool,
    framing: Framed,
    /// Bytes that stand behind it.
    behind: &'static [u8],
    /// Whether the connection ends with it.
    ends: bool,
    /// Whether only its body is sent.
    headless: bool,
    /// What is done to its bytes, in this order.
    bytes: Vec<Fault>,
    /// Whether it needs more than a framework can write.
    raw: bool,
}

/// A body.
pub(super) enum Content {
    Whole(Bytes),
    Pieces(Pieces),
}

/// How the end of a body is told.
enum Framed {
    Length(Option<Length>),
    Chunked(u64),
    /// In chunks, the second of which is none.
    Malformed,
    Not,
}

const SMUGGLED: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 17\r\n\r\n{\"smuggled\":true}";

impl Reply {
    /// A reply of these parts.
    pub(super) fn new(status: u16, headers: &[(&str, &str)], body: Content) -> Self {
        let headers = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Bytes::copy_from_slice(value.as_bytes())));
        Reply {
            status,
            headers: headers.collect(),
            raw: matches!(body, Content::Pieces(_)),
            framing: match body {
                Content::Whole(_) => Framed::Length(None),
                Content::Pieces(_) => Framed::Chunked(0),
            },
            body,
            before: Vec::new(),
            http: "HTTP/1.1",
            twice: false,
            behind: &[],
            ends: false,
            headless: false,
            bytes: Vec::new(),
        }
    }

    /// The reply that would have been written.
    pub(super) async fn of(response: Response) -> Self {
        let (head, body) = response.into_parts();
        // What the sandbox answers is in memory already.
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let headers = head.headers.iter();
        let headers = headers.map(|(name, value)| {
            let value = Bytes::copy_from_slice(value.as_bytes());
            (name.to_string(), value)
        });
        Reply {
            headers: headers.collect(),
            ..Reply::new(head.status.as_u16(), &[], Content::Whole(body))
        }
    }

    /// Nothing but these bytes, then the end.
    pub(super) fn garbage(bytes: Vec<u8>) -> Self {
        Reply {
            headless: true,
            ends: true,
            raw: true,
            ..Reply::new(200, &[], Content::Whole(Bytes::from(bytes)))
        }
    }

    /// With a header more.
    pub(super) fn with(mut self, name: &str, value: &[u8]) -> Self {
        let value = Bytes::copy_from_slice(value);
        self.headers.push((name.to_owned(), value));
        self
    }

    /// Whether it needs more than a framework can write.
    pub(super) fn is_raw(&self) -> bool {
        self.raw
    }

    /// Applies a fault that is about how replies are written; the others change nothing.
    pub(super) fn apply(&mut self, fault: &Fault) {
        let line = |name: &str, value: &str| {
            let value = Bytes::copy_from_slice(value.as_bytes());
            (name.to_owned(), value)
        };
        match fault {
            Fault::Header { name, value } => self.headers.push(line(name, value)),
            Fault::ManyHeaders(count) => {
                let more = (1..=*count).map(|n| line(&format!("x-sandbox-{n}"), "many"));
                self.headers.extend(more);
            }
            Fault::LargeHeader(size) => {
                let value = "a".repeat(usize::try_from(*size).unwrap_or(usize::MAX));
                self.headers.push(line("x-sandbox-large", &value));
            }
            Fault::DuplicateHeaders => self.twice = true,
            Fault::ContentLength(length) => self.framing = Framed::Length(Some(*length)),
            Fault::NoLength => self.framing = Framed::Not,
            Fault::Http10 => {
                self.http = "HTTP/1.0";
                self.framing = Framed::Not;
            }
            Fault::Interim { status, times } => {
                let head = format!("HTTP/1.1 {}\r\n\r\n", line_of(*status));
                self.before
                    .extend(head.repeat(*times as usize).into_bytes());
            }
            Fault::Chunked(size) => self.framing = Framed::Chunked(*size),
            Fault::MalformedChunk => self.framing = Framed::Malformed,
            Fault::SmuggledReply => self.behind = SMUGGLED,
            Fault::CutAfter { .. } | Fault::StallAfter { .. } | Fault::Dribble { .. } => {
                self.bytes.push(fault.clone());
            }
            _ => return,
        }
        self.raw = true;
    }

    /// The reply for a framework to write.
    pub(super) fn into_response(self) -> Response {
        let body = match self.body {
            Content::Whole(body) => Body::from(body),
            Content::Pieces(_) => Body::empty(),
        };
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or_default();
        for (name, value) in self.headers {
            if let (Ok(name), Ok(value)) = (
                HeaderName::try_from(name),
                HeaderValue::from_maybe_shared(value),
            ) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }

    /// What goes over the connection; `closing` says whether the client asked to close it.
    pub(super) fn into_script(mut self, closing: bool) -> Script {
        let bytes = std::mem::take(&mut self.bytes);
        let head = self.head(closing);
        let position = |position: &Position| match position {
            Position::Byte(byte) => *byte,
            Position::Headers => head.len() as u64,
        };
        let mut script = self.whole(Bytes::from(head.clone()));
        let (dribbled, cut): (Vec<_>, Vec<_>) =
            { bytes.iter() }.partition(|fault| matches!(fault, Fault::Dribble { .. }));
        for fault in cut.into_iter().chain(dribbled) {
            script = match fault {
                Fault::CutAfter { at, by } => {
                    interrupt(script, position(at), vec![Step::from(*by)], false)
                }
                Fault::StallAfter { at, wait } => {
                    let pause = wait.map_or(Step::Hang, Step::Pause);
                    interrupt(script, position(at), vec![pause], wait.is_some())
                }
                Fault::Dribble {
                    bytes,
                    every,
                    after,
                } => dribble(script, *bytes, *every, position(after)),
                _ => script,
            };
        }
        script
    }

    /// Everything up to the empty line, what comes before the reply included.
    fn head(&mut self, closing: bool) -> Vec<u8> {
        let mut head = std::mem::take(&mut self.before);
        if self.headless {
            return head;
        }
        let mut lines: Vec<Vec<u8>> = { self.headers.iter() }
            .map(|(name, value)| [name.as_bytes(), b": ", value].concat())
            .collect();
        let said = |name: &HeaderName| {
            { self.headers.iter() }.any(|(known, _)| known.eq_ignore_ascii_case(name.as_str()))
        };
        if !said(&header::DATE) {
            let now = httpdate::fmt_http_date(SystemTime::now());
            lines.push(format!("date: {now}").into_bytes());
        }
        if closing && !said(&header::CONNECTION) {
            lines.push(b"connection: close".to_vec());
        }
        lines.extend(self.framing());
        head.extend(format!("{} {}\r\n", self.http, line_of(self.status)).bytes());
        for line in lines {
            let line = [&line[..], b"\r\n"].concat();
            head.extend(line.repeat(1 + usize::from(self.twice)));
        }
        head.extend(b"\r\n");
        head
    }

    /// The header that tells where the body ends.
    fn framing(&self) -> Option<Vec<u8>> {
        if self.has_no_body() {
            return None;
        }
        let length = match &self.body {
            Content::Whole(body) => body.len() as u64,
            Content::Pieces(_) => 0,
        };
        let length = match &self.framing {
            Framed::Length(None) => length,
            Framed::Length(Some(Length::Exactly(other))) => *other,
            Framed::Length(Some(Length::Off(off))) => length.saturating_add_signed(*off),
            Framed::Chunked(_) | Framed::Malformed => {
                return Some(b"transfer-encoding: chunked".to_vec());
            }
            Framed::Not => return None,
        };
        Some(format!("content-length: {length}").into_bytes())
    }

    /// Whether there can be none, not even one of no bytes.
    fn has_no_body(&self) -> bool {
        matches!(self.status, 204 | 304)
    }

    /// The steps of the reply, before anything is done to its bytes.
    fn whole(self, head: Bytes) -> Script {
        let length = match &self.body {
            Content::Whole(body) => Some(body.len() as u64),
            Content::Pieces(_) => None,
        };
        // Whoever waits for bytes that never come is told so by the end.
        let lacking = match self.framing {
            Framed::Length(Some(Length::Exactly(said))) => {
                length.is_none_or(|length| said > length)
            }
            Framed::Length(Some(Length::Off(off))) => off > 0,
            Framed::Malformed | Framed::Not => true,
            Framed::Length(None) | Framed::Chunked(_) => false,
        };
        let none = self.has_no_body();
        let body: Pieces = match (self.body, self.framing) {
            _ if none => Box::new(std::iter::empty()),
            (Content::Pieces(pieces), Framed::Chunked(_)) => {
                Box::new(pieces.map(|piece| chunk(&piece)).chain([LAST]))
            }
            (Content::Pieces(pieces), _) => pieces,
            (Content::Whole(body), Framed::Chunked(size)) => {
                let size = usize::try_from(size).unwrap_or(usize::MAX).max(1);
                let chunks: Vec<_> = body.chunks(size).map(chunk).collect();
                Box::new(chunks.into_iter().chain([LAST]))
            }
            (Content::Whole(body), Framed::Malformed) => {
                let (first, second) = body.split_at(body.len() / 2);
                let second = [b"no size\r\n", second].concat();
                let first = (!first.is_empty()).then(|| chunk(first));
                Box::new(first.into_iter().chain([Bytes::from(second)]))
            }
            (Content::Whole(body), _) => Box::new(std::iter::once(body)),
        };
        let behind = Bytes::from_static(self.behind);
        let written = std::iter::once(head).chain(body).chain([behind]);
        let steps = written.filter(|bytes| !bytes.is_empty()).map(Step::Write);
        let end = (self.ends || lacking).then_some(Step::Close);
        Box::new(steps.chain(end))
    }
}

const LAST: Bytes = Bytes::from_static(b"0\r\n\r\n");

fn chunk(bytes: &[u8]) -> Bytes {
    let size = format!("{:x}\r\n", bytes.len());
    Bytes::from([size.as_bytes(), bytes, b"\r\n"].concat())
}

/// A status with its words.
fn line_of(status: u16) -> String {
    let known = StatusCode::from_u16(status).ok();
    let words = known.and_then(|status| status.canonical_reason());
    format!("{status} {}", words.unwrap_or("Unknown"))
}
