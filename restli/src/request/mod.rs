//! Requests: what a schema says about a call, what a caller adds, and the bytes that follow from both.
//!
//! A request stays a value until it is sent, so it can be tested, compared, logged and tunneled without a
//! network.

mod batch;
mod call;
mod chunks;
mod draft;
mod encode;
pub(crate) mod headers;
mod masks;
mod method;
mod plain;
mod query;
mod raw;
mod spec;
mod split;
mod tunnel;

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use restli_wire::{Mask, Value};

pub use call::Call;
pub use chunks::Chunks;
pub(crate) use draft::Draft;
pub use encode::EncodedRequest;
pub(crate) use masks::{Masks, Projected};
pub use method::{Method, RetryClass, Verb};
pub(crate) use spec::VersionUse;
pub use spec::{ApiSpec, MethodSpec, Permissions, Protocol, Spelling};

use crate::answer::Answer;
use crate::error::Result;
use crate::types::Json;

/// A request whose answer is a `T`, as a value: nothing of it is escaped yet.
///
/// A token is no part of it; the client adds its own when it sends the request.
pub struct Request<T> {
    pub(crate) draft: Draft,
    answer: PhantomData<fn() -> T>,
}

impl<T> Request<T> {
    pub(crate) fn new(draft: Draft) -> Self {
        Self {
            draft,
            answer: PhantomData,
        }
    }

    /// The Rest.li method.
    pub fn method(&self) -> Method {
        self.draft.spec.method
    }

    /// The resource, such as `connections`.
    pub fn resource(&self) -> &str {
        &self.draft.resource
    }

    /// The name of a finder, an action or a plain call.
    pub fn name(&self) -> Option<&str> {
        Some(&*self.draft.name).filter(|name| !name.is_empty())
    }

    /// The HTTP verb, before any tunneling.
    pub fn verb(&self) -> Verb {
        self.draft.spec.verb
    }

    /// The path, with `{}` for each key.
    pub fn path(&self) -> &str {
        &self.draft.path
    }

    /// The keys in the path, in order.
    pub fn keys(&self) -> &[Value] {
        &self.draft.keys
    }

    /// The keys of a batch, in the order in which they were given, with their parameters.
    pub fn ids(&self) -> &[Value] {
        &self.draft.ids
    }

    /// The parameter of this name. Reserved ones that follow from the method, such as `q`, are not among them.
    pub fn parameter(&self, name: &str) -> Option<&Value> {
        let mut parameters = self.parameters();
        parameters
            .find(|(own, _)| *own == name)
            .map(|(_, value)| value)
    }

    /// The parameters of the query.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &Value)> {
        let parameters = self.draft.parameters.iter();
        parameters.map(|(name, value)| (&**name, value))
    }

    /// The projection and how it will be spelled. For a collection it starts at the envelope.
    pub fn mask(&self) -> Option<(&Mask, Spelling)> {
        let projected = self.draft.masks.projected.as_ref()?;
        Some((&projected.mask, self.draft.spelling()?))
    }

    /// The headers that the call itself adds, the API version among them; none of those that every request
    /// has.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.draft.headers.iter();
        headers.map(|(name, value)| (&**name, &**value))
    }

    /// The body.
    pub fn body(&self) -> Option<&Json> {
        self.draft.body.as_ref()
    }

    /// Whether it may be made again when nobody knows what became of it.
    pub fn retry_class(&self) -> RetryClass {
        self.draft.spec.retry_class()
    }

    /// What a token must be allowed to do.
    pub fn permissions(&self) -> Permissions {
        self.draft.spec.permissions
    }

    /// The protocol it is written in.
    pub fn protocol(&self) -> Protocol {
        self.draft.spec.protocol
    }

    /// The time it may take, where that differs from the client's.
    pub fn timeout(&self) -> Option<Duration> {
        self.draft.timeout
    }

    /// The same request, whose answer is read as something else: as a [`Response`](crate::Response), for
    /// example, which has the headers and the raw body.
    pub fn returning<U: Answer>(self) -> Request<U> {
        Request::new(self.draft)
    }

    /// The request as it goes over the wire, tunneled if it must be.
    pub fn encode(&self) -> Result<EncodedRequest> {
        self.draft.encode()
    }
}

impl<T> Clone for Request<T> {
    fn clone(&self) -> Self {
        Self::new(self.draft.clone())
    }
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.draft.fmt(out)
    }
}
