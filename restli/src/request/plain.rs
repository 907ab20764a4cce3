//! Query values of calls that are not Rest.li.
//!
//! Their servers know nothing of `List(…)` and `''`: a value is one text, and the empty one is nothing.

use std::fmt::Write as _;

use restli_wire::Value;

/// A value as text, with everything escaped that is not surely harmless. Nothing for lists and maps.
pub(super) fn encode(value: &Value) -> Option<String> {
    let mut text = String::new();
    for byte in value.as_token()?.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte));
            }
            _ => {
                // Writing into a string cannot fail.
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    Some(text)
}
