//! Keys: in a path, in `ids`, in the members of a batch and in headers.
//!
//! The type of a key decides how its text is read; its text alone never does.

use restli_wire::{Value, decode_simple_key, parse_complex_key};

use super::Datum;
use super::values::{self, Misfit};
use crate::model::{Key, KeyType, Model, Type};

/// The member of a complex key that is no part of it.
const PARAMS: &str = "$params";

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
            if let (Some(given), Some(params)) = (given, params) {
                values::read(model, PARAMS, given, &Type::Named(*params))?;
            }
            // Without declared parameters the empty ones may still be written.
            let empty = given.and_then(Value::as_map).is_none_or(<[_]>::is_empty);
            let left_out = if params.is_some() || empty {
                PARAMS
            } else {
                ""
            };
            values::read_record(model, &key.name, value, *record, left_out)
        }
    }
}

/// Reads a key from the text that stands for it in a body or a header; on failure, says why.
pub fn read_key(model: &Model, key: &Key, text: &str) -> Result<Datum, String> {
    from_body(model, key, text).map_err(|misfit| match misfit.help {
        Some(help) => format!("{} ({help})", misfit.message),
        None => misfit.message,
    })
}

/// The same, with the parts of the message apart.
pub(super) fn from_body(model: &Model, key: &Key, text: &str) -> Result<Datum, Misfit> {
    let value = match &key.ty {
        KeyType::Simple(_) => Value::from(decode_simple_key(text).into_owned()),
        KeyType::Complex { .. } | KeyType::Compound(_) => {
            parse_complex_key(text).map_err(|error| Misfit {
                message: format!("`{text}` is no key: {error}"),
                help: None,
                declared: None,
            })?
        }
    };
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
