//! One connection: it passes bytes on, plays scripts, and ends when it is kept waiting.

use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Bytes;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Sleep, sleep};

use super::{Limits, Script, Step, Wire};

/// A client that hangs on is let go at last.
const HANG: Duration = Duration::from_secs(600);
/// How long what a client still sends is read after the end, so that the end reaches it in order.
const LINGER: Duration = Duration::from_secs(2);

/// A connection to a client.
pub(crate) struct Connection {
    /// Nothing once it has ended.
    socket: Option<TcpStream>,
    wire: Wire,
    limits: Limits,
    /// Bytes among which the mark of a script is looked for.
    written: Vec<u8>,
    scripts: VecDeque<Script>,
    step: Option<Playing>,
    reading: Reading,
    unread: Option<Pin<Box<Sleep>>>,
    _place: OwnedSemaphorePermit,
}

/// A step that takes its time.
enum Playing {
    Write(Bytes),
    Wait(Pin<Box<Sleep>>),
    /// The client has been told that this is the end.
    Closing(Pin<Box<Sleep>>, bool),
}

/// What the connection waits for while it reads.
#[derive(Default)]
struct Reading {
    /// How many requests there were when it began to wait.
    requests: u64,
    /// Whether a request has begun to come.
    begun: bool,
    until: Option<Pin<Box<Sleep>>>,
}

impl Connection {
    pub(super) fn new(
        socket: TcpStream,
        limits: Limits,
        prologue: Option<Script>,
        place: OwnedSemaphorePermit,
    ) -> Self {
        Connection {
            socket: Some(socket),
            wire: Wire::default(),
            limits,
            written: Vec::new(),
            scripts: prologue.into_iter().collect(),
            step: None,
            reading: Reading::default(),
            unread: None,
            _place: place,
        }
    }

    pub(super) fn wire(&self) -> &Wire {
        &self.wire
    }

