//! The reserved parameters of a query: keys of a batch, page, masks, flags.
//!
//! They mean the same for every method that has them, and nothing for the others.

use std::borrow::Cow;

use restli_wire::v1::{self, KeyKind};
use restli_wire::{Mask, Value, parse_query_value};

use super::query::{Given, Query, Reader, call};
use super::{At, Datum, Mismatch, Rule, describe, keys, mask};
use crate::model::{Key, PagingStyle, ProjectionSpelling, RestMethod, Returns};

/// Names the keys of a batch.
pub(super) const IDS: &str = "ids";
/// Names the alternative key that the keys of the request are of.
pub(super) const ALTERNATIVE_KEY: &str = "altkey";
const RETURN_ENTITY: &str = "$returnEntity";
const FILL_DEFAULTS: &str = "$fillInDefaults";
const METADATA_FIELDS: &str = "metadataFields";
const PAGING_FIELDS: &str = "pagingFields";

/// Whether a reserved parameter is one text in every protocol version.
pub(super) fn is_text(name: &str) -> bool {
    const TEXTS: &[&str] = &[
        "q",
        "bq",
        "action",
        "start",
        "count",
        "pageSize",
        "pageToken",
        "projection",
        "fields",
        METADATA_FIELDS,
        PAGING_FIELDS,
        ALTERNATIVE_KEY,
        RETURN_ENTITY,
        FILL_DEFAULTS,
    ];
    TEXTS.contains(&name)
}

/// A text without its escapes, if it has any that can be read.
fn decoded(text: &str) -> Cow<'_, str> {
    match parse_query_value(text) {
        Ok(Value::Token(token)) => token,
        _ => Cow::from(text),
    }
}

/// Whether a method takes the keys of a batch.
fn is_keyed_batch(rest: RestMethod) -> bool {
    matches!(
        rest,
        RestMethod::BatchGet
            | RestMethod::BatchUpdate
            | RestMethod::BatchPartialUpdate
            | RestMethod::BatchDelete
    )
}

impl<'m> Reader<'m> {
    /// Reads a parameter that the method does not declare.
    pub(super) fn reserved(&mut self, query: &mut Query, name: &str, given: &Given<'_>) {
        if !self.known().contains(&name) && !["projection", "fields"].contains(&name) {
            return self.unknown(name);
        }
        let text = match given {
            _ if name == IDS => {
                query.ids = self.ids(given);
                return;
            }
            Given::Text(text) => text,
            // Its name is a text's, but it has structure: that makes it another parameter.
            Given::Value(_) => return self.unknown(name),
        };
        match name {
            "start" => query.paging.start = self.number(name, text),
            "count" => query.paging.count = self.size(name, text),
            "pageSize" => query.paging.page_size = self.size(name, text),
            "pageToken" => query.paging.page_token = self.token(name, text),
            "projection" => self.mask(query, ProjectionSpelling::Projection, text),
            "fields" => self.mask(query, ProjectionSpelling::Fields, text),
            METADATA_FIELDS => {
                let read = mask::read_metadata(self.model, self.method, name, text);
                query.metadata_mask = self.part(read);
            }
            PAGING_FIELDS => {
                let read = mask::read_paging(self.model, self.method, name, text);
                query.paging_mask = self.part(read);
            }
            RETURN_ENTITY => query.return_entity = self.flag(name, text),
            FILL_DEFAULTS => query.fill_defaults = self.flag(name, text).unwrap_or_default(),
            // What names the method has been read by then.
            _ => {}
        }
    }

    fn mask(&mut self, query: &mut Query, spelling: ProjectionSpelling, text: &str) {
        let name = mask::parameter(spelling);
        if !self.method.projections.contains(&spelling) {
            let (message, help) = match self.method.projections.first() {
                None => (
                    "its answer cannot be projected".to_owned(),
                    "leave it out".to_owned(),
                ),
                Some(other) => {
                    let other = mask::parameter(*other);
                    (
                        format!("its mask is spelled `{other}`"),
                        format!("write `{other}=…`"),
                    )
                }
            };
            let message = format!("`{name}` is no parameter of this method: {message}");
            self.refuse::<()>(Rule::Projection, name, message, Some(help));
        } else if query.mask.is_some() {
            let message = "the mask is given twice, as `projection` and as `fields`".to_owned();
            self.refuse::<()>(
                Rule::Projection,
                name,
                message,
                Some("give one of them".to_owned()),
            );
        } else {
            match mask::read(self.model, self.method, spelling, text) {
                Ok(mask) => query.mask = Some((spelling, mask)),
                Err(mismatches) => self.found.extend(mismatches),
            }
        }
    }

    /// Takes the mask of a part of the envelope, or what is wrong with it.
    fn part(&mut self, read: Result<Mask, Vec<Mismatch>>) -> Option<Mask> {
        match read {
            Ok(mask) => Some(mask),
            Err(mismatches) => {
                self.found.extend(mismatches);
                None
            }
        }
    }

    /// The keys of a batch, each once: a batch is a set.
    fn ids(&mut self, given: &Given<'_>) -> Vec<Datum> {
        let Some(key) = self.method.key.as_ref().or(self.resource.key.as_ref()) else {
            return Vec::new();
        };
        let values = match given {
            Given::Text(text) => self.id_list(text),
            Given::Value(value) => self.old_ids(key, value),
        };
        let mut ids: Vec<Datum> = Vec::new();
        for value in &values {
            match keys::read(self.model, key, value) {
                Ok(id)
                    if ids
                        .iter()
                        .any(|earlier| earlier.identity() == id.identity()) => {}
                Ok(id) => ids.push(id),
                Err(misfits) => {
                    let at = At::Query(IDS.to_owned());
                    self.misfits::<()>(Rule::Key, at, misfits, &self.method.place);
                }
            }
        }
        if let Some(message) = self.too_many(ids.len()) {
            self.refuse::<()>(Rule::Batch, IDS, message, None);
        }
        ids
    }

