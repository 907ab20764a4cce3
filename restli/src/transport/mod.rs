//! One exchange of HTTP: a request out, an answer back.
//!
//! Everything else, from repetition to limits and redaction, is decided above it and therefore holds for
//! whatever HTTP client is plugged in.

mod body;
mod error;
mod reqwest;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

pub use body::Body;
pub(crate) use error::Failed;
pub use error::TransportError;

pub(crate) use self::reqwest::{ReqwestTransport, Settings};

/// What a [`Transport`] is waited for.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Body>, TransportError>> + Send + 'a>>;

/// An HTTP client that calls go through.
///
/// It sends a request once, as it is, and returns whatever is answered, whatever its status. It must follow no
/// redirect, since that would carry the token elsewhere, and repeat nothing, since it does not know which calls
/// may be. It may decompress what it has asked to be compressed. Time limits are not its business: a request
/// whose time is over is dropped, and its connection should be closed then.
///
/// The header `Authorization` is marked as sensitive; a transport that logs headers must leave it out.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request. The URI is absolute.
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_>;
}

/// An extension of requests whose last attempt was lost because its connection broke: the next one should be made
/// on a new connection, since those that are kept may have gone stale together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewConnection;

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        (**self).send(request)
    }
}
