//! Patches: what is to change of an entity, and nothing else.
//!
//! A patch mirrors the entity. Rest.li allows each field once per level, so a patch that says two things of
//! one field is refused when the request is built, rather than by a server or, worse, half applied.
//!
//! A patch is built by hand with the generated builder of its type, or is the difference of two values:
//!
//! ```
//! # use restli::patch::{Part, Parts};
//! # #[derive(Clone, Default, PartialEq)]
//! # struct Shelf { name: Option<String>, note: Option<String> }
//! # impl restli::Record for Shelf {
//! #     const NAME: &'static str = "Shelf";
//! #     fn decode<'de, A: restli::MapAccess<'de>>(
//! #         &mut self, name: &str, value: restli::FieldValue<'_, A>,
//! #     ) -> Result<(), A::Error> {
//! #         match name {
//! #             "name" => value.read(&mut self.name),
//! #             "note" => value.read(&mut self.note),
//! #             _ => value.skip(),
//! #         }
//! #     }
//! #     fn encode<M: restli::SerializeMap>(&self, out: &mut restli::Fields<'_, M>) -> Result<(), M::Error> {
//! #         out.write("name", &self.name)?;
//! #         out.write("note", &self.note)
//! #     }
//! # }
//! # restli::record!(Shelf);
//! # impl Parts for Shelf {
//! #     const PARTS: &'static [Part] = &[Part::whole("name").required(), Part::whole("note")];
//! # }
//! # #[derive(Clone, Debug, Default, PartialEq)]
//! # struct ShelfPatch(restli::Patch);
//! # impl ShelfPatch {
//! #     fn set_name(self, name: &str) -> Self { Self(self.0.set("name", name)) }
//! #     fn delete_note(self) -> Self { Self(self.0.delete("note")) }
//! # }
//! # restli::patch!(ShelfPatch => Shelf);
//! # let read = Shelf { name: Some("Oak".into()), note: Some("creaks".into()) };
//! let mut changed = read.clone();
//! changed.name = Some("Ash".to_owned());
//! changed.note = None;
//! let patch = ShelfPatch::between(&read, &changed);
//! assert_eq!(patch, ShelfPatch::new().set_name("Ash").delete_note());
//! ```

mod between;
mod builder;
mod map;

use std::borrow::Cow;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

pub use between::{Part, Parts, between};
pub use builder::{PatchBuilder, Patchable, within};
pub use map::MapPatch;

use crate::types::{Json, strictly};

/// What is to change of an entity. Generated builders wrap it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patch {
    changes: Vec<(Cow<'static, str>, Change)>,
    /// The whole patch as JSON, where a caller wrote it.
    written: Option<Json>,
    problem: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
enum Change {
    Set(Json),
    Delete,
    Within(Patch),
    Reorder { from: u32, to: u32 },
}

impl Patch {
    /// A patch that changes nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// A patch that is written already: an object with `$set`, `$delete`, and so on. It is sent as it is.
    pub fn from_json(patch: impl Into<Json>) -> Self {
        let patch = patch.into();
        let problem = match patch.as_str().starts_with('{') {
            true => None,
            false => Some("a patch is an object".to_owned()),
        };
        Self {
            changes: Vec::new(),
            written: Some(patch),
            problem,
        }
    }

    /// Sets a field to a value.
    #[must_use]
    pub fn set<V: Serialize + ?Sized>(self, name: impl Into<Cow<'static, str>>, value: &V) -> Self {
        let name = name.into();
        match strictly(|| Json::new(value)) {
            Ok(value) => self.change(name, Change::Set(value)),
            Err(error) => self.refused(format!("`{name}`: {error}")),
        }
    }

    /// Deletes a field.
    #[must_use]
    pub fn delete(self, name: impl Into<Cow<'static, str>>) -> Self {
        self.change(name.into(), Change::Delete)
    }

    /// Changes something within a field.
    #[must_use]
    pub fn within(self, name: impl Into<Cow<'static, str>>, patch: Patch) -> Self {
        let name = name.into();
        if name.starts_with('$') {
            return self.refused(format!(
                "`{name}`: nothing can be changed within a field whose name begins with `$`"
            ));
        }
        match patch.problem.clone() {
            Some(problem) => self.refused(format!("`{name}`: {problem}")),
            None => self.change(name, Change::Within(patch)),
        }
    }

    /// Moves one item of an array to another place; those between shift by one.
    #[must_use]
    pub fn reorder(self, name: impl Into<Cow<'static, str>>, from: u32, to: u32) -> Self {
        self.change(name.into(), Change::Reorder { from, to })
    }

    /// Whether it changes nothing. One that cannot be sent is not empty.
    pub fn is_empty(&self) -> bool {
        let written = self.written.as_ref();
        self.problem.is_none()
            && self.changes.is_empty()
            && written.is_none_or(|json| json == &Json::empty_object())
    }

    /// Why it cannot be sent.
    pub(crate) fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    pub(crate) fn refused(mut self, problem: String) -> Self {
        self.problem.get_or_insert(problem);
        self
    }

    fn change(mut self, name: Cow<'static, str>, change: Change) -> Self {
        if self.changes.iter().any(|(own, _)| *own == name) {
            return self.refused(format!("`{name}` is changed twice"));
        }
        if self.written.is_some() {
            return self.refused(format!("`{name}`: the patch is written already"));
        }
        self.changes.push((name, change));
        self
    }
}

impl AsRef<Patch> for Patch {
    fn as_ref(&self) -> &Patch {
        self
    }
}

/// The JSON of the patch, without the member `patch` that a body puts around it.
impl Serialize for Patch {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        if let Some(written) = &self.written {
            return written.serialize(out);
        }
        let mut map = out.serialize_map(None)?;
        let set = Set(&self.changes);
        if set.members().next().is_some() {
            map.serialize_entry("$set", &set)?;
        }
        let deleted = self
            .changes
            .iter()
            .filter(|(_, change)| *change == Change::Delete);
        let deleted: Vec<_> = deleted.map(|(name, _)| name).collect();
        if !deleted.is_empty() {
            map.serialize_entry("$delete", &deleted)?;
        }
        for (name, change) in &self.changes {
            match change {
                Change::Set(_) | Change::Delete => {}
                Change::Within(patch) => map.serialize_entry(name, patch)?,
                Change::Reorder { from, to } => map.serialize_entry(name, &Move(*from, *to))?,
            }
        }
        map.end()
    }
}

/// The object under `$set`.
struct Set<'a>(&'a [(Cow<'static, str>, Change)]);

impl Set<'_> {
    fn members(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().filter_map(|(name, change)| match change {
            Change::Set(value) => Some((&**name, value)),
            _ => None,
        })
    }
}

impl Serialize for Set<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_map(self.members())
    }
}

/// `{"$reorder":[{"$fromIndex":2,"$toIndex":0}]}`.
struct Move(u32, u32);

impl Serialize for Move {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        struct Indices<'a>(&'a Move);
        impl Serialize for Indices<'_> {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                let Move(from, to) = self.0;
                out.collect_map([("$fromIndex", from), ("$toIndex", to)])
            }
        }
        out.collect_map([("$reorder", [Indices(self)])])
    }
}
