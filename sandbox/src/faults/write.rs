//! Faults as text, in the one spelling that says no more than it must.

use std::fmt::{self, Display, Formatter};

use serde::{Serialize, Serializer};

use super::fault::{Canned, Fault, Latency, Length, Position, RetryAfter, Status};
use super::kinds::{CHANGES, CODINGS, DATES, ENDINGS, FORMS, FRAMINGS, name};
use super::text::write_value;
use super::units::{write_duration, write_size};

impl Display for Fault {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Fault::OnAccept(ending) => write!(f, "{}-on-accept", name(ENDINGS, ending)),
            Fault::BeforeActing(ending) => write!(f, "{}-before-request", name(ENDINGS, ending)),
            Fault::AfterActing(ending) => write!(f, "{}-after-request", name(ENDINGS, ending)),
            Fault::Latency(latency) => write_latency(f, latency),
            Fault::Instead { reply, acted } => {
                write_reply(f, reply)?;
                flag(f, "acted", *acted)
            }
            Fault::Header { name, value } => pair(f, "header", &format!("{name}: {value}")),
            Fault::ManyHeaders(count) => write!(f, "many-headers={count}"),
            Fault::LargeHeader(size) => write!(f, "large-header={}", write_size(*size)),
            Fault::DuplicateHeaders => f.write_str("duplicate-headers"),
            Fault::ContentLength(Length::Exactly(length)) => write!(f, "content-length={length}"),
            Fault::ContentLength(Length::Off(off)) => write!(f, "content-length={off:+}"),
            Fault::NoLength => f.write_str("no-length"),
            Fault::Http10 => f.write_str("http-1.0"),
            Fault::Interim { status, times: 1 } => write!(f, "interim={status}"),
            Fault::Interim { status, times } => write!(f, "interim={status}; times={times}"),
            Fault::Chunked(size) => write!(f, "chunked={}", write_size(*size)),
            Fault::MalformedChunk => f.write_str("malformed-chunk"),
            Fault::SmuggledReply => f.write_str("smuggled-reply"),
            Fault::CutAfter { at, by } => {
                write!(f, "cut-after={}", position(at))?;
                option(f, "by", Some(name(ENDINGS, by)).filter(|by| *by != "close"))
            }
            Fault::StallAfter { at, wait } => {
                write!(f, "stall-after={}", position(at))?;
                option(f, "for", wait.map(write_duration))
            }
            Fault::Dribble {
                bytes,
                every,
                after,
            } => {
                write!(f, "dribble={}", write_size(*bytes))?;
                option(
                    f,
                    "every",
                    Some(write_duration(*every)).filter(|every| every != "100ms"),
                )?;
                option(
                    f,
                    "after",
                    Some(position(after)).filter(|after| after != "0"),
                )
            }
            Fault::CloseIdle(after) => write!(f, "close-idle={}", write_duration(*after)),
            Fault::NextLink { form, to } => {
                f.write_str("next-link")?;
                if let Some(form) = form {
                    write!(f, "={}", name(FORMS, form))?;
                }
                option(f, "to", to.as_ref())
            }
            Fault::NoLinks => f.write_str("no-links"),
            Fault::NoTotal => f.write_str("no-total"),
            Fault::Total(total) => write!(f, "total={total}"),
            Fault::ShortPages(count) => write!(f, "short-pages={count}"),
            Fault::PageLoop(pages) => write!(f, "page-loop={pages}"),
            Fault::EndlessPages => f.write_str("endless-pages"),
            Fault::EmptyPages => f.write_str("empty-pages"),
            Fault::Data { change, name, all } => {
                let kind = self::name(CHANGES, change);
                match name {
                    Some(name) => pair(f, kind, name)?,
                    None => f.write_str(kind)?,
                }
                flag(f, "all", *all)
            }
        }
    }
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Several faults as one text.
pub(super) fn write_list<S: Serializer>(
    faults: &[Fault],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let texts: Vec<_> = faults.iter().map(Fault::to_string).collect();
    serializer.serialize_str(&texts.join(", "))
}

fn write_latency(f: &mut Formatter<'_>, latency: &Latency) -> fmt::Result {
    let time = write_duration;
    match latency {
        Latency::Fixed(wait) => write!(f, "latency={}", time(*wait)),
        Latency::Between(least, most) => write!(f, "latency={}..{}", time(*least), time(*most)),
        Latency::LogNormal { median, sigma, max } => {
            let (median, max) = (time(*median), time(*max));
            write!(
                f,
                "latency=log-normal; median={median}; sigma={sigma}; max={max}"
            )
        }
    }
}

fn write_reply(f: &mut Formatter<'_>, reply: &Canned) -> fmt::Result {
    match reply {
        Canned::Status(status) => write_status(f, status),
        Canned::Html { status } => write!(f, "html={status}"),
        Canned::Redirect { status, to } => {
            write!(f, "redirect={status}")?;
            option(f, "to", to.as_ref())
        }
        Canned::Body {
            text,
            status,
            media_type,
        } => {
            pair(f, "body", text)?;
            option(f, "status", Some(status).filter(|status| **status != 200))?;
            let other = |media_type: &&String| media_type.as_str() != super::read::JSON;
            option(f, "type", Some(media_type).filter(other))
        }
        Canned::Bomb { coding, size } => {
            write!(f, "bomb={}", name(CODINGS, coding))?;
            option(
                f,
                "size",
                Some(write_size(*size)).filter(|size| size != "100MB"),
            )
        }
        Canned::EndlessBody(framing) => match name(FRAMINGS, framing) {
            "chunked" => f.write_str("endless-body"),
            framing => write!(f, "endless-body={framing}"),
        },
        Canned::Garbage(500) => f.write_str("garbage"),
        Canned::Garbage(size) => write!(f, "garbage={}", write_size(*size)),
    }
}

fn write_status(f: &mut Formatter<'_>, status: &Status) -> fmt::Result {
    write!(f, "status={}", status.status)?;
    let retry_after = status.retry_after.as_ref().map(|value| match value {
        RetryAfter::Text(text) => text.clone(),
        RetryAfter::Date(form, seconds) => {
            let sign = if *seconds < 0 { '-' } else { '+' };
            let off = std::time::Duration::from_secs(seconds.unsigned_abs());
            format!("{}{sign}{}", name(DATES, form), write_duration(off))
        }
        RetryAfter::Reset => "reset".to_owned(),
        RetryAfter::ResetDate => "reset-date".to_owned(),
    });
    option(f, "retry-after", retry_after)?;
    option(f, "code", status.code.as_ref())?;
    option(f, "service-error-code", status.service_error_code)?;
    option(f, "message", status.message.as_ref())?;
    flag(f, "empty", status.empty)
}

fn position(position: &Position) -> String {
    match position {
        Position::Byte(byte) => write_size(*byte),
        Position::Headers => "headers".to_owned(),
    }
}

fn pair(f: &mut Formatter<'_>, name: &str, value: &str) -> fmt::Result {
    write!(f, "{name}=")?;
    write_value(f, value)
}

fn option(f: &mut Formatter<'_>, name: &str, value: Option<impl Display>) -> fmt::Result {
    match value {
        Some(value) => {
            f.write_str("; ")?;
            pair(f, name, &value.to_string())
        }
        None => Ok(()),
    }
}

fn flag(f: &mut Formatter<'_>, name: &str, set: bool) -> fmt::Result {
    match set {
        true => write!(f, "; {name}"),
        false => Ok(()),
    }
}
