//! Lowering of methods: names, parameters, headers, verbs.
//!
//! What a method answers, sends and how it is paged is decided in `answers`.

use std::collections::HashMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Method, PagingStyle, Param, Permissions, ResourceKind, RestMethod, Type};
use crate::names::{self, Case};
use crate::resolve::answers;
use crate::resolve::api::check_header;
use crate::resolve::context::Context;
use crate::resolve::resources::{self, Surroundings};
use crate::source::Place;
use crate::syntax::{MethodSyntax, MethodsSyntax, Named, ParamSyntax, Spanned};

/// The methods of one resource, in the order of the file.
pub(crate) fn lower(
    cx: &Context<'_>,
    resource: &Surroundings<'_>,
    syntax: &MethodsSyntax,
) -> Vec<Method> {
    let methods = syntax.0.iter();
    methods
        .map(|(rest, named)| method(cx, resource, *rest, named))
        .collect()
}

fn method(
    cx: &Context<'_>,
    resource: &Surroundings<'_>,
    rest: RestMethod,
    named: &Named<MethodSyntax>,
) -> Method {
    let (name, syntax) = (&named.name, &named.value);
    if check_kind(cx, resource, rest, name) {
        check_keys(cx, resource, rest, named);
    }
    let rust_name = rust_name(cx, rest, name, syntax.rust_name.as_ref());
    let answer = answers::lower(cx, resource, rest, named);
    let permissions = match &syntax.permissions {
        Some(permissions) => cx.permissions(permissions),
        None => Permissions::clone(&resource.permissions),
    };
    Method {
        rest,
        name: name.value.clone(),
        rust_type: names::type_of(&rust_name),
        rust_name,
        key: syntax
            .key
            .as_ref()
            .and_then(|key| resources::key(cx, None, key)),
        params: params(cx, rest, &answer, &syntax.params),
        headers: headers(cx, resource, &syntax.headers),
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

/// `find_by_viewer` for the finder `viewer`; other methods keep their name.
fn rust_name(
    cx: &Context<'_>,
    rest: RestMethod,
    name: &Spanned<String>,
    chosen: Option<&Spanned<String>>,
) -> String {
    let own = cx.rust_name(name, chosen, Case::Snake);
    match rest {
        _ if chosen.is_some() => own,
        RestMethod::Finder => names::joined("find_by", &own),
        RestMethod::BatchFinder => names::joined("batch_find_by", &own),
        _ => own,
    }
}

fn check_kind(
    cx: &Context<'_>,
    resource: &Surroundings<'_>,
    rest: RestMethod,
    name: &Spanned<String>,
) -> bool {
    use RestMethod as M;
    let (fits, what) = match resource.kind {
        ResourceKind::Collection => (rest != M::Plain, "a collection"),
        ResourceKind::Association => {
            let fits = !matches!(rest, M::Create | M::BatchCreate | M::Plain);
            (fits, "an association")
        }
        ResourceKind::Simple => {
            let fits = matches!(
                rest,
                M::Get | M::Update | M::PartialUpdate | M::Delete | M::Action
            );
            (fits, "a simple resource")
        }
        ResourceKind::ActionSet => (rest == M::Action, "an action set"),
        ResourceKind::Plain => (rest == M::Plain, "a plain resource"),
    };
    if fits {
        return true;
    }
    let called = match rest {
        M::Finder => format!("the finder `{}`", name.value),
        M::BatchFinder => format!("the batch finder `{}`", name.value),
        M::Action => format!("the action `{}`", name.value),
        M::Plain => format!("the plain call `{}`", name.value),
        _ => format!("the method `{}`", name.value),
    };
    let help = match (resource.kind, rest) {
        (ResourceKind::Plain, _) => Some("write it below `calls:`"),
        (ResourceKind::Simple, M::Finder | M::BatchFinder) => {
            Some("only a collection or an association has finders")
        }
        (_, M::Plain) => Some("`calls:` belong to `kind: plain`"),
        _ => None,
    };
    let message = format!("{what} cannot have {called}");
    cx.report(Diagnostic::error(Code::MethodKind, &name.place, message).help_if(help));
    false
}

/// Keys of the YAML that only some methods have.
fn check_keys(
    cx: &Context<'_>,
    resource: &Surroundings<'_>,
    rest: RestMethod,
    named: &Named<MethodSyntax>,
) {
    let (name, syntax) = (&named.name, &named.value);
    match (&syntax.verb, rest) {
        (None, RestMethod::Plain) if !cx.sink.is_misspelt(&name.place, "verb") => cx.report(
            Diagnostic::error(Code::MissingKey, &name.place, "a plain call needs `verb:`")
                .help("verbs are `GET`, `POST`, `PUT` and `DELETE`"),
        ),
        (Some(verb), rest) if rest != RestMethod::Plain => {
            let message = "the verb of a Rest.li method is given by the method";
            cx.error(Code::MethodKind, &verb.place, message);
        }
        _ => {}
    }
    if let Some(key) = &syntax.key {
        use RestMethod as M;
        let has_entity = matches!(
            rest,
            M::Get
                | M::Update
                | M::PartialUpdate
                | M::Delete
                | M::Action
                | M::BatchGet
                | M::BatchUpdate
                | M::BatchPartialUpdate
                | M::BatchDelete
        );
        let keyed = matches!(
            resource.kind,
            ResourceKind::Collection | ResourceKind::Association
        );
        if !has_entity || !keyed {
            let message = "this method takes no key";
            cx.error(Code::Key, &key.place, message);
        } else if key.name.is_none() {
            cx.error(Code::Key, &key.place, "a key needs a name");
        }
    }
}

/// What the protocol puts into a query itself.
const PROTOCOL_PARAMS: &[&str] = &["q", "bq", "ids", "action", "fields", "projection"];

fn params(
    cx: &Context<'_>,
    rest: RestMethod,
    answer: &answers::Answer,
    params: &[Named<ParamSyntax>],
) -> Vec<Param> {
    let in_query = !matches!(rest, RestMethod::Action | RestMethod::Plain);
    let paging: &[&str] = match answer.paging.as_ref().map(|paging| paging.style) {
        Some(PagingStyle::Offset) => &["start", "count"],
        Some(PagingStyle::Cursor) => &["pageToken", "pageSize"],
        None => &[],
    };
    for Named { name, .. } in params {
        cx.check_wire_name(name);
        let written = name.value.as_str();
        if in_query && (PROTOCOL_PARAMS.contains(&written) || paging.contains(&written)) {
            let message = format!("`{written}` is a parameter of the protocol");
            let help = match written {
                "start" | "count" | "pageToken" | "pageSize" => "it comes with `paging:`",
                "fields" | "projection" => "it comes with `projections:`",
                _ => "it is sent by itself",
            };
            let diagnostic = Diagnostic::error(Code::ReservedParam, &name.place, message);
            cx.report(diagnostic.help(format!("remove it; {help}")));
            cx.mark_failed(&name.place);
        }
    }
    params.iter().map(|named| param(cx, named)).collect()
}

fn param(cx: &Context<'_>, named: &Named<ParamSyntax>) -> Param {
    let (name, syntax) = (&named.name, &named.value);
    if syntax.required && syntax.default.is_some() {
        let message = format!("`{}` is required and has a default", name.value);
        cx.error(Code::FieldFlags, &name.place, message);
    }
    Param {
        name: name.value.clone(),
        rust_name: cx.rust_name(name, syntax.rust_name.as_ref(), Case::Snake),
        ty: cx.ty_at(&name.place, syntax.ty.as_ref()),
        required: syntax.required,
        default: syntax.default.clone(),
        docs: cx.docs(&syntax.docs),
        place: name.place.clone(),
    }
}

/// Headers that the client sends itself.
const CLIENT_HEADERS: &[&str] = &[
    "accept",
    "authorization",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "user-agent",
    "x-http-method-override",
    "x-restli-method",
    "x-restli-protocol-version",
];

fn headers(
    cx: &Context<'_>,
    resource: &Surroundings<'_>,
    headers: &[Named<ParamSyntax>],
) -> Vec<Param> {
    let version = resource.api.version.as_ref();
    let version = version.map(|version| version.header.to_ascii_lowercase());
    let mut seen: HashMap<String, &Place> = HashMap::new();
    let mut lowered = Vec::new();
    for named in headers {
        let name = &named.name;
        let lower = name.value.to_ascii_lowercase();
        check_header(cx, name);
        if CLIENT_HEADERS.contains(&lower.as_str()) || version.as_ref() == Some(&lower) {
            let message = format!("`{}` is a header that the client sends itself", name.value);
            cx.error(Code::Header, &name.place, message);
        }
        if let Some(first) = seen.insert(lower, &name.place) {
            let message = "headers do not differ by case";
            let diagnostic = Diagnostic::error(Code::Header, &name.place, message);
            cx.report(diagnostic.also(first, "first"));
        }
        let header = param(cx, named);
        if !cx.has_failed(&header.place) && !is_header_type(cx, &header.ty) {
            let place = named.value.ty.as_ref().map_or(&name.place, |ty| &ty.place);
            let message = "a header is a primitive, an enum or a URN";
            cx.error(Code::Header, place, message);
        }
        lowered.push(header);
    }
    lowered
}

fn is_header_type(cx: &Context<'_>, ty: &Type) -> bool {
    *ty != Type::Bytes && resources::is_simple(cx, ty)
}
