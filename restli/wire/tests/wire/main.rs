//! What the crate promises, table by table; one binary, so that it links once.

mod escaping;
mod keys;
mod mask_rules;
mod masks;
mod parsing;
mod round_trips;
mod urns;
mod values;
