//! The interpreter on a small schema of its own, and on the samples of the real one.

mod masks;
mod mutations;
mod protocol;
mod random;
mod received;
mod requests;
mod responses;
mod samples;
mod schema;
mod values;
