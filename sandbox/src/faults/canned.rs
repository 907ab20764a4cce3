//! Replies that are not the true ones.

use std::time::{Duration, SystemTime};

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde_json::{Map, Value as Json, json};

use super::bomb;
use super::fault::{Canned, Coding, DateForm, Fault, Framing, Length, RetryAfter, Status};
use super::reply::{Content, Reply};
use super::rules::Hit;
use crate::catalogue::{Catalogue, THROTTLED};
use crate::evaluate::Answer;
use crate::http;

/// What a canned reply may speak of.
pub(super) struct Setting<'s> {
    pub(super) head: &'s Parts,
    pub(super) catalogue: &'s Catalogue,
    /// Where the sandbox is.
    pub(super) url: &'s str,
}

impl Setting<'_> {
    /// The reply of a fault that hit the request.
    pub(super) async fn reply(&self, canned: &Canned, hit: &mut Hit) -> Reply {
        match canned {
            Canned::Status(status) => self.error(status, hit).await,
            Canned::Html { status } => whole(*status, "text/html", html(*status)),
            Canned::Redirect { status, to } => {
                let location = self.location(to.as_deref());
                let headers = [("location", location.as_str())];
                Reply::new(*status, &headers, Content::Whole(Bytes::new()))
            }
            Canned::Body {
                text,
                status,
                media_type,
            } => whole(*status, media_type, text.clone()),
            Canned::Bomb { coding, size } => {
                let encoding = match coding {
                    Coding::Gzip => "gzip",
                    Coding::Deflate => "deflate",
                    Coding::Zstd => "zstd",
                };
                let headers = [("content-type", JSON), ("content-encoding", encoding)];
                let body = bomb::pieces(*coding, *size);
                Reply::new(200, &headers, Content::Pieces(body))
            }
            Canned::EndlessBody(framing) => endless(*framing),
            Canned::Garbage(size) => {
                let size = usize::try_from(*size).unwrap_or(usize::MAX);
                Reply::garbage(hit.chance.bytes(size))
            }
        }
    }

    async fn error(&self, status: &Status, hit: &Hit) -> Reply {
        let mut answer = self.words(status, hit);
        if status.empty {
            answer.body = None;
        }
        let retry_after = status.retry_after.as_ref();
        let retry_after = retry_after.and_then(|value| written(value, hit.reset));
        let retry_after = retry_after.map(|value| ("retry-after".to_owned(), value));
        answer.headers.extend(retry_after);
        Reply::of(http::respond(answer)).await
    }

    /// In the words that the service has for it, where it has some.
    fn words(&self, status: &Status, hit: &Hit) -> Answer {
        let by = hit.by.as_deref().unwrap_or("the request");
        let explanation = format!("the fault `{}`, which {by} asks for", hit.fault);
        if status.status == 429 {
            let refusal = self.catalogue.refuse(THROTTLED, Some(explanation));
            let mut answer = Answer::from(refusal);
            answer.status = 429;
            if let Some(Json::Object(members)) = &mut answer.body {
                members.insert("status".to_owned(), json!(429));
                members.extend(said(status));
            }
            return answer;
        }
        let words = StatusCode::from_u16(status.status).ok();
        let words = words.and_then(|status| status.canonical_reason());
        let mut members = Map::new();
        members.insert("status".to_owned(), json!(status.status));
        members.insert("message".to_owned(), json!(words.unwrap_or("Unknown")));
        members.extend(said(status));
        let explanation = json!([{ "rule": "fault", "message": explanation }]);
        members.insert("explanation".to_owned(), explanation);
        Answer {
            status: status.status,
            body: Some(Json::Object(members)),
            ..Answer::default()
        }
    }

    fn location(&self, to: Option<&str>) -> String {
        let path = self.head.uri.path_and_query();
        let path = path.map_or("/", |path| path.as_str());
        match to {
            None => format!("{}{path}", self.url),
            Some(port) if port.starts_with(':') => format!("http://127.0.0.1{port}{path}"),
            Some(place) => place.to_owned(),
        }
    }
}

