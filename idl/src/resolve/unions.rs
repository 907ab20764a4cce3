//! Unions: what tells their members apart on the wire.

use std::collections::HashMap;

use crate::ast::{TypeKind, Union, UnionMember};
use crate::diagnostics::{Code, Diagnostic, Place, Sink};
use crate::resolve::Idl;

/// The key of a member on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Discriminator {
    /// No key: the value is `null`.
    Null,
    /// A key.
    Key(String),
}

impl Idl {
    /// What tells a member of a union; nothing for a member that cannot be one.
    pub fn discriminator(&self, member: &UnionMember) -> Option<Discriminator> {
        if member.ty.kind == TypeKind::Null {
            return Some(Discriminator::Null);
        }
        if let Some(alias) = &member.alias {
            return Some(Discriminator::Key(alias.value.clone()));
        }
        let key = match &self.behind(&member.ty).kind {
            TypeKind::Null => return Some(Discriminator::Null),
            TypeKind::Primitive(primitive) => primitive.name(),
            TypeKind::Array(_) => "array",
            TypeKind::Map(_) => "map",
            TypeKind::Named(name) => name.as_str(),
            TypeKind::Union(_) | TypeKind::Broken => return None,
        };
        Some(Discriminator::Key(key.to_owned()))
    }
}

/// Checks the unions of all schemas; those of resources are checked when they are converted.
pub(crate) fn check(idl: &Idl, sink: &Sink) {
    for schema in idl.schemas.values() {
        schema.each_type(&mut |ty| {
            if let TypeKind::Union(union) = &ty.kind {
                check_union(idl, union, &ty.place, sink);
            }
        });
    }
}

/// Reports members without a discriminator, or with one that another has.
pub(crate) fn check_union(idl: &Idl, union: &Union, place: &Place, sink: &Sink) {
    let mut first: HashMap<Discriminator, &Place> = HashMap::new();
    let (mut aliased, mut plain) = (0, 0);
    for member in &union.members {
        let null = member.ty.kind == TypeKind::Null;
        match &member.alias {
            Some(alias) if null => {
                let message = "the member `null` has no alias";
                sink.error(Code::IdlUnion, &alias.place, message);
            }
            Some(_) => aliased += 1,
            None if null => {}
            None => plain += 1,
        }
        if member.alias.is_none()
            && let TypeKind::Union(_) = idl.behind(&member.ty).kind
        {
            let message = "a union directly inside a union";
            sink.error(Code::IdlUnion, &member.ty.place, message);
        }
        let Some(discriminator) = idl.discriminator(member) else {
            continue;
        };
        let place = match &member.alias {
            Some(alias) => &alias.place,
            None => &member.ty.place,
        };
        let Some(other) = first.get(&discriminator) else {
            first.insert(discriminator, place);
            continue;
        };
        let message = match &discriminator {
            Discriminator::Null => "two members are `null`".to_owned(),
            Discriminator::Key(key) => format!("two members are told by `{key}`"),
        };
        let diagnostic = Diagnostic::error(Code::IdlUnion, place, message);
        sink.push(
            diagnostic
                .also(other, "first")
                .help("give each member an alias"),
        );
    }
    if aliased > 0 && plain > 0 {
        let message = "all members of a union have an alias, or none has";
        sink.error(Code::IdlUnion, place, message);
    }
}
