//! A request to the call it is: path, method, keys, parameters, headers, body.
//!
//! Finding the call stops at the first misfit, because nothing can be measured without it; all that
//! does not fit the call is then collected.

use restli_wire::{Value, query_pairs};

use super::locate::Located;
use super::method::{self, METHOD_HEADER, Signs};
use super::query::{Reader, call};
use super::response::header;
use super::values::Misfit;
use super::{
    At, Call, Datum, HttpRequest, Mismatch, Rule, Spelling, describe, locate, tunnel, values,
};
use crate::diagnostics::nearest;
use crate::model::{MethodId, Model, Protocol, ResourceKind, RestMethod};

const PROTOCOL_HEADER: &str = "X-RestLi-Protocol-Version";

/// The call that a request is, or all that does not fit.
pub fn route(model: &Model, request: &HttpRequest) -> Result<Call, Vec<Mismatch>> {
    let mut readings = read_all(model, request, false, true)?;
    let fitting = readings.iter().position(Result::is_ok);
    readings.swap_remove(fitting.unwrap_or(0))
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
    read_all(model, request, refused, false)
}

fn read_all(
    model: &Model,
    request: &HttpRequest,
    refused: bool,
    strict: bool,
) -> Result<Vec<Result<Call, Vec<Mismatch>>>, Vec<Mismatch>> {
    let request = tunnel::undo(request).map_err(|mismatch| vec![mismatch])?;
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let located = locate::locate(model, path).map_err(|mismatch| vec![mismatch])?;
    let readings = located.iter();
    let readings = readings.map(|located| read(model, &request, query, located, refused, strict));
    Ok(readings.collect())
}

fn read(
    model: &Model,
    request: &HttpRequest,
    query: &str,
    located: &Located<'_, '_>,
    refused: bool,
    strict: bool,
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
        header: header(&request.headers, METHOD_HEADER),
        query: &pairs,
    };
    let index = method::choose(model, located, &signs).map_err(|mismatch| vec![mismatch])?;
    let method = &resource.methods[index];

    let protocol = header(&request.headers, PROTOCOL_HEADER);
    let mut reader = Reader {
        model,
        resource,
        method,
        strict: strict && protocol == Some("2.0.0"),
        refused,
        spelling: match (protocol, resource.protocol) {
            (Some("1.0.0"), _) => Spelling::V1,
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

    /// Services of Rest.li understand both protocols, whichever of them a client is generated for.
    fn protocol_header(&mut self, version: Option<&str>) {
        if self.resource.kind == ResourceKind::Plain {
            return;
        }
        let known = |version: &&str| ["1.0.0", "2.0.0"].contains(version);
        if let Some(version) = version.filter(|version| !known(version)) {
            self.found.push(Mismatch {
                rule: Rule::Protocol,
                at: At::Header(PROTOCOL_HEADER.to_owned()),
                message: format!("there is no protocol `{version}`"),
                help: Some(format!("write `{PROTOCOL_HEADER}: 2.0.0` or `1.0.0`")),
                declared: Some(self.resource.place.clone()),
            });
        }
    }

    fn headers(&mut self, request: &HttpRequest) -> Indexed {
        let mut headers = Vec::new();
        for (index, param) in self.method.headers.iter().enumerate() {
            let at = At::Header(param.name.clone());
            let Some(text) = header(&request.headers, &param.name) else {
                if param.required {
                    let present = request.headers.iter().map(|(name, _)| name.as_str());
                    let help = match nearest(&param.name, present) {
                        Some(near) => format!("`{near}` is probably meant for it"),
                        None => format!("it is {}", describe::of_type(self.model, &param.ty)),
                    };
                    self.found.push(Mismatch {
                        rule: Rule::MissingHeader,
                        at,
                        message: format!(
                            "{} needs the header `{}`",
                            call(self.resource, self.method),
                            param.name
                        ),
                        help: Some(help),
                        declared: Some(param.place.clone()),
                    });
                }
                continue;
            };
            match values::read(
                self.model,
                &param.name,
                &Value::from(text.to_owned()),
                &param.ty,
            ) {
                Ok(datum) => headers.push((index, datum)),
                Err(misfits) => self
                    .found
                    .extend(misfits.into_iter().map(|misfit| Mismatch {
                        rule: Rule::Header,
                        at: at.clone(),
                        message: misfit.message,
                        help: misfit.help,
                        declared: Some(param.place.clone()),
                    })),
            }
        }
        headers
    }
}
