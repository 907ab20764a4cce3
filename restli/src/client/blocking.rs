//! The same calls for programs without an async runtime.
//!
//! The client keeps a small runtime of its own, and connections of its own with it: a connection lives in
//! the runtime that opened it, and this one stands still between calls.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::runtime::{Builder, Handle, Runtime};

use super::{Client, builder};
use crate::error::{Error, ErrorKind, Result};
use crate::transport::Transport;

pub(super) struct Blocking {
    /// Present until it is dropped.
    runtime: Option<Runtime>,
    transport: Arc<dyn Transport>,
}

impl Blocking {
    pub(super) fn transport(&self) -> &dyn Transport {
        &*self.transport
    }
}

impl Drop for Blocking {
    fn drop(&mut self) {
        // The last clone of a client may go within an async runtime, where a plain drop would panic.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Client {
    pub(super) fn blocking(&self) -> Result<&Blocking> {
        if let Some(blocking) = self.0.blocking.get() {
            return Ok(blocking);
        }
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| {
            Error::new(ErrorKind::Runtime, "no runtime").with_cause(error.to_string())
        })?;
        let transport = match &self.0.connections {
            Some(settings) => Arc::new(builder::connect(settings.clone())?),
            None => Arc::clone(&self.0.transport),
        };
        let runtime = Some(runtime);
        let start = || Blocking { runtime, transport };
        Ok(self.0.blocking.get_or_init(start))
    }

    /// Waits for a future on this thread.
    pub(crate) fn block_on<F: Future>(&self, future: F) -> Result<F::Output> {
        if Handle::try_current().is_ok() {
            let message = "a blocking call within an async runtime would stop it";
            return Err(Error::new(ErrorKind::Runtime, message)
                .with_hint(Some("use the async form of the call".to_owned())));
        }
        match &self.blocking()?.runtime {
            Some(runtime) => Ok(runtime.block_on(Here(Box::pin(future)))),
            None => Err(Error::new(ErrorKind::Runtime, "the runtime has ended")),
        }
    }
}

thread_local! {
    static HERE: Cell<bool> = const { Cell::new(false) };
}

/// Whether a blocking call is being made on this thread, so that its connections must be used.
pub(super) fn is_here() -> bool {
    HERE.get()
}

/// A future whose polls know that a blocking call waits for them.
struct Here<F>(Pin<Box<F>>);

impl<F: Future> Future for Here<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        struct Restore(bool);
        impl Drop for Restore {
            fn drop(&mut self) {
                HERE.set(self.0);
            }
        }
        let _restore = Restore(HERE.replace(true));
        self.0.as_mut().poll(context)
    }
}
