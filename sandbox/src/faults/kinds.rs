//! The table of all faults: what each is called, how it is written, and what it does.
//!
//! The reader of faults, `GET /_sandbox/faults/kinds` and the page about them share it.

use serde::Serialize;

use super::fault::{Astray, Change, Coding, DateForm, Ending, Framing};

/// One kind of fault.
#[derive(Debug, Serialize)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// How it is written, with all its options.
    pub(super) form: &'static str,
    pub(super) acts: Acts,
    /// What the client sees.
    pub(super) does: &'static str,
    /// It in its shortest spelling, the most common one first.
    pub(super) examples: &'static [&'static str],
}

/// Where a fault acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Acts {
    /// On a connection, before there is a request.
    OnAccept,
    /// Instead of the reply.
    InsteadOfReply,
    /// On the time of the reply.
    Time,
    /// On the head of the reply, or on how its end is told.
    Framing,
    /// On its bytes.
    Bytes,
    /// On the pages of a collection.
    Pages,
    /// On the JSON of the reply.
    Data,
}

macro_rules! kinds {
    ($($acts:ident { $($form:literal: $does:literal, $($example:literal),+;)* })*) => {
        pub(super) const KINDS: &[Kind] = &[$($(Kind {
            name: name_of($form),
            form: $form,
            acts: Acts::$acts,
            does: $does,
            examples: &[$($example),+],
        },)*)*];
    };
}

