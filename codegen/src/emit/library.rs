//! `src/lib.rs`: what the crate is, and what it shows.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{GroupId, ResourceId, TypeKind};

use crate::docs::{Text, facts, markdown};
use crate::emit::{Context, client, example, group, manifest, resource};
use crate::layout::FileKey;
use crate::names;
use crate::print::RustFile;

/// Lints of Clippy that a schema can offend without anybody being able to help it.
const ALLOWED: [&str; 8] = [
    "enum_variant_names",
    "large_enum_variant",
    "match_single_binding",
    "module_inception",
    "new_without_default",
    "should_implement_trait",
    "too_many_arguments",
    "wrong_self_convention",
];

/// `src/lib.rs`.
pub(super) fn emit(cx: &Context<'_>) -> String {
    let allowed = ALLOWED.iter().map(|lint| names::ident(lint));
    let has_types = cx
        .layout
        .types
        .keys()
        .any(|file| matches!(file, FileKey::Types(_)));
    let has_urns = !cx.model.urn_kinds.is_empty();
    let (types_mod, types_use) = reexported("types", has_types);
    let (scopes_mod, scopes_use) = reexported("scopes", !cx.model.scopes.is_empty());
    let (urns_mod, urns_use) = reexported("urns", has_urns);
    // Callers name these types too, and should not have to depend on their crates for it.
    let modules: Vec<_> = { group::all(cx) }
        .map(|id| names::group_module(&cx.model[id]))
        .collect();
    let hand_written = manifest::extensions(cx).into_iter();
    let hand_written = hand_written.map(|package| package.replace('-', "_"));
    let hand_written = hand_written.filter(|name| !modules.contains(name));
    let hand_written = hand_written.map(|name| names::ident(&name));
    let (mods, uses): (Vec<_>, Vec<_>) = group::all(cx).map(|id| group_items(cx, id)).unzip();
    RustFile {
        source: cx.options.source("api.yaml"),
        docs: docs(cx),
        inner: quote! {
            #![allow(deprecated)]
            #![allow(#(clippy::#allowed),*)]
        },
        items: quote! {
            mod client;
            #scopes_mod
            #types_mod
            #urns_mod
            #(#mods)*
            pub use client::Client;
            pub use restli::{self, Decorated, Error, Projection, Result};
            #(pub use ::#hand_written;)*
            #scopes_use
            #types_use
            #urns_use
            #(#uses)*
        },
    }
    .print()
}

/// A private module whose items stand at the root, if there is one.
fn reexported(module: &str, exists: bool) -> (TokenStream, TokenStream) {
    let module = names::ident(module);
    match exists {
        true => (quote!(mod #module;), quote!(pub use #module::*;)),
        false => (quote!(), quote!()),
    }
}

fn group_items(cx: &Context<'_>, id: GroupId) -> (TokenStream, TokenStream) {
    let module = names::ident(&names::group_module(&cx.model[id]));
    let cfg = group::cfg_of(cx, id);
    (
        quote!(#cfg pub mod #module;),
        quote!(#cfg pub use #module::*;),
    )
}

fn docs(cx: &Context<'_>) -> Text {
    let mut text = Text::new(&format!("Typed client of {}", client::summary(cx)));
    if let Some(details) = &cx.model.api.docs.details {
        text.foreign(details);
    }
    if let Some(lines) = example::shortest(cx) {
        text.block(lines);
    }
    text.paragraph("# Groups");
    text.paragraph("Each group of resources is a module and a cargo feature.");
    let mut table = vec![
        "| feature | resources | calls | what |".to_owned(),
        "| --- | --- | --- | --- |".to_owned(),
    ];
    table.extend(group::all(cx).map(|id| row(cx, id)));
    text.block(table);
    text.paragraph(&counts(cx));
    text.list(
        &facts::link(cx.model, &cx.model.api.docs)
            .into_iter()
            .collect::<Vec<_>>(),
    );
    text
}

fn row(cx: &Context<'_>, id: GroupId) -> String {
    let group = &cx.model[id];
    let (resources, calls) = group::resources(cx, id)
        .fold((0, 0), |(resources, calls), (id, _)| {
            (resources + 1, calls + resource::calls(cx, id).len())
        });
    let default = if group.default { " (default)" } else { "" };
    let what = facts::brief(&group.docs)
        .unwrap_or_default()
        .replace('|', "\\|");
    format!(
        "| {}{default} | {resources} | {calls} | {what} |",
        markdown::code(&group.name)
    )
}

fn counts(cx: &Context<'_>) -> String {
    let resources = cx.model.resources.len();
    let ids = (0..resources).map(|index| ResourceId(index as u32));
    let calls: usize = ids.map(|id| resource::calls(cx, id).len()).sum();
    let types = cx.layout.types.values().flatten();
    let records = types
        .filter(|id| matches!(cx.model[**id].kind, TypeKind::Record(_)))
        .count();
    let kinds = cx.model.urn_kinds.len();
    format!(
        "Together {resources} resources with {calls} calls, {records} records and {kinds} kinds of URN."
    )
}
