//! Signing in and staying so, against a server that answers byte by byte what a test wants.
#![cfg(feature = "oauth")]

#[path = "../mini/mod.rs"]
mod mini;

mod answers;
mod asking;
mod browsers;
mod hiding;
mod renewing;
mod sharing;
mod storing;
mod support;