/// What stands before the first value or option.
const fn name_of(form: &'static str) -> &'static str {
    let bytes = form.as_bytes();
    let mut end = 0;
    while end < bytes.len() && !matches!(bytes[end], b'=' | b';' | b'[') {
        end += 1;
    }
    form.split_at(end).0
}

kinds! {
    OnAccept {
        "reset-on-accept": "The connection is reset before anything is read.", "reset-on-accept";
        "close-on-accept": "The connection is closed before anything is read.", "close-on-accept";
        "hang-on-accept": "The connection is taken, and nothing is ever read.", "hang-on-accept";
    }
    InsteadOfReply {
        "reset-before-request": "The connection is reset when the request is there. It is not acted upon.", "reset-before-request";
        "close-before-request": "The connection is closed when the request is there. It is not acted upon.", "close-before-request";
        "hang-before-request": "Nothing happens any more when the request is there. It is not acted upon.", "hang-before-request";
        "reset-after-request": "The connection is reset after the request was acted upon, without a reply.", "reset-after-request";
        "close-after-request": "The connection is closed after the request was acted upon: an empty reply.", "close-after-request";
        "hang-after-request": "Nothing happens any more after the request was acted upon.", "hang-after-request";
        "status=CODE[; retry-after=VALUE][; code=TEXT][; service-error-code=N][; message=TEXT][; empty][; acted]":
            "An error of the API. `retry-after` is any text, or `date+3s`, `date-3s` (also `rfc850+3s`, `asctime+3s`) for a date from now, or `reset` and `reset-date` for the end of the quota of the same rule; without it there is no such header. `empty` leaves the body out.",
            "status=503", "status=429; retry-after=3", "status=503; retry-after=date+90s", "status=429; retry-after=asctime-1h",
            "status=503; retry-after=\"\"", "status=500; acted", "status=401; code=REVOKED; service-error-code=65601; message=\"Gone, sorry\"", "status=504; empty; acted";
        "html[=CODE][; acted]": "A page of HTML with this status, 502 unless said.", "html=502", "html=200; acted";
        "redirect=CODE[; to=WHERE][; acted]":
            "A redirect to a URL, to a path, or with `:1234` to the same on another port of this machine; to itself unless said.",
            "redirect=302", "redirect=307; to=:8081", "redirect=301; to=https://other.invalid/", "redirect=308; acted";
        "body=TEXT[; status=CODE][; type=MEDIA][; acted]": "This text, with status 200 and as `application/json` unless said.",
            "body=\"{\\\"elements\\\": [\"", "body=oops; status=500; type=text/plain; acted";
        "bomb=gzip|deflate|zstd[; size=BYTES][; acted]": "A small compressed body that becomes this large (100MB unless said) when it is decoded.",
            "bomb=gzip", "bomb=deflate; size=1GB", "bomb=zstd; size=10MB; acted";
        "endless-body[=chunked|length|close][; acted]": "A body without end, in chunks unless said; or with a length of 10^12, or up to the end of the connection.",
            "endless-body", "endless-body=length", "endless-body=close; acted";
        "garbage[=BYTES][; acted]": "So many random bytes (500 unless said), then the connection is closed.", "garbage", "garbage=64KB; acted";
    }
    Time {
        "latency=TIME|TIME..TIME|log-normal[; median=TIME][; sigma=NUMBER][; max=TIME]":
            "The reply comes late by this time, by one between the two, or as networks are late (90ms, 0.5 and 10s unless said). The request has been acted upon by then.",
            "latency=200ms", "latency=50ms..2s", "latency=log-normal; median=90ms; sigma=0.5; max=10s";
        "close-idle=TIME": "The connection is closed when it has been without a request for so long after the reply. Nothing announces it.", "close-idle=50ms", "close-idle=0ms";
    }
    Framing {
        "header=NAME: VALUE": "A header line more, also one that is there already.", "header=Retry-After: 5", "header=Content-Length: 1", "header=\"Set-Cookie: a, b\"";
        "many-headers=N": "So many headers more.", "many-headers=200";
        "large-header=BYTES": "A header more, of this size.", "large-header=64KB";
        "duplicate-headers": "Each header twice.", "duplicate-headers";
        "content-length=N|+N|-N": "A wrong `Content-Length`: this one, or one too large or too small by so much. After one too large, the connection is closed.",
            "content-length=+10", "content-length=-10", "content-length=1000000000000";
        "no-length": "Neither a length nor chunks: the reply ends with the connection.", "no-length";
        "http-1.0": "A reply of HTTP/1.0, which ends with the connection.", "http-1.0";
        "interim=CODE[; times=N]": "Replies with a status 1xx before the true one, one unless said.", "interim=103", "interim=100; times=20";
        "chunked[=BYTES]": "The reply comes in chunks of this size, 16 unless said.", "chunked=16";
        "malformed-chunk": "The second of its chunks has no size; then the connection is closed.", "malformed-chunk";
        "smuggled-reply": "A second reply follows, which nobody asked for.", "smuggled-reply";
    }
    Bytes {
        "cut-after=BYTES|headers[; by=close|reset]": "The connection is closed, or reset, after so many bytes of the reply, those of its headers included, or after its headers.",
            "cut-after=120", "cut-after=headers", "cut-after=1KB; by=reset";
        "stall-after=BYTES|headers[; for=TIME]": "The reply halts there, for good unless said.", "stall-after=headers", "stall-after=0; for=2s", "stall-after=300";
        "dribble=BYTES[; every=TIME][; after=BYTES|headers]": "So many bytes at a time, with pauses of 100ms between unless said; from the beginning, or from there on.",
            "dribble=1", "dribble=16; every=1s; after=headers", "dribble=5; every=10ms; after=100";
    }
    Pages {
        "next-link[=FORM][; to=HOST:PORT]": "The `next` link leads astray, where there is paging. Without a form, to another place each time. `to` is the host it leads to, `other.invalid` unless said.",
            "next-link", "next-link=absolute; to=127.0.0.1:8081", "next-link=dot-dot";
        "no-links": "Pages without links.", "no-links";
        "no-total": "Pages without a total.", "no-total";
        "total=N": "Pages that say there are so many elements.", "total=1000000000000";
        "short-pages[=N]": "Pages lack so many of their last elements (1 unless said), but not all, though more pages follow.", "short-pages=1", "short-pages=3";
        "page-loop[=N]": "After so many pages (1 unless said) come the same again: links and tokens lead from the last one back.", "page-loop=1", "page-loop=2";
        "endless-pages": "After each page comes another one, and no page is the last; its elements are those of the first.", "endless-pages";
        "empty-pages": "The same, but no page has an element.", "empty-pages";
    }
    Data {
        "unknown-enum[=SYMBOL][; all]": "An enum has a symbol that the schema does not know, `__NEW__` unless said; in one place that the seed chooses, or in all.", "unknown-enum", "unknown-enum=NEXT_BIG_THING; all";
        "unknown-union[=MEMBER][; all]": "A union has a member that the schema does not know.", "unknown-union", "unknown-union=newKind; all";
        "unknown-field[=NAME][; all]": "A record has a field that the schema does not know.", "unknown-field", "unknown-field=newField; all";
        "missing-field[=NAME][; all]": "A record lacks a field: the one of this name, or else one that is required if there is such.", "missing-field", "missing-field=id; all";
        "null-field[=NAME][; all]": "A field is null.", "null-field", "null-field=id; all";
        "wrong-type[=NAME][; all]": "A field has another JSON type: a number for a text, a text for a number or a boolean, a list for a record, a record for a list.", "wrong-type", "wrong-type=id; all";
    }
}

/// The kind of a name.
pub(super) fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// Values by name.
pub(super) type Names<T> = &'static [(&'static str, T)];

