//! What a mask leaves of an entity, by the protocol's description of masks as trees: selected is 1, excluded is 0,
//! a sub-mask is an object.
//!
//! It works on masks as they were generated and not as they were parsed, so that the reader is compared too.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::generate::{Ast, Call, Case, Entry};
use super::world::World;

#[derive(Clone, Debug)]
enum Tree {
    One,
    Zero,
    Sub(Sub),
}

#[derive(Clone, Debug, Default)]
struct Sub {
    /// `$*` is a name like others here.
    members: BTreeMap<&'static str, Tree>,
    /// First element and the one behind the last.
    range: Option<(u64, u64)>,
    resolved: BTreeMap<&'static str, Vec<Way>>,
}

/// One way to resolve a URN: each of a list, of one kind, with these fields.
#[derive(Clone, Debug)]
struct Way {
    each: bool,
    kind: Option<&'static str>,
    mask: Option<Tree>,
}

const EVERY: &str = "$*";

fn tree(mask: &Ast) -> Tree {
    let mut sub = Sub::default();
    for entry in &mask.0 {
        let (name, part) = match entry {
            Entry::All => (EVERY, Tree::One),
            Entry::Whole(name) => (*name, Tree::One),
            Entry::Without(name) => (*name, Tree::Zero),
            Entry::Every(mask) => (EVERY, tree(mask)),
            Entry::Part(name, mask, range) => {
                let mut part = tree(mask);
                if let (Tree::Sub(part), Some(range)) = (&mut part, range) {
                    let start = range.start.unwrap_or(0);
                    let end = range
                        .count
                        .map_or(u64::MAX, |count| start.saturating_add(count));
                    part.range = Some((start, end));
                }
                (*name, part)
            }
            Entry::Resolved(name, each, ways) => {
                let ways = ways.iter().map(|(kind, mask)| Way {
                    each: *each,
                    kind: *kind,
                    mask: mask.as_ref().map(tree),
                });
                sub.resolved.entry(*name).or_default().extend(ways);
                // The URN stays.
                (*name, Tree::One)
            }
        };
        let before = sub.members.remove(name);
        let united = match before {
            Some(before) => unite(before, part),
            None => part,
        };
        sub.members.insert(name, united);
    }
    Tree::Sub(sub)
}

fn unite(one: Tree, other: Tree) -> Tree {
    match (one, other) {
        (Tree::Zero, _) | (_, Tree::Zero) => Tree::Zero,
        (Tree::One, Tree::One) => Tree::One,
        // The whole and a part: every member is 1, beside the part. All elements, so no range.
        (Tree::One, Tree::Sub(mut sub)) | (Tree::Sub(mut sub), Tree::One) => {
            let every = match sub.members.remove(EVERY) {
                Some(every) => unite(every, Tree::One),
                None => Tree::One,
            };
            sub.members.insert(EVERY, every);
            sub.range = None;
            Tree::Sub(sub)
        }
        (Tree::Sub(mut one), Tree::Sub(other)) => {
            for (name, part) in other.members {
                let united = match one.members.remove(name) {
                    Some(own) => unite(own, part),
                    None => part,
                };
                one.members.insert(name, united);
            }
            one.range = match (one.range, other.range) {
                (Some(one), Some(other)) => Some((one.0.min(other.0), one.1.max(other.1))),
                // No range is the range of all.
                _ => None,
            };
            for (name, ways) in other.resolved {
                one.resolved.entry(name).or_default().extend(ways);
            }
            Tree::Sub(one)
        }
    }
}

pub(super) struct Reference<'w> {
    world: &'w World,
}

impl<'w> Reference<'w> {
    pub(super) fn new(world: &'w World) -> Self {
        Reference { world }
    }

    /// The entities that a call must answer.
    pub(super) fn answer(&self, case: &Case) -> Json {
        let mask = tree(&case.mask);
        let node = |id: usize| self.select(&mask, &self.world.nodes[id - 1]);
        match case.call {
            Call::Get(id) => node(id),
            Call::BatchGet(one, other) => {
                json!({ one.to_string(): node(one), other.to_string(): node(other) })
            }
            Call::GetAll => (1..=self.world.nodes.len()).map(node).collect(),
        }
    }

