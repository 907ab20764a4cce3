//! The Rest.li method of a request: verb, level, `X-RestLi-Method` and reserved parameters.
//!
//! The protocol decides it from the request alone; only then is the resource asked whether it has
//! such a method, so that the answer can name what was meant.

use super::locate::{Located, path_of};
use super::reserved::ALTERNATIVE_KEY;
use super::tunnel::OVERRIDE;
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

    /// Whether the query has keys, which old spellings write as `ids[0].part` too.
    fn has_ids(&self) -> bool {
        let mut names = self.query.iter().map(|(known, _)| known.as_str());
        names.any(|known| known.split(['.', '[']).next() == Some("ids"))
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
        let mut help = format!("write `{METHOD_HEADER}: {}`", rest.wire_name());
        if let Some(meant) = form(model, resource, header) {
            help.push_str(", or send ");
            help.push_str(&meant);
        }
        return Err(mismatch(
            At::Header(METHOD_HEADER.to_owned()),
            message,
            Some(help),
            resource,
        ));
    }
    let alternative = alternative_key(resource, signs)?;
    let (parameter, name) = name.unzip();
    let named = |method: &&Method| {
        method.rest == rest && name.as_ref().is_none_or(|name| method.name == *name)
    };
    let level = |method: &Method| takes_key(method) == located.entity.is_some();
    let fits = |method: &Method| {
        named(&method)
            && method.alternative_key == alternative
            && (!is_placed(rest) || level(method))
    };
    if let Some(index) = resource.methods.iter().position(fits) {
        return Ok(index);
    }
    let message = match (resource.methods.iter().find(named), &name) {
        (Some(method), _) if method.alternative_key != alternative => {
            return Err(no_alternative(resource, method, alternative));
        }
        (Some(method), _) => return Err(wrong_level(model, located, method)),
        (None, Some(name)) => format!("`{}` has no {} `{name}`", resource.name, rest.wire_name()),
        (None, None) => format!(
            "`{}` has no {}, which this request is",
            resource.name,
            rest.wire_name()
        ),
    };
    let alike = resource.methods.iter().filter(|method| method.rest == rest);
    let near = { name.as_deref() }
        .and_then(|name| describe::instead(name, alike.map(|method| method.name.as_str())));
    let at = parameter.map_or(At::Verb, |parameter| At::Query(parameter.to_owned()));
    let help = near.or_else(|| Some(offers(resource)));
    Err(mismatch(at, message, help, resource))
}

/// Whether methods of a kind exist at the resource and at its entities.
fn is_placed(rest: RestMethod) -> bool {
    matches!(
        rest,
        RestMethod::Action | RestMethod::Finder | RestMethod::BatchFinder
    )
}

/// Whether a call that may be at either level has a key, or some parts of one, in its path.
fn takes_key(method: &Method) -> bool {
    method.key.is_some() || !method.partial_key.is_empty()
}

/// Which alternative key the keys of the request are of.
fn alternative_key(resource: &Resource, signs: &Signs<'_>) -> Result<Option<usize>, Mismatch> {
    let Some(name) = signs.value(ALTERNATIVE_KEY) else {
        return Ok(None);
    };
    let known = || {
        resource
            .alternative_keys
            .iter()
            .map(|key| key.name.as_str())
    };
    match known().position(|known| known == name) {
        Some(index) => Ok(Some(index)),
        None => {
            let message = format!("`{}` has no alternative key `{name}`", resource.name);
            let help = describe::instead(name, known()).or_else(|| Some("leave it out".to_owned()));
            Err(mismatch(
                At::Query(ALTERNATIVE_KEY.to_owned()),
                message,
                help,
                resource,
            ))
        }
    }
}

fn no_alternative(resource: &Resource, method: &Method, asked: Option<usize>) -> Mismatch {
    let what = super::query::call(resource, method);
    let message = match asked {
        Some(index) => {
            let name = &resource.alternative_keys[index].name;
            format!("{what} does not take the alternative key `{name}`")
        }
        None => format!("{what} takes alternative keys only"),
    };
    mismatch(
        At::Query(ALTERNATIVE_KEY.to_owned()),
        message,
        None,
        resource,
    )
}

