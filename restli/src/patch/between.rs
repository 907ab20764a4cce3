//! The patch that turns one value into another.
//!
//! Callers read an entity, change a few fields and want to send just those. What a patch may say of each field is
//! a short table per type; the comparison itself is of the JSON that would be sent, so that it is written once and
//! not compiled per type.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use super::Patch;
use crate::types::{Json, Unexpected, noting};

/// What a patch can change of a record, or reach into of a union.
pub trait Parts {
    /// The fields that a patch can change, in their order; of a union, the members that it can reach into.
    const PARTS: &'static [Part];
    /// Whether it has one of its parts at a time.
    const IS_UNION: bool = false;
}

/// A field of a record or a member of a union, as a patch sees it.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    name: &'static str,
    is_required: bool,
    inside: Inside,
}

impl Part {
    /// What can only be set and deleted as a whole.
    pub const fn whole(name: &'static str) -> Self {
        Self::new(name, Inside::Nothing)
    }

    /// What can be patched itself.
    pub const fn within<T: Parts>(name: &'static str) -> Self {
        Self::new(name, Inside::Parts(shape::<T>))
    }

    /// A map whose values are set and deleted as a whole.
    pub const fn map(name: &'static str) -> Self {
        Self::new(name, Inside::Map(None))
    }

    /// A map whose values can be patched themselves.
    pub const fn map_of<T: Parts>(name: &'static str) -> Self {
        Self::new(name, Inside::Map(Some(shape::<T>)))
    }

    /// The same part, which cannot be deleted.
    pub const fn required(self) -> Self {
        Self {
            is_required: true,
            ..self
        }
    }

    const fn new(name: &'static str, inside: Inside) -> Self {
        Self {
            name,
            is_required: false,
            inside,
        }
    }
}

/// By function, because a type may hold itself.
type ShapeOf = fn() -> Shape;

#[derive(Clone, Copy, Debug)]
enum Inside {
    Nothing,
    Parts(ShapeOf),
    Map(Option<ShapeOf>),
}

#[derive(Clone, Copy, Debug)]
struct Shape {
    parts: &'static [Part],
    is_union: bool,
}

fn shape<T: Parts>() -> Shape {
    Shape {
        parts: T::PARTS,
        is_union: T::IS_UNION,
    }
}

/// The smallest patch that turns one value into another; what [`patch!`](crate::patch!) puts behind `between`.
pub fn between<T: Parts + Serialize>(old: &T, new: &T) -> Patch {
    let old = Json::new(old);
    let (new, unexpected) = noting(|| Json::new(new));
    let (old, new) = match (old, new) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(error), _) | (_, Err(error)) => return Patch::new().refused(error.to_string()),
    };
    let comparison = Comparison { unexpected };
    let shape = shape::<T>();
    match comparison.inside(shape, old.as_str(), new.as_str()) {
        Some(patch) => patch,
        None => Patch::new().refused(
            "another member of the union is no part of it; set the field that holds the union"
                .to_owned(),
        ),
    }
}

struct Comparison {
    /// URNs of the new value that must not be sent where they stand.
    unexpected: Vec<Unexpected>,
}

type Members<'a> = BTreeMap<String, &'a RawValue>;

fn members(json: &str) -> Option<Members<'_>> {
    serde_json::from_str(json).ok()
}

impl Comparison {
    /// The patch within a record or union; nothing where only a whole new value will do.
    fn inside(&self, shape: Shape, old: &str, new: &str) -> Option<Patch> {
        let (old, new) = (members(old)?, members(new)?);
        if shape.is_union {
            return self.member(shape.parts, &old, &new);
        }
        let parts = shape.parts.iter();
        Some(parts.fold(Patch::new(), |patch, part| {
            self.part(patch, part, old.get(part.name), new.get(part.name))
        }))
    }

    fn part(
        &self,
        patch: Patch,
        part: &Part,
        old: Option<&&RawValue>,
        new: Option<&&RawValue>,
    ) -> Patch {
        let Part { name, inside, .. } = *part;
        match (old, new) {
            (None, None) => patch,
            (Some(_), None) if part.is_required => {
                patch.refused(format!("`{name}` is required and cannot be deleted"))
            }
            (Some(_), None) => patch.delete(name),
            (None, Some(new)) => self.set(patch, name, new),
            (Some(old), Some(new)) if old.get() == new.get() => patch,
            (Some(old), Some(new)) => {
                let within = match inside {
                    Inside::Nothing => None,
                    Inside::Parts(shape) => self.inside(shape(), old.get(), new.get()),
                    Inside::Map(shape) => self.entries(shape, old.get(), new.get()),
                };
                match within {
                    Some(changes) => nested(patch, name, changes),
                    None => self.set(patch, name, new),
                }
            }
        }
    }

    /// The patch within the member that a union has before and after.
    fn member(&self, parts: &[Part], old: &Members<'_>, new: &Members<'_>) -> Option<Patch> {
        let (name, value) = new.first_key_value().filter(|_| new.len() == 1)?;
        let before = old.get(name).filter(|_| old.len() == 1)?;
        if before.get() == value.get() {
            return Some(Patch::new());
        }
        let part = parts.iter().find(|part| part.name == name)?;
        let Inside::Parts(shape) = part.inside else {
            return None;
        };
        let changes = self.inside(shape(), before.get(), value.get())?;
        Some(nested(Patch::new(), part.name, changes))
    }

    /// The patch within a map.
    fn entries(&self, shape: Option<ShapeOf>, old: &str, new: &str) -> Option<Patch> {
        let (old, new) = (members(old)?, members(new)?);
        let gone = old.keys().filter(|name| !new.contains_key(*name));
        let patch = gone.fold(Patch::new(), |patch, name| patch.delete(name.clone()));
        Some(new.iter().fold(patch, |patch, (name, value)| {
            let before = old.get(name).map(|before| before.get());
            if before == Some(value.get()) {
                return patch;
            }
            // Nothing can be changed within what is called like a command.
            let within = before.zip(shape).filter(|_| !name.starts_with('$'));
            let within = within.and_then(|(before, of)| self.inside(of(), before, value.get()));
            match within {
                Some(changes) => nested(patch, name.clone(), changes),
                None => self.set(patch, name.clone(), value),
            }
        }))
    }

    fn set(
        &self,
        patch: Patch,
        name: impl Into<std::borrow::Cow<'static, str>>,
        value: &RawValue,
    ) -> Patch {
        let name = name.into();
        let unexpected = self.unexpected.iter();
        let mut within = unexpected.filter(|unexpected| unexpected.is_in(value.get()));
        match within.next() {
            Some(unexpected) => patch.refused(format!("`{name}`: {}", unexpected.reason)),
            None => patch.set(name, value),
        }
    }
}

fn nested(patch: Patch, name: impl Into<std::borrow::Cow<'static, str>>, changes: Patch) -> Patch {
    match changes.is_empty() {
        true => patch,
        false => patch.within(name, changes),
    }
}
