//! Undoing query tunneling: a long query that travels in the body of a POST.
//!
//! It happens before anything else looks at a request, so that no rule has to know of it.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::headers::single;
use super::strict::read_json;
use super::{At, HttpRequest, Mismatch, Rule};

/// Names the verb of a tunneled request.
pub(super) const OVERRIDE: &str = "X-HTTP-Method-Override";
const CONTENT_TYPE: &str = "Content-Type";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/mixed";
const JSON: &str = "application/json";

/// The request as it was before it was tunneled; any other request as it is.
pub fn undo(request: &HttpRequest) -> Result<Cow<'_, HttpRequest>, Mismatch> {
    let Some(verb) = single(&request.headers, OVERRIDE)? else {
        return Ok(Cow::Borrowed(request));
    };
    if request.method != "POST" {
        let message = format!("a tunneled request is a POST, not a {}", request.method);
        return Err(mismatch(
            At::Verb,
            message,
            Some(format!("send a POST with `{OVERRIDE}`")),
        ));
    }
    if !["GET", "PUT", "POST", "DELETE"].contains(&verb) {
        let message = format!("`{OVERRIDE}` is `{verb}`, which is no verb that can be tunneled");
        let help = "write `GET`, `PUT`, `POST` or `DELETE`".to_owned();
        return Err(mismatch(
            At::Header(OVERRIDE.to_owned()),
            message,
            Some(help),
        ));
    }
    let Some(Json::String(text)) = &request.body else {
        let message = "a tunneled request has no query in its body".to_owned();
        return Err(mismatch(At::Body(String::new()), message, None));
    };
    let content_type = single(&request.headers, CONTENT_TYPE)?.unwrap_or(FORM);
    let tunneled = match media_type(content_type).as_str() {
        FORM => Tunneled {
            query: text.clone(),
            content_type: None,
            body: None,
        },
        MULTIPART => parts(text, content_type)?,
        other => {
            let message = format!("the body of a tunneled request is `{other}`");
            let help = format!("send `{FORM}`, or `{MULTIPART}` when there is a body of its own");
            return Err(mismatch(
                At::Header(CONTENT_TYPE.to_owned()),
                message,
                Some(help),
            ));
        }
    };
    Ok(Cow::Owned(tunneled.restore(request, verb)))
}

/// The media type of a `Content-Type`, in lower case and without its parameters.
pub(super) fn media_type(content_type: &str) -> String {
    let media_type = content_type.split(';').next().unwrap_or_default();
    media_type.trim().to_ascii_lowercase()
}

struct Tunneled {
    query: String,
    content_type: Option<String>,
    body: Option<Json>,
}

impl Tunneled {
    fn restore(self, request: &HttpRequest, verb: &str) -> HttpRequest {
        let separator = if request.path.contains('?') { '&' } else { '?' };
        let mut headers: Vec<_> = request
            .headers
            .iter()
            .filter(|(name, _)| {
                !name.eq_ignore_ascii_case(OVERRIDE) && !name.eq_ignore_ascii_case(CONTENT_TYPE)
            })
            .cloned()
            .collect();
        headers.extend(
            self.content_type
                .map(|value| (CONTENT_TYPE.to_owned(), value)),
        );
        HttpRequest {
            method: verb.to_owned(),
            path: format!("{}{separator}{}", request.path, self.query.trim_end()),
            headers,
            body: self.body,
        }
    }
}

