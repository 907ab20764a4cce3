//! Which items of a model the schema calls thinly founded.
//!
//! One list for all kinds of items, so that a report names them alike: by the path a reader of the
//! schema would look for.

use crate::model::{Docs, Model, TypeKind};

/// The items with `evidence: thin`, as `resource`, `resource.method`, `resource.method(param)`,
/// `resource.key`, `resource!ERROR`, `Type`, `Type.member`, `urn:kind`, the name of a permission, or
/// `!meaning` for a rule of what errors mean; in the order of the model. A mount is not named beside the
/// resource it repeats.
pub fn thin(model: &Model) -> Vec<String> {
    let mut thin = Thin { found: Vec::new() };
    for rule in model.api.errors.iter().filter(|rule| rule.thin_evidence) {
        thin.found.push(format!("!{}", rule.means.word()));
    }
    for scope in &model.scopes {
        thin.item(&scope.docs, || scope.name.clone());
    }
    for kind in &model.urn_kinds {
        thin.item(&kind.docs, || format!("urn:{}", kind.name));
    }
    for def in &model.types {
        let name = &def.name;
        thin.item(&def.docs, || name.clone());
        let members: Vec<(&str, &Docs)> = match &def.kind {
            TypeKind::Record(of) => of.fields.iter().map(|f| (&*f.name, &f.docs)).collect(),
            TypeKind::Enum(of) => of.symbols.iter().map(|s| (&*s.name, &s.docs)).collect(),
            TypeKind::Union(of) => of.members.iter().map(|m| (&*m.key, &m.docs)).collect(),
            _ => Vec::new(),
        };
        for (member, docs) in members {
            thin.item(docs, || format!("{name}.{member}"));
        }
    }
    for resource in model.resources.iter().filter(|r| r.mount_of.is_none()) {
        let name = &resource.name;
        thin.item(&resource.docs, || name.clone());
        for key in resource.key.iter().chain(&resource.alternative_keys) {
            thin.item(&key.docs, || format!("{name}.{}", key.name));
        }
        for error in &resource.service_errors {
            thin.item(&error.docs, || format!("{name}!{}", error.code));
        }
        for method in &resource.methods {
            let call = &method.rust_name;
            thin.item(&method.docs, || format!("{name}.{call}"));
            for param in method.params.iter().chain(&method.headers) {
                thin.item(&param.docs, || format!("{name}.{call}({})", param.name));
            }
        }
    }
    thin.found
}

struct Thin {
    found: Vec<String>,
}

impl Thin {
    fn item(&mut self, docs: &Docs, name: impl FnOnce() -> String) {
        if docs.thin_evidence {
            self.found.push(name());
        }
    }
}
