//! Clients that are watched, slowed down, given other tokens and another HTTP client.
//!
//! All of it by the traits that users implement, with an HTTP client that is a function.

#[path = "../mini/mod.rs"]
mod mini;

mod middleware;
mod tokens;
mod transport;
