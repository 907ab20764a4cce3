//! Recorded calls as Rust: what a test runs and what the documentation shows.
//!
//! Everything here may say "this cannot be written": a sample shows what documentation prints, and
//! that may be more than the typed client lets one say.

mod call;
mod decimal;
mod key;
mod mask;
mod patch;
pub(in crate::emit) mod projection;
mod resolution;
mod value;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::interpret::Datum;
use restli_model::model::{
    Field, MethodId, Model, ResourceId, RestMethod, Returns, Sample, Type, TypeId,
};
use restli_wire::Mask;

use crate::docs::markdown;
use crate::emit::{Context, Scope, method, resource};
use crate::layout::FileKey;
use crate::names;
use crate::print;

pub(super) use call::call;
use value::Values;

/// The variable that holds the client.
pub(super) fn client(cx: &Context<'_>) -> Ident {
    names::variable(&cx.options.crate_ident())
}

/// The closure that builds a mask with the builder of a type.
pub(super) fn projecting(model: &Model, id: TypeId, mask: &Mask) -> Option<TokenStream> {
    mask::closure(model, id, mask)
}

/// The value of a field, without its `Option`, in a file of the crate itself.
pub(super) fn literal(scope: &Scope<'_>, field: &Field, datum: &Datum) -> Option<TokenStream> {
    Values::inside(scope).field(field, datum)
}

/// The lines of a method's example, with their fences: its first sample that fits and succeeds.
pub(super) fn of(cx: &Context<'_>, id: MethodId) -> Option<Vec<String>> {
    let (client, root) = (client(cx), names::ident(&cx.options.crate_ident()));
    let lines = statements(cx, id, None)?;
    Some(fenced(&format!("{client}: {root}::Client"), cx, lines))
}

/// The lines of an example that the schema has written out, with their fences.
pub(super) fn written(cx: &Context<'_>, statements: &str) -> Vec<String> {
    let (client, root) = (client(cx), names::ident(&cx.options.crate_ident()));
    let lines = markdown::code_lines(statements);
    fenced(&format!("{client}: {root}::Client"), cx, lines)
}

/// The example for the page of the crate: the shortest one that can be read as a projection, or else the
/// shortest one, after making a client.
pub(super) fn shortest(cx: &Context<'_>) -> Option<Vec<String>> {
    let resources = cx.model.resources.iter().enumerate();
    let shown = resources.filter(|(_, resource)| resource.docs.deprecated.is_none());
    let calls = shown.flat_map(|(index, _)| resource::calls(cx, ResourceId(index as u32)));
    let examples = calls.filter_map(|id| {
        let part = selected(cx, id);
        let select = part.as_ref().map(|(name, _)| quote!(.select::<#name>()));
        Some((
            id,
            statements(cx, id, select)?,
            part.map(|(_, lines)| lines),
        ))
    });
    let length = |lines: &[String]| lines.iter().map(String::len).sum::<usize>();
    let (id, example, part) =
        examples.min_by_key(|(_, lines, part)| (part.is_none(), length(lines)))?;
    let (client, root) = (client(cx), names::ident(&cx.options.crate_ident()));
    let mut lines = print::statements(&quote!(let #client = #root::Client::new("token")?;));
    lines.extend(example);
    let mut lines = fenced("", cx, lines);
    // The group of the resource may be compiled out, the page of the crate never is.
    let feature = &cx.model[cx.model[id.resource].group].name;
    let only_with = format!("# #[cfg(feature = {feature:?})]");
    if let Some(part) = part {
        let end = lines.len() - 1;
        let items = [String::new(), only_with.clone()].into_iter().chain(part);
        let items: Vec<_> = items.collect();
        lines.splice(end..end, items);
    }
    lines.insert(1, only_with);
    Some(lines)
}

/// The projection that a call's answer can be read as, with its lines.
fn selected(cx: &Context<'_>, id: MethodId) -> Option<(Ident, Vec<String>)> {
    let scope = Scope::new(cx.model, FileKey::Tests);
    let method = &cx.model[id.resource].methods[id.method];
    let entity = method::projected_entity(&scope, method)?;
    let lines = projection::declaration(cx, entity)?;
    Some((projection::name(cx, entity), lines))
}

/// The statements of an example, after the names that they need.
fn statements(cx: &Context<'_>, id: MethodId, select: Option<TokenStream>) -> Option<Vec<String>> {
    let fits = |sample: &&Sample| {
        sample.misfit.is_none()
            && sample.call.as_ref().is_some_and(|call| call.method == id)
            && sample.exchange.response.status < 400
    };
    let sample = cx.model.samples.iter().find(fits)?;
    let scope = Scope::new(cx.model, FileKey::Tests);
    let call = call(cx, &scope, sample.call.as_ref()?)?;
    let statement = match variable(cx.model, id) {
        Some(variable) => quote!(let #variable = #call #select.send().await?;),
        None => quote!(#call #select.send().await?;),
    };
    let mut lines = Vec::new();
    if let Some(uses) = scope.imported(&names::ident(&cx.options.crate_ident())) {
        lines.extend(print::statements(&uses));
        lines.push(String::new());
    }
    lines.extend(print::statements(&statement));
    Some(lines)
}

/// An example is compiled, but not run: it would need the network.
fn fenced(parameters: &str, cx: &Context<'_>, lines: Vec<String>) -> Vec<String> {
    let root = cx.options.crate_ident();
    let opening = [
        "```no_run".to_owned(),
        format!("# async fn example({parameters}) -> {root}::Result<()> {{"),
    ];
    let closing = ["# Ok(())", "# }", "```"].map(str::to_owned);
    opening.into_iter().chain(lines).chain(closing).collect()
}

/// What an example calls the answer.
fn variable(model: &Model, id: MethodId) -> Option<Ident> {
    let method = &model[id.resource].methods[id.method];
    let name = match (&method.returns, method.rest) {
        (_, RestMethod::BatchCreate) => "created",
        (Returns::Batch(_), _)
        | (_, RestMethod::BatchUpdate | RestMethod::BatchPartialUpdate | RestMethod::BatchDelete) => {
            "batch"
        }
        (_, RestMethod::BatchFinder) => "pages",
        (Returns::Nothing, _) => return None,
        (Returns::Value(Type::Named(id)), _) => {
            return Some(names::closure_param(&model[*id].rust_name));
        }
        (Returns::Value(_) | Returns::ActionValue(_), _) => "value",
        (Returns::Collection(_), _) => "page",
        (Returns::Created | Returns::CreatedEntity(_), _) => "created",
        (Returns::UpdatedEntity(_), _) => "updated",
    };
    Some(names::ident(name))
}