    fn select(&self, mask: &Tree, value: &Json) -> Json {
        match (mask, value) {
            (Tree::Sub(sub), Json::Object(members)) => self.object(sub, members).into(),
            (Tree::Sub(sub), Json::Array(items)) => {
                let (start, end) = sub.range.unwrap_or((0, u64::MAX));
                let every = sub.members.get(EVERY).unwrap_or(&Tree::One);
                let items = (0..).zip(items).filter(|(at, _)| (start..end).contains(at));
                items.map(|(_, item)| self.select(every, item)).collect()
            }
            _ => value.clone(),
        }
    }

    fn object(&self, sub: &Sub, members: &Map<String, Json>) -> Map<String, Json> {
        let all_but =
            !sub.members.is_empty() && sub.members.values().all(|part| matches!(part, Tree::Zero));
        let every = match sub.members.get(EVERY) {
            None if all_but => Some(&Tree::One),
            every => every,
        };
        let mut left = Map::new();
        for (name, value) in members {
            let own = sub.members.get(name.as_str());
            let mask = match (every, own) {
                (None, None) => continue,
                (Some(Tree::One), Some(Tree::Zero)) | (_, Some(Tree::Zero)) => continue,
                (Some(one), None) | (None, Some(one)) => one.clone(),
                (Some(every), Some(own)) => unite(every.clone(), own.clone()),
            };
            left.insert(name.clone(), self.select(&mask, value));
            if let Some(ways) = sub.resolved.get(name.as_str()) {
                self.siblings(name, ways, value, &mut left);
            }
        }
        left
    }

    fn siblings(&self, name: &str, ways: &[Way], value: &Json, left: &mut Map<String, Json>) {
        let (resolved, failed) = (format!("{name}~"), format!("{name}!"));
        let Json::Array(urns) = value else {
            match self.resolved(ways, value) {
                Some(Ok(entity)) => left.insert(resolved, entity),
                Some(Err(error)) => left.insert(failed, error),
                None => None,
            };
            return;
        };
        let found: Vec<_> = urns.iter().map(|urn| self.resolved(ways, urn)).collect();
        let entities: Vec<_> = found.iter().map(|found| found.clone()?.ok()).collect();
        let errors: Vec<_> = found.iter().map(|found| found.clone()?.err()).collect();
        let each = ways.iter().any(|way| way.each);
        for (name, values, is_there) in [
            (
                resolved,
                &entities,
                urns.is_empty() || entities.iter().any(Option::is_some),
            ),
            (failed, &errors, errors.iter().any(Option::is_some)),
        ] {
            if !is_there {
                continue;
            }
            let values = match each {
                true => json!(values),
                false => {
                    let entries = urns.iter().zip(values);
                    let entries = entries.filter_map(|(urn, value)| {
                        Some((urn.as_str()?.to_owned(), value.clone()?))
                    });
                    Json::Object(entries.collect())
                }
            };
            left.insert(name, values);
        }
    }

    /// The entity or the error behind a URN; nothing if no way is for its kind.
    fn resolved(&self, ways: &[Way], urn: &Json) -> Option<Result<Json, Json>> {
        let parts: Vec<_> = urn.as_str()?.split(':').collect();
        let (kind, number): (_, usize) = (parts[2], parts[3].parse().ok()?);
        let ways = ways
            .iter()
            .filter(|way| way.kind.is_none_or(|own| own == kind));
        let entities = match kind {
            "node" => &self.world.nodes,
            _ => &self.world.leaves,
        };
        // What nodes give when nobody says what to give; leaves give all.
        let default = match kind {
            "node" => tree(&Ast(vec![Entry::Whole("id"), Entry::Whole("name")])),
            _ => Tree::One,
        };
        let masks = ways.map(|way| way.mask.clone().unwrap_or_else(|| default.clone()));
        let mask = masks.reduce(unite)?;
        Some(match entities.get(number - 1) {
            Some(entity) => Ok(self.select(&mask, entity)),
            None => Err(json!({ "status": 404, "code": "UNRESOLVED", "message": "Not found" })),
        })
    }
}
