//! When two projections ask for the same.
//!
//! Recorded requests and generated ones are compared with it, so it overlooks what is only a way of writing.

use std::borrow::Cow;

use indexmap::IndexMap;

use super::{Item, Mask, Resolution, WILDCARD};

pub(super) fn masks(left: &Mask, right: &Mask) -> bool {
    whole(left) == whole(right) && {
        let (left, right) = (beside_every(left), beside_every(right));
        fields(Some(&left), Some(&right))
    }
}

/// A mask without what its own `*(…)` asks of every field anyway.
fn beside_every(mask: &Mask) -> Cow<'_, Mask> {
    match mask
        .items
        .get(WILDCARD)
        .and_then(|every| every.within.as_ref())
    {
        Some(every) => beside(mask, every),
        None => Cow::Borrowed(mask),
    }
}

/// What a mask asks of single fields beyond what is asked of every one of them: both are united for a field, so
/// `m:($*:(a),k:(a,b))` says no more than `m:($*:(a),k:(b))`.
fn beside<'m>(mask: &'m Mask, every: &Mask) -> Cow<'m, Mask> {
    let mut own = Mask {
        all: mask.all,
        items: IndexMap::new(),
    };
    for (name, item) in &mask.items {
        if name == WILDCARD {
            own.items.insert(name.clone(), item.clone());
        } else if let Some(rest) = rest(item, every) {
            own.items.insert(name.clone(), rest);
        }
    }
    match own.items.len() == mask.items.len() && own == *mask {
        true => Cow::Borrowed(mask),
        false => Cow::Owned(own),
    }
}

/// What is left of an item when its fields are asked for by another mask too; nothing where that is all.
fn rest(item: &Item, every: &Mask) -> Option<Item> {
    let within = match &item.within {
        Some(within) if only_within(item) && !within.all && !within.items.is_empty() => within,
        _ => return Some(item.clone()),
    };
    let mut own = Mask::new();
    for (name, part) in &within.items {
        let rest = match every.items.get(name) {
            None => Some(part.clone()),
            Some(same) if same == part || (is_plain(same) && only_within(part)) => None,
            Some(other) => match &other.within {
                Some(other) => rest(part, other),
                None => Some(part.clone()),
            },
        };
        own.items.extend(rest.map(|rest| (name.clone(), rest)));
    }
    (!own.items.is_empty()).then(|| Item {
        within: Some(own),
        ..Item::default()
    })
}

/// Whether fields are all that is asked of an item, and none is left out.
fn only_within(item: &Item) -> bool {
    let fields = |mask: &Mask| mask.items.values().all(only_within);
    let more = item.excluded || item.each.is_some() || item.range.is_some();
    !more && item.resolutions.is_empty() && item.within.as_ref().is_none_or(fields)
}

/// `*`, also where it is written `*(*)`.
fn whole(mask: &Mask) -> bool {
    mask.all || mask.items.get(WILDCARD).is_some_and(is_plain)
}

/// Whether it is `*` and no more.
fn only_all(mask: &Mask) -> bool {
    match mask.items.get(WILDCARD) {
        None => mask.all && mask.items.is_empty(),
        Some(every) => mask.items.len() == 1 && is_plain(every),
    }
}

/// Whether a whole field is asked for and no more. It looks at each level once: texts from outside nest deeply.
fn is_plain(item: &Item) -> bool {
    let value = match (&item.within, &item.each) {
        (None, None) => item.selected,
        (Some(mask), None) | (None, Some(mask)) => only_all(mask),
        (Some(_), Some(_)) => false,
    };
    value && item.resolutions.is_empty() && range(item).is_none()
}

/// The named fields of a mask, `*` aside.
fn named(mask: Option<&Mask>) -> impl Iterator<Item = (&String, &Item)> {
    let items = mask.into_iter().flat_map(|mask| &mask.items);
    items.filter(|(name, item)| name.as_str() != WILDCARD || !is_plain(item))
}

fn fields(left: Option<&Mask>, right: Option<&Mask>) -> bool {
    named(left).count() == named(right).count()
        && named(left).all(|(name, item)| {
            let other = right.and_then(|mask| mask.items.get(name));
            other.is_some_and(|other| items(item, other))
        })
}

fn items(left: &Item, right: &Item) -> bool {
    let (l, r) = (Asked::of(left), Asked::of(right));
    let each = match (l.each, r.each) {
        (None, None) => true,
        (Some(left), Some(right)) => masks(left, right),
        _ => false,
    };
    left.excluded == right.excluded
        && l.value == r.value
        && l.whole == r.whole
        && range(left) == range(right)
        && each
        && {
            let (left, right) = (named_beside(left), named_beside(right));
            fields(left.as_deref(), right.as_deref())
        }
        && resolutions(&left.resolutions, &right.resolutions)
}

/// The fields of an item that are named, without what is asked of every element.
fn named_beside(item: &Item) -> Option<Cow<'_, Mask>> {
    let within = item.within.as_ref()?;
    Some(match &item.each {
        Some(every) => beside(within, every),
        None => beside_every(within),
    })
}

/// What is asked of the value of a field, with `a`, `a(*)` and `a*(*)` made one.
struct Asked<'a> {
    value: bool,
    whole: bool,
    each: Option<&'a Mask>,
}

impl<'a> Asked<'a> {
    fn of(item: &'a Item) -> Self {
        let within_all = item.within.as_ref().is_some_and(whole);
        let each_all = item.each.as_ref().is_some_and(only_all);
        let parts = item.within.is_some() || item.each.is_some();
        let only_range = item.range.is_some() && !parts;
        Self {
            value: item.selected || parts || only_range,
            whole: item.selected || within_all || each_all || only_range,
            each: item.each.as_ref().filter(|_| !each_all),
        }
    }
}

/// All elements from the first on are no range.
fn range(item: &Item) -> Option<(u64, Option<u64>)> {
    item.range.filter(|&range| range != (0, None))
}

/// Whether each resolution has a counterpart of its own. One without a kind fits several, so the first fit is not
/// always the right one: a later resolution may push it on to another (augmenting paths of a bipartite matching).
fn resolutions(left: &[Resolution], right: &[Resolution]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let fits: Vec<Vec<bool>> = left
        .iter()
        .map(|l| right.iter().map(|r| fit(l, r)).collect())
        .collect();
    let mut taken = vec![None; right.len()];
    (0..left.len()).all(|index| place(index, &fits, &mut taken, &mut vec![false; right.len()]))
}

fn place(
    index: usize,
    fits: &[Vec<bool>],
    taken: &mut [Option<usize>],
    tried: &mut [bool],
) -> bool {
    for slot in 0..taken.len() {
        if !fits[index][slot] || std::mem::replace(&mut tried[slot], true) {
            continue;
        }
        let free = match taken[slot] {
            None => true,
            Some(owner) => place(owner, fits, taken, tried),
        };
        if free {
            taken[slot] = Some(index);
            return true;
        }
    }
    false
}

fn fit(left: &Resolution, right: &Resolution) -> bool {
    let kinds = match (&left.kind, &right.kind) {
        (Some(left), Some(right)) => left == right,
        _ => true,
    };
    let same_mask = match (&left.mask, &right.mask) {
        (Some(left), Some(right)) => masks(left, right),
        (None, None) => true,
        // Default fields are not all fields.
        _ => false,
    };
    kinds && left.variant == right.variant && left.each == right.each && same_mask
}
