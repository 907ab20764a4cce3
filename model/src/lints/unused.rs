//! What is declared and not used, and what should be said and is not: types, permissions.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Model, Permissions, Usage};

/// Types that no call sends or receives.
pub(super) fn types(model: &Model, found: &mut Vec<Diagnostic>) {
    for def in model
        .types
        .iter()
        .filter(|def| def.usage == Usage::default())
    {
        let message = format!("no call uses `{}`", def.name);
        found.push(
            Diagnostic::warning(Code::UnusedType, &def.place, message)
                .label("nothing is generated for it")
                .help("refer to it from a call, or remove it"),
        );
    }
}

/// Methods that do not say what they need; only where the schema has permissions at all.
pub(super) fn permissions(model: &Model, found: &mut Vec<Diagnostic>) {
    if model.scopes.is_empty() {
        return;
    }
    let resources = model
        .resources
        .iter()
        .filter(|resource| resource.mount_of.is_none());
    for resource in resources {
        let silent = |method: &&crate::model::Method| {
            method.permissions == Permissions::Unstated && method.alternative_key.is_none()
        };
        let methods: Vec<_> = resource.methods.iter().filter(silent).collect();
        let help = "write `permissions: { any: [a, b] }`, or `all:` where it takes each of them";
        if methods.len() == resource.methods.len() && !methods.is_empty() {
            let message = format!("nobody knows which permission `{}` needs", resource.name);
            found.push(
                Diagnostic::warning(Code::PermissionsUnstated, &resource.place, message)
                    .label("has no `permissions`, and neither have its methods")
                    .help(help),
            );
            continue;
        }
        for method in methods {
            let message = format!("nobody knows which permission `{}` needs", method.name);
            found.push(
                Diagnostic::warning(Code::PermissionsUnstated, &method.place, message)
                    .label("neither it nor its resource has `permissions`")
                    .help(help),
            );
        }
    }
}
