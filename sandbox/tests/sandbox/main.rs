//! The sandbox from outside: over HTTP, on the project's schema and on another one.

mod general;
mod program;
mod refusing;
mod serving;
mod support;