    fn id_list(&mut self, text: &str) -> Vec<Value> {
        let (parsed, at) = (parse_query_value(text), At::Query(IDS.to_owned()));
        match self.text(text, parsed, None, IDS, at, &self.method.place) {
            Some(Value::List(values)) => values,
            Some(_) => {
                let message = format!("`ids` is `{text}`, not a list of keys");
                let help = Some("lists are written `List(a,b)`".to_owned());
                self.refuse::<()>(Rule::Key, IDS, message, help);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// The keys as protocol 1.0.0 repeats them; those of an association are texts within.
    fn old_ids(&mut self, key: &'m Key, value: &Value) -> Vec<Value> {
        let values = match value {
            Value::List(values) => values.as_slice(),
            single => std::slice::from_ref(single),
        };
        let mut read = Vec::new();
        if let Some(text) = values.iter().find_map(|value| self.unspoken_text(value)) {
            self.unspoken::<()>(IDS, text);
            return read;
        }
        for value in values {
            let parsed = match (value, keys::kind(key)) {
                (Value::Token(text), kind @ KeyKind::Compound) => v1::parse_body_key(text, kind),
                (value, _) => Ok(value.clone()),
            };
            match parsed {
                Ok(value) => read.push(super::by_schema::key(self.model, key, value)),
                Err(error) => {
                    let message = format!("`ids` holds no key: {error}");
                    self.refuse::<()>(Rule::Key, IDS, message, None);
                }
            }
        }
        read
    }

    /// What is wrong with a batch of this size, if anything.
    pub(super) fn too_many(&self, count: usize) -> Option<String> {
        let max = self.method.max_batch.filter(|max| max.validated)?;
        (count > max.count as usize).then(|| {
            let max = max.count;
            format!("has {count} of at most {max} keys or elements of a batch")
        })
    }

    fn token(&mut self, name: &str, text: &str) -> Option<String> {
        match parse_query_value(text) {
            Ok(Value::Token(token)) => Some(token.into_owned()),
            _ => {
                let message = format!("`{name}` is `{text}`, not a text");
                self.refuse(Rule::Paging, name, message, None)
            }
        }
    }

    fn flag(&mut self, name: &str, text: &str) -> Option<bool> {
        match decoded(text).parse() {
            Ok(flag) => Some(flag),
            Err(_) => {
                let message = format!("`{name}` is `{text}`, not a boolean");
                let help = Some("write `true` or `false`".to_owned());
                self.refuse(Rule::Parameter, name, message, help)
            }
        }
    }

    fn size(&mut self, name: &str, text: &str) -> Option<u64> {
        let size = self.number(name, text)?;
        match self.method.paging.as_ref().and_then(|paging| paging.max) {
            Some(max) if size > u64::from(max) => {
                let message =
                    format!("`{name}` is {size}, more than the {max} that this method serves");
                self.refuse(
                    Rule::Paging,
                    name,
                    message,
                    Some(format!("write `{name}={max}`")),
                )
            }
            _ => Some(size),
        }
    }

    fn number(&mut self, name: &str, text: &str) -> Option<u64> {
        match decoded(text).parse::<u32>() {
            Ok(number) => Some(u64::from(number)),
            Err(_) => {
                let message = format!("`{name}` is `{text}`, not a whole number from 0 on");
                self.refuse(Rule::Paging, name, message, None)
            }
        }
    }

    fn unknown(&mut self, name: &str) {
        let known = self.known();
        let help = describe::instead(name, known.iter().copied());
        let what = match self.method.paging {
            None if ["start", "count", "pageSize", "pageToken"].contains(&name) => {
                ", which has no pages"
            }
            _ => "",
        };
        let message = format!(
            "`{name}` is no parameter of {}{what}",
            call(self.resource, self.method)
        );
        self.found.push(Mismatch {
            rule: Rule::UnknownParameter,
            at: At::Query(name.to_owned()),
            message,
            help,
            declared: Some(self.method.place.clone()),
        });
    }

    /// The names that may stand in the query.
    fn known(&self) -> Vec<&'m str> {
        let method = self.method;
        let mut known: Vec<&str> = Vec::new();
        if method.rest != RestMethod::Action {
            known.extend(method.params.iter().map(|param| param.name.as_str()));
        }
        known.extend(match method.rest {
            RestMethod::Finder => Some("q"),
            RestMethod::BatchFinder => Some("bq"),
            RestMethod::Action => Some("action"),
            rest if is_keyed_batch(rest) => Some(IDS),
            _ => None,
        });
        known.extend(method.alternative_key.map(|_| ALTERNATIVE_KEY));
        match method.paging.as_ref().map(|paging| paging.style) {
            Some(PagingStyle::Offset) => known.extend(["start", "count"]),
            Some(PagingStyle::Cursor) => known.extend(["pageSize", "pageToken"]),
            None => {}
        }
        known.extend({ method.projections.iter() }.map(|spelling| mask::parameter(*spelling)));
        if method.projections.contains(&ProjectionSpelling::Fields) {
            known.extend(method.metadata.map(|_| METADATA_FIELDS));
            // Every page tells where it is, whether more can be asked for or not.
            known.extend(matches!(method.returns, Returns::Collection(_)).then_some(PAGING_FIELDS));
        }
        if let Returns::CreatedEntity(_) | Returns::UpdatedEntity(_) = method.returns {
            known.push(RETURN_ENTITY);
        }
        if !matches!(method.returns, Returns::Nothing | Returns::Created) {
            known.push(FILL_DEFAULTS);
        }
        known
    }
}
