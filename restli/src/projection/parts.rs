//! Projections of what maps and lists hold, and what builders do to a whole selection.
//!
//! Keys of a map are names in a mask like fields are, but they are data: what a mask cannot say about them has
//! to fail and must not ask for something else.

use restli_wire::{Item, Mask};

use super::{ProjectionBuilder, build};

/// Fields of the elements of lists or maps in a list or map: `name*(*(…))` at depth 2.
pub fn each_inner<P: ProjectionBuilder>(
    mask: Mask,
    name: &str,
    depth: usize,
    fields: impl FnOnce(P) -> P,
) -> Mask {
    let inner = (1..depth).fold(build(fields), |inner, _| Mask::new().within("*", inner));
    mask.each(name, inner)
}

/// One key of a map: `name(key)`.
pub fn key(mask: Mask, name: &str, key: impl Into<String>) -> Mask {
    mask.within(name, Mask::new().field(literal(key)))
}

/// Fields of the value of one key of a map: `name(key(…))`.
pub fn key_with<P: ProjectionBuilder>(
    mask: Mask,
    name: &str,
    key: impl Into<String>,
    fields: impl FnOnce(P) -> P,
) -> Mask {
    mask.within(name, Mask::new().within(literal(key), build(fields)))
}

/// A key as a name that is not the wildcard. A mask has no way to write that key, and says so when it is written.
fn literal(key: impl Into<String>) -> String {
    let mut key = key.into();
    if key == "*" {
        key.push('*');
    }
    key
}

/// What a mask selects, as what to leave out.
pub(crate) fn negated(mask: &Mask) -> Mask {
    let every = match mask.selects_all() {
        true => Mask::new().exclude("*"),
        false => Mask::new(),
    };
    mask.items().fold(every, |negated, (name, item)| {
        // A resolution cannot be left out; the spelling that has them refuses exclusion.
        if is_whole(item) || !item.resolutions.is_empty() {
            return negated.exclude(name);
        }
        let negated = match &item.within {
            Some(within) => negated.within(name, self::negated(within)),
            None => negated,
        };
        match &item.each {
            Some(each) => negated.each(name, self::negated(each)),
            None => negated,
        }
    })
}

fn is_whole(item: &Item) -> bool {
    let every = |mask: &Option<Mask>| mask.as_ref().is_some_and(Mask::selects_all);
    item.selected || item.range.is_some() || every(&item.within) || every(&item.each)
}

/// What a mask selects, with a range for its arrays: what has elements or is whole, within records too.
pub(crate) fn ranged(mask: &Mask, start: u64, count: Option<u64>) -> Mask {
    mask.items().fold(Mask::new(), |ranged, (name, item)| {
        let within = item.within.as_ref().filter(|_| item.each.is_none());
        let record = within.filter(|within| within.items().next().is_some());
        if let Some(fields) = record {
            return ranged.within(name, self::ranged(fields, start, count));
        }
        let ranged = match &item.each {
            Some(each) => ranged.each(name, each.clone()),
            None => ranged.field(name),
        };
        ranged.range(name, start, count)
    })
}
