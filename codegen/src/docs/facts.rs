//! What documentation says about facts of the schema: permissions, paging, versions, formats.

use std::collections::BTreeSet;

use restli_model::model::{
    Body, DefaultValue, Docs, Field, Format, GroupId, MaxBatch, Method, Model, Paging, PagingStyle,
    Permissions, ProjectionSpelling, Protocol, Resource, Returns, ScopeId, ServiceError, Type,
    TypeId,
};

use crate::docs::Text;
use crate::docs::markdown::{autolink, code, safe_line};
use crate::names;

/// Summary and details, as the schema has them; without a summary, what the generator would say.
pub(crate) fn described(docs: &Docs, otherwise: &str) -> Text {
    let mut text = match &docs.summary {
        Some(summary) => {
            let mut text = Text::default();
            text.foreign(summary);
            text
        }
        None => Text::new(otherwise),
    };
    if docs.thin_evidence {
        text.sentence("Thin evidence: it may be otherwise.");
    }
    if let Some(details) = &docs.details {
        text.foreign(details);
    }
    text
}

/// The facts of a call, one bullet each.
pub(crate) fn call(model: &Model, resource: &Resource, method: &Method) -> Vec<String> {
    let mut facts = Vec::new();
    facts.extend(alternative_key(resource, method));
    facts.extend(permissions(model, &method.permissions).map(|text| format!("Permission: {text}")));
    facts.extend(method.max_batch.map(max_batch));
    facts.extend(method.paging.as_ref().map(paging));
    facts.extend(method.max_body.map(max_body));
    facts.extend(projection(&method.projections, method.decorates));
    facts.extend(repetition(method.idempotent));
    let errors = method.service_errors.iter();
    facts.extend(errors.map(|index| service_error(model, &resource.service_errors[*index])));
    facts.extend(link(model, &method.docs).or_else(|| link(model, &resource.docs)));
    facts
}

fn alternative_key(resource: &Resource, method: &Method) -> Option<String> {
    let other = &resource.alternative_keys[method.alternative_key?].name;
    Some(match &resource.key {
        Some(key) => format!("Key: {} instead of {}", code(other), code(&key.name)),
        None => format!("Key: {}", code(other)),
    })
}

fn max_batch(max: MaxBatch) -> String {
    match max.validated {
        true => format!("Batch: {} at most", max.count),
        false => format!("Batch: {} advised at most", max.count),
    }
}

/// The largest unit that divides it.
fn max_body(bytes: u32) -> String {
    let units = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    let unit = units
        .into_iter()
        .find(|(factor, _)| bytes.is_multiple_of(*factor));
    let (factor, unit) = unit.unwrap_or((1, "bytes"));
    format!("Answer: up to {} {unit}", bytes / factor)
}

/// `QUOTA` (429): Too many books.
fn service_error(model: &Model, error: &ServiceError) -> String {
    let mut text = format!("Error: {} ({})", code(&error.code), error.status);
    if let Some(details) = error.details {
        text.push_str(&format!(", details as {}", code(&model[details].name)));
    }
    let message = error.message.as_deref().map(safe_line);
    match brief(&error.docs).or(message) {
        Some(what) => format!("{text}: {what}"),
        None => text,
    }
}

/// The facts of a resource.
pub(crate) fn resource(model: &Model, resource: &Resource) -> Vec<String> {
    let base = &model.api.bases[resource.base];
    let mut facts = Vec::new();
    if resource.unofficial {
        facts.push("Unofficial: the API's own documentation does not know it.".to_owned());
    }
    if let (Some(version), Some(header)) = (&resource.version, &model.api.version) {
        let header = code(&header.header);
        facts.push(format!("Version: pinned to {} ({header})", code(version)));
    } else if let (true, Some(version)) = (base.versioned, &model.api.version) {
        let (header, default) = (code(&version.header), code(&version.default));
        facts.push(format!(
            "Version: {default} unless told otherwise ({header})"
        ));
    }
    if resource.protocol == Protocol::V1 {
        facts.push("Protocol: Rest.li 1.0.0".to_owned());
    }
    if let Some(first) = resource.mount_of {
        let first = names::bare(&model[first].rust_name);
        facts.push(format!("The same calls as `{first}()`, at another path"));
    }
    facts.extend(link(model, &resource.docs));
    facts
}

