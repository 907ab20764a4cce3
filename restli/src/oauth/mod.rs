//! OAuth 2.0: how applications get the tokens that calls carry.
//!
//! The services' own habits (texts where numbers belong, scopes with commas, no token type) are taken as they
//! are, and their addresses are data of the schema.

mod spec;

pub use spec::OAuthSpec;
