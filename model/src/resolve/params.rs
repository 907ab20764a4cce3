//! Lowering of parameters and headers.

use std::collections::HashMap;

use crate::diagnostics::{Code, Diagnostic, key_below};
use crate::model::{PagingStyle, Param, ProjectionSpelling, RestMethod, Type};
use crate::names::Case;
use crate::resolve::answers::Answer;
use crate::resolve::api::check_header;
use crate::resolve::context::Context;
use crate::resolve::keys;
use crate::resolve::resources::Surroundings;
use crate::source::Place;
use crate::syntax::{Named, ParamSyntax};

/// What the protocol puts into a query itself.
const PROTOCOL_PARAMS: &[&str] = &[
    "$fillInDefaults",
    "$returnEntity",
    "action",
    "altkey",
    "bq",
    "fields",
    "ids",
    "metadataFields",
    "pagingFields",
    "q",
];

/// The same, but of other methods, so that a finder may use them.
const NO_FINDERS: &[&str] = &["action", "bq"];

/// Whether the protocol uses a name in the queries of a method, and where it comes from.
fn reserved(rest: RestMethod, answer: &Answer, name: &str) -> Option<&'static str> {
    let style = answer.paging.as_ref().map(|paging| paging.style);
    match (name, style) {
        ("start" | "count", Some(PagingStyle::Offset))
        | ("pageToken" | "pageSize", Some(PagingStyle::Cursor)) => Some("it comes with `paging:`"),
        ("projection", _) => answer
            .projections
            .contains(&ProjectionSpelling::Projection)
            .then_some("it comes with `projections:`"),
        ("fields", _) => answer
            .projections
            .contains(&ProjectionSpelling::Fields)
            .then_some("it comes with `projections:`"),
        _ if rest == RestMethod::Finder && NO_FINDERS.contains(&name) => None,
        _ => PROTOCOL_PARAMS
            .contains(&name)
            .then_some("it is sent by itself"),
    }
}

/// The parameters of a method.
pub(crate) fn lower(
    cx: &Context<'_>,
    rest: RestMethod,
    answer: &Answer,
    params: &[Named<ParamSyntax>],
) -> Vec<Param> {
    let in_query = !matches!(rest, RestMethod::Action | RestMethod::Plain);
    for Named { name, .. } in params {
        cx.check_wire_name(name);
        if in_query && let Some(source) = reserved(rest, answer, &name.value) {
            let message = format!("`{}` is a parameter of the protocol", name.value);
            let diagnostic = Diagnostic::error(Code::ReservedParam, &name.place, message);
            cx.report(diagnostic.remove(format!("remove it; {source}"), &name.place));
            cx.mark_failed(&name.place);
        }
    }
    params.iter().map(|named| param(cx, named)).collect()
}

fn param(cx: &Context<'_>, named: &Named<ParamSyntax>) -> Param {
    let (name, syntax) = (&named.name, &named.value);
    if let (true, Some(default)) = (syntax.required, &syntax.default) {
        let message = format!("`{}` is required and has a default", name.value);
        let diagnostic = Diagnostic::error(Code::FieldFlags, &name.place, message)
            .also(&default.place, "its default");
        let required = key_below(&name.place, "required");
        cx.report(match &required {
            Some(required) => diagnostic
                .also(required, "required")
                .remove("remove `required:`, or `default:`", required),
            None => diagnostic.help("remove `required:`, or `default:`"),
        });
    }
    Param {
        name: name.value.clone(),
        rust_name: cx.rust_name(name, syntax.rust_name.as_ref(), Case::Snake),
        ty: cx.ty_at(&name.place, syntax.ty.as_ref()),
        required: syntax.required && syntax.default.is_none(),
        default: None,
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

/// The headers of a method.
pub(crate) fn headers(
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
            let diagnostic = Diagnostic::error(Code::Header, &name.place, message);
            cx.report(diagnostic.remove("remove it", &name.place));
        }
        if let Some(first) = seen.insert(lower, &name.place) {
            let message = "headers do not differ by case";
            let diagnostic = Diagnostic::error(Code::Header, &name.place, message);
            cx.report(
                diagnostic
                    .label("second")
                    .also(first, "first")
                    .remove("remove it", &name.place),
            );
        }
        let header = param(cx, named);
        if !cx.has_failed(&header.place) && !is_header_type(cx, &header.ty) {
            let place = named.value.ty.as_ref().map_or(&name.place, |ty| &ty.place);
            let message = "a header is a primitive, an enum or a URN";
            cx.report(
                Diagnostic::error(Code::Header, place, message)
                    .also(&name.place, "the header")
                    .fix(
                        "write `string`, and give the header as text",
                        place,
                        "string",
                    ),
            );
        }
        lowered.push(header);
    }
    lowered
}

fn is_header_type(cx: &Context<'_>, ty: &Type) -> bool {
    *ty != Type::Bytes && keys::is_simple(cx, ty)
}