/// The products whose permissions the calls of a group name, in alphabetical order.
pub(crate) fn products(model: &Model, group: GroupId) -> Vec<String> {
    let resources = model.resources.iter().filter(|r| r.group == group);
    let methods = resources.flat_map(|resource| &resource.methods);
    let scopes = methods.flat_map(|method| match &method.permissions {
        Permissions::Unstated => &[][..],
        Permissions::Any(scopes) | Permissions::All(scopes) => scopes,
    });
    let products = scopes.filter_map(|id| model[*id].product.as_deref());
    let products: BTreeSet<String> = products.map(safe_line).collect();
    products.into_iter().collect()
}

/// Where the API's own documentation speaks of an item.
pub(crate) fn link(model: &Model, docs: &Docs) -> Option<String> {
    let link = docs.link.as_deref()?;
    let url = match &model.api.docs_base {
        Some(base) if !link.contains("://") => format!("{base}/{}", link.trim_start_matches('/')),
        _ => link.to_owned(),
    };
    Some(format!("Documentation: {}", autolink(&url)))
}

/// `r_a` (Product) or `r_b` (Product).
fn permissions(model: &Model, permissions: &Permissions) -> Option<String> {
    let scope = |id: &ScopeId| {
        let scope = &model[*id];
        match &scope.product {
            Some(product) => format!("{} ({})", code(&scope.name), safe_line(product)),
            None => code(&scope.name),
        }
    };
    listed(permissions, scope)
}

fn listed(permissions: &Permissions, scope: impl Fn(&ScopeId) -> String) -> Option<String> {
    let (scopes, word) = match permissions {
        Permissions::Unstated => return None,
        Permissions::Any(scopes) => (scopes, "or"),
        Permissions::All(scopes) => (scopes, "and"),
    };
    let scopes: Vec<String> = scopes.iter().map(scope).collect();
    match scopes.split_last()? {
        (only, []) => Some(only.clone()),
        (last, first) => Some(format!("{} {word} {last}", first.join(", "))),
    }
}

fn paging(paging: &Paging) -> String {
    let mut facts = vec![match paging.style {
        PagingStyle::Offset => "by `start` and `count`".to_owned(),
        PagingStyle::Cursor => "by `page_token` and `page_size`".to_owned(),
    }];
    facts.extend(paging.default.map(|n| format!("{n} elements by default")));
    facts.extend(
        paging
            .recommended_max
            .map(|n| format!("{n} advised at most")),
    );
    facts.extend(paging.max.map(|n| format!("{n} at most")));
    facts.extend(paging.total.then(|| "with `total`".to_owned()));
    format!("Pages: {}", facts.join(", "))
}

fn projection(spellings: &[ProjectionSpelling], decorates: bool) -> Option<String> {
    let spelled = match spellings {
        [] => return None,
        [ProjectionSpelling::Projection] => "`projection`",
        [ProjectionSpelling::Fields] => "`fields`",
        [ProjectionSpelling::Projection, ..] => "`projection` or `fields`",
        [ProjectionSpelling::Fields, ..] => "`fields` or `projection`",
    };
    Some(match decorates {
        true => format!("Projection: as {spelled}; URNs can be resolved"),
        false => format!("Projection: as {spelled}"),
    })
}

fn repetition(idempotent: Option<bool>) -> Option<String> {
    idempotent.map(|idempotent| {
        match idempotent {
            true => "Repetition: safe, so a failed call may be tried again",
            false => "Repetition: not safe, so a failed call is not tried again",
        }
        .to_owned()
    })
}

