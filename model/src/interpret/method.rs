//! The Rest.li method of a request: verb, level, `X-RestLi-Method` and reserved parameters.
//!
//! The protocol decides it from the request alone; only then is the resource asked whether it has
//! such a method, so that the answer can name what was meant.

use super::locate::{Located, path_of};
use super::{At, Mismatch, Rule, describe};
use crate::diagnostics::one_of;
use crate::model::{Method, Model, Resource, ResourceKind, RestMethod, Verb};

/// Says which method a request is of, where the rest leaves that open.
pub(super) const METHOD_HEADER: &str = "X-RestLi-Method";

impl RestMethod {
    /// The method's name on the wire, as `X-RestLi-Method` spells it.
    pub fn wire_name(self) -> &'static str {
        match self {
            RestMethod::Get => "get",
            RestMethod::BatchGet => "batch_get",
            RestMethod::GetAll => "get_all",
            RestMethod::Create => "create",
            RestMethod::BatchCreate => "batch_create",
            RestMethod::Update => "update",
            RestMethod::BatchUpdate => "batch_update",
            RestMethod::PartialUpdate => "partial_update",
            RestMethod::BatchPartialUpdate => "batch_partial_update",
            RestMethod::Delete => "delete",
            RestMethod::BatchDelete => "batch_delete",
            RestMethod::Finder => "finder",
            RestMethod::BatchFinder => "batch_finder",
            RestMethod::Action => "action",
            RestMethod::Plain => "plain",
        }
    }
}

/// What of a request decides its method.
pub(super) struct Signs<'r> {
    pub(super) verb: &'r str,
    pub(super) header: Option<&'r str>,
    /// The decoded names and raw values of the query.
    pub(super) query: &'r [(String, &'r str)],
}

impl Signs<'_> {
    fn value(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| *value)
    }

    fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }
}

/// The method of a request: its index in the resource.
pub(super) fn choose(
    model: &Model,
    located: &Located<'_, '_>,
    signs: &Signs<'_>,
) -> Result<usize, Mismatch> {
    let resource = located.resource;
    if resource.kind == ResourceKind::Plain {
        return plain(model, located, signs);
    }
    let (rest, name) = by_protocol(located, signs).ok_or_else(|| {
        let message = format!(
            "no Rest.li method is a {} of `{}`",
            signs.verb,
            path_of(model, resource)
        );
        mismatch(At::Verb, message, Some(offers(resource)), resource)
    })?;
    if let Some(header) = signs
        .header
        .filter(|header| !header.eq_ignore_ascii_case(rest.wire_name()))
    {
        let message = format!(
            "`{METHOD_HEADER}` says `{header}`, but the request is a {}",
            rest.wire_name()
        );
        let help = format!("write `{METHOD_HEADER}: {}`", rest.wire_name());
        return Err(mismatch(
            At::Header(METHOD_HEADER.to_owned()),
            message,
            Some(help),
            resource,
        ));
    }
    let fits = |method: &Method| {
        method.rest == rest && name.as_ref().is_none_or(|(_, name)| method.name == *name)
    };
    if let Some(index) = resource.methods.iter().position(fits) {
        return Ok(index);
    }
    let known = resource
        .methods
        .iter()
        .filter(|method| method.rest == rest)
        .map(|method| method.name.as_str());
    match name {
        Some((parameter, name)) => {
            let message = format!("`{}` has no {} `{name}`", resource.name, rest.wire_name());
            let help = describe::instead(&name, known).or_else(|| Some(offers(resource)));
            Err(mismatch(
                At::Query(parameter.to_owned()),
                message,
                help,
                resource,
            ))
        }
        None => {
            let message = format!(
                "`{}` has no {}, which this request is",
                resource.name,
                rest.wire_name()
            );
            Err(mismatch(
                At::Verb,
                message,
                Some(offers(resource)),
                resource,
            ))
        }
    }
}

