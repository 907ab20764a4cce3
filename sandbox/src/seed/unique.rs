//! Fields whose values no two entities may share.
//!
//! Services refuse a second entity with the same name or the same content; which fields those are, and
//! what is said about it, no schema tells.

use serde_json::Value as Json;

use super::expand::{self, Names};
use crate::json::{look_up, same};
use crate::store::Members;

/// Fields whose values no two entities may share.
#[derive(Debug)]
pub(crate) struct Unique {
    pub(super) fields: Vec<Vec<String>>,
    /// The error object; the sandbox's own words when absent.
    pub(super) error: Option<Json>,
    /// Whether entities count that have been deleted.
    pub(crate) even_deleted: bool,
}

impl Unique {
    /// Whether two entities share the values: each field is equal or absent in both, but not all absent.
    pub(crate) fn is_shared(&self, one: &Members, other: &Members) -> bool {
        let mut some = false;
        let equal = self.fields.iter().all(|path| {
            let (one, other) = (look_up(one, path), look_up(other, path));
            some |= one.is_some();
            match (one, other) {
                (Some(one), Some(other)) => same(one, other),
                (one, other) => one.is_none() && other.is_none(),
            }
        });
        equal && some
    }

    /// What is said of an entity that shares the values with the one of this key.
    pub(crate) fn error(&self, members: &Members, key: &Json) -> Option<Json> {
        let names = Names::default().lenient().with_all(members);
        expand::value(self.error.as_ref()?, &names.with("key", key.clone())).ok()
    }

    /// The fields, for a reader.
    pub(crate) fn names(&self) -> String {
        let fields = self.fields.iter();
        let fields: Vec<_> = fields.map(|path| format!("`{}`", path.join("."))).collect();
        fields.join(", ")
    }
}
