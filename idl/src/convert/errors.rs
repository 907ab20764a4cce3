//! Service errors: one catalogue for a resource, and the codes that each method can answer.

use std::collections::BTreeMap;

use crate::ast::{Method, Resource, ServiceError};
use crate::convert::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::yaml::{Map, Yaml};

/// The errors of a resource, each code once.
pub(crate) struct Errors<'a> {
    by_code: BTreeMap<&'a str, (&'a ServiceError, Map)>,
    of_all: &'a [ServiceError],
}

impl<'a> Errors<'a> {
    /// Gathers the errors of a resource and of its methods. Of two that differ under one code, the
    /// first is kept.
    pub(crate) fn new(cx: &Context<'_>, resource: &'a Resource) -> Self {
        let mut errors = Self {
            by_code: BTreeMap::new(),
            of_all: &resource.service_errors,
        };
        let methods = resource.methods.iter();
        let of_methods = methods.flat_map(|method| &method.service_errors);
        for error in resource.service_errors.iter().chain(of_methods) {
            errors.add(cx, error);
        }
        errors
    }

    fn add(&mut self, cx: &Context<'_>, error: &'a ServiceError) {
        let code = &error.code;
        let owner = format!("the service error `{}`", code.value.escape_debug());
        cx.drop_properties(&error.properties, &owner);
        if let Some(parameter) = error.parameters.first() {
            cx.drop(&parameter.place, "parameters", &owner);
        }
        if !cx.check_name(code, "a service error") {
            return;
        }
        let written = write(cx, error);
        let Some((first, known)) = self.by_code.get(code.value.as_str()) else {
            self.by_code.insert(&code.value, (error, written));
            return;
        };
        if *known != written {
            let message = format!(
                "the service error `{}` is described in two ways",
                code.value
            );
            cx.sink.push(
                Diagnostic::error(Code::IdlServiceError, &code.place, message)
                    .label("left out")
                    .also(&first.code.place, "first")
                    .note("our language has each code once in a resource"),
            );
        }
    }

    /// What the resource says of its errors.
    pub(crate) fn catalogue(&self) -> Map {
        let mut map = Map::block();
        for (code, (_, written)) in &self.by_code {
            map.insert(*code, written.clone());
        }
        map
    }

    /// The codes that every method can answer.
    pub(crate) fn of_all(&self) -> Option<Yaml> {
        self.codes(self.of_all, &[])
    }

    /// The codes that a method can answer beside those of all.
    pub(crate) fn of(&self, method: &Method) -> Option<Yaml> {
        self.codes(&method.service_errors, self.of_all)
    }

    fn codes(&self, errors: &[ServiceError], but: &[ServiceError]) -> Option<Yaml> {
        let known = |error: &&ServiceError| {
            let code = &error.code;
            self.by_code.contains_key(code.value.as_str())
                && !but.iter().any(|other| other.code == *code)
        };
        let errors = errors.iter().filter(known);
        let mut codes: Vec<&str> = errors.map(|error| error.code.value.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        (!codes.is_empty()).then(|| Yaml::texts(codes))
    }
}

fn write(cx: &Context<'_>, error: &ServiceError) -> Map {
    let mut map = Map::default();
    map.insert("status", Yaml::number(error.status));
    map.insert_some("message", error.message.as_deref());
    let detail = error.detail.as_ref().and_then(|ty| ty.as_name());
    map.insert_some("details", detail.map(|name| cx.names.get(name).name));
    map
}
