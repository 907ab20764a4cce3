//! Recorded exchanges as tests: a typed call must produce the recorded request, and read the recorded answer.
//!
//! The bytes are looked at on the far side of a socket, because HTTP libraries change what they are given.
//!
//! ```no_run
//! # async fn example(builder: restli::ClientBuilder) {
//! use restli::testing::Sample;
//! use restli::{Json, Method};
//!
//! let sample = Sample::read("schema", "samples/books.get.1.json");
//! let server = sample.serve().await;
//! let client = server.client::<restli::Client>(builder);
//! let answer = client.raw(Method::Get, "/v2/books/{}").key(&7_i64).send().await;
//! server.verify(answer);
//! # }
//! ```

mod answer;
mod difference;
mod document;
mod error_object;
mod json;
mod keys;
mod mutation;
mod older;
mod open_world;
mod received;
mod request;
mod sample;
mod server;
mod target;
mod token;

pub use difference::Difference;
pub use document::{document, document_filled, json_document};
pub use open_world::{Held, Named, OpenWorld};
pub use received::Received;
pub use sample::Sample;
pub use server::Server;