/// The first form part is the query, the first other one the body.
fn parts(text: &str, content_type: &str) -> Result<Tunneled, Mismatch> {
    let boundary = content_type
        .split(';')
        .find_map(|parameter| parameter.trim().strip_prefix("boundary="))
        .map(|boundary| boundary.trim_matches('"'));
    let Some(boundary) = boundary.filter(|boundary| !boundary.is_empty()) else {
        let message = format!("`{MULTIPART}` without a boundary");
        let help = format!("write `{MULTIPART}; boundary=…`");
        return Err(mismatch(
            At::Header(CONTENT_TYPE.to_owned()),
            message,
            Some(help),
        ));
    };
    let mut query = None;
    let mut body = None;
    for part in text.split(&format!("--{boundary}")).skip(1) {
        if part.starts_with("--") {
            break;
        }
        let Some((head, content)) = part
            .split_once("\r\n\r\n")
            .or_else(|| part.split_once("\n\n"))
        else {
            continue;
        };
        let kind = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case(CONTENT_TYPE))
            .map(|(_, value)| value.trim());
        let content = content.strip_suffix('\n').unwrap_or(content);
        let content = content.strip_suffix('\r').unwrap_or(content);
        match kind.map(media_type) {
            Some(kind) if kind == FORM => query = query.or(Some(content)),
            _ => body = body.or(Some((kind, content))),
        }
    }
    let Some(query) = query else {
        let message = format!("no part of the body is the query, `{FORM}`");
        return Err(mismatch(At::Body(String::new()), message, None));
    };
    let content = match body {
        // What is no JSON is its reader's business.
        Some((Some(kind), content)) if media_type(kind) != JSON => Some(Json::from(content)),
        Some((_, content)) => Some(read_json(content.as_bytes()).map_err(|error| Mismatch {
            rule: Rule::Body,
            ..mismatch(
                At::Body(String::new()),
                format!("the body in the tunnel cannot be read: {error}"),
                None,
            )
        })?),
        None => None,
    };
    Ok(Tunneled {
        query: query.to_owned(),
        content_type: body.and_then(|(kind, _)| kind).map(str::to_owned),
        body: content,
    })
}

fn mismatch(at: At, message: String, help: Option<String>) -> Mismatch {
    Mismatch {
        rule: Rule::Tunnel,
        at,
        message,
        help,
        declared: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interpret::response::header;

    fn tunneled(content_type: &str, verb: &str, body: &str) -> HttpRequest {
        HttpRequest {
            method: "POST".to_owned(),
            path: "/v2/books".to_owned(),
            headers: vec![
                ("x-http-method-override".to_owned(), verb.to_owned()),
                ("content-type".to_owned(), content_type.to_owned()),
                ("X-RestLi-Method".to_owned(), "batch_get".to_owned()),
            ],
            body: Some(Json::from(body)),
        }
    }

    #[test]
    fn a_query_alone() {
        let request = tunneled("application/x-www-form-urlencoded", "GET", "ids=List(1,2)");
        let restored = undo(&request).unwrap();
        assert_eq!(restored.method, "GET");
        assert_eq!(restored.path, "/v2/books?ids=List(1,2)");
        assert_eq!(
            restored.headers,
            [("X-RestLi-Method".to_owned(), "batch_get".to_owned())]
        );
        assert_eq!(restored.body, None);
    }

    #[test]
    fn a_query_with_a_body() {
        let body = "--QQ\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nids=List(1)\r\n\
            --QQ\r\nContent-Type: application/json\r\n\r\n{\"entities\":{}}\r\n--QQ--\r\n";
        let mut request = tunneled("multipart/mixed; boundary=QQ", "PUT", body);
        request.path.push_str("?a=b");
        let restored = undo(&request).unwrap();
        assert_eq!(restored.method, "PUT");
        assert_eq!(restored.path, "/v2/books?a=b&ids=List(1)");
        assert_eq!(restored.body, Some(serde_json::json!({"entities": {}})));
        assert_eq!(
            header(&restored.headers, "content-type"),
            Some("application/json")
        );
    }

    #[test]
    fn what_cannot_be_undone_is_told() {
        let at = |request: &HttpRequest| undo(request).unwrap_err().at;
        assert_eq!(
            at(&tunneled("text/plain", "GET", "a=b")),
            At::Header(CONTENT_TYPE.to_owned())
        );
        assert_eq!(
            at(&tunneled("multipart/mixed", "GET", "a=b")),
            At::Header(CONTENT_TYPE.to_owned())
        );
        assert_eq!(
            at(&tunneled(FORM, "PATCH", "a=b")),
            At::Header(OVERRIDE.to_owned())
        );
        assert_eq!(
            at(&tunneled("multipart/mixed; boundary=Q", "GET", "--Q--")),
            At::Body(String::new())
        );
        let mut request = tunneled(FORM, "GET", "a=b");
        request.method = "GET".to_owned();
        assert_eq!(at(&request), At::Verb);
    }
}
