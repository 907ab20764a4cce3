//! Calls: the facts of a call, the function that starts it, and the builder that it returns.

mod abilities;
mod answer;
mod builder;
mod inputs;
mod keys;
mod spec;
mod steps;

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{Method, MethodId, Model, Resource, RestMethod};

use crate::docs::{Text, facts, markdown};
use crate::emit::{Context, Scope, example};
use crate::names;

pub(in crate::emit) use abilities::{is_walked, projected_entity};
pub(in crate::emit) use answer::output;
pub(in crate::emit) use builder::builder;
pub(in crate::emit) use inputs::required as required_params;
pub(in crate::emit) use keys::{
    answered as answered_key, entity as entity_key, in_path as path_keys, owned as owned_key,
};
pub(in crate::emit) use spec::{spec, spelling};
pub(in crate::emit) use steps::{Step, borrowed};

use inputs::{Input, inputs};

/// The function on the resource that starts the call.
pub(in crate::emit) fn function(cx: &Context<'_>, scope: &Scope<'_>, id: MethodId) -> TokenStream {
    let (resource, method) = look_up(cx.model, id);
    let (name, builder) = (
        names::ident(&method.rust_name),
        names::ident(&method.rust_type),
    );
    let spec = names::constant(method);
    let inputs = inputs(scope, resource, method);
    let docs = docs(cx, id, &inputs).outer();
    let deprecated = facts::deprecated(&method.docs);
    let parameters = inputs
        .iter()
        .map(|Input { name, ty, .. }| quote!(#name: #ty));
    let before = inputs.iter().map(|input| &input.step.before);
    let steps = inputs.iter().map(|input| &input.step.call);
    let empty = steps::empty_body(method);
    quote! {
        #docs
        #deprecated
        pub fn #name(self, #(#parameters),*) -> #builder<'a> {
            #(#before)*
            #builder(restli::Call::new(self.client, &#spec) #empty #(#steps)*)
        }
    }
}

fn look_up(model: &Model, id: MethodId) -> (&Resource, &Method) {
    let resource = &model[id.resource];
    (resource, &resource.methods[id.method])
}

/// What the call does, what it needs, and how it is written.
fn docs(cx: &Context<'_>, id: MethodId, inputs: &[Input]) -> Text {
    let (resource, method) = look_up(cx.model, id);
    let mut text = facts::described(&method.docs, &otherwise(resource, method));
    let explained = inputs.iter().filter_map(|Input { name, docs, .. }| {
        let name = name.to_string();
        Some(format!("`{}`: {}", names::bare(&name), docs.as_deref()?))
    });
    let facts = facts::call(cx.model, resource, method);
    text.list(&explained.chain(facts).collect::<Vec<_>>());
    if let Some(lines) = example::of(cx, id) {
        text.paragraph("# Example");
        text.block(lines);
    }
    text
}

/// What a call does that the schema says nothing about.
fn otherwise(resource: &Resource, method: &Method) -> String {
    let (name, resource) = (
        markdown::code(&method.name),
        markdown::code(names::last_segment(resource)),
    );
    match method.rest {
        RestMethod::Get => format!("Reads one of {resource}."),
        RestMethod::GetAll => format!("Reads all {resource}."),
        RestMethod::Create => format!("Creates one of {resource}."),
        RestMethod::Update => format!("Replaces one of {resource}."),
        RestMethod::PartialUpdate => format!("Changes some fields of one of {resource}."),
        RestMethod::Delete => format!("Deletes one of {resource}."),
        RestMethod::BatchGet => format!("Reads several of {resource}."),
        RestMethod::BatchCreate => format!("Creates several of {resource}."),
        RestMethod::BatchUpdate => format!("Replaces several of {resource}."),
        RestMethod::BatchPartialUpdate => format!("Changes some fields of several of {resource}."),
        RestMethod::BatchDelete => format!("Deletes several of {resource}."),
        RestMethod::Finder => format!("Finds {resource} by {name}."),
        RestMethod::BatchFinder => format!("Finds {resource} by {name}, several times at once."),
        RestMethod::Action => format!("Does {name} with {resource}."),
        RestMethod::Plain => format!("Calls {name} of {resource}."),
    }
}