const JSON: &str = "application/json";

/// The members of an error that the fault itself names.
fn said(status: &Status) -> impl Iterator<Item = (String, Json)> + use<> {
    let code = status.code.as_ref().map(|code| ("code", json!(code)));
    let service = status.service_error_code;
    let service = service.map(|code| ("serviceErrorCode", json!(code)));
    let message = { status.message.as_ref() }.map(|message| ("message", json!(message)));
    let said = [code, service, message].into_iter().flatten();
    said.map(|(name, value)| (name.to_owned(), value))
}

fn whole(status: u16, media_type: &str, text: String) -> Reply {
    let headers = [("content-type", media_type)];
    Reply::new(status, &headers, Content::Whole(Bytes::from(text)))
}

fn html(status: u16) -> String {
    let words = StatusCode::from_u16(status).ok();
    let words = words.and_then(|status| status.canonical_reason());
    let title = format!("{status} {}", words.unwrap_or("Unknown"));
    format!(
        "<html>\n<head><title>{title}</title></head>\n<body>\n<center><h1>{title}</h1></center>\n</body>\n</html>\n"
    )
}

fn endless(framing: Framing) -> Reply {
    let begin = Bytes::from_static(br#"{"elements":[],"padding":""#);
    let more = Bytes::from(vec![b'a'; 16 << 10]);
    let pieces = std::iter::once(begin).chain(std::iter::repeat(more));
    let headers = [("content-type", JSON)];
    let mut reply = Reply::new(200, &headers, Content::Pieces(Box::new(pieces)));
    match framing {
        Framing::Chunked => {}
        Framing::Length => {
            let most = Length::Exactly(1_000_000_000_000);
            reply.apply(&Fault::ContentLength(most));
        }
        Framing::Close => reply.apply(&Fault::NoLength),
    }
    reply
}

/// The value of `Retry-After`, where so much is left of the time of a quota.
fn written(value: &RetryAfter, left: Option<Duration>) -> Option<String> {
    let now = SystemTime::now();
    Some(match value {
        RetryAfter::Text(text) => text.clone(),
        RetryAfter::Date(form, seconds) => {
            let off = Duration::from_secs(seconds.unsigned_abs());
            let date = match seconds.is_negative() {
                true => now.checked_sub(off),
                false => now.checked_add(off),
            };
            dated(*form, date?)
        }
        // A fraction of a second counts, or the client would come too early.
        RetryAfter::Reset => left?.as_millis().div_ceil(1_000).to_string(),
        RetryAfter::ResetDate => dated(DateForm::Imf, now + left? + Duration::from_secs(1)),
    })
}

/// A date as HTTP has it, in one of its three forms.
fn dated(form: DateForm, date: SystemTime) -> String {
    const DAYS: [&str; 7] = [
        "Sunday",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
    ];
    // HTTP has dates of four-digit years since 1970 only.
    let last = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_799);
    let imf = httpdate::fmt_http_date(date.clamp(SystemTime::UNIX_EPOCH, last));
    let parts: Vec<&str> = imf
        .split([' ', ','])
        .filter(|part| !part.is_empty())
        .collect();
    let [name, day, month, year, time, _] = parts[..] else {
        return imf;
    };
    match form {
        DateForm::Imf => imf,
        DateForm::Rfc850 => {
            let whole = DAYS.iter().find(|whole| whole.starts_with(name));
            let name = whole.unwrap_or(&name);
            format!("{name}, {day}-{month}-{} {time} GMT", &year[2..])
        }
        DateForm::Asctime => {
            let day = day.trim_start_matches('0');
            format!("{name} {month} {day:>2} {time} {year}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_three_forms() {
        let date = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        for (form, expected) in [
            (DateForm::Imf, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (DateForm::Rfc850, "Sunday, 06-Nov-94 08:49:37 GMT"),
            (DateForm::Asctime, "Sun Nov  6 08:49:37 1994"),
        ] {
            assert_eq!(dated(form, date), expected);
            assert_eq!(httpdate::parse_http_date(expected).unwrap(), date);
        }
    }
}
