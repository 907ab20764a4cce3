//! Faults from their text.

use std::str::FromStr;
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue};
use serde::de::{Deserialize, Deserializer, Error as _};
use thiserror::Error;

use super::args::Args;
use super::fault::{
    Canned, Coding, Ending, Fault, Framing, Latency, Length, Position, RetryAfter, Status,
};
use super::kinds::{CHANGES, CODINGS, DATES, ENDINGS, FORMS, FRAMINGS, named};
use super::text::{self, Written};
use super::units::{duration, size};

/// The media type of a body unless something else is said.
pub(super) const JSON: &str = "application/json";

/// A text that is no fault: what is wrong with it, and how to write it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct FaultError(pub(super) String);

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let mut faults = list(text)?;
        match (faults.pop(), faults.is_empty()) {
            (Some(fault), true) => Ok(fault),
            _ => {
                let why = format!("`{text}` is several faults, where one is needed");
                Err(FaultError(why))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Fault {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// The faults of a text, at least one.
pub(super) fn list(text: &str) -> Result<Vec<Fault>, FaultError> {
    let faults = text::split(text).map_err(FaultError)?;
    let faults = faults.into_iter();
    faults
        .map(|fault| read(fault).map_err(FaultError))
        .collect()
}

/// Several faults from one text.
pub(super) fn read_list<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<Fault>, D::Error> {
    let text = String::deserialize(deserializer)?;
    list(&text).map_err(D::Error::custom)
}

fn read(written: Written) -> Result<Fault, String> {
    let mut args = Args::of(written)?;
    let name = args.kind.name;
    let fault = match name {
        "latency" => Fault::Latency(latency(&mut args)?),
        "status" | "html" | "redirect" | "body" | "bomb" | "endless-body" | "garbage" => {
            Fault::Instead {
                reply: canned(&mut args)?,
                acted: args.flag("acted")?,
            }
        }
        "header" => header(&mut args)?,
        "many-headers" => Fault::ManyHeaders(args.needed("a number up to 10000", up_to(10_000))?),
        "large-header" => {
            Fault::LargeHeader(args.needed("a size up to 64MB", up_to_size(64 << 20))?)
        }
        "duplicate-headers" => Fault::DuplicateHeaders,
        "content-length" => Fault::ContentLength(args.needed("a length", length)?),
        "no-length" => Fault::NoLength,
        "http-1.0" => Fault::Http10,
        "interim" => Fault::Interim {
            status: args.needed("a status from 100 to 199, but 101", |text| {
                status(text, 100, 199).filter(|status| *status != 101)
            })?,
            times: args
                .option("times", "a number", up_to(100_000))?
                .unwrap_or(1),
        },
        "chunked" => Fault::Chunked(args.value("a size above 0", above_zero)?.unwrap_or(16)),
        "malformed-chunk" => Fault::MalformedChunk,
        "smuggled-reply" => Fault::SmuggledReply,
        "cut-after" => {
            let by = |text: &str| named(ENDINGS, text).filter(|by| *by != Ending::Hang);
            Fault::CutAfter {
                at: args.needed("a number of bytes, or `headers`", position)?,
                by: args
                    .option("by", "close or reset", by)?
                    .unwrap_or(Ending::Close),
            }
        }
        "stall-after" => Fault::StallAfter {
            at: args.needed("a number of bytes, or `headers`", position)?,
            wait: args.option("for", TIME, duration)?,
        },
        "dribble" => Fault::Dribble {
            bytes: args.needed("a number of bytes above 0", above_zero)?,
            every: { args.option("every", TIME, duration)? }.unwrap_or(Duration::from_millis(100)),
            after: args
                .option("after", "a number of bytes, or `headers`", position)?
                .unwrap_or(Position::Byte(0)),
        },
        "close-idle" => Fault::CloseIdle(args.needed(TIME, duration)?),
        "next-link" => Fault::NextLink {
            form: args.one_of(FORMS)?,
            to: args.option("to", "a host and port", text)?,
        },
        "no-links" => Fault::NoLinks,
        "no-total" => Fault::NoTotal,
        "total" => Fault::Total(args.needed("a number", |text| text.parse().ok())?),
        "short-pages" => {
            Fault::ShortPages(args.value("a number above 0", above_zero)?.unwrap_or(1))
        }
        "page-loop" => Fault::PageLoop(args.value("a number above 0", above_zero)?.unwrap_or(1)),
        "endless-pages" => Fault::EndlessPages,
        "empty-pages" => Fault::EmptyPages,
        _ => match (named(CHANGES, name), name.split_once('-')) {
            (Some(change), _) => Fault::Data {
                change,
                name: args.value("a name", text)?,
                all: args.flag("all")?,
            },
            (None, Some((ending, at))) => ended(ending, at).ok_or("no such fault")?,
            (None, None) => return Err("no such fault".to_owned()),
        },
    };
    args.finish()?;
    Ok(fault)
}

const TIME: &str = "a time such as 200ms or 3s";

/// `reset-on-accept` and its like.
fn ended(ending: &str, at: &str) -> Option<Fault> {
    let ending = named(ENDINGS, ending)?;
    match at {
        "on-accept" => Some(Fault::OnAccept(ending)),
        "before-request" => Some(Fault::BeforeActing(ending)),
        "after-request" => Some(Fault::AfterActing(ending)),
        _ => None,
    }
}

fn latency(args: &mut Args) -> Result<Latency, String> {
    let what = "a time such as 200ms, two such as 50ms..2s, or `log-normal`";
    args.needed(what, |text| match text.split_once("..") {
        _ if text == "log-normal" => Some(None),
        Some((least, most)) => {
            let (least, most) = (duration(least)?, duration(most)?);
            (least <= most).then_some(Some(Latency::Between(least, most)))
        }
        None => Some(Some(Latency::Fixed(duration(text)?))),
    })?
    .map_or_else(|| log_normal(args), Ok)
}

fn log_normal(args: &mut Args) -> Result<Latency, String> {
    let sigma = |text: &str| {
        let sigma = text.parse().ok();
        sigma.filter(|sigma| (0.0..=10.0).contains(sigma))
    };
    let milliseconds = Duration::from_millis;
    Ok(Latency::LogNormal {
        median: { args.option("median", TIME, duration)? }.unwrap_or(milliseconds(90)),
        sigma: { args.option("sigma", "a number from 0 to 10", sigma)? }.unwrap_or(0.5),
        max: { args.option("max", TIME, duration)? }.unwrap_or(milliseconds(10_000)),
    })
}

fn canned(args: &mut Args) -> Result<Canned, String> {
    let any = |text: &str| status(text, 200, 599);
    let any_status = "a status from 200 to 599";
    Ok(match args.kind.name {
        "status" => Canned::Status(Status {
            status: args.needed("a status from 400 to 599", |text| status(text, 400, 599))?,
            retry_after: args.option("retry-after", "a value of that header", retry_after)?,
            code: args.option("code", "a text", text)?,
            service_error_code: args
                .option("service-error-code", "a number", |text| text.parse().ok())?,
            message: args.option("message", "a text", text)?,
            empty: args.flag("empty")?,
        }),
        "html" => Canned::Html {
            status: args.value(any_status, any)?.unwrap_or(502),
        },
        "redirect" => Canned::Redirect {
            status: args.needed("a status from 300 to 399", |text| status(text, 300, 399))?,
            to: args.option("to", "a place, in a header's letters", |text| {
                HeaderValue::from_str(text).is_ok().then(|| text.to_owned())
            })?,
        },
        "body" => Canned::Body {
            text: args.needed("a text", text)?,
            status: args.option("status", any_status, any)?.unwrap_or(200),
            media_type: { args.option("type", "a media type", text)? }
                .unwrap_or_else(|| JSON.to_owned()),
        },
        "bomb" => Canned::Bomb {
            coding: { args.one_of(CODINGS)? }.unwrap_or(Coding::Gzip),
            size: { args.option("size", "a size up to 10GB", up_to_size(10 << 30))? }
                .unwrap_or(100 << 20),
        },
        "endless-body" => {
            Canned::EndlessBody({ args.one_of(FRAMINGS)? }.unwrap_or(Framing::Chunked))
        }
        _ => Canned::Garbage(
            { args.value("a size up to 64MB", up_to_size(64 << 20))? }.unwrap_or(500),
        ),
    })
}

fn header(args: &mut Args) -> Result<Fault, String> {
    args.needed("a header such as `Retry-After: 5`", |text| {
        let (name, value) = text.split_once(':')?;
        let value = value.trim();
        let well_formed =
            HeaderName::from_str(name).is_ok() && HeaderValue::from_str(value).is_ok();
        well_formed.then(|| Fault::Header {
            name: name.to_owned(),
            value: value.to_owned(),
        })
    })
}

fn retry_after(text: &str) -> Option<RetryAfter> {
    HeaderValue::from_str(text).ok()?;
    let date = text.find(['+', '-']).and_then(|sign| {
        let form = named(DATES, &text[..sign])?;
        let seconds = i64::try_from(duration(&text[sign + 1..])?.as_secs()).ok()?;
        let before = text[sign..].starts_with('-');
        Some(RetryAfter::Date(
            form,
            if before { -seconds } else { seconds },
        ))
    });
    Some(match text {
        "reset" => RetryAfter::Reset,
        "reset-date" => RetryAfter::ResetDate,
        _ => date.unwrap_or_else(|| RetryAfter::Text(text.to_owned())),
    })
}

fn length(text: &str) -> Option<Length> {
    match text.starts_with(['+', '-']) {
        true => text.parse().ok().map(Length::Off),
        false => text.parse().ok().map(Length::Exactly),
    }
}

fn position(text: &str) -> Option<Position> {
    match text {
        "headers" => Some(Position::Headers),
        bytes => size(bytes).map(Position::Byte),
    }
}

fn status(text: &str, least: u16, most: u16) -> Option<u16> {
    let status = text.parse().ok();
    status.filter(|status| (least..=most).contains(status))
}

fn above_zero(text: &str) -> Option<u64> {
    size(text).filter(|size| *size > 0)
}

fn up_to(most: u64) -> impl Fn(&str) -> Option<u64> {
    move |text| text.parse().ok().filter(|number| *number <= most)
}

fn up_to_size(most: u64) -> impl Fn(&str) -> Option<u64> {
    move |text| size(text).filter(|size| *size <= most)
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::kinds::KINDS;
    use super::*;

    #[test]
    fn every_example_of_the_table_is_written_as_it_is_read() {
        for kind in KINDS {
            assert!(!kind.examples.is_empty(), "{}", kind.name);
            for example in kind.examples {
                let fault: Fault = match example.parse() {
                    Ok(fault) => fault,
                    Err(why) => panic!("{example}: {why}"),
                };
                assert!(example.starts_with(kind.name));
                let written = fault.to_string();
                let again: Fault = written.parse().unwrap();
                assert_eq!(again, fault, "{example}: {written}");
                assert_eq!(written, *example);
            }
        }
    }

    #[test]
    fn every_option_of_a_form_has_an_example() {
        for kind in KINDS {
            let options = kind.form.split("[; ").skip(1);
            for option in options.map(|rest| &rest[..rest.find(['=', ']']).unwrap()]) {
                let shown = format!("; {option}");
                assert!(
                    kind.examples.iter().any(|example| example.contains(&shown)),
                    "no example of `{}` shows `{option}`",
                    kind.name
                );
            }
        }
    }

    #[test]
    fn mistakes_are_told_with_a_cure() {
        for (text, why) in [
            (
                "cut-afer=1",
                "there is no fault `cut-afer`; did you mean `cut-after`?",
            ),
            (
                "boom",
                "there is no fault `boom`; GET /_sandbox/faults/kinds lists all",
            ),
            (
                "cut-after",
                "`cut-after` needs a number of bytes, or `headers`; write `cut-after=120`, in full `cut-after=BYTES|headers[; by=close|reset]`",
            ),
            (
                "cut-after=x",
                "`x` is not a number of bytes, or `headers`; write `cut-after=120`, in full `cut-after=BYTES|headers[; by=close|reset]`",
            ),
            (
                "cut-after=1; by=hang",
                "`by=hang` is not close or reset; write `cut-after=120`, in full `cut-after=BYTES|headers[; by=close|reset]`",
            ),
            (
                "no-total=3",
                "`no-total` has no value, but here `3`; write `no-total`",
            ),
            (
                "no-total; all",
                "`no-total` has no option `all`, or has it already; write `no-total`",
            ),
            (
                "total=9, no-total",
                "`total=9, no-total` is several faults, where one is needed",
            ),
            (
                "latency=2s..1s",
                "`2s..1s` is not a time such as 200ms, two such as 50ms..2s, or `log-normal`; write `latency=200ms`, in full `latency=TIME|TIME..TIME|log-normal[; median=TIME][; sigma=NUMBER][; max=TIME]`",
            ),
        ] {
            assert_eq!(text.parse::<Fault>().unwrap_err().to_string(), why);
        }
        for text in [
            "status=200",
            "interim=101",
            "redirect=200",
            "dribble=0",
            "header=a",
            "header=\"a b: c\"",
            "status=503; acted=yes",
            "latency=log-normal; sigma=-1",
            "latency=1s; sigma=1",
        ] {
            assert!(text.parse::<Fault>().is_err(), "{text}");
        }
    }
}
