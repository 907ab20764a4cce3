//! Faults as a client sees them: bytes on a socket, and how it ends.

mod asking;
mod bodies;
mod cutting;
mod data;
mod ending;
mod framing;
mod late;
mod limits;
mod pages;
mod quotas;
mod raw;
mod repeating;
mod rules;
mod statuses;