/// A call that stands at the other level: the resource, an entity, or some parts of a key.
fn wrong_level(model: &Model, located: &Located<'_, '_>, method: &Method) -> Mismatch {
    let resource = located.resource;
    let (what, path) = (
        super::query::call(resource, method),
        path_of(model, resource),
    );
    let at = At::Path(
        located
            .entity
            .map_or(located.length, |segment| segment.index),
    );
    let (message, help) = if !method.partial_key.is_empty() {
        let parts = method.partial_key.iter().map(|part| part.name.as_str());
        let form: Vec<_> = { method.partial_key.iter() }
            .map(|part| format!("{}:…", part.name))
            .collect();
        (
            format!("{what} needs the key's {} in the path", all_of(parts)),
            format!("write `{path}/({})`", form.join(",")),
        )
    } else if method.key.is_some() {
        (
            format!("{what} is one of an entity, whose key is missing"),
            format!("write `{path}/{{key}}`"),
        )
    } else {
        (
            format!("{what} is one of the resource, which takes no key"),
            format!("write `{path}`"),
        )
    };
    mismatch(at, message, Some(help), resource)
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
    // Some parts of a key leave the request at the collection.
    let keyed = |rest| {
        let mut methods = located.resource.methods.iter();
        !entity || methods.any(|method| method.rest == rest && takes_key(method))
    };
    let rest = match (signs.verb, entity) {
        ("GET", _) if signs.has("q") && keyed(RestMethod::Finder) => {
            return named(RestMethod::Finder, "q");
        }
        ("GET", _) if signs.has("bq") && keyed(RestMethod::BatchFinder) => {
            return named(RestMethod::BatchFinder, "bq");
        }
        ("GET", true) => RestMethod::Get,
        ("GET", false) if signs.has_ids() => RestMethod::BatchGet,
        ("GET", false) => RestMethod::GetAll,
        ("POST", _) if signs.has("action") => return named(RestMethod::Action, "action"),
        ("POST", false) if header_is(RestMethod::BatchCreate) => RestMethod::BatchCreate,
        ("POST", true) => RestMethod::PartialUpdate,
        ("POST", false) if signs.has_ids() => RestMethod::BatchPartialUpdate,
        ("POST", false) => RestMethod::Create,
        ("PUT", true) => RestMethod::Update,
        ("PUT", false) if signs.has_ids() => RestMethod::BatchUpdate,
        ("DELETE", true) => RestMethod::Delete,
        ("DELETE", false) if signs.has_ids() => RestMethod::BatchDelete,
        _ => return None,
    };
    Some((rest, None))
}

/// How a request of a method looks that the header names.
///
/// Clients that tunnel may name the wrong verb, so the verb is told as a tunnel has it too.
fn form(model: &Model, resource: &Resource, header: &str) -> Option<String> {
    const KEYED: &str = "/{key}";
    const IDS: &str = "?ids=List(…)";
    let (verb, rest) = match header.to_ascii_lowercase().as_str() {
        "get" => ("GET", KEYED),
        "batch_get" => ("GET", IDS),
        "get_all" => ("GET", ""),
        "finder" => ("GET", "?q=…"),
        "batch_finder" => ("GET", "?bq=…"),
        "create" | "batch_create" => ("POST", ""),
        "partial_update" => ("POST", KEYED),
        "batch_partial_update" => ("POST", IDS),
        "action" => ("POST", "?action=…"),
        "update" => ("PUT", KEYED),
        "batch_update" => ("PUT", IDS),
        "delete" => ("DELETE", KEYED),
        "batch_delete" => ("DELETE", IDS),
        _ => return None,
    };
    let keyless = resource.kind == ResourceKind::Simple && rest == KEYED;
    let (path, rest) = (path_of(model, resource), if keyless { "" } else { rest });
    Some(format!(
        "`{verb} {path}{rest}` (`{OVERRIDE}: {verb}` in a tunnel)"
    ))
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

/// Names as a list: "`a`, `b` and `c`".
fn all_of<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
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
