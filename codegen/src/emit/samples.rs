//! Wire tests: each recorded exchange as a typed call.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use restli_model::interpret::Spelling;
use restli_model::model::{GroupId, Protocol, ResourceKind, RestMethod, Returns, Sample};

use crate::docs::{Text, markdown};
use crate::emit::{Context, Scope, documents, example, group};
use crate::layout::FileKey;
use crate::names;
use crate::print::RustFile;

/// The groups that have tests.
pub(super) fn groups(cx: &Context<'_>) -> BTreeSet<GroupId> {
    cx.model
        .samples
        .iter()
        .filter_map(|sample| group_of(cx, sample))
        .collect()
}

/// The group of the resource that a sample calls; of one that cannot be told, that of its folder.
fn group_of(cx: &Context<'_>, sample: &Sample) -> Option<GroupId> {
    if let Some(call) = &sample.call {
        return Some(cx.model[call.method.resource].group);
    }
    let folder = sample.file.split('/').nth(1);
    let named = group::all(cx).find(|id| Some(cx.model[*id].name.as_str()) == folder);
    named.or_else(|| group::all(cx).next())
}

/// `tests/samples/main.rs`.
pub(super) fn emit(cx: &Context<'_>) -> String {
    let folder = cx.options.schema_dir.replace('\\', "/");
    let folder = match folder.starts_with('/') {
        true => quote!(#folder),
        false => {
            let folder = format!("/{folder}");
            quote!(concat!(env!("CARGO_MANIFEST_DIR"), #folder))
        }
    };
    let mods = groups(cx).into_iter().map(|id| {
        let (cfg, module) = (
            group::cfg_of(cx, id),
            names::ident(&names::group_module(&cx.model[id])),
        );
        quote!(#cfg mod #module;)
    });
    let mods: Vec<_> = mods.collect();
    let schema = Text::new("The folder of the schema.").outer();
    let documents = documents::emit(cx);
    let docs = Text::new("A recorded exchange with this status, from the schema folder.").outer();
    RustFile {
        source: cx.options.source("samples"),
        docs: Text::new("Recorded exchanges, each written out as a typed call."),
        inner: quote!(#![allow(dead_code, deprecated, clippy::field_reassign_with_default)]),
        items: quote! {
            #(#mods)*
            #schema
            const SCHEMA: &str = #folder;
            #docs
            fn sample(file: &str, status: u16) -> restli::testing::Sample {
                restli::testing::Sample::read(SCHEMA, file).of_status(status)
            }
            #documents
        },
    }
    .print()
}

/// The tests of one group.
pub(super) fn emit_group(cx: &Context<'_>, id: GroupId) -> String {
    let scope = Scope::new(cx.model, FileKey::Tests);
    let root = names::ident(&cx.options.crate_ident());
    let samples = cx
        .model
        .samples
        .iter()
        .filter(|sample| group_of(cx, sample) == Some(id));
    let mut names = TestNames::default();
    let tests = samples.map(|sample| test(cx, &scope, sample, &names.free(&sample.id)));
    let tests: Vec<_> = tests.collect();
    let uses = scope.uses_of(&root);
    RustFile {
        source: cx.options.source("samples"),
        docs: Text::new(&format!(
            "Exchanges of the group {}.",
            markdown::code(&cx.model[id].name)
        )),
        inner: quote!(),
        items: quote!(#uses #(#tests)*),
    }
    .print()
}

fn test(cx: &Context<'_>, scope: &Scope<'_>, sample: &Sample, name: &str) -> TokenStream {
    let name = names::ident(name);
    let call = sample
        .call
        .as_ref()
        .and_then(|call| example::call(cx, scope, call));
    let misfit = sample.misfit.clone().or_else(|| {
        (call.is_none() && sample.call.is_some())
            .then(|| "the typed client cannot make this call".to_owned())
    });
    match (misfit, call) {
        (None, None) => refusal(cx, sample, &name),

        (None, Some(call)) => {
            let docs = Text::new(&compared(sample)).outer();
            let (file, client) = (&sample.file, example::client(cx));
            let status = Literal::u16_unsuffixed(sample.exchange.response.status);
            let nameless = keeps_id(cx, sample).then(|| quote!(.without_id()));
            let unversioned = is_versioned_in_vain(cx, sample).then(|| quote!(.unversioned()));
            let root = names::ident(&cx.options.crate_ident());
            let protocol = other_protocol(cx, sample).map(|protocol| match protocol {
                Protocol::V1 => quote!(.in_protocol(#root::restli::Protocol::V1)),
                Protocol::V2 => quote!(.in_protocol(#root::restli::Protocol::V2)),
            });
            quote! {
                #docs
                #[tokio::test]
                async fn #name() {
                    let sample = crate::sample(#file, #status) #nameless #unversioned #protocol;
                    let server = sample.serve().await;
                    let #client = server.client(#root::Client::builder());
                    let answer = #call.send().await;
                    server.verify(answer);
                }
            }
        }
        (misfit, _) => self::misfit(&sample.id, &sample.file, &misfit.unwrap_or_default(), &name),
    }
}

/// The test of a request that was refused and that the typed client cannot make: of the error alone.
fn refusal(cx: &Context<'_>, sample: &Sample, name: &Ident) -> TokenStream {
    let id = markdown::code(&sample.id);
    let docs = format!("{id}: the typed client cannot make this request, which was refused.");
    let docs = Text::new(&docs).outer();
    let (file, client) = (&sample.file, example::client(cx));
    let status = Literal::u16_unsuffixed(sample.exchange.response.status);
    let root = names::ident(&cx.options.crate_ident());
    quote! {
        #docs
        #[tokio::test]
        async fn #name() {
            let sample = crate::sample(#file, #status);
            let server = sample.serve().await;
            let #client = server.client(#root::Client::builder());
            let answer = #client.restli().raw(#root::restli::Method::Get, "/refused").send().await;
            server.verify_refusal(answer);
        }
    }
}

/// Whether a creation answers without the id of what was created.
fn keeps_id(cx: &Context<'_>, sample: &Sample) -> bool {
    let Some(call) = &sample.call else {
        return false;
    };
    let method = &cx.model[call.method.resource].methods[call.method.method];
    let creates = method.rest == RestMethod::Create && method.returns == Returns::Created;
    let api = cx.model.api.id_headers.iter().map(String::as_str);
    let known: Vec<&str> = api
        .chain(["x-restli-id", "x-linkedin-id", "location"])
        .collect();
    let response = &sample.exchange.response;
    let mut headers = response.headers.iter();
    let told = headers.any(|(name, _)| known.iter().any(|known| known.eq_ignore_ascii_case(name)));
    creates && (200..300).contains(&response.status) && !told
}

/// The protocol that the exchange is written in, if the schema has its resource speak the other one.
fn other_protocol(cx: &Context<'_>, sample: &Sample) -> Option<Protocol> {
    let call = sample.call.as_ref()?;
    let resource = &cx.model[call.method.resource];
    let plain = resource.kind == ResourceKind::Plain;
    Some(call.protocol()).filter(|protocol| !plain && *protocol != resource.protocol)
}

/// Whether the exchange names a version to a resource that has none.
fn is_versioned_in_vain(cx: &Context<'_>, sample: &Sample) -> bool {
    let (Some(call), Some(version)) = (&sample.call, &cx.model.api.version) else {
        return false;
    };
    let resource = &cx.model[call.method.resource];
    let versioned = cx.model.api.bases[resource.base].versioned || resource.version.is_some();
    let mut headers = sample.exchange.request.headers.iter();
    !versioned && headers.any(|(name, _)| name.eq_ignore_ascii_case(&version.header))
}

/// A test that fails, because what it is about does not fit the schema.
pub(super) fn misfit(id: &str, file: &str, misfit: &str, name: &Ident) -> TokenStream {
    let docs = Text::new(&format!("{} does not fit the schema.", markdown::code(id)));
    let docs = docs.outer();
    let message = format!("{file}: {misfit}");
    let message = message.replace('{', "{{").replace('}', "}}");
    quote! {
        #docs
        #[test]
        fn #name() { panic!(#message); }
    }
}

/// The names of the tests of one file.
#[derive(Default)]
pub(super) struct TestNames {
    taken: BTreeSet<String>,
}

impl TestNames {
    /// Without the names of other functions of the file.
    pub(super) fn beside(functions: &[&str]) -> Self {
        Self {
            taken: functions.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    /// A name for the test of a sample that no other test has.
    pub(super) fn free(&mut self, id: &str) -> String {
        let first = names::test(id);
        let mut name = first.clone();
        let mut count = 1;
        while !self.taken.insert(name.clone()) {
            count += 1;
            name = format!("{first}_again_{count}");
        }
        name
    }
}

/// Which spelling of the request the test compares.
fn compared(sample: &Sample) -> String {
    let id = markdown::code(&sample.id);
    match sample
        .call
        .as_ref()
        .map(|call| call.spelling)
        .unwrap_or_default()
    {
        Spelling::V2 => format!("{id}, compared in protocol 2.0.0."),
        Spelling::Documented => format!("{id}, compared in protocol 2.0.0, URNs with raw colons."),
        Spelling::V1 => format!("{id}, compared in protocol 1.0.0."),
    }
}
