//! The one interpreter of HTTP exchanges: model + request in, typed call or mismatches out.
//!
//! Sample checking, code generation from samples and the sandbox all ask "which call is this, and
//! does it fit?"; answering it in one place keeps their answers the same.

mod body;
mod by_schema;
mod datum;
mod decorated;
mod describe;
mod envelope;
mod headers;
mod json;
mod keys;
mod locate;
mod mask;
mod method;
mod mismatch;
mod patch;
mod path;
mod places;
mod query;
mod reserved;
mod response;
mod route;
pub mod samples;
mod strict;
mod tunnel;
mod urn;
mod values;
mod write;

use restli_wire::Mask;
use serde_json::Value as Json;

pub use self::datum::{Change, Datum, Move, Part, Patch};
pub use self::headers::single as single_header;
use self::json::JsonReader;
pub use self::keys::read_key;
pub use self::locate::{path_of, resource_at};
pub use self::mismatch::{At, Mismatch, Rule};
use self::response::check_refusal;
pub use self::response::{check_response, check_value, read_default, read_value};
pub use self::route::{receive, route};
pub use self::strict::read_json;
pub use self::tunnel::undo as undo_tunnel;
pub use self::urn::kind_of as urn_kind;
pub use self::write::{key_json, to_json, to_value};
use crate::model::{MethodId, ProjectionSpelling, Protocol};

/// A request and the answer to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// What was sent.
    pub request: HttpRequest,
    /// What came back.
    pub response: HttpResponse,
    /// JSON paths of response members that the schema need not know; `[*]` stands for any index.
    pub unknown: Vec<String>,
}

/// A request as it goes over the wire.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HttpRequest {
    /// The verb, in upper case.
    pub method: String,
    /// Path and query in wire encoding, from the leading slash on.
    pub path: String,
    /// Headers in order; names are compared without case.
    pub headers: Vec<(String, String)>,
    /// The body; text that is not JSON (a tunneled query) is a JSON string.
    pub body: Option<Json>,
}

/// A response as it comes over the wire.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// Headers in order; names are compared without case.
    pub headers: Vec<(String, String)>,
    /// The body; text that is not JSON is a JSON string.
    pub body: Option<Json>,
}

/// A request as the schema understands it.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Which call it is; with an alternative key, the method that takes it.
    pub method: MethodId,
    /// The keys in the path: index in path order, value. The entity's own key comes last.
    pub keys: Vec<(usize, Datum)>,
    /// The parts of a compound key that a finder is given in the path: index into
    /// [`crate::model::Method::partial_key`], value.
    pub partial_key: Vec<(usize, Datum)>,
    /// The keys of a batch (`ids`), in the order of the query.
    pub ids: Vec<Datum>,
    /// The parameters that are there: index into [`crate::model::Method::params`], value. The criteria
    /// of a batch finder are among them, the parameters of an action too.
    pub params: Vec<(usize, Datum)>,
    /// The declared headers that are there: index into [`crate::model::Method::headers`], value.
    pub headers: Vec<(usize, Datum)>,
    /// The page asked for.
    pub paging: PagingArgs,
    /// The mask and how it is spelled.
    pub mask: Option<(ProjectionSpelling, Mask)>,
    /// The mask of the envelope's `metadata` (`metadataFields`).
    pub metadata_mask: Option<Mask>,
    /// The mask of the envelope's `paging` (`pagingFields`).
    pub paging_mask: Option<Mask>,
    /// Whether the entity shall come back (`$returnEntity`), where the request says.
    pub return_entity: Option<bool>,
    /// Whether the server is asked to write defaults out (`$fillInDefaults`).
    pub fill_defaults: bool,
    /// The entity or the [`Datum::Patch`] in the body of a method on one entity, or the record of another body.
    pub body: Option<Datum>,
    /// The entities of a batch_create, in order.
    pub elements: Vec<Datum>,
    /// The key and the entity (batch_update) or [`Datum::Patch`] (batch_partial_update) of each member of
    /// `entities`. Their keys are those of [`Call::ids`], in another order.
    pub entities: Vec<(Datum, Datum)>,
    /// How path and query are written.
    pub spelling: Spelling,
}

impl Call {
    /// The protocol that the request is written in, and its answer.
    pub fn protocol(&self) -> Protocol {
        self.spelling.protocol()
    }
}

impl Spelling {
    /// The protocol that this is a spelling of.
    pub fn protocol(self) -> Protocol {
        match self {
            Self::V1 => Protocol::V1,
            Self::V2 | Self::Documented => Protocol::V2,
        }
    }
}

/// The page that a request asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PagingArgs {
    /// Index of the first element.
    pub start: Option<u64>,
    /// Number of elements.
    pub count: Option<u64>,
    /// Number of elements, with cursor paging.
    pub page_size: Option<u64>,
    /// The cursor.
    pub page_token: Option<String>,
}

/// How the path and the query of a request are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Spelling {
    /// As protocol 2.0.0 says.
    #[default]
    V2,
    /// As 2.0.0, but with a URN whose colons stand raw, the way documentation prints it.
    Documented,
    /// As protocol 1.0.0 says.
    V1,
}

#[cfg(test)]
mod tests;
