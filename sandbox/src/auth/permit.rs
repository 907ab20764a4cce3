//! May whoever makes a call make it: the scopes of the token against the permissions of the method.
//!
//! Services name an inner resource and method when they refuse, which tells a caller little; so
//! the sandbox says beside it which scopes would do, who grants them, and what the token has.

use restli_model::interpret::Call;
use restli_model::model::{Method, Model, Permissions, RestMethod, ScopeId};

use super::bearer::Bearer;
use super::tokens::Scopes;
use crate::catalogue::{Catalogue, Explanation, NO_PERMISSION, Refusal, Subject};

impl Bearer {
    /// Refuses a call that takes other scopes.
    pub(crate) fn permit(
        &self,
        catalogue: &Catalogue,
        subject: &Subject<'_>,
        call: &Call,
    ) -> Result<(), Refusal> {
        let model = subject.model;
        let resource = &model[call.method.resource];
        let method = &resource.methods[call.method.method];
        if self.satisfies(&method.permissions) {
            return Ok(());
        }
        let explanation = Explanation {
            at: Some("header `Authorization`".to_owned()),
            help: Some(self.help(model, &method.permissions)),
            declared: Some(method.place.clone()),
            ..Explanation::text(NO_PERMISSION, self.why(model, method))
        };
        let called = name(method);
        let subject = Subject {
            called: Some(&called),
            ..*subject
        };
        Err(catalogue.refuse_about(NO_PERMISSION, Some(&subject), vec![explanation]))
    }

    /// Whether the scopes are enough for these permissions.
    pub(super) fn satisfies(&self, permissions: &Permissions) -> bool {
        match permissions {
            Permissions::Unstated => true,
            Permissions::Any(scopes) => scopes.iter().any(|scope| self.has(*scope)),
            Permissions::All(scopes) => scopes.iter().all(|scope| self.has(*scope)),
        }
    }

    fn why(&self, model: &Model, method: &Method) -> String {
        let (which, scopes) = match &method.permissions {
            Permissions::All(scopes) if scopes.len() > 1 => ("all of ", scopes),
            Permissions::Any(scopes) if scopes.len() > 1 => ("one of ", scopes),
            Permissions::All(scopes) | Permissions::Any(scopes) => ("", scopes),
            Permissions::Unstated => return String::new(),
        };
        let names = |scopes: &mut dyn Iterator<Item = ScopeId>| {
            let names = scopes.map(|scope| format!("`{}`", model[scope].name));
            names.collect::<Vec<_>>().join(", ")
        };
        let needs = names(&mut scopes.iter().copied());
        let own = match &self.scopes {
            Scopes::These(own) if !own.is_empty() => names(&mut own.iter().copied()),
            _ => "none".to_owned(),
        };
        let whose = match self.application {
            true => "the token, which is the application's own,",
            false => "the token",
        };
        format!("it takes {which}{needs}; {whose} has {own}")
    }

    /// What to do about it.
    fn help(&self, model: &Model, permissions: &Permissions) -> String {
        let (Permissions::Any(scopes) | Permissions::All(scopes)) = permissions else {
            return String::new();
        };
        let waiting = scopes.iter().find_map(|scope| {
            let left = self.waiting.get(scope)?.as_secs() + 1;
            let name = &model[*scope].name;
            Some(format!(
                "`{name}` was granted only just: it counts in {left} seconds"
            ))
        });
        waiting.unwrap_or_else(|| {
            let missing = scopes.iter().filter(|scope| !self.has(**scope));
            let granted = missing.map(|scope| {
                let scope = &model[*scope];
                match &scope.product {
                    Some(product) => format!("`{}` comes with the product {product}", scope.name),
                    None => format!("ask for `{}`", scope.name),
                }
            });
            granted.collect::<Vec<_>>().join("; ")
        })
    }
}

/// The Rest.li method, and which one where there are several.
fn name(method: &Method) -> String {
    let rest = method.rest.wire_name().to_uppercase();
    match method.rest {
        RestMethod::Finder | RestMethod::BatchFinder | RestMethod::Action => {
            format!("{rest}-{}", method.name)
        }
        RestMethod::Plain => method.name.to_uppercase(),
        _ => rest,
    }
}
