//! What the crate promises, table by table; one binary, so that it links once.

mod escaping;
mod keys;
mod mask_rules;
mod masks;
mod parsing;
mod properties;
mod random;
mod round_trips;
mod strategies;
mod urns;
mod v1;
mod values;
