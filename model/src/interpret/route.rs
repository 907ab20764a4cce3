//! A request to the call it is: path, method, keys, parameters, headers, body.
//!
//! Finding the call stops at the first misfit, because nothing can be measured without it; all that
//! does not fit the call is then collected.

use restli_wire::{Value, query_pairs};

use super::headers::{PROTOCOL_HEADER, single};
use super::locate::Located;
use super::method::{self, METHOD_HEADER, Signs};
use super::query::Reader;
use super::values::Misfit;
use super::{
    At, Call, Datum, HttpRequest, Mismatch, Rule, Spelling, describe, locate, tunnel, values,
};
use crate::model::{MethodId, Model, Protocol, ResourceKind, RestMethod};

/// What is granted to a request beyond what it says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Granted {
    /// Nothing: whoever names no protocol speaks 1.0.0.
    Nothing,
    /// A protocol that is not named is the one that the request is written in.
    Protocol,
    /// Raw colons are what documentation means by them, too, even under protocol 2.0.0.
    Colons,
}

/// The call that a request is, or all that does not fit. Where it names no protocol, it is of the one that
/// it is written in.
pub fn route(model: &Model, request: &HttpRequest) -> Result<Call, Vec<Mismatch>> {
    best(read_all(model, request, false, Granted::Protocol)?)
}

/// The call that a request is to a service, or all that does not fit.
///
/// As [`route`], but a request that names no protocol is one of 1.0.0, in which a list or a record of 2.0.0
/// is a mere text. Where such a record is a key in the path of a base without versions, it is taken all the
/// same, because documentation writes it so.
pub fn receive(model: &Model, request: &HttpRequest) -> Result<Call, Vec<Mismatch>> {
    best(read_all(model, request, false, Granted::Nothing)?)
}

/// The reading that fits, or else the first of those that fit best: a call with mistakes rather than none.
fn best(mut readings: Vec<Result<Call, Vec<Mismatch>>>) -> Result<Call, Vec<Mismatch>> {
    let misfits = |reading: &Result<Call, Vec<Mismatch>>| {
        let found = reading
            .as_ref()
            .err()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let is_none = found.iter().any(|found| found.rule == Rule::Method);
        (is_none, found.len())
    };
    let indexes = 0..readings.len();
    let best = indexes.min_by_key(|index| misfits(&readings[*index]));
    readings.swap_remove(best.unwrap_or_default())
}

/// Every call that a request may be, or what does not fit each; at least one. There are two where an
/// unofficial resource stands at the path of another. The entities of a request that was `refused` may
/// lack required members.
///
/// Of a recorded request raw colons are read as documentation means them, even under protocol 2.0.0.
pub(super) fn readings(
    model: &Model,
    request: &HttpRequest,
    refused: bool,
) -> Result<Vec<Result<Call, Vec<Mismatch>>>, Vec<Mismatch>> {
    read_all(model, request, refused, Granted::Colons)
}

fn read_all(
    model: &Model,
    request: &HttpRequest,
    refused: bool,
    granted: Granted,
) -> Result<Vec<Result<Call, Vec<Mismatch>>>, Vec<Mismatch>> {
    let request = tunnel::undo(request).map_err(|mismatch| vec![mismatch])?;
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let located = locate::locate(model, path).map_err(|mismatch| vec![mismatch])?;
    // Who sends headers of Rest.li does not mean what is none.
    let of_restli = [METHOD_HEADER, PROTOCOL_HEADER]
        .iter()
        .any(|name| has(&request, name));
    let meant = |index: usize, located: &Located<'_, '_>| {
        index == 0 || !of_restli || located.resource.kind != ResourceKind::Plain
    };
    let readings = { located.iter().enumerate() }
        .filter(|(index, located)| meant(*index, located))
        .map(|(_, located)| located);
    let readings = readings.map(|located| read(model, &request, query, located, refused, granted));
    Ok(readings.collect())
}

fn has(request: &HttpRequest, name: &str) -> bool {
    let mut headers = request.headers.iter();
    headers.any(|(known, _)| known.eq_ignore_ascii_case(name))
}

