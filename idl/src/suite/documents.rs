//! Members of a document that its schema does not have.
//!
//! Readers of Rest.li skip them, so a document may hold them; which they are is told by the IDL
//! alone, so that a schema that has lost a field in its import is not excused by it.

use crate::Idl;
use crate::ast::{FullName, SchemaKind, Type, TypeKind};
use crate::json::{Json, Member, Value};
use crate::resolve::Discriminator;

/// The JSON paths of members that a schema does not know.
pub(super) fn unknown(idl: &Idl, schema: &str, document: &Json) -> Vec<String> {
    let mut found = Vec::new();
    let name = TypeKind::Named(FullName::new(schema));
    let ty = Type::new(name, document.place.clone());
    walk(idl, &ty, document, "", &mut found);
    found
}

fn walk(idl: &Idl, ty: &Type, json: &Json, path: &str, found: &mut Vec<String>) {
    let ty = idl.behind(ty);
    match (&ty.kind, &json.value) {
        (TypeKind::Array(items), Value::List(values)) => {
            for (index, value) in values.iter().enumerate() {
                walk(idl, items, value, &format!("{path}[{index}]"), found);
            }
        }
        (TypeKind::Map(values), Value::Object(members)) => {
            for member in members {
                walk(idl, values, &member.value, &below(path, member), found);
            }
        }
        (TypeKind::Union(union), Value::Object(members)) => {
            for value in members {
                let key = Discriminator::Key(value.name.value.clone());
                let mut known = union.members.iter();
                match known.find(|member| idl.discriminator(member).as_ref() == Some(&key)) {
                    Some(member) => walk(idl, &member.ty, &value.value, &below(path, value), found),
                    None => found.push(below(path, value)),
                }
            }
        }
        (TypeKind::Named(_), Value::Object(members)) => {
            if let Some(SchemaKind::Record(_)) = idl.schema(ty).map(|schema| &schema.kind) {
                for member in members {
                    match field(idl, ty, &member.name.value) {
                        Some(ty) => walk(idl, ty, &member.value, &below(path, member), found),
                        None => found.push(below(path, member)),
                    }
                }
            }
        }
        _ => {}
    }
}

/// The type of a field, its own or an included one.
fn field<'i>(idl: &'i Idl, ty: &'i Type, name: &str) -> Option<&'i Type> {
    let (_, record) = idl.record(ty)?;
    let own = record.fields.iter().find(|field| field.name.value == name);
    match own {
        Some(field) => Some(&field.ty),
        None => record.included().find_map(|ty| field(idl, ty, name)),
    }
}

fn below(path: &str, member: &Member) -> String {
    let name = &member.name.value;
    match path.is_empty() {
        true => name.clone(),
        false => format!("{path}.{name}"),
    }
}
