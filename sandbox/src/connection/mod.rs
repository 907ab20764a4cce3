//! The connections below HTTP: how many there are, how long they may idle, and what goes over them.
//!
//! A framework takes care that replies are well-formed; clients must also be tried on those that are
//! not. So the socket is ours: whoever answers a request may hand over a [`Script`] of bytes, pauses
//! and endings, which is played in place of what the framework writes.

mod listener;
mod script;
mod stream;
mod wire;

#[cfg(test)]
mod tests;

use std::time::Duration;

pub(crate) use self::listener::Listener;
pub(crate) use self::script::{Script, Step, dribble, interrupt};
pub(crate) use self::stream::Connection;
pub(crate) use self::wire::Wire;

/// What a sandbox bears of its clients, so that none of them can hold it up for ever.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How many connections there are at once; further ones wait until one of these ends.
    pub(crate) connections: usize,
    /// How long the head of a request may take from its first byte on.
    pub(crate) head: Duration,
    /// How long a connection may be without a request.
    pub(crate) idle: Duration,
    /// How long a client may leave a reply unread.
    pub(crate) unread: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 1024,
            head: Duration::from_secs(30),
            idle: Duration::from_secs(75),
            unread: Duration::from_secs(60),
        }
    }
}