fn read(
    model: &Model,
    request: &HttpRequest,
    query: &str,
    located: &Located<'_, '_>,
    refused: bool,
    granted: Granted,
) -> Result<Call, Vec<Mismatch>> {
    let resource = located.resource;
    let pairs = query_pairs(query).map_err(|error| {
        vec![Mismatch {
            rule: Rule::Grammar,
            at: At::Query(query.to_owned()),
            message: format!("the query cannot be read: {error}"),
            help: None,
            declared: None,
        }]
    })?;
    let signs = Signs {
        verb: &request.method,
        header: single(&request.headers, METHOD_HEADER).map_err(|mismatch| vec![mismatch])?,
        query: &pairs,
    };
    let index = method::choose(model, located, &signs).map_err(|mismatch| vec![mismatch])?;
    let method = &resource.methods[index];

    let protocol = single(&request.headers, PROTOCOL_HEADER).map_err(|mismatch| vec![mismatch])?;
    let unstated =
        granted == Granted::Nothing && protocol.is_none() && resource.kind != ResourceKind::Plain;
    let mut reader = Reader {
        model,
        resource,
        method,
        strict: granted != Granted::Colons && protocol == Some("2.0.0"),
        unstated,
        refused,
        spelling: match (protocol, resource.protocol) {
            (Some("1.0.0"), _) => Spelling::V1,
            _ if unstated => Spelling::V1,
            (Some("2.0.0"), _) | (_, Protocol::V2) => Spelling::V2,
            (_, Protocol::V1) => Spelling::V1,
        },
        found: Vec::new(),
    };
    reader.protocol_header(protocol);
    let keys = reader.keys(located);
    let partial_key = reader.partial_key(located);
    let query = reader.query(&pairs);
    let headers = reader.headers(request);
    let body = reader.body(request, &query.ids);
    if !reader.found.is_empty() {
        return Err(reader.found);
    }
    Ok(Call {
        method: MethodId {
            resource: located.id,
            method: index,
        },
        keys,
        partial_key,
        ids: query.ids,
        params: match method.rest {
            RestMethod::Action => body.params,
            _ => query.params,
        },
        headers,
        paging: query.paging,
        mask: query.mask,
        metadata_mask: query.metadata_mask,
        paging_mask: query.paging_mask,
        return_entity: query.return_entity,
        fill_defaults: query.fill_defaults,
        body: body.single,
        elements: body.elements,
        entities: body.entities,
        spelling: reader.spelling,
    })
}

type Indexed = Vec<(usize, Datum)>;

impl<'m> Reader<'m> {
    /// The keys of parents, and the entity's own.
    fn keys(&mut self, located: &Located<'m, '_>) -> Indexed {
        let mut keys = Vec::new();
        for (index, (key, segment)) in located.parents.iter().enumerate() {
            let datum = self.key(key, segment.text, segment.index, &self.resource.place);
            keys.extend(datum.map(|datum| (index, datum)));
        }
        let own = self.method.key.as_ref().or(self.resource.key.as_ref());
        if let (Some(key), Some(segment), []) = (own, located.entity, &*self.method.partial_key) {
            let datum = self.key(key, segment.text, segment.index, &self.method.place);
            keys.extend(datum.map(|datum| (located.parents.len(), datum)));
        }
        keys
    }

    /// The parts of a compound key that a finder is given in the path.
    fn partial_key(&mut self, located: &Located<'m, '_>) -> Indexed {
        let (Some(key), Some(segment)) = (&self.resource.key, located.entity) else {
            return Vec::new();
        };
        let parts = &self.method.partial_key;
        if parts.is_empty() {
            return Vec::new();
        }
        let (at, place) = (At::Path(segment.index), &self.method.place);
        let members = match self.segment(key, segment.text, &at, place) {
            None => return Vec::new(),
            Some(Value::Map(members)) => members,
            Some(_) => {
                let message = format!("`{}` is `{}`, not parts of a key", key.name, segment.text);
                let misfit = Misfit::new(message, Some("write `(name:value)`".to_owned()));
                self.misfits::<()>(Rule::Key, at, vec![misfit], place);
                return Vec::new();
            }
        };
        let mut read = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let Some((_, value)) = members.iter().find(|(name, _)| *name == part.name) else {
                let message = format!("`{}` lacks the part `{}`", key.name, part.name);
                self.misfits::<()>(
                    Rule::Key,
                    at.clone(),
                    vec![Misfit::new(message, None)],
                    place,
                );
                continue;
            };
            match values::read(self.model, &part.name, value, &part.ty) {
                Ok(datum) => read.push((index, datum)),
                Err(misfits) => {
                    self.misfits::<()>(Rule::Key, at.clone(), misfits, &part.place);
                }
            }
        }
        for (name, _) in &members {
            if parts.iter().all(|part| part.name != *name) {
                let message = format!("`{name}` is no part of the key that this call takes");
                let help = describe::instead(name, parts.iter().map(|part| part.name.as_str()));
                self.misfits::<()>(
                    Rule::Key,
                    at.clone(),
                    vec![Misfit::new(message, help)],
                    place,
                );
            }
        }
        read
    }
}
