//! Rest.li on the wire: the URI grammar, keys, projections and URN text, as pure functions over strings.
//!
//! A crate of its own, because the schema checker, the runtime and the sandbox must agree on every
//! character without sharing an HTTP stack.
//!
//! - [`Value`] is a tree of tokens, lists and maps before any escaping; it belongs to no protocol version.
//! - [`PathSegment`] and [`QueryText`] are its two escaped forms in a URI. They are different types, because
//!   the characters that need an escape differ.
//! - [`encode_key_for_body`] and its readers are the form of keys in JSON bodies and headers.
//! - [`v1`] has the same for protocol 1.0.0.
//! - [`Mask`] is a projection, in the `projection` and in the `fields` spelling.
//! - [`split_urn`] and [`split_tuple`] take the text of a URN apart, [`split_decimal`] that of a decimal number.

mod decimal;
mod error;
mod escape;
mod grammar;
mod key;
mod mask;
mod path;
mod query;
mod urn;
pub mod v1;
mod value;

pub use decimal::{DecimalText, split_decimal};
pub use error::{EncodeError, ParseError, ParseErrorKind};
pub use key::{decode_simple_key, encode_key_for_body, parse_complex_key};
pub use mask::{Item, Mask, MaskError, Resolution};
pub use path::{PathSegment, parse_path_segment};
pub use query::{
    QueryText, parse_lone_token, parse_query_value, query_pairs, split_query, write_query_value,
};
pub use urn::{UrnError, UrnText, split_tuple, split_urn};
pub use value::Value;
