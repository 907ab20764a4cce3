//! Lowering of methods: names, parameters, headers, verbs.
//!
//! What a method answers, sends and how it is paged is decided in `answers`.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Key, Method, Permissions, ResourceKind, RestMethod};
use crate::names::{self, Case};
use crate::resolve::context::Context;
use crate::resolve::resources::Surroundings;
use crate::resolve::{answers, batches, errors, keys, params};
use crate::syntax::{MethodSyntax, Named, ResourceSyntax, Spanned};

/// The methods of one resource, in the order of the file; each that takes a key stands once more
/// behind itself for each alternative key.
pub(crate) fn lower(
    cx: &Context<'_>,
    resource: &Surroundings<'_>,
    syntax: &ResourceSyntax,
) -> Vec<Method> {
    let mut methods = Vec::new();
    for (rest, named) in &syntax.methods.0 {
        let method = method(cx, resource, syntax, *rest, named);
        let more = by_alternatives(cx, resource, &method, &named.value);
        methods.push(method);
        methods.extend(more);
    }
    methods
}

/// The same call for each alternative key, if it takes a key at all.
fn by_alternatives(
    cx: &Context<'_>,
    resource: &Surroundings<'_>,
    method: &Method,
    syntax: &MethodSyntax,
) -> Vec<Method> {
    let takes_key = takes_key(method.rest, syntax);
    if let Some(flag) = &syntax.alternative_keys {
        if !takes_key {
            let message = format!("`{}` takes no key", method.name);
            let diagnostic = Diagnostic::error(Code::AlternativeKey, &flag.place, message);
            cx.report(diagnostic.remove("remove `alternative_keys:`", &flag.place));
        } else if resource.alternative_keys.is_empty() {
            let message = "the resource has no alternative keys";
            let help = "remove it, or declare them below `alternative_keys:` of the resource";
            cx.report(
                Diagnostic::error(Code::AlternativeKey, &flag.place, message)
                    .also(&resource.name.place, "the resource")
                    .remove(help, &flag.place),
            );
        }
    }
    let wanted = syntax.alternative_keys.as_ref();
    if !takes_key || wanted.is_some_and(|flag| !flag.value) {
        return Vec::new();
    }
    let by = |(at, key): (usize, &Key)| {
        let by = names::joined("by", &key.rust_name);
        let rust_name = names::joined(&method.rust_name, &by);
        Method {
            rust_type: names::type_of(&rust_name),
            rust_name,
            key: Some(key.clone()),
            alternative_key: Some(at),
            ..method.clone()
        }
    };
    resource
        .alternative_keys
        .iter()
        .enumerate()
        .map(by)
        .collect()
}

/// Whether a method names entities by key, in the path or in `ids`.
fn takes_key(rest: RestMethod, syntax: &MethodSyntax) -> bool {
    use RestMethod as M;
    match rest {
        M::Get | M::Update | M::PartialUpdate | M::Delete => true,
        M::BatchGet | M::BatchUpdate | M::BatchPartialUpdate | M::BatchDelete => true,
        M::Action => syntax.of_entity,
        M::GetAll | M::Create | M::BatchCreate | M::Finder | M::BatchFinder | M::Plain => false,
    }
}

fn method(
    cx: &Context<'_>,
    resource: &Surroundings<'_>,
    whole: &ResourceSyntax,
    rest: RestMethod,
    named: &Named<MethodSyntax>,
) -> Method {
    let (name, syntax) = (&named.name, &named.value);
    if check_kind(cx, resource, whole, rest, named) {
        check_verb(cx, rest, named);
    }
    let rust_name = rust_name(cx, rest, name, syntax.rust_name.as_ref());
    let answer = answers::lower(cx, resource, rest, named);
    let permissions = match &syntax.permissions {
        Some(permissions) => cx.permissions(permissions),
        None => Permissions::clone(&resource.permissions),
    };
    let mut params = params::lower(cx, rest, &answer, &syntax.params);
    let key = resource.key.filter(|_| syntax.of_entity);
    Method {
        rest,
        name: name.value.clone(),
        rust_type: names::type_of(&rust_name),
        rust_name,
        key: key.and_then(|key| keys::key(cx, None, key)),
        alternative_key: None,
        partial_key: keys::partial(cx, resource, rest, syntax),
        criteria: batches::criteria(cx, rest, named, &mut params),
        params,
        max_batch: batches::max_batch(cx, rest, named),
        max_body: syntax.max_body.map(|size| size.0),
        service_errors: errors::of_method(cx, whole, &syntax.errors),
        headers: params::headers(cx, resource, &syntax.headers),
        body: answer.body,
        returns: answer.returns,
        paging: answer.paging,
        metadata: answer.metadata,
        projections: answer.projections,
        decorates: answer.decorates,
        permissions,
        idempotent: syntax.idempotent.as_ref().map(|flag| flag.value),
        verb: syntax.verb.as_ref().map(|verb| verb.value),
        docs: cx.docs(&syntax.docs),
        place: name.place.clone(),
    }
}

