//! Tasks: jobs that are created, polled and read.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{
    Field, KeyType, Method, Record, Resource, Returns, Task, Type, TypeId, TypeKind,
};

use crate::docs::{Text, facts};
use crate::emit::{Scope, example, method};
use crate::names;

/// The function on the resource.
pub(super) fn function(task: &Task) -> TokenStream {
    let (name, marker) = (names::ident(&task.rust_name), names::ident(&task.rust_type));
    let mut text = facts::described(&task.docs, "A job that is started, polled and read.");
    text.paragraph("Starts it and waits until it is done with [`wait`](restli::Task::wait).");
    let docs = text.outer();
    let deprecated = facts::deprecated(&task.docs);
    quote! {
        #docs
        #deprecated
        pub fn #name(self) -> restli::Task<'a, #marker> { restli::Task::new(self.client) }
    }
}

/// The marker of the task, with what the runtime must know of it.
pub(super) fn emit(scope: &Scope<'_>, resource: &Resource, task: &Task) -> TokenStream {
    let (create, poll) = (&resource.methods[task.create], &resource.methods[task.poll]);
    let Some((entity, record)) = polled(scope, poll) else {
        return quote!();
    };
    let marker = names::ident(&task.rust_type);
    let (handle, function) = (names::resource_type(resource), names::bare(&task.rust_name));
    let docs = Text::new(&format!("The task [`{handle}::{function}`].")).outer();
    let deprecated = facts::deprecated(&task.docs);
    let key = method::answered_key(scope, resource.key.as_ref());
    let created = method::output(scope, resource, create);
    let output = output(scope, record, task);
    let entity_type = scope.named(entity);
    let start = names::ident(&create.rust_name);
    let poll = polling(scope, resource, poll, entity, task);
    let (state, result, expires) = (
        state(scope, record, task),
        result(record, task),
        expires(scope, record, task),
    );
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Copy, Debug)]
        pub enum #marker {}
        impl restli::TaskSpec for #marker {
            type Key = #key;
            type Entity = #entity_type;
            type Output = #output;

            fn create(client: &restli::Client) -> restli::Call<'_, #created> {
                #handle { client }.#start().0
            }

            fn poll(client: &restli::Client, id: #key) -> restli::Call<'_, #entity_type> {
                #handle { client }.#poll.0
            }

            #state
            #result
            #expires
        }
    }
}

/// The entity that polling reads.
fn polled<'m>(scope: &Scope<'m>, poll: &Method) -> Option<(TypeId, &'m Record)> {
    match &poll.returns {
        Returns::Value(Type::Named(id)) => match &scope.model[*id].kind {
            TypeKind::Record(record) => Some((*id, record)),
            _ => None,
        },
        _ => None,
    }
}

/// The call that polls: with the key, and the projection if it has one.
fn polling(
    scope: &Scope<'_>,
    resource: &Resource,
    poll: &Method,
    entity: TypeId,
    task: &Task,
) -> TokenStream {
    let function = names::ident(&poll.rust_name);
    let key = match resource.key.as_ref().map(|key| &key.ty) {
        None => quote!(),
        Some(KeyType::Simple(_) | KeyType::Complex { .. } | KeyType::Compound(_)) => quote!(id),
    };
    let project = (!poll.projections.is_empty() && !task.projection.is_empty()).then(|| {
        example::projecting(scope.model, entity, &task.projection)
            .map(|closure| quote!(.project(#closure)))
            .unwrap_or_default()
    });
    quote!(#function(#key)#project)
}

fn result_field<'m>(record: &'m Record, task: &Task) -> &'m Field {
    &record.fields[task.result]
}

fn output(scope: &Scope<'_>, record: &Record, task: &Task) -> TokenStream {
    let field = result_field(record, task);
    match &field.decoration {
        Some(decoration) => scope.named(decoration.target),
        None => scope.ty(&field.ty),
    }
}

fn state(scope: &Scope<'_>, record: &Record, task: &Task) -> TokenStream {
    let field = &record.fields[task.status];
    let name = names::ident(&field.rust_name);
    let patterns = |wire: &[String], state: &str| {
        let Type::Named(id) = &field.ty else {
            return quote!();
        };
        let TypeKind::Enum(symbols) = &scope.model[*id].kind else {
            return quote!();
        };
        let status = scope.named(*id);
        let known = symbols
            .symbols
            .iter()
            .filter(|symbol| wire.contains(&symbol.name));
        let variants: Vec<_> = known
            .map(|symbol| names::ident(&symbol.rust_name))
            .collect();
        let state = names::ident(state);
        match variants.is_empty() {
            true => quote!(),
            false => quote!(#(Some(#status::#variants))|* => restli::TaskState::#state,),
        }
    };
    let succeeded = patterns(&task.succeeded, "Succeeded");
    let failed = patterns(&task.failed, "Failed");
    quote! {
        fn state(task: &Self::Entity) -> restli::TaskState {
            match task.#name { #succeeded #failed _ => restli::TaskState::Running, }
        }
    }
}

fn result(record: &Record, task: &Task) -> TokenStream {
    let field = result_field(record, task);
    let name = names::ident(&field.rust_name);
    let value = match field.decoration {
        Some(_) => quote!(task.#name.and_then(restli::Decorated::into_result)),
        None => quote!(task.#name.map(Ok)),
    };
    quote! {
        fn result(task: Self::Entity) -> Option<Result<Self::Output, restli::DecorationError>> { #value }
    }
}

fn expires(scope: &Scope<'_>, record: &Record, task: &Task) -> Option<TokenStream> {
    let decoration = result_field(record, task).decoration.as_ref()?;
    let TypeKind::Record(result) = &scope.model[decoration.target].kind else {
        return None;
    };
    let name = names::ident(&result.fields[task.expires?].rust_name);
    Some(quote! {
        fn expires_at(result: &Self::Output) -> Option<restli::EpochMillis> { result.#name }
    })
}
