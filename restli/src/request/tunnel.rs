//! Query tunneling: the query travels in the body of a POST.
//!
//! Long queries need it, and so do empty strings: they are `''` on the wire, and URL libraries escape the
//! quotes, which makes two quotes of data out of them.

use super::encode::EncodedRequest;
use super::{Verb, encode};

/// Servers refuse queries beyond 4 KB; the vendors' own clients tunnel from this length on.
const LIMIT: usize = 4000;

const FORM: &str = "application/x-www-form-urlencoded";

pub(super) fn is_needed(query: &str) -> bool {
    query.len() > LIMIT || query.contains('\'')
}

/// Moves the query into the body. The override header names the real verb, whatever it is.
pub(super) fn wrap(request: &mut EncodedRequest, query: String) {
    let verb = std::mem::replace(&mut request.verb, Verb::Post);
    request.headers.retain(|(name, _)| name != "Content-Type");
    let content_type = match request.body.take() {
        None => {
            request.body = Some(query.into_bytes());
            FORM.to_owned()
        }
        Some(body) => {
            let boundary = boundary(query.as_bytes(), &body);
            request.body = Some(multipart(&boundary, query.as_bytes(), &body));
            format!("multipart/mixed; boundary={boundary}")
        }
    };
    request.headers.push(("Content-Type".into(), content_type));
    request
        .headers
        .push(("X-HTTP-Method-Override".into(), verb.as_str().to_owned()));
}

/// A boundary that occurs in neither part. It is not random, so that equal requests have equal bytes.
fn boundary(query: &[u8], body: &[u8]) -> String {
    let mut number = 0;
    loop {
        let boundary = format!("restli-part-{number}");
        if !contains(query, boundary.as_bytes()) && !contains(body, boundary.as_bytes()) {
            return boundary;
        }
        number += 1;
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

fn multipart(boundary: &str, query: &[u8], body: &[u8]) -> Vec<u8> {
    let json = encode::JSON;
    let mut text = Vec::with_capacity(query.len() + body.len() + 200);
    text.extend(format!("--{boundary}\r\nContent-Type: {FORM}\r\n\r\n").bytes());
    text.extend(query);
    text.extend(format!("\r\n--{boundary}\r\nContent-Type: {json}\r\n\r\n").bytes());
    text.extend(body);
    text.extend(format!("\r\n--{boundary}--\r\n").bytes());
    text
}