pub(super) const ENDINGS: Names<Ending> = &[
    ("close", Ending::Close),
    ("reset", Ending::Reset),
    ("hang", Ending::Hang),
];

pub(super) const CODINGS: Names<Coding> = &[
    ("gzip", Coding::Gzip),
    ("deflate", Coding::Deflate),
    ("zstd", Coding::Zstd),
];

pub(super) const FRAMINGS: Names<Framing> = &[
    ("chunked", Framing::Chunked),
    ("length", Framing::Length),
    ("close", Framing::Close),
];

pub(super) const DATES: Names<DateForm> = &[
    ("date", DateForm::Imf),
    ("rfc850", DateForm::Rfc850),
    ("asctime", DateForm::Asctime),
];

pub(super) const CHANGES: Names<Change> = &[
    ("unknown-enum", Change::UnknownEnum),
    ("unknown-union", Change::UnknownUnion),
    ("unknown-field", Change::UnknownField),
    ("missing-field", Change::MissingField),
    ("null-field", Change::NullField),
    ("wrong-type", Change::WrongType),
];

pub(super) const FORMS: Names<Astray> = &[
    ("absolute", Astray::Absolute),
    ("scheme-relative", Astray::SchemeRelative),
    ("userinfo", Astray::Userinfo),
    ("other-port", Astray::OtherPort),
    ("https", Astray::Https),
    ("ftp", Astray::Ftp),
    ("file", Astray::File),
    ("backslash", Astray::Backslash),
    ("whitespace", Astray::Whitespace),
    ("other-base", Astray::OtherBase),
    ("other-resource", Astray::OtherResource),
    ("dot-dot", Astray::DotDot),
    ("encoded-dot-dot", Astray::EncodedDotDot),
    ("relative", Astray::Relative),
    ("empty", Astray::Empty),
    ("null", Astray::Null),
    ("no-query", Astray::NoQuery),
    ("negative-start", Astray::NegativeStart),
    ("huge-start", Astray::HugeStart),
    ("huge-count", Astray::HugeCount),
];

/// The value of a name.
pub(super) fn named<T: Copy>(names: Names<T>, name: &str) -> Option<T> {
    let mut names = names.iter();
    names
        .find(|(known, _)| *known == name)
        .map(|(_, value)| *value)
}

/// The name of a value; each has one.
pub(super) fn name<T: PartialEq>(names: Names<T>, value: &T) -> &'static str {
    let mut names = names.iter();
    names
        .find(|(_, known)| known == value)
        .map_or("", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../README.md");

    fn table() -> String {
        let mut table = String::new();
        let headings = [
            (Acts::OnAccept, "before there is a request"),
            (Acts::InsteadOfReply, "in place of the reply"),
            (Acts::Time, "with time"),
            (
                Acts::Framing,
                "with the head of the reply, and with how its end is told",
            ),
            (Acts::Bytes, "with the bytes of the reply"),
            (Acts::Pages, "with pages"),
            (Acts::Data, "with data"),
        ];
        for (acts, heading) in headings {
            table.push_str(&format!("### What can go wrong {heading}\n\n"));
            for kind in KINDS.iter().filter(|kind| kind.acts == acts) {
                let Kind { form, does, .. } = kind;
                let examples: Vec<_> = { kind.examples.iter() }
                    .filter(|example| *example != form)
                    .map(|example| format!("`{example}`"))
                    .collect();
                table.push_str(&format!("- `{form}`: {does}"));
                if !examples.is_empty() {
                    table.push_str(&format!(" Such as {}.", examples.join(", ")));
                }
                table.push('\n');
            }
            table.push('\n');
        }
        let forms: Vec<_> = FORMS.iter().map(|(name, _)| format!("`{name}`")).collect();
        table.push_str(&format!(
            "The forms of `next-link` are {}.\n",
            forms.join(", ")
        ));
        table
    }

    #[test]
    fn the_page_lists_every_kind() {
        let table = table();
        let marker = "a test compares the two. -->\n\n";
        let (_, listed) = PAGE.split_once(marker).expect("the page has a list");
        assert!(
            listed.starts_with(&table),
            "write this behind the comment in sandbox/README.md:\n\n{table}"
        );
        assert_eq!(KINDS.len(), table.matches("\n- ").count());
    }

    #[test]
    fn no_two_kinds_share_a_name() {
        let mut names: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), KINDS.len());
    }
}
