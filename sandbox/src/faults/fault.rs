//! All that can go wrong on purpose.
//!
//! Each fault is a value with one text form, so that the same thing can be asked for in a header, in
//! a scenario, over HTTP and in Rust, and be noted down afterwards.

use std::time::Duration;

/// Something that goes wrong with one request, or with one connection.
///
/// As text it is `name=value; option=value; flag`, such as `cut-after=120; by=reset`;
/// [`str::parse`] reads it and [`ToString`] writes it. `sandbox/README.md` lists all of them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// The connection ends before anything is read.
    OnAccept(Ending),
    /// The connection ends when a request has been read, which is not acted upon.
    BeforeActing(Ending),
    /// The connection ends when a request has been acted upon, without a reply.
    AfterActing(Ending),
    /// The reply comes late.
    Latency(Latency),
    /// Another reply than the true one.
    Instead {
        /// The reply.
        reply: Canned,
        /// Whether the request is acted upon all the same.
        acted: bool,
    },
    /// A header line more.
    Header {
        /// Its name.
        name: String,
        /// Its value.
        value: String,
    },
    /// So many headers more.
    ManyHeaders(u64),
    /// A header more, of so many bytes.
    LargeHeader(u64),
    /// Every header twice.
    DuplicateHeaders,
    /// A `Content-Length` that is wrong.
    ContentLength(Length),
    /// Neither a length nor chunks: the end of the connection is the end of the reply.
    NoLength,
    /// The reply is one of HTTP/1.0.
    Http10,
    /// Replies with a status 1xx come before it.
    Interim {
        /// The status.
        status: u16,
        /// How many of them.
        times: u64,
    },
    /// The reply comes in chunks of so many bytes.
    Chunked(u64),
    /// The reply comes in chunks, one of which has no size; then the connection ends.
    MalformedChunk,
    /// Another reply, which nobody asked for, follows.
    SmuggledReply,
    /// The connection ends within the reply.
    CutAfter {
        /// Where.
        at: Position,
        /// How; hanging is not ending.
        by: Ending,
    },
    /// The reply halts.
    StallAfter {
        /// Where.
        at: Position,
        /// For how long; for good if not said.
        wait: Option<Duration>,
    },
    /// The reply comes in small pieces.
    Dribble {
        /// How many bytes at a time.
        bytes: u64,
        /// How long the pauses are.
        every: Duration,
        /// From where on.
        after: Position,
    },
    /// The connection ends once it has been without a request for so long.
    CloseIdle(Duration),
    /// A page whose `next` link leads astray.
    NextLink {
        /// In which way; a different one for each reply if not said.
        form: Option<Astray>,
        /// The host and port that it leads to, where it leads to one.
        to: Option<String>,
    },
    /// Pages without links.
    NoLinks,
    /// Pages without a total.
    NoTotal,
    /// Pages that say there are so many elements.
    Total(u64),
    /// Pages that lack so many of their last elements, but not all.
    ShortPages(u64),
    /// After so many pages come the same again.
    PageLoop(u64),
    /// After each page comes another one.
    EndlessPages,
    /// After each page comes another one, and none has elements.
    EmptyPages,
    /// Data that does not fit the schema.
    Data {
        /// What is wrong with it.
        change: Change,
        /// The symbol, member or field.
        name: Option<String>,
        /// Whether it is wrong wherever it can be; otherwise in one place that the seed chooses.
        all: bool,
    },
}

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// In order.
    Close,
    /// By a reset.
    Reset,
    /// Not at all: nothing happens any more.
    Hang,
}

/// How long a reply is kept back. What it answers has been done by then.
#[derive(Clone, Debug, PartialEq)]
pub enum Latency {
    /// Always as long.
    Fixed(Duration),
    /// Something between the two.
    Between(Duration, Duration),
    /// As networks are: mostly short, seldom long.
    LogNormal {
        /// Half of the replies are faster.
        median: Duration,
        /// How much they differ: 0.1 is little, 1 is much.
        sigma: f64,
        /// None takes longer.
        max: Duration,
    },
}

/// A reply that is not the true one.
#[derive(Clone, Debug, PartialEq)]
pub enum Canned {
    /// An error of the API.
    Status(Status),
    /// An HTML page, as proxies send it.
    Html {
        /// Its status.
        status: u16,
    },
    /// A redirect.
    Redirect {
        /// Its status.
        status: u16,
        /// Where to: a URL, a path, or `:1234` for the same on another port of this machine. To where
        /// the request came from if not said, which is a loop.
        to: Option<String>,
    },
    /// Some text.
    Body {
        /// The text.
        text: String,
        /// Its status.
        status: u16,
        /// Its media type.
        media_type: String,
    },
    /// A small body that becomes a large one when it is decoded.
    Bomb {
        /// How it is compressed.
        coding: Coding,
        /// What it becomes, in bytes.
        size: u64,
    },
    /// A body without end.
    EndlessBody(Framing),
    /// So many random bytes, then the end of the connection.
    Garbage(u64),
}

