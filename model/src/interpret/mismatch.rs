//! What does not fit: one finding of the interpreter.
//!
//! A mismatch is data rather than a diagnostic, because a sample file points into JSON with it and
//! the sandbox answers a request with it.

use std::fmt;

use super::path::{self, Step};
use crate::source::Place;

/// One thing in an exchange that does not fit the schema.
#[derive(Clone, Debug)]
pub struct Mismatch {
    /// The rule that is broken.
    pub rule: Rule,
    /// Where in the exchange.
    pub at: At,
    /// What is wrong, as a sentence without its full stop.
    pub message: String,
    /// The nearest valid form, if there is one.
    pub help: Option<String>,
    /// The declaration in the schema that says otherwise.
    pub declared: Option<Place>,
}

/// Where in an exchange a mismatch stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// The verb of the request.
    Verb,
    /// The path of the request; index of the segment, counted from the host.
    Path(usize),
    /// A query parameter.
    Query(String),
    /// A header of the request.
    Header(String),
    /// The mask in a query parameter; byte offset in its decoded text.
    Mask(String, usize),
    /// The body of the request, by JSON path; empty for the body as a whole.
    Body(String),
    /// The status of the response.
    Status,
    /// A header of the response.
    ResponseHeader(String),
    /// The body of the response, by JSON path; empty for the body as a whole.
    ResponseBody(String),
}

/// The rules that an exchange can break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// A tunneled request must hold a query and name its verb.
    Tunnel,
    /// The text must follow the URI grammar.
    Grammar,
    /// The headers must name a protocol version that the resource speaks.
    Protocol,
    /// The path must be that of a resource.
    Resource,
    /// The resource must have the method.
    Method,
    /// A key must be of the declared type.
    Key,
    /// A parameter must be declared.
    UnknownParameter,
    /// A required parameter must be there.
    MissingParameter,
    /// A parameter must be of the declared type.
    Parameter,
    /// The page must be one that the method serves.
    Paging,
    /// The answer must be one that can be projected, in that spelling.
    Projection,
    /// A mask must name fields of the answer.
    UnknownField,
    /// Only declared URN fields can be decorated, by their kinds and variants.
    Decoration,
    /// A required header must be there.
    MissingHeader,
    /// A header must be of the declared type.
    Header,
    /// A batch must be no larger than the server takes, and its keys the same in query and body.
    Batch,
    /// A body must be there exactly where the method takes or answers one.
    Body,
    /// A JSON member must be declared.
    UnknownMember,
    /// A required member must be there.
    MissingMember,
    /// A read-only member must not be sent.
    ReadOnly,
    /// A patch must say one thing about each part, in the commands that there are.
    Patch,
    /// A JSON value must be of the declared type.
    Type,
    /// The status must be one that the method can answer.
    Status,
    /// A creation must tell the key.
    CreatedKey,
}

impl Rule {
    /// All rules.
    pub const ALL: &[Self] = &[
        Rule::Tunnel,
        Rule::Grammar,
        Rule::Protocol,
        Rule::Resource,
        Rule::Method,
        Rule::Key,
        Rule::UnknownParameter,
        Rule::MissingParameter,
        Rule::Parameter,
        Rule::Paging,
        Rule::Projection,
        Rule::UnknownField,
        Rule::Decoration,
        Rule::MissingHeader,
        Rule::Header,
        Rule::Batch,
        Rule::Body,
        Rule::UnknownMember,
        Rule::MissingMember,
        Rule::ReadOnly,
        Rule::Patch,
        Rule::Type,
        Rule::Status,
        Rule::CreatedKey,
    ];

    /// Whether it is about answers alone.
    pub fn is_of_answers(self) -> bool {
        matches!(self, Rule::Status | Rule::CreatedKey)
    }

    /// The rule's name, for output that machines read.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Tunnel => "tunnel",
            Rule::Grammar => "grammar",
            Rule::Protocol => "protocol",
            Rule::Resource => "resource",
            Rule::Method => "method",
            Rule::Key => "key",
            Rule::UnknownParameter => "unknown-parameter",
            Rule::MissingParameter => "missing-parameter",
            Rule::Parameter => "parameter",
            Rule::Paging => "paging",
            Rule::Projection => "projection",
            Rule::UnknownField => "unknown-field",
            Rule::Decoration => "decoration",
            Rule::MissingHeader => "missing-header",
            Rule::Header => "header",
            Rule::Batch => "batch",
            Rule::Body => "body",
            Rule::UnknownMember => "unknown-member",
            Rule::MissingMember => "missing-member",
            Rule::ReadOnly => "read-only",
            Rule::Patch => "patch",
            Rule::Type => "type",
            Rule::Status => "status",
            Rule::CreatedKey => "created-key",
        }
    }
}

impl At {
    /// The names of members and the indexes of elements that lead from the root of a body to the place;
    /// none anywhere else.
    pub fn way(&self) -> Vec<String> {
        let (At::Body(path) | At::ResponseBody(path)) = self else {
            return Vec::new();
        };
        let steps = path::steps(path).unwrap_or_default().into_iter();
        let names = steps.map(|step| match step {
            Step::Member(name) => name,
            Step::Index(index) => index.to_string(),
        });
        names.collect()
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            At::Verb => f.write_str("verb"),
            At::Path(_) => f.write_str("path"),
            At::Query(name) => write!(f, "parameter `{name}`"),
            At::Header(name) => write!(f, "header `{name}`"),
            At::Mask(name, _) => write!(f, "mask `{name}`"),
            At::Body(path) if path.is_empty() => f.write_str("request body"),
            At::Body(path) => write!(f, "request body, `{path}`"),
            At::Status => f.write_str("status"),
            At::ResponseHeader(name) => write!(f, "response header `{name}`"),
            At::ResponseBody(path) if path.is_empty() => f.write_str("response body"),
            At::ResponseBody(path) => write!(f, "response body, `{path}`"),
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.message)
    }
}
