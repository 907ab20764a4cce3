//! What middleware is told.
//!
//! Getters and no fields, so that more can be told later; and nothing that belongs to a caller's data.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::error::{Error, ErrorKind, Result};
use crate::request::{Draft, Method, headers};

/// Which call it is. All of it stands in the schema, so there are few different values.
#[derive(Clone, Copy, Debug)]
pub struct CallInfo<'a> {
    pub(crate) api: &'static str,
    pub(crate) draft: &'a Draft,
}

impl<'a> CallInfo<'a> {
    /// The short name of the API.
    pub fn api(&self) -> &'static str {
        self.api
    }

    /// The Rest.li method.
    pub fn method(&self) -> Method {
        self.draft.spec.method
    }

    /// The resource.
    pub fn resource(&self) -> &'a str {
        &self.draft.resource
    }

    /// The finder or action; empty for other methods.
    pub fn name(&self) -> &'a str {
        &self.draft.name
    }
}

/// An attempt that is about to be made.
#[derive(Debug)]
pub struct Attempt<'a> {
    pub(crate) info: CallInfo<'a>,
    pub(crate) number: u32,
    pub(crate) headers: &'a mut HeaderMap,
}

impl<'a> Attempt<'a> {
    /// The call.
    pub fn info(&self) -> CallInfo<'a> {
        self.info
    }

    /// Which attempt of the call it is, from 1 on.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Sets a header, such as one by which calls are traced across services. Those that the client writes itself
    /// cannot be set.
    pub fn set_header(&mut self, name: &str, value: &str) -> Result<()> {
        let refuse = |reason| Error::new(ErrorKind::Request, format!("header {name}: {reason}"));
        headers::check(name, value).map_err(refuse)?;
        let unfit = |_| refuse("a header cannot hold it");
        let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unfit(()))?;
        let value = HeaderValue::from_str(value).map_err(|_| unfit(()))?;
        self.headers.insert(parsed, value);
        Ok(())
    }
}

/// What came of an attempt.
#[derive(Debug)]
pub struct Outcome<'a> {
    pub(crate) info: CallInfo<'a>,
    pub(crate) number: u32,
    pub(crate) status: Option<u16>,
    pub(crate) error: Option<&'a Error>,
    pub(crate) elapsed: Duration,
    pub(crate) received: usize,
}

impl<'a> Outcome<'a> {
    /// The call.
    pub fn info(&self) -> CallInfo<'a> {
        self.info
    }

    /// Which attempt of the call it was, from 1 on.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The HTTP status, if there was an answer.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Why the attempt failed, if it did.
    pub fn error(&self) -> Option<&'a Error> {
        self.error
    }

    /// From the first thought of the token to the last byte of the answer.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// How many bytes the body of the answer had, after decompression; 0 if it was not read to its end.
    pub fn bytes_received(&self) -> usize {
        self.received
    }
}

/// That a call is going to be made again.
#[derive(Debug)]
pub struct Retrying<'a> {
    pub(crate) info: CallInfo<'a>,
    pub(crate) error: &'a Error,
    pub(crate) pause: Duration,
}

impl<'a> Retrying<'a> {
    /// The call.
    pub fn info(&self) -> CallInfo<'a> {
        self.info
    }

    /// Why the last attempt failed; [`Error::attempts`] counts those that were made.
    pub fn error(&self) -> &'a Error {
        self.error
    }

    /// How long the client waits before the next one. Nothing after a token was renewed.
    pub fn pause(&self) -> Duration {
        self.pause
    }
}

/// A call that is over.
#[derive(Debug)]
pub struct Finished<'a> {
    pub(crate) info: CallInfo<'a>,
    pub(crate) attempts: u32,
    pub(crate) status: Option<u16>,
    pub(crate) error: Option<&'a Error>,
    pub(crate) elapsed: Duration,
}

impl<'a> Finished<'a> {
    /// The call.
    pub fn info(&self) -> CallInfo<'a> {
        self.info
    }

    /// How many attempts were made.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The HTTP status of the last one, if there was an answer.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Why the call failed, if it did.
    pub fn error(&self) -> Option<&'a Error> {
        self.error
    }

    /// All attempts and the pauses between them.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}