/// An error of the API.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    /// Its status.
    pub status: u16,
    /// Its `Retry-After`.
    pub retry_after: Option<RetryAfter>,
    /// Its `code`.
    pub code: Option<String>,
    /// Its `serviceErrorCode`.
    pub service_error_code: Option<i32>,
    /// Its `message`.
    pub message: Option<String>,
    /// Whether it comes without a body.
    pub empty: bool,
}

/// A value of `Retry-After`.
#[derive(Clone, Debug, PartialEq)]
pub enum RetryAfter {
    /// This text, whatever it is.
    Text(String),
    /// A date, so many seconds from now; before now if less than zero.
    Date(DateForm, i64),
    /// The seconds until a quota is there again.
    Reset,
    /// The date when a quota is there again.
    ResetDate,
}

/// The three ways in which HTTP writes dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateForm {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`.
    Imf,
    /// `Sunday, 06-Nov-94 08:49:37 GMT`.
    Rfc850,
    /// `Sun Nov  6 08:49:37 1994`.
    Asctime,
}

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// `gzip`.
    Gzip,
    /// `deflate`, which is the format of zlib.
    Deflate,
    /// `zstd`.
    Zstd,
}

/// How the end of a body is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// By the last chunk.
    Chunked,
    /// By its length.
    Length,
    /// By the end of the connection.
    Close,
}

/// What a `Content-Length` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// This number.
    Exactly(u64),
    /// So many more than there are, or fewer if less than zero.
    Off(i64),
}

/// A position within a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// Behind so many bytes, those of the headers included.
    Byte(u64),
    /// Behind the headers.
    Headers,
}

/// Where a `next` link leads that leads astray.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Astray {
    /// `http://HOST/…`, on another host.
    Absolute,
    /// `//HOST/…`, on another host.
    SchemeRelative,
    /// `http://OWN@HOST/…`: the sandbox's own address is the name of a user there.
    Userinfo,
    /// On another port of the same host.
    OtherPort,
    /// By HTTPS, on the same host and port.
    Https,
    /// By FTP.
    Ftp,
    /// A file.
    File,
    /// `/\\HOST/…`, which browsers take for another host.
    Backslash,
    /// As `Absolute`, behind white space.
    Whitespace,
    /// The same below another base path.
    OtherBase,
    /// Another resource.
    OtherResource,
    /// Another resource, through `..`.
    DotDot,
    /// The same, through `%2e%2e`.
    EncodedDotDot,
    /// Relative to the resource.
    Relative,
    /// An empty text.
    Empty,
    /// No text.
    Null,
    /// The resource without parameters.
    NoQuery,
    /// `start=-1`.
    NegativeStart,
    /// A start of 20 digits.
    HugeStart,
    /// A count of 2^31 - 1.
    HugeCount,
}

/// What is wrong with data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// An enum has a symbol that nobody declared.
    UnknownEnum,
    /// A union has a member that nobody declared.
    UnknownUnion,
    /// A record has a field that nobody declared.
    UnknownField,
    /// A record lacks a field, a required one if there are such.
    MissingField,
    /// A field is null.
    NullField,
    /// A field has another JSON type.
    WrongType,
}

impl Fault {
    /// An error of the API with this status, without acting upon the request.
    pub fn status(status: u16) -> Self {
        Self::error(Status {
            status,
            ..Status::default()
        })
    }

    /// An error of the API, without acting upon the request.
    pub fn error(status: Status) -> Self {
        Fault::Instead {
            reply: Canned::Status(status),
            acted: false,
        }
    }

    /// The same, but the request is acted upon if the fault would have kept it from that.
    pub fn acted(self) -> Self {
        match self {
            Fault::Instead { reply, .. } => Fault::Instead { reply, acted: true },
            Fault::BeforeActing(ending) => Fault::AfterActing(ending),
            other => other,
        }
    }

    /// The reply comes so late.
    pub fn latency(wait: Duration) -> Self {
        Fault::Latency(Latency::Fixed(wait))
    }

    /// The connection is closed after so many bytes of the reply, those of the headers included.
    pub fn cut_after(bytes: u64) -> Self {
        Fault::CutAfter {
            at: Position::Byte(bytes),
            by: Ending::Close,
        }
    }

    /// The reply halts for good after so many bytes, those of the headers included.
    pub fn stall_after(bytes: u64) -> Self {
        Fault::StallAfter {
            at: Position::Byte(bytes),
            wait: None,
        }
    }

    /// Whether it concerns a connection before there is a request.
    pub(super) fn is_of_connection(&self) -> bool {
        matches!(self, Fault::OnAccept(_))
    }

    /// Whether it is about what a reply says rather than how it is sent.
    pub(super) fn is_of_data(&self) -> bool {
        matches!(
            self,
            Fault::NextLink { .. }
                | Fault::NoLinks
                | Fault::NoTotal
                | Fault::Total(_)
                | Fault::ShortPages(_)
                | Fault::PageLoop(_)
                | Fault::EndlessPages
                | Fault::EmptyPages
                | Fault::Data { .. }
        )
    }
}
