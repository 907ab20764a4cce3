//! Keys: in a path, in `ids`, in the members of a batch and in headers.
//!
//! The type of a key decides how its text is read; its text alone never does.

use restli_wire::v1::{self, KeyKind};
use restli_wire::{ParseError, Value, decode_simple_key, parse_complex_key, parse_path_segment};

use super::values::{self, Misfit};
use super::{Datum, by_schema};
use crate::model::{Key, KeyType, Model, Protocol, Type};

/// The member of a complex key that is no part of it.
pub(super) const PARAMS: &str = "$params";

/// What a key is made of, for protocol 1.0.0.
pub(super) fn kind(key: &Key) -> KeyKind {
    match key.ty {
        KeyType::Simple(_) => KeyKind::Simple,
        KeyType::Complex { .. } => KeyKind::Complex,
        KeyType::Compound(_) => KeyKind::Compound,
    }
}

/// Reads the text of a key in a path, by the grammar alone.
pub(super) fn parse_segment(
    model: &Model,
    protocol: Protocol,
    key: &Key,
    text: &str,
) -> Result<Value, ParseError> {
    match protocol {
        Protocol::V1 => {
            v1::parse_path_segment(text, kind(key)).map(|value| by_schema::key(model, key, value))
        }
        Protocol::V2 => parse_path_segment(text),
    }
}

/// Reads a key from its value in a URI.
pub(super) fn read(model: &Model, key: &Key, value: &Value) -> Result<Datum, Vec<Misfit>> {
    match &key.ty {
        KeyType::Simple(ty) => values::read(model, &key.name, value, ty),
        KeyType::Compound(record) => values::read(model, &key.name, value, &Type::Named(*record)),
        KeyType::Complex {
            key: record,
            params,
        } => {
            let given = value.get(PARAMS);
            // Without declared parameters the empty ones may still be written.
            let empty = given.and_then(Value::as_map).is_none_or(<[_]>::is_empty);
            let left_out = match params.is_some() || empty {
                true => PARAMS,
                false => "",
            };
            let named = values::read_record(model, &key.name, value, *record, left_out);
            let Some(params) = params else {
                return named;
            };
            let params = { given.iter() }
                .map(|given| values::read(model, PARAMS, given, &Type::Named(*params)))
                .next()
                .transpose();
            match (named, params) {
                (Ok(named), Ok(params)) => Ok(Datum::Key {
                    key: Box::new(named),
                    params: params.map(Box::new),
                }),
                (Err(mut found), Err(more)) => {
                    found.extend(more);
                    Err(found)
                }
                (Err(found), _) | (_, Err(found)) => Err(found),
            }
        }
    }
}

/// Reads a key from the text that stands for it in a body or a header of protocol 2.0.0; on failure, says why.
pub fn read_key(model: &Model, key: &Key, text: &str) -> Result<Datum, String> {
    from_body(model, Protocol::V2, key, text).map_err(|misfit| match misfit.help {
        Some(help) => format!("{} ({help})", misfit.message),
        None => misfit.message,
    })
}

/// The same, with the parts of the message apart.
pub(super) fn from_body(
    model: &Model,
    protocol: Protocol,
    key: &Key,
    text: &str,
) -> Result<Datum, Misfit> {
    let parsed = match (protocol, kind(key)) {
        (Protocol::V1, kind) => {
            v1::parse_body_key(text, kind).map(|value| by_schema::key(model, key, value))
        }
        (Protocol::V2, KeyKind::Simple) => Ok(Value::from(decode_simple_key(text).into_owned())),
        (Protocol::V2, _) => parse_complex_key(text),
    };
    let value = parsed.map_err(|error| Misfit {
        message: format!("`{text}` is no key: {error}"),
        help: None,
        declared: None,
    })?;
    read(model, key, &value).map_err(|misfits| {
        let message = misfits
            .iter()
            .map(|misfit| misfit.message.as_str())
            .collect::<Vec<_>>()
            .join("; ");
        let help = misfits.into_iter().find_map(|misfit| misfit.help);
        Misfit {
            message,
            help,
            declared: None,
        }
    })
}
