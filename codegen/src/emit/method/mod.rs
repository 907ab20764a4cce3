//! Calls: the facts of a call, the function that starts it, and the builder that it returns.

mod builder;
mod spec;
mod steps;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::model::{
    Body, Key, KeyType, Method, MethodId, Model, PathPart, Resource, RestMethod, Returns, Type,
    TypeId, UrnType,
};

use crate::docs::{Text, facts, markdown};
use crate::emit::{Context, Scope, argument, example};
use crate::names;

pub(in crate::emit) use builder::builder;
pub(in crate::emit) use spec::{spec, spelling};

use steps::{Step, steps};

/// A parameter of the function that starts a call.
pub(in crate::emit) struct Parameter {
    pub(in crate::emit) name: Ident,
    pub(in crate::emit) ty: TokenStream,
    docs: Option<String>,
}

/// Whether the generator knows how to write calls of this method.
pub(crate) fn is_supported(method: &Method) -> bool {
    match method.rest {
        RestMethod::Get
        | RestMethod::GetAll
        | RestMethod::Create
        | RestMethod::Update
        | RestMethod::Delete
        | RestMethod::Finder
        | RestMethod::Action
        | RestMethod::Plain => true,
        RestMethod::PartialUpdate
        | RestMethod::BatchGet
        | RestMethod::BatchCreate
        | RestMethod::BatchUpdate
        | RestMethod::BatchPartialUpdate
        | RestMethod::BatchDelete
        | RestMethod::BatchFinder => false,
    }
}