/// What stands for a value that is not given.
pub(crate) fn without(default: &DefaultValue) -> String {
    let text = match default.json.as_str() {
        Some(text) => code(text),
        None => code(&default.json.to_string()),
    };
    format!("Without it: {text}.")
}

/// What a field is, with all that the schema knows of it.
pub(crate) fn field(model: &Model, field: &Field) -> Text {
    let mut text = described(&field.docs, &format!("{}.", code(&field.name)));
    if field.docs.summary.is_some() && !names::is_obvious(&field.name, &field.rust_name) {
        text.sentence(&format!("On the wire {}.", code(&field.name)));
    }
    if let Some(format) = field.format.and_then(format_fact) {
        text.sentence(format);
    }
    if let Some(default) = &field.default {
        text.sentence(&without(default));
    }
    if field.read_only {
        text.sentence("Read only.");
    } else if field.create_only {
        text.sentence("Taken at creation only.");
    }
    if let Some(scopes) = listed(&field.permissions, |id| code(&model[*id].name)) {
        text.sentence(&format!("Needs {scopes}."));
    }
    if let Some(link) = link(model, &field.docs) {
        text.list(&[link]);
    }
    text
}

fn format_fact(format: Format) -> Option<&'static str> {
    match format {
        Format::EpochMs => Some("In milliseconds since 1970."),
        Format::EpochS => Some("In seconds since 1970."),
        Format::Decimal => Some("A decimal number."),
        // The name and the text of such a field say it already.
        Format::Url => None,
    }
}

/// The attribute of something that callers should no longer use.
pub(crate) fn deprecated(docs: &Docs) -> proc_macro2::TokenStream {
    match docs.deprecated.as_deref().map(str::trim) {
        None => quote::quote!(),
        Some("") => quote::quote!(#[deprecated]),
        Some(note) => quote::quote!(#[deprecated(note = #note)]),
    }
}

/// What a named type is, and which calls speak of it.
pub(crate) fn named_type(model: &Model, id: TypeId) -> Text {
    let def = &model[id];
    let mut text = described(&def.docs, &format!("{}.", code(&def.name)));
    let sent =
        |method: &Method| matches!(method.body, Body::Record(own) | Body::Patch(own) if own == id);
    let answered = |method: &Method| match &method.returns {
        Returns::Value(ty) | Returns::ActionValue(ty) => *ty == Type::Named(id),
        Returns::Collection(own)
        | Returns::Batch(own)
        | Returns::CreatedEntity(own)
        | Returns::UpdatedEntity(own) => *own == id,
        Returns::Nothing | Returns::Created => false,
    };
    let mut facts = Vec::new();
    facts.extend(calls(model, answered).map(|calls| format!("Answer of {calls}")));
    facts.extend(calls(model, sent).map(|calls| format!("Sent by {calls}")));
    facts.extend(link(model, &def.docs));
    text.list(&facts);
    text
}

/// The calls of which something is true: `connections().find_by_viewer()`.
fn calls(model: &Model, is_one: impl Fn(&Method) -> bool) -> Option<String> {
    let calls = model.resources.iter().flat_map(|resource| {
        let methods = resource.methods.iter().filter(|method| is_one(method));
        let accessor = names::bare(&resource.rust_name);
        methods.map(move |method| format!("`{accessor}().{}()`", names::bare(&method.rust_name)))
    });
    let calls: Vec<String> = calls.collect();
    match calls.as_slice() {
        [] => None,
        [first, second, third, _, rest @ ..] if !rest.is_empty() => Some(format!(
            "{first}, {second}, {third} and {} others",
            rest.len() + 1
        )),
        calls => Some(calls.join(", ")),
    }
}

/// The summary alone, on one line.
pub(crate) fn brief(docs: &Docs) -> Option<String> {
    docs.summary.as_deref().map(safe_line)
}