    /// Plays what there is to play; ready when the connection is free again.
    fn play(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            if self.socket.is_none() {
                return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
            }
            match &mut self.step {
                Some(Playing::Write(bytes)) if bytes.is_empty() => self.step = None,
                Some(Playing::Write(bytes)) => {
                    let bytes = bytes.clone();
                    let sent = ready!(self.send(cx, &bytes))?;
                    self.step = Some(Playing::Write(bytes.slice(sent..)));
                }
                Some(Playing::Wait(over)) => {
                    if over.as_mut().poll(cx).is_ready() {
                        self.step = None;
                    } else {
                        ready!(self.gone(cx));
                        self.socket = None;
                    }
                }
                Some(Playing::Closing(..)) => {
                    ready!(self.close(cx));
                    self.socket = None;
                }
                None => {
                    let Some(script) = self.scripts.front_mut() else {
                        return Poll::Ready(Ok(()));
                    };
                    match script.next() {
                        Some(step) => self.begin(step),
                        None => drop(self.scripts.pop_front()),
                    }
                }
            }
        }
    }

    fn begin(&mut self, step: Step) {
        self.step = match step {
            Step::Write(bytes) => Some(Playing::Write(bytes)),
            Step::Pause(pause) => Some(Playing::Wait(Box::pin(sleep(pause)))),
            Step::Hang => Some(Playing::Wait(Box::pin(sleep(HANG)))),
            Step::Close => Some(Playing::Closing(Box::pin(sleep(LINGER)), false)),
            Step::Reset => {
                if let Some(socket) = self.socket.take() {
                    // Where a system cannot, the connection at least ends.
                    let _ = socket.set_zero_linger();
                }
                None
            }
        };
    }

    /// Sends bytes that the client must take within the limit.
    fn send(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let Some(socket) = &mut self.socket else {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        };
        match Pin::new(socket).poll_write(cx, bytes) {
            Poll::Ready(sent) => {
                self.unread = None;
                Poll::Ready(sent)
            }
            Poll::Pending => {
                let limit = self.limits.unread;
                let over = self.unread.get_or_insert_with(|| Box::pin(sleep(limit)));
                ready!(over.as_mut().poll(cx));
                self.socket = None;
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }

    /// Ready when the client has left. One that sends on cannot be seen leaving, and is waited for.
    fn gone(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(socket) = &mut self.socket else {
            return Poll::Ready(());
        };
        let mut byte = [0];
        match ready!(socket.poll_peek(cx, &mut ReadBuf::new(&mut byte))) {
            Ok(0) | Err(_) => Poll::Ready(()),
            Ok(_) => Poll::Pending,
        }
    }

    /// Says that this is the end, then reads what still comes: bytes that nobody reads would have the
    /// system reset the connection, and the client might lose what was sent to it.
    fn close(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let (Some(socket), Some(Playing::Closing(over, said))) = (&mut self.socket, &mut self.step)
        else {
            return Poll::Ready(());
        };
        if !*said {
            // A client that is gone already needs not be told.
            let _ = ready!(Pin::new(&mut *socket).poll_shutdown(cx));
            *said = true;
        }
        let mut scrap = [0; 4096];
        loop {
            if over.as_mut().poll(cx).is_ready() {
                return Poll::Ready(());
            }
            let mut scrap = ReadBuf::new(&mut scrap);
            match ready!(Pin::new(&mut *socket).poll_read(cx, &mut scrap)) {
                Ok(()) if !scrap.filled().is_empty() => {}
                _ => return Poll::Ready(()),
            }
        }
    }

    /// Whether a request is being answered. After each, what came before it is forgotten.
    fn busy(&mut self) -> bool {
        let now = self.wire.now();
        if now.busy || now.requests != self.reading.requests {
            self.reading = Reading {
                requests: now.requests,
                ..Reading::default()
            };
        }
        now.busy
    }

    /// Ready when the client has kept the connection waiting for too long.
    fn overdue(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let reading = &mut self.reading;
        let limit = match reading.begun {
            true => self.limits.head,
            false => self.wire.now().idle.unwrap_or(self.limits.idle),
        };
        let until = reading.until.get_or_insert_with(|| Box::pin(sleep(limit)));
        until.as_mut().poll(cx)
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let connection = self.get_mut();
        // The next request waits for the end of what is played.
        ready!(connection.play(cx))?;
        let Some(socket) = &mut connection.socket else {
            return Poll::Ready(Ok(()));
        };
        let before = buffer.filled().len();
        let read = Pin::new(socket).poll_read(cx, buffer);
        let busy = connection.busy();
        let reading = &mut connection.reading;
        if !busy && !reading.begun && buffer.filled().len() > before {
            reading.begun = true;
            reading.until = None;
        }
        match read {
            // To the framework, a client that keeps it waiting has gone.
            Poll::Pending if !busy => connection.overdue(cx).map(Ok),
            read => read,
        }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let connection = self.get_mut();
        ready!(connection.play(cx))?;
        if !connection.wire.has_script() {
            return connection.send(cx, bytes);
        }
        connection.written.extend_from_slice(bytes);
        while let Some((before, script, after)) = connection.wire.find(&connection.written) {
            connection.written = after;
            let before = Step::Write(Bytes::from(before));
            let scripts = &mut connection.scripts;
            scripts.push_back(Box::new(std::iter::once(before)));
            scripts.push_back(script);
        }
        if !connection.wire.has_script() {
            let rest = Step::Write(Bytes::from(std::mem::take(&mut connection.written)));
            connection
                .scripts
                .push_back(Box::new(std::iter::once(rest)));
        }
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let connection = self.get_mut();
        ready!(connection.play(cx))?;
        // The framework may not read again before something happens; time passing has to be that.
        if !connection.busy() && connection.overdue(cx).is_ready() {
            cx.waker().wake_by_ref();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let connection = self.get_mut();
        ready!(connection.play(cx))?;
        match &mut connection.socket {
            Some(socket) => Pin::new(socket).poll_shutdown(cx),
            None => Poll::Ready(Ok(())),
        }
    }
}
