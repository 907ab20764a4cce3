//! What a handler of requests may say to the connection that they came over.
//!
//! The framework stands between the two, and knows of neither: the connection hears of a request by
//! this, and finds a script by a mark in the bytes of the reply that stands for it.

use std::collections::VecDeque;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::connect_info::Connected;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use axum::serve::IncomingStream;

use super::{Listener, Script};

/// The header by which the head of a reply is known that a script stands for. Clients never see it.
const MARK: HeaderName = HeaderName::from_static("sandbox-script");
/// How each head begins.
const VERSION: &[u8] = b"HTTP/1.";

/// The connection of a request, for whoever answers it.
#[derive(Clone, Default)]
pub(crate) struct Wire(Arc<Mutex<Shared>>);

#[derive(Default)]
struct Shared {
    /// Marks and what is to be played for them.
    scripts: VecDeque<(String, Script)>,
    /// How many requests there have been.
    requests: u64,
    /// Whether one of them is being answered.
    busy: bool,
    /// How long the connection may be without a request, if not as long as others.
    idle: Option<Duration>,
}

/// A request that is being answered; the connection waits for nothing meanwhile.
pub(crate) struct Busy(Wire);

/// What the connection has to do with.
pub(super) struct Now {
    pub(super) requests: u64,
    pub(super) busy: bool,
    pub(super) idle: Option<Duration>,
}

impl Wire {
    /// A request is being answered until what is returned is dropped.
    pub(crate) fn begin(&self) -> Busy {
        let mut shared = self.shared();
        shared.requests += 1;
        shared.busy = true;
        Busy(self.clone())
    }

    /// Closes the connection when it has been without a request for so long.
    pub(crate) fn close_idle(&self, after: Duration) {
        self.shared().idle = Some(after);
    }

    /// A reply in whose place the script is played; nothing but its status is its own.
    pub(crate) fn play(&self, status: u16, script: Script) -> Response {
        let mut hasher = RandomState::new().build_hasher();
        hasher.write_u8(0);
        let mark = format!("{:016x}", hasher.finish());
        let mut reply = Response::new(Body::empty());
        *reply.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
        if let Ok(value) = HeaderValue::try_from(&mark) {
            reply.headers_mut().insert(MARK, value);
        }
        let mark = format!("\r\n{MARK}: {mark}\r\n");
        self.shared().scripts.push_back((mark, script));
        reply
    }

    pub(super) fn now(&self) -> Now {
        let shared = self.shared();
        Now {
            requests: shared.requests,
            busy: shared.busy,
            idle: shared.idle,
        }
    }

    /// Whether a script waits for its mark.
    pub(super) fn has_script(&self) -> bool {
        !self.shared().scripts.is_empty()
    }

    /// Takes the head that stands for the next script out of written bytes, if it is there: what was
    /// written before it, the script, and what was written after it.
    pub(super) fn find(&self, written: &[u8]) -> Option<(Vec<u8>, Script, Vec<u8>)> {
        let mut shared = self.shared();
        let (mark, _) = shared.scripts.front()?;
        let mark = position(written, mark.as_bytes())?;
        // A body before it may well speak of HTTP, but not between this head's first line and its mark.
        let mut before = written[..mark].windows(VERSION.len());
        let start = before.rposition(|text| text == VERSION)?;
        let end = mark + position(&written[mark..], b"\r\n\r\n")? + 4;
        let (_, script) = shared.scripts.pop_front()?;
        Some((written[..start].to_vec(), script, written[end..].to_vec()))
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.shared().busy = false;
    }
}

impl<P> Connected<IncomingStream<'_, Listener<P>>> for Wire
where
    P: FnMut() -> Option<Script> + Send + 'static,
{
    fn connect_info(stream: IncomingStream<'_, Listener<P>>) -> Self {
        stream.io().wire().clone()
    }
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Step;

    #[test]
    fn a_script_is_found_between_other_replies() {
        let wire = Wire::default();
        let reply = wire.play(503, Box::new(std::iter::once(Step::Close)));
        let mark = reply.headers()[MARK].to_str().unwrap().to_owned();
        let first = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n\"HTTP/1.\"";
        let head = format!("HTTP/1.1 503 Service Unavailable\r\n{MARK}: {mark}\r\ndate: x\r\n\r\n");
        let text = format!("{first}{head}HTTP/1.1");
        assert!(wire.find(&text.as_bytes()[..text.len() - 9]).is_none());
        let (before, mut script, after) = wire.find(text.as_bytes()).unwrap();
        assert_eq!(before, first.as_bytes());
        assert_eq!(after, b"HTTP/1.1");
        assert_eq!(script.next(), Some(Step::Close));
        assert!(!wire.has_script());
    }
}