/// The method by the table of the protocol, and the name that a parameter gives.
fn by_protocol(
    located: &Located<'_, '_>,
    signs: &Signs<'_>,
) -> Option<(RestMethod, Option<(&'static str, String)>)> {
    let named = |rest, parameter: &'static str| {
        let name = signs.value(parameter)?.to_owned();
        Some((rest, Some((parameter, name))))
    };
    let header_is = |rest: RestMethod| {
        signs
            .header
            .is_some_and(|header| header.eq_ignore_ascii_case(rest.wire_name()))
    };
    let entity = located.entity.is_some() || located.resource.kind == ResourceKind::Simple;
    let keyed_finder = |method: &Method| method.rest == RestMethod::Finder && method.key.is_some();
    let rest = match (signs.verb, entity) {
        ("GET", true) if signs.has("q") && located.resource.methods.iter().any(keyed_finder) => {
            return named(RestMethod::Finder, "q");
        }
        ("GET", true) => RestMethod::Get,
        ("GET", false) if signs.has("q") => return named(RestMethod::Finder, "q"),
        ("GET", false) if signs.has("bq") => return named(RestMethod::BatchFinder, "bq"),
        ("GET", false) if signs.has("ids") => RestMethod::BatchGet,
        ("GET", false) => RestMethod::GetAll,
        ("POST", _) if signs.has("action") => return named(RestMethod::Action, "action"),
        ("POST", false) if header_is(RestMethod::BatchCreate) => RestMethod::BatchCreate,
        ("POST", true) => RestMethod::PartialUpdate,
        ("POST", false) if signs.has("ids") => RestMethod::BatchPartialUpdate,
        ("POST", false) => RestMethod::Create,
        ("PUT", true) => RestMethod::Update,
        ("PUT", false) if signs.has("ids") => RestMethod::BatchUpdate,
        ("DELETE", true) => RestMethod::Delete,
        ("DELETE", false) if signs.has("ids") => RestMethod::BatchDelete,
        _ => return None,
    };
    Some((rest, None))
}

fn plain(model: &Model, located: &Located<'_, '_>, signs: &Signs<'_>) -> Result<usize, Mismatch> {
    let resource = located.resource;
    let keyed = |method: &Method| method.key.is_some() || resource.key.is_some();
    let fits = |method: &Method| {
        method.verb.map(verb_name) == Some(signs.verb) && keyed(method) == located.entity.is_some()
    };
    resource.methods.iter().position(fits).ok_or_else(|| {
        let message = format!(
            "`{}` answers no {} at this path",
            path_of(model, resource),
            signs.verb
        );
        let verbs = resource
            .methods
            .iter()
            .filter_map(|method| method.verb)
            .map(verb_name);
        mismatch(
            At::Verb,
            message,
            Some(format!("send {}", one_of(verbs))),
            resource,
        )
    })
}

/// A verb as requests spell it.
pub(super) fn verb_name(verb: Verb) -> &'static str {
    match verb {
        Verb::Get => "GET",
        Verb::Post => "POST",
        Verb::Put => "PUT",
        Verb::Delete => "DELETE",
    }
}

/// What a resource has: "`connections` has get and finder `viewer`".
fn offers(resource: &Resource) -> String {
    let methods: Vec<_> = resource
        .methods
        .iter()
        .map(|method| match method.rest {
            RestMethod::Finder | RestMethod::BatchFinder | RestMethod::Action => {
                format!("{} `{}`", method.rest.wire_name(), method.name)
            }
            rest => rest.wire_name().to_owned(),
        })
        .collect();
    format!("`{}` has: {}", resource.name, methods.join(", "))
}

fn mismatch(at: At, message: String, help: Option<String>, resource: &Resource) -> Mismatch {
    Mismatch {
        rule: Rule::Method,
        at,
        message,
        help,
        declared: Some(resource.place.clone()),
    }
}
