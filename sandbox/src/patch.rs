//! Patches applied to JSON (Rest.li protocol 2.0.0, patches).
//!
//! The interpreter has measured a patch against its type; what is left to go wrong depends on the
//! entity: an index that is not there, a part that is nothing that could be patched.

use restli_model::interpret::{Change, Datum, Move, Part, Patch, to_json};
use restli_model::model::{Model, Type, TypeKind};
use serde_json::Value as Json;

use crate::store::Members;

/// Applies a patch; on failure, says why, and the members are then to be thrown away.
pub(crate) fn apply(model: &Model, patch: &Patch, members: &mut Members) -> Result<(), String> {
    for (part, change) in &patch.changes {
        let name = part_name(model, &patch.of, part);
        match change {
            Change::Set(value) => set(model, members, name, value),
            Change::Delete => {
                members.remove(name);
            }
            Change::Within(inner) => within(model, inner, members, name)?,
            Change::Reorder(moved) => reorder(*moved, members.get_mut(name), name)?,
        }
    }
    Ok(())
}

fn set(model: &Model, members: &mut Members, name: &str, value: &Datum) {
    members.insert(name.to_owned(), to_json(model, value));
}

fn within(model: &Model, patch: &Patch, members: &mut Members, name: &str) -> Result<(), String> {
    match members.get_mut(name) {
        Some(Json::Object(inner)) => apply(model, patch, inner),
        Some(_) => Err(format!("`{name}` has no parts that could be patched")),
        None if deletes_only(patch) => Ok(()),
        None => {
            let mut inner = Members::new();
            apply(model, patch, &mut inner)?;
            members.insert(name.to_owned(), Json::Object(inner));
            Ok(())
        }
    }
}

fn reorder(moved: Option<Move>, list: Option<&mut Json>, name: &str) -> Result<(), String> {
    let Some(Move { from, to }) = moved else {
        return Ok(());
    };
    let Some(Json::Array(items)) = list else {
        return Err(format!("`{name}` is no list whose items could move"));
    };
    let (from, to) = (from as usize, to as usize);
    if let Some(outside) = [from, to].into_iter().find(|index| *index >= items.len()) {
        let length = items.len();
        return Err(format!(
            "`{name}` has {length} items, none of them at index {outside}"
        ));
    }
    let item = items.remove(from);
    items.insert(to, item);
    Ok(())
}

/// Whether a patch only takes away, and so creates nothing where nothing is.
fn deletes_only(patch: &Patch) -> bool {
    patch.changes.iter().all(|(_, change)| match change {
        Change::Delete => true,
        Change::Within(inner) => deletes_only(inner),
        Change::Set(_) | Change::Reorder(_) => false,
    })
}

fn part_name<'p>(model: &'p Model, of: &Type, part: &'p Part) -> &'p str {
    let named = match of {
        Type::Named(id) => Some(&model[*id].kind),
        _ => None,
    };
    match (part, named) {
        (Part::Key(key), _) => key,
        (Part::Field(index), Some(TypeKind::Record(record))) => &record.fields[*index].name,
        (Part::Member(index), Some(TypeKind::Union(union))) => &union.members[*index].key,
        // A patch speaks of parts of its own type only.
        (Part::Field(_) | Part::Member(_), _) => "",
    }
}