/// `find_by_viewer` for the finders `viewer` and `byViewer`; other methods keep their name.
fn rust_name(
    cx: &Context<'_>,
    rest: RestMethod,
    name: &Spanned<String>,
    chosen: Option<&Spanned<String>>,
) -> String {
    let own = cx.rust_name(name, chosen, Case::Snake);
    match rest {
        _ if chosen.is_some() => own,
        RestMethod::Finder => names::finder("find_by", &own),
        RestMethod::BatchFinder => names::finder("batch_find_by", &own),
        _ => own,
    }
}

fn check_kind(
    cx: &Context<'_>,
    resource: &Surroundings<'_>,
    whole: &ResourceSyntax,
    rest: RestMethod,
    named: &Named<MethodSyntax>,
) -> bool {
    use RestMethod as M;
    let (name, of_entity) = (&named.name, named.value.of_entity);
    let (fits, what) = match resource.kind {
        // Rest.li's own framework creates no entities of an association, whose key the client knows;
        // services do (LinkedIn's `reactions`), and the key comes from the body and the parameters.
        ResourceKind::Collection => (rest != M::Plain, "a collection"),
        ResourceKind::Association => (rest != M::Plain, "an association"),
        ResourceKind::Simple => {
            let fits = matches!(
                rest,
                M::Get | M::Update | M::PartialUpdate | M::Delete | M::Action
            );
            (fits && !of_entity, "a simple resource")
        }
        ResourceKind::ActionSet => (rest == M::Action && !of_entity, "an action set"),
        ResourceKind::Plain => (rest == M::Plain, "a plain resource"),
    };
    if fits {
        return true;
    }
    let called = match rest {
        M::Finder => format!("the finder `{}`", name.value),
        M::BatchFinder => format!("the batch finder `{}`", name.value),
        M::Action if of_entity => format!("the entity action `{}`", name.value),
        M::Action => format!("the action `{}`", name.value),
        M::Plain => format!("the plain call `{}`", name.value),
        _ => format!("the method `{}`", name.value),
    };
    let help = match (resource.kind, rest) {
        (ResourceKind::Plain, _) => "write it below `calls:`",
        (ResourceKind::Simple, M::Finder | M::BatchFinder) => {
            "only a collection or an association has finders"
        }
        (ResourceKind::Simple | ResourceKind::ActionSet, M::Action) => "write it below `actions:`",
        (_, M::Plain) => "`calls:` belong to `kind: plain`",
        (ResourceKind::Simple, _) => {
            "a simple resource has `get`, `update`, `partial_update` and `delete`, for its one entity"
        }
        (ResourceKind::ActionSet, _) => "an action set has only `actions:`",
        (ResourceKind::Association | ResourceKind::Collection, _) => "remove it",
    };
    let message = format!("{what} cannot have {called}");
    let mut diagnostic = Diagnostic::error(Code::MethodKind, &name.place, message);
    if let Some(kind) = &whole.kind {
        diagnostic = diagnostic.also(&kind.place, "its kind");
    }
    cx.report(diagnostic.help(help));
    false
}

/// A plain call says its verb, and nothing else does.
fn check_verb(cx: &Context<'_>, rest: RestMethod, named: &Named<MethodSyntax>) {
    let (name, syntax) = (&named.name, &named.value);
    match (&syntax.verb, rest) {
        (None, RestMethod::Plain) if !cx.sink.is_misspelt(&name.place, "verb") => cx.report(
            Diagnostic::error(Code::MissingKey, &name.place, "a plain call needs `verb:`")
                .help("verbs are `GET`, `POST`, `PUT` and `DELETE`"),
        ),
        (Some(verb), rest) if rest != RestMethod::Plain => {
            let message = "the verb of a Rest.li method is given by the method";
            let diagnostic = Diagnostic::error(Code::MethodKind, &verb.place, message);
            cx.report(diagnostic.remove("remove `verb:`", &verb.place));
        }
        _ => {}
    }
}