/// The function on the resource that starts the call.
pub(in crate::emit) fn function(cx: &Context<'_>, scope: &Scope<'_>, id: MethodId) -> TokenStream {
    let (resource, method) = look_up(cx.model, id);
    let (name, builder) = (
        names::ident(&method.rust_name),
        names::ident(&method.rust_type),
    );
    let spec = names::constant(&method.rust_name);
    let docs = docs(cx, scope, id).outer();
    let deprecated = facts::deprecated(&method.docs);
    let parameters = parameters(scope, resource, method);
    let parameters = parameters
        .iter()
        .map(|Parameter { name, ty, .. }| quote!(#name: #ty));
    let Step { before, call } = steps(scope, resource, method);
    quote! {
        #docs
        #deprecated
        pub fn #name(self, #(#parameters),*) -> #builder<'a> {
            #before
            #builder(restli::Call::new(self.client, &#spec) #call)
        }
    }
}

/// What the call answers.
pub(in crate::emit) fn output(
    scope: &Scope<'_>,
    resource: &Resource,
    method: &Method,
) -> TokenStream {
    let metadata = method.metadata.map(|id| scope.named(id));
    match &method.returns {
        Returns::Nothing => quote!(()),
        Returns::Value(ty) => scope.ty(ty),
        Returns::Collection(id) => {
            let element = scope.named(*id);
            match metadata {
                Some(metadata) => quote!(restli::Collection<#element, #metadata>),
                None => quote!(restli::Collection<#element>),
            }
        }
        Returns::Batch(id) => {
            let (key, entity) = (key_type(scope, resource), scope.named(*id));
            quote!(restli::Batch<#key, #entity>)
        }
        Returns::Created => {
            let key = created_key(scope, resource);
            quote!(restli::Created<#key>)
        }
        Returns::CreatedEntity(id) => {
            let (key, entity) = (created_key(scope, resource), scope.named(*id));
            quote!(restli::CreatedEntity<#key, #entity>)
        }
        Returns::ActionValue(ty) => {
            let ty = scope.ty(ty);
            quote!(restli::ActionValue<#ty>)
        }
    }
}

/// The type of the keys of a resource's entities.
fn key_type(scope: &Scope<'_>, resource: &Resource) -> TokenStream {
    match &resource.key {
        Some(key) => scope.ty(&key_as_type(key)),
        None => quote!(String),
    }
}

/// The type of the key that a creation tells in a header. A record stays the text that it came as.
pub(in crate::emit) fn created_key(scope: &Scope<'_>, resource: &Resource) -> TokenStream {
    let key = resource.key.as_ref().map(key_as_type);
    match key.as_ref().map(|ty| argument::resolved(scope.model, ty)) {
        Some(ty @ (Type::Int | Type::Long | Type::Urn(UrnType::Any | UrnType::Kind(_)))) => {
            scope.ty(ty)
        }
        _ => quote!(String),
    }
}

/// The keys in the path of a call, in path order.
pub(in crate::emit) fn keys<'m>(
    resource: &'m Resource,
    method: &'m Method,
) -> impl Iterator<Item = &'m Key> {
    let parents = resource.path.iter().filter_map(|part| match part {
        PathPart::Key(key) => Some(key),
        PathPart::Segment(_) => None,
    });
    parents.chain(own_key(resource, method))
}

/// The key of the entity that a call is about, if it is about one.
fn own_key<'m>(resource: &'m Resource, method: &'m Method) -> Option<&'m Key> {
    match method.rest {
        RestMethod::Get | RestMethod::Update | RestMethod::PartialUpdate | RestMethod::Delete => {
            method.key.as_ref().or(resource.key.as_ref())
        }
        _ => method.key.as_ref(),
    }
}

/// The parameters of the function: keys, then required parameters and headers, then the body.
pub(in crate::emit) fn parameters(
    scope: &Scope<'_>,
    resource: &Resource,
    method: &Method,
) -> Vec<Parameter> {
    let keys = keys(resource, method).map(|key| Parameter {
        name: names::ident(&key.rust_name),
        ty: argument::parameter(scope, &key_as_type(key)),
        docs: facts::brief(&key.docs),
    });
    let required = method.params.iter().chain(&method.headers);
    let required = required
        .filter(|param| param.required)
        .map(|param| Parameter {
            name: names::ident(&param.rust_name),
            ty: argument::parameter(scope, &param.ty),
            docs: facts::brief(&param.docs),
        });
    let body = match &method.body {
        Body::Record(id) => Some(Parameter {
            name: body_name(scope.model, *id),
            ty: argument::parameter(scope, &Type::Named(*id)),
            docs: None,
        }),
        Body::None | Body::Empty | Body::Patch(_) | Body::Params => None,
    };
    keys.chain(required).chain(body).collect()
}

fn body_name(model: &Model, id: TypeId) -> Ident {
    names::variable(&model[id].rust_name)
}

/// The type of a key as a type.
pub(in crate::emit) fn key_as_type(key: &Key) -> Type {
    match &key.ty {
        KeyType::Simple(ty) => ty.clone(),
        KeyType::Complex { key, .. } | KeyType::Compound(key) => Type::Named(*key),
    }
}

fn look_up(model: &Model, id: MethodId) -> (&Resource, &Method) {
    let resource = &model[id.resource];
    (resource, &resource.methods[id.method])
}

/// What the call does, what it needs, and how it is written.
fn docs(cx: &Context<'_>, scope: &Scope<'_>, id: MethodId) -> Text {
    let (resource, method) = look_up(cx.model, id);
    let mut text = facts::described(&method.docs, &otherwise(resource, method));
    let parameters = parameters(scope, resource, method);
    let explained = parameters
        .iter()
        .filter_map(|Parameter { name, docs, .. }| {
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
    let (name, resource) = (markdown::code(&method.name), markdown::code(&resource.name));
    match method.rest {
        RestMethod::Get => format!("Reads one of {resource}."),
        RestMethod::GetAll => format!("Reads all {resource}."),
        RestMethod::Create => format!("Creates one of {resource}."),
        RestMethod::Update => format!("Replaces one of {resource}."),
        RestMethod::Delete => format!("Deletes one of {resource}."),
        RestMethod::Finder => format!("Finds {resource} by {name}."),
        RestMethod::Action => format!("Does {name} with {resource}."),
        _ => format!("Calls {name} of {resource}."),
    }
}
