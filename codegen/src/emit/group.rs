//! Groups: a module folder and a cargo feature each.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{GroupId, Resource, ResourceId};

use crate::docs::{Text, facts};
use crate::emit::{Context, example, types};
use crate::layout::FileKey;
use crate::names;
use crate::print::RustFile;

/// The groups that have resources.
pub(super) fn all(cx: &Context<'_>) -> impl Iterator<Item = GroupId> {
    let ids = (0..cx.model.groups.len()).map(|index| GroupId(index as u32));
    ids.filter(|id| {
        cx.model
            .resources
            .iter()
            .any(|resource| resource.group == *id)
    })
}

/// The resources of a group, by name.
pub(super) fn resources<'m>(
    cx: &Context<'m>,
    group: GroupId,
) -> impl Iterator<Item = (ResourceId, &'m Resource)> {
    let resources = cx.model.resources.iter().enumerate();
    let resources = resources.map(|(index, resource)| (ResourceId(index as u32), resource));
    resources.filter(move |(_, resource)| resource.group == group)
}

/// The condition that one of these groups' features is on.
pub(super) fn cfg(cx: &Context<'_>, groups: BTreeSet<GroupId>) -> TokenStream {
    let features: Vec<&String> = groups.iter().map(|id| &cx.model[*id].name).collect();
    match features.as_slice() {
        [] => quote!(),
        [feature] => quote!(#[cfg(feature = #feature)]),
        features => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}

/// The condition that a group's feature is on.
pub(super) fn cfg_of(cx: &Context<'_>, group: GroupId) -> TokenStream {
    cfg(cx, BTreeSet::from([group]))
}

/// What the page of a group says: what it is, what it takes to use it, and how it is used.
fn page(cx: &Context<'_>, id: GroupId) -> Text {
    let group = &cx.model[id];
    let mut text = facts::described(&group.docs, &format!("The group `{}`.", group.name));
    let mut facts = Vec::new();
    let products = facts::products(cx.model, id);
    if !products.is_empty() {
        facts.push(format!("Permissions come with: {}", products.join("; ")));
    }
    facts.extend(facts::link(cx.model, &group.docs));
    text.list(&facts);
    if let Some(example) = &group.example {
        text.block(["# Example".to_owned(), String::new()]);
        text.block(example::written(cx, example));
    }
    text
}

/// The `mod.rs` of a group: its resources' modules, and their types one level up.
pub(super) fn emit(cx: &Context<'_>, id: GroupId) -> String {
    let group = &cx.model[id];
    let (mods, uses): (Vec<_>, Vec<_>) = resources(cx, id)
        .map(|(id, resource)| {
            let module = names::ident(names::resource_module(resource));
            (quote!(pub mod #module;), reexport(cx, id, resource))
        })
        .unzip();
    RustFile {
        source: cx.options.source(&format!("resources/{}", group.name)),
        docs: page(cx, id),
        inner: quote!(),
        items: quote!(#(#mods)* #(#uses)*),
    }
    .print()
}

/// The types of a resource, but not its builders, whose names repeat from resource to resource.
fn reexport(cx: &Context<'_>, id: ResourceId, resource: &Resource) -> TokenStream {
    let module = names::ident(names::resource_module(resource));
    let types = cx
        .layout
        .types
        .get(&FileKey::Resource(id))
        .into_iter()
        .flatten();
    let names: BTreeSet<String> = types.flat_map(|id| types::exports(cx, *id)).collect();
    let names: Vec<_> = names.iter().map(|name| names::ident(name)).collect();
    match names.as_slice() {
        [] => quote!(),
        [one] => quote!(pub use #module::#one;),
        many => quote!(pub use #module::{#(#many),*};),
    }
}
