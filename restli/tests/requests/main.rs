//! Requests as values, and the bytes that follow from them; nothing is sent here.

#[path = "../mini/mod.rs"]
mod mini;
#[path = "../texts/mod.rs"]
mod texts;

mod basics;
mod batches;
mod clients;
mod injection;
mod patches;
mod projections;
mod protocol_1;
mod tunneling;
mod values;

use mini::Client;
use restli::{EncodedRequest, ErrorKind, Request};

fn client() -> Client {
    Client::new("s3cr3t-t0k3n").unwrap()
}

fn encoded<T>(request: restli::Result<Request<T>>) -> EncodedRequest {
    request.unwrap().encode().unwrap()
}

/// Why a request cannot be built.
fn refused<T>(request: restli::Result<Request<T>>) -> String {
    let error = request.expect_err("the request is built");
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(!error.is_retryable());
    error.to_string()
}

fn headers(request: &EncodedRequest) -> Vec<String> {
    let mut headers: Vec<_> = request
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    headers.sort();
    headers
}
