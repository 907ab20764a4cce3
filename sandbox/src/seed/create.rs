//! What creating makes: the key, what is added to what was sent, the states that follow.

use std::collections::BTreeSet;
use std::time::Duration;

use restli_model::model::ResourceId;
use serde_json::{Map, Value as Json};

use super::expand::{self, Names};
use super::refuse::Refusals;
use super::when::When;
use crate::store::{Held, Members};

/// What creating makes.
#[derive(Debug)]
pub(crate) struct Create {
    pub(super) names: Names,
    /// The pattern of keys; they are generated when absent.
    pub(super) key: Option<String>,
    /// The header that tells the key; that of the protocol when absent.
    pub(crate) header: Option<String>,
    pub(super) entity: Map<String, Json>,
    pub(crate) refuse: Refusals,
    pub(super) states: Vec<State>,
    /// What comes to be in other resources: for each, the first that fits.
    pub(crate) also: Vec<(ResourceId, Vec<Also>)>,
}

/// An entity that comes to be in another resource.
#[derive(Debug)]
pub(crate) struct Also {
    /// What must have been sent.
    pub(crate) when: When,
    pub(super) create: Create,
}

/// What is added to an entity that has just been created.
#[derive(Debug, Default)]
pub(crate) struct Additions {
    pub(crate) members: Members,
    pub(crate) states: Vec<State>,
}

/// A state that a created entity passes through.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(super) polls: Option<u32>,
    pub(super) lasts: Option<Duration>,
    /// What ends it, whatever the time.
    pub(super) until: Option<String>,
    pub(super) set: Members,
    pub(super) urns: Vec<(String, Members)>,
}

impl Create {
    /// Whether what it makes passes through states.
    pub(crate) fn changes_by_itself(&self) -> bool {
        !self.states.is_empty()
    }

    /// The key of the entity with this number, as it stands in bodies.
    ///
    /// The patterns were tried when they were read, so they can be filled.
    pub(crate) fn key(&self, number: u64) -> Option<Result<String, String>> {
        let names = self.names.clone().with("n", Json::from(number));
        Some(expand::text(self.key.as_ref()?, &names).map_err(String::from))
    }

    /// What is added to the entity with this number and key, which is a text unless it is a number.
    ///
    /// The texts may also speak of these values, some of which may be absent.
    pub(crate) fn additions(
        &self,
        values: &Members,
        number: u64,
        key: Json,
    ) -> Result<Additions, String> {
        self.written(&self.names(values, number, key).lenient())
    }

    /// The same for the first entity, where every value that a text may speak of is there.
    pub(super) fn try_additions(&self, values: &Members, key: Json) -> Result<Additions, String> {
        self.written(&self.names(values, 1, key))
    }

    fn written(&self, names: &Names) -> Result<Additions, String> {
        let states = self.states.iter().map(|state| state.fill(names));
        Ok(Additions {
            members: expand::timed(&expand::object(&self.entity, names)?),
            states: states.collect::<Result<_, String>>()?,
        })
    }

    /// The names that texts may speak of.
    fn names(&self, values: &Members, number: u64, key: Json) -> Names {
        let names = self.names.clone().with_all(values);
        names.with("n", Json::from(number)).with("key", key)
    }
}

impl Also {
    /// Its key, as it stands in bodies, and its members, with the number and key of the first entity.
    pub(crate) fn fill(
        &self,
        values: &Members,
        number: u64,
        key: Json,
    ) -> Result<(String, Additions), String> {
        let text = self.key(values, number, key.clone())?;
        Ok((text, self.create.additions(values, number, key)?))
    }

    /// Its key, as it stands in bodies.
    pub(super) fn key(&self, values: &Members, number: u64, key: Json) -> Result<String, String> {
        let names = self.create.names(values, number, key);
        let pattern = self.create.key.as_deref().unwrap_or_default();
        Ok(expand::text(pattern, &names)?)
    }
}

impl State {
    fn fill(&self, names: &Names) -> Result<Self, String> {
        let urns = self
            .urns
            .iter()
            .map(|(urn, members)| Ok((expand::text(urn, names)?, expand::object(members, names)?)));
        Ok(State {
            polls: self.polls,
            lasts: self.lasts,
            until: self.until.clone(),
            set: expand::object(&self.set, names)?,
            urns: urns.collect::<Result<_, String>>()?,
        })
    }

    /// Whether an entity that was read so often, is so old in this state, and met these events, stays
    /// in it.
    pub(crate) fn lasts(&self, polls: u32, age: Duration, events: &BTreeSet<String>) -> bool {
        match (&self.until, self.polls, self.lasts) {
            (Some(event), _, _) => !events.contains(event),
            (None, None, None) => true,
            (None, reads, time) => {
                reads.is_some_and(|reads| polls < reads) || time.is_some_and(|time| age < time)
            }
        }
    }

    /// What changes when the state begins, with times that count from now.
    pub(crate) fn enter(&self) -> (Members, Vec<(String, Held)>) {
        let urns = self
            .urns
            .iter()
            .map(|(urn, members)| (urn.clone(), Held::Members(expand::timed(members))));
        (expand::timed(&self.set), urns.collect())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use restli_model::model::ResourceId;
    use restli_model::source::SourceSet;
    use serde_json::json;

    use super::*;
    use crate::progress::Progress;
    use crate::scope::{Name, Scope};
    use crate::store::Store;

    const HOUR: Duration = Duration::from_secs(3600);

    fn state(lasts: Option<Duration>, name: &str) -> State {
        State {
            polls: None,
            lasts,
            until: None,
            set: Members::from_iter([("state".to_owned(), json!(name))]),
            urns: Vec::new(),
        }
    }

    fn look(store: &mut Store, scope: &Scope) -> Json {
        store.poll(scope, &Name::Only);
        let entity = store.find(scope, &Name::Only).expect("an entity");
        entity.members().expect("members")["state"].clone()
    }

    /// What lasts two hours was put aside after one; so after one more it is over, whenever that is.
    #[test]
    fn an_entity_that_was_put_aside_goes_on_where_it_was() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests/features/schema");
        let (model, _) = restli_model::load(&SourceSet::read(&root).expect("a schema"));
        let scope = Scope::everywhere(&model.expect("no errors"), ResourceId(0));
        let mut store = Store::default();
        store.start();
        let states = vec![state(Some(HOUR * 2), "new"), state(None, "old")];
        let mut entity = scope.entity(None, Held::Members(Members::new()));
        entity.progress = Some(Progress::new(states));
        assert!(store.add(&scope, entity));
        assert_eq!(look(&mut store, &scope), "new");
        store.pass(HOUR);
        let aside = store.clone();
        store.pass(HOUR * 2);
        assert_eq!(look(&mut store, &scope), "old");
        let mut back = aside.clone();
        assert_eq!(look(&mut back, &scope), "new", "it is as it was");
        back.pass(HOUR);
        assert_eq!(look(&mut back, &scope), "old");
    }
}
