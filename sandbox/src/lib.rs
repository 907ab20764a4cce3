//! An offline Rest.li server that knows nothing but a schema.
//!
//! Clients can be tried and tested against it without a network, a token or a rate limit; whatever
//! it refuses, it explains with the line of the schema that says otherwise. What it serves comes
//! from the schema's `sandbox/` folder.
//!
//! ```no_run
//! # async fn run() -> Result<(), restli_sandbox::StartError> {
//! let sandbox = restli_sandbox::Sandbox::start("schema").await?;
//! println!("{} accepts the token {}", sandbox.url(), sandbox.token());
//! # Ok(())
//! # }
//! ```
//!
//! A request passes four rooms: `serve` (HTTP), `validate` (is it a call of the schema, of a version in
//! the `calendar`, may it be made; otherwise the words stand in the `catalogue`), `evaluate` (what is the
//! answer), `store` (what is there). `seed` fills the store and says how calls behave where the schema
//! leaves it open; where it says nothing either, `invent` makes valid values. `scope` says which entities a
//! path leads to. Files that are uploaded take the side door `upload`. Around them stands `faults`, which
//! lets go wrong what it is told to, and below them `connection`, the socket that it needs for that.
//! `auth` says who is there and what they may do; its OAuth 2.0 server has doors of its own.
//! `journal` remembers what came, and `control` is how a test asks for all this beside the API.

mod auth;
mod behaviours;
mod calendar;
mod catalogue;
mod clock;
mod connection;
mod control;
mod evaluate;
pub mod faults;
mod generate;
mod host;
mod http;
mod invent;
mod journal;
mod json;
mod patch;
mod progress;
mod sandbox;
mod scope;
mod seed;
mod serve;
mod service;
mod stopwatch;
mod store;
mod upload;
mod validate;
mod world;

pub use self::auth::{TokenError, TokenRequest};
pub use self::behaviours::{Behaviour, Label};
pub use self::journal::{Exchange, Expected, MadeCall, Unverified};
pub use self::sandbox::{Builder, Sandbox, Snapshot, StartError};
pub use self::service::Service;
