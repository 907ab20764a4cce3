//! The query of a request, in the spelling of its protocol.
//!
//! Parameters, keys of a batch, masks and the names that follow from the method meet here, sorted, so that
//! equal requests have equal bytes.

use restli_wire::v1::{self, KeyKind};
use restli_wire::{EncodeError, QueryText, Value};

use super::{Draft, Method, Protocol, plain};
use crate::error::Result;

/// A parameter: the name it is sorted by, and its name and value, both escaped.
struct Piece<'a> {
    base: &'a str,
    name: String,
    value: String,
}

impl<'a> Piece<'a> {
    fn new(name: &'a str, value: String) -> Self {
        Self {
            base: name,
            name: QueryText::name(name).into_string(),
            value,
        }
    }

    fn token(name: &'a str, text: &str) -> Self {
        let value = QueryText::encode(&Value::token(text.to_owned()));
        Self::new(name, value.into_string())
    }
}

impl Draft {
    pub(super) fn query(&self) -> Result<String> {
        let mut pieces = Vec::with_capacity(self.parameters.len() + 2);
        for (name, value) in &self.parameters {
            match (self.spec.method, self.spec.protocol) {
                (Method::Plain, _) => pieces.push(Piece::new(name, self.plain(name, value)?)),
                (_, Protocol::V2) => {
                    pieces.push(Piece::new(name, QueryText::encode(value).into_string()));
                }
                (_, Protocol::V1) => pieces.extend(self.parameter_v1(name, value)?),
            }
        }
        if !self.ids.is_empty() {
            pieces.extend(self.ids_pieces()?);
        }
        if let Some(parameter) = self.spec.method.name_parameter() {
            pieces.push(Piece::token(parameter, &self.name));
        }
        if let Some(name) = self.spec.alternative_key {
            pieces.push(Piece::token("altkey", name));
        }
        for (name, mask) in self.masks()? {
            pieces.push(Piece::new(name, mask));
        }
        // The reference client sorts, and a stable order makes requests easy to compare.
        pieces.sort_by_key(|piece| piece.base);
        let pieces: Vec<_> = pieces
            .into_iter()
            .map(|piece| format!("{}={}", piece.name, piece.value))
            .collect();
        Ok(pieces.join("&"))
    }

    fn plain(&self, name: &str, value: &Value) -> Result<String> {
        plain::encode(value).ok_or_else(|| {
            self.refused(format_args!(
                "parameter `{name}`: a plain query holds texts only"
            ))
        })
    }

    fn parameter_v1<'a>(&self, name: &'a str, value: &Value) -> Result<Vec<Piece<'a>>> {
        let pairs = v1::query_pairs(name, value);
        let pieces = self.pieces_v1(name, pairs)?;
        if pieces.is_empty() {
            // It would be lost, and a filter with it.
            return Err(self.refused(format_args!(
                "parameter `{name}`: protocol 1.0.0 has no form for an empty list or map"
            )));
        }
        Ok(pieces)
    }

    /// The keys of a batch.
    fn ids_pieces(&self) -> Result<Vec<Piece<'static>>> {
        const IDS: &str = "ids";
        let has_parts = self.ids.iter().any(|id| id.as_map().is_some());
        let kind = match (has_parts, self.spec.compound_key) {
            (false, _) => KeyKind::Simple,
            (true, true) => KeyKind::Compound,
            (true, false) => KeyKind::Complex,
        };
        match self.spec.protocol {
            Protocol::V1 => self.pieces_v1(IDS, v1::id_pairs(&self.ids, kind)),
            Protocol::V2 => {
                let mut text = String::from("List(");
                for (index, id) in self.ids.iter().enumerate() {
                    if index > 0 {
                        text.push(',');
                    }
                    restli_wire::write_query_value(id, &mut text);
                }
                text.push(')');
                Ok(vec![Piece::new(IDS, text)])
            }
        }
    }

    fn pieces_v1<'a>(
        &self,
        base: &'a str,
        pairs: Result<Vec<(QueryText, QueryText)>, EncodeError>,
    ) -> Result<Vec<Piece<'a>>> {
        let pairs =
            pairs.map_err(|error| self.refused(format_args!("parameter `{base}`: {error}")))?;
        let pieces = pairs.into_iter().map(|(name, value)| Piece {
            base,
            name: name.into_string(),
            value: value.into_string(),
        });
        Ok(pieces.collect())
    }
}
