//! Resources: the type whose functions are the calls, and a file for all that belongs to it.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{MethodId, PathPart, Resource, ResourceId};

use crate::docs::{Text, facts, markdown};
use crate::emit::{Context, Scope, method, task, types};
use crate::layout::FileKey;
use crate::names;
use crate::print::RustFile;

/// The file of a resource: the calls, then its own types.
pub(super) fn emit(cx: &Context<'_>, id: ResourceId) -> String {
    let resource = &cx.model[id];
    let file = FileKey::Resource(id);
    let scope = Scope::new(cx.model, file.clone());
    let calls = calls(cx, id);
    let handle = handle(cx, &scope, id, &calls);
    let calls = calls.iter().map(|id| {
        let (spec, builder) = (method::spec(cx, *id), method::builder(&scope, *id));
        quote!(#spec #builder)
    });
    let calls: Vec<_> = calls.collect();
    let tasks = resource
        .tasks
        .iter()
        .map(|task| task::emit(&scope, resource, task));
    let tasks: Vec<_> = tasks.collect();
    let own = cx.layout.types.get(&file).into_iter().flatten();
    let own: Vec<_> = own.map(|id| types::emit_type(cx, &scope, *id)).collect();
    let uses = scope.uses();
    RustFile {
        source: cx.options.source(&resource.file),
        docs: docs(cx, resource),
        inner: quote!(),
        items: quote!(#uses #handle #(#calls)* #(#tasks)* #(#own)*),
    }
    .print()
}

/// The calls of a resource.
pub(super) fn calls(cx: &Context<'_>, id: ResourceId) -> Vec<MethodId> {
    let methods = 0..cx.model[id].methods.len();
    methods
        .map(|method| MethodId {
            resource: id,
            method,
        })
        .collect()
}

fn handle(cx: &Context<'_>, scope: &Scope<'_>, id: ResourceId, calls: &[MethodId]) -> TokenStream {
    let resource = &cx.model[id];
    let name = names::resource_type(resource);
    let mut docs = Text::new(&format!(
        "Calls of {}.",
        markdown::code(&path(cx, resource))
    ));
    if let Some(summary) = facts::brief(&resource.docs) {
        docs.paragraph(&summary);
    }
    let docs = docs.outer();
    let deprecated = facts::deprecated(&resource.docs);
    let functions = calls.iter().map(|id| method::function(cx, scope, *id));
    let tasks = resource.tasks.iter().map(task::function);
    // Some resources are only there for the sub-resources below them.
    let unused =
        (calls.is_empty() && resource.tasks.is_empty()).then(|| quote!(#[allow(dead_code)]));
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Copy, Debug)]
        pub struct #name<'a> {
            #unused
            pub(crate) client: &'a restli::Client,
        }
        impl<'a> #name<'a> {
            #(#functions)*
            #(#tasks)*
        }
    }
}

fn docs(cx: &Context<'_>, resource: &Resource) -> Text {
    let otherwise = format!("The resource {}.", markdown::code(&resource.name));
    let mut text = facts::described(&resource.docs, &otherwise);
    text.list(&facts::resource(cx.model, resource));
    text
}

/// The path of a resource, with the names of its parents' keys.
pub(super) fn path(cx: &Context<'_>, resource: &Resource) -> String {
    let mut path = cx.model.api.bases[resource.base].path.clone();
    for part in &resource.path {
        path.push('/');
        match part {
            PathPart::Segment(segment) => path.push_str(segment),
            PathPart::Key(key) => path.push_str(&format!("{{{}}}", key.name)),
        }
    }
    path
}
