//! Values that no two entities may share: an entity with those of another one is refused.

use super::Evaluation;
use crate::catalogue::{DUPLICATE, Refusal};
use crate::scope::{Name, Scope};
use crate::seed::Unique;
use crate::store::{Entity, Members};
use restli_model::interpret::key_json;

impl<'w> Evaluation<'w, '_> {
    /// Refuses members that the entity of this name may not have, because another one of the scope has
    /// them.
    pub(super) fn check_unique(
        &self,
        scope: &Scope,
        name: &Name,
        members: &Members,
    ) -> Result<(), Refusal> {
        for unique in self.unique(scope) {
            let deleted = self.store.deleted(scope).filter(|_| unique.even_deleted);
            let mut others =
                { self.store.entities(scope).chain(deleted) }.filter(|other| !name.is_of(other));
            let shares = |other: &&Entity| {
                let other = other.members();
                other.is_some_and(|other| unique.is_shared(members, other))
            };
            if let Some(other) = others.find(shares) {
                return Err(self.duplicate(unique, members, other));
            }
        }
        Ok(())
    }

    /// Whether entities of the scope are remembered when they are deleted.
    pub(super) fn remembers(&self, scope: &Scope) -> bool {
        self.unique(scope).iter().any(|unique| unique.even_deleted)
    }

    fn unique(&self, scope: &Scope) -> &'w [Unique] {
        let resources = &self.world.behaviour.resources;
        let seeded = resources.get(&scope.family);
        seeded.map_or(&[], |seeded| &seeded.unique)
    }

    fn duplicate(&self, unique: &Unique, members: &Members, other: &Entity) -> Refusal {
        let key = other.key.as_ref();
        let shown = key.map(|key| key_json(self.model(), key));
        if let Some(error) = unique.error(members, &shown.unwrap_or_default()) {
            return Refusal::of_error(&error);
        }
        let text = key.map(|key| self.key_text(key)).unwrap_or_default();
        let fields = unique.names();
        let message = format!("the entity `{text}` has the same {fields}");
        self.world.catalogue.refuse(DUPLICATE, Some(message))
    }
}
