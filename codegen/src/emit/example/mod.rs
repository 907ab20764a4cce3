//! Recorded calls as Rust: what a test runs and what the documentation shows.
//!
//! Everything here may say "this cannot be written": a sample shows what documentation prints, and
//! that may be more than the typed client lets one say.

mod mask;
mod value;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::interpret::{Call, Datum};
use restli_model::model::{
    Body, MethodId, Model, Param, ResourceId, Returns, Sample, Type, TypeId,
};
use restli_wire::Mask;

use crate::emit::{Context, Scope, method, resource};
use crate::layout::FileKey;
use crate::names;
use crate::print;

use value::Values;

/// The variable that holds the client.
pub(super) fn client(cx: &Context<'_>) -> Ident {
    names::variable(&cx.options.crate_ident())
}

/// The closure that builds a mask with the builder of a type.
pub(super) fn projecting(model: &Model, id: TypeId, mask: &Mask) -> Option<TokenStream> {
    mask::closure(model, id, mask)
}

/// The lines of a method's example, with their fences: its first sample that fits and succeeds.
pub(super) fn of(cx: &Context<'_>, id: MethodId) -> Option<Vec<String>> {
    let (client, root) = (client(cx), names::ident(&cx.options.crate_ident()));
    let lines = statements(cx, id)?;
    Some(fenced(&format!("{client}: {root}::Client"), cx, lines))
}

/// The example for the page of the crate: the shortest one, after making a client.
pub(super) fn shortest(cx: &Context<'_>) -> Option<Vec<String>> {
    let resources = cx.model.resources.iter().enumerate();
    let shown = resources.filter(|(_, resource)| resource.docs.deprecated.is_none());
    let calls = shown.flat_map(|(index, _)| resource::calls(cx, ResourceId(index as u32)));
    let examples = calls.filter_map(|id| Some((id, statements(cx, id)?)));
    let length = |lines: &[String]| lines.iter().map(String::len).sum::<usize>();
    let (id, example) = examples.min_by_key(|(_, lines)| length(lines))?;
    let (client, root) = (client(cx), names::ident(&cx.options.crate_ident()));
    let mut lines = print::statements(&quote!(let #client = #root::Client::new("token")?;));
    lines.extend(example);
    let mut lines = fenced("", cx, lines);
    // The group of the resource may be compiled out, the page of the crate never is.
    let feature = &cx.model[cx.model[id.resource].group].name;
    lines.insert(1, format!("# #[cfg(feature = {feature:?})]"));
    Some(lines)
}

/// The statements of an example, after the names that they need.
fn statements(cx: &Context<'_>, id: MethodId) -> Option<Vec<String>> {
    let fits = |sample: &&Sample| {
        sample.misfit.is_none()
            && sample.call.as_ref().is_some_and(|call| call.method == id)
            && sample.exchange.response.status < 400
    };
    let sample = cx.model.samples.iter().find(fits)?;
    let scope = Scope::new(cx.model, FileKey::Tests);
    let call = call(cx, &scope, sample.call.as_ref()?)?;
    let statement = match variable(cx.model, id) {
        Some(variable) => quote!(let #variable = #call.send().await?;),
        None => quote!(#call.send().await?;),
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
    match &model[id.resource].methods[id.method].returns {
        Returns::Nothing => None,
        Returns::Value(Type::Named(id)) => Some(names::closure_param(&model[*id].rust_name)),
        Returns::Value(_) | Returns::ActionValue(_) => Some(names::ident("value")),
        Returns::Collection(_) => Some(names::ident("page")),
        Returns::Batch(_) => Some(names::ident("batch")),
        Returns::Created | Returns::CreatedEntity(_) => Some(names::ident("created")),
    }
}

/// The call up to `send`, if the typed client can express it.
pub(super) fn call(cx: &Context<'_>, scope: &Scope<'_>, call: &Call) -> Option<TokenStream> {
    let resource = &cx.model[call.method.resource];
    let method = resource.methods.get(call.method.method)?;
    if !method::is_supported(method) {
        return None;
    }
    let values = Values { scope };
    let client = client(cx);
    let accessor = names::ident(&resource.rust_name);
    let function = names::ident(&method.rust_name);

    let mut arguments = Vec::new();
    for (index, key) in method::keys(resource, method).enumerate() {
        let (_, datum) = call.keys.iter().find(|(own, _)| *own == index)?;
        arguments.push(values.argument(&method::key_as_type(key), datum)?);
    }
    arguments.extend(required(&values, &method.params, &call.params)?);
    arguments.extend(required(&values, &method.headers, &call.headers)?);
    if let (Body::Record(id), Some(body)) = (&method.body, &call.body) {
        arguments.push(values.argument(&Type::Named(*id), body)?);
    }
    let params = optional(&values, &method.params, &call.params)?;
    let headers = optional(&values, &method.headers, &call.headers)?;
    let paging = paging(call);
    let project = match &call.mask {
        None => quote!(),
        Some((spelling, mask)) => {
            let project = mask::project(cx.model, method, mask)?;
            let default = method.projections.first() == Some(spelling);
            let spelling = method::spelling(*spelling);
            let respelled = (!default).then(|| quote!(.project_as(#spelling)));
            quote!(#project #respelled)
        }
    };
    Some(
        quote!(#client.#accessor().#function(#(#arguments),*) #(#params)* #(#headers)* #(#paging)* #project),
    )
}

/// The arguments of required parameters; all must be there.
fn required(
    values: &Values<'_, '_>,
    params: &[Param],
    given: &[(usize, Datum)],
) -> Option<Vec<TokenStream>> {
    let required = params
        .iter()
        .enumerate()
        .filter(|(_, param)| param.required);
    required
        .map(|(index, param)| {
            let (_, datum) = given.iter().find(|(own, _)| *own == index)?;
            values.argument(&param.ty, datum)
        })
        .collect()
}

/// The setters of optional parameters that are given.
fn optional(
    values: &Values<'_, '_>,
    params: &[Param],
    given: &[(usize, Datum)],
) -> Option<Vec<TokenStream>> {
    let optional = given.iter().filter_map(|(index, datum)| {
        let param = params.get(*index).filter(|param| !param.required)?;
        Some((param, datum))
    });
    optional
        .map(|(param, datum)| {
            let function = names::ident(&param.rust_name);
            let value = values.argument(&param.ty, datum)?;
            Some(quote!(.#function(#value)))
        })
        .collect()
}

fn paging(call: &Call) -> Vec<TokenStream> {
    let number = |name: &str, value: Option<u64>| {
        let name = names::ident(name);
        let value = value.map(proc_macro2::Literal::u64_unsuffixed)?;
        Some(quote!(.#name(#value)))
    };
    let paging = &call.paging;
    let token = paging
        .page_token
        .as_ref()
        .map(|token| quote!(.page_token(#token)));
    let steps = [
        number("start", paging.start),
        number("count", paging.count),
        token,
        number("page_size", paging.page_size),
    ];
    steps.into_iter().flatten().collect()
}
