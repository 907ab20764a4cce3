//! Which headers a call may add.
//!
//! Values come from callers, and a line end in one would start a header of its own.

use http::HeaderName;

/// Headers that the runtime writes itself. Letting a call write them would let it contradict its method,
/// or put a token where it is printed.
const OWN: [&str; 12] = [
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "te",
    "transfer-encoding",
    "user-agent",
    "x-http-method-override",
    "x-restli-method",
    "x-restli-protocol-version",
];

pub(crate) fn check(name: &str, value: &str) -> Result<(), &'static str> {
    let Ok(parsed) = HeaderName::from_bytes(name.as_bytes()) else {
        return Err("not a valid name");
    };
    if OWN.contains(&parsed.as_str()) {
        return Err("the client sets it itself");
    }
    match is_plain(value) {
        true => Ok(()),
        false => Err("its value has characters that a header cannot hold"),
    }
}

/// Whether a header can hold a text for certain. HTTP libraries let bytes beyond ASCII pass, which every
/// server reads in its own way.
pub(crate) fn is_plain(value: &str) -> bool {
    value
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~' | b'\t'))
}
