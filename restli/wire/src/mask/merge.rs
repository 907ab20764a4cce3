//! The normal form of a projection, and the union of two.
//!
//! Every way to build a mask goes through here, so that readers of the tree meet one shape only.

use super::{Item, Mask, Resolution, WILDCARD};

impl Mask {
    pub(super) fn absorb(&mut self, other: Mask) {
        if self.is_empty() {
            *self = other;
            return;
        }
        self.all |= other.all;
        for (name, item) in other.items {
            self.change(name, |own| own.absorb(item));
        }
        self.lift_wildcard();
    }

    /// Asks for every field.
    pub(super) fn widen(&mut self) {
        self.all = true;
        self.lift_wildcard();
    }

    /// `*` without more is a flag of the mask, not a field; with parts beside it, it is a field that is whole.
    pub(super) fn lift_wildcard(&mut self) {
        let Some(index) = self.items.get_index_of(WILDCARD) else {
            return;
        };
        // It comes first, where the wildcard of a field is written too.
        self.items.move_index(index, 0);
        let every = &mut self.items[0];
        self.all |= std::mem::take(&mut every.selected);
        if every.excluded {
            self.all = false;
        } else if self.all {
            every.range = None;
            if every.within.is_some() || every.each.is_some() {
                self.all = false;
                every.selected = true;
                every.settle();
            }
        }
        if *every == Item::default() {
            self.items.shift_remove(WILDCARD);
        }
    }

    /// Takes the wildcard out, unless only the mask itself can hold what it says.
    fn take_wildcard(&mut self) -> Option<Item> {
        let every = self.items.get(WILDCARD)?;
        if every.excluded || every.range.is_some() {
            return None;
        }
        self.items.shift_remove(WILDCARD)
    }
}

impl Item {
    /// What another one asks of the same field.
    pub(super) fn absorb(&mut self, other: Item) {
        if *self == Item::default() {
            *self = other;
            return;
        }
        self.range = match (self.range, other.range) {
            (Some(left), Some(right)) => Some(cover(left, right)),
            // A side without range asks for all elements, if it asks for elements at all.
            (range, None) if !other.asks_for_value() => range,
            (None, range) if !self.asks_for_value() => range,
            _ => None,
        };
        self.selected |= other.selected;
        self.excluded |= other.excluded;
        if let Some(mask) = other.within {
            self.attach_within(mask);
        }
        if let Some(mask) = other.each {
            self.attach_each(mask);
        }
        for resolution in other.resolutions {
            self.attach_resolution(resolution);
        }
    }

    /// What a builder asks of the field as well. A range that stands alone waits for what it is a range of.
    pub(super) fn ask(&mut self, other: Item) {
        let waiting = self.range.filter(|_| !self.asks_for_value());
        self.absorb(other);
        self.range = waiting.or(self.range);
    }

    /// Whether it asks for the value of the field, besides resolving it.
    fn asks_for_value(&self) -> bool {
        self.selected || self.within.is_some() || self.each.is_some()
    }

    /// Adds a sub-mask. A wildcard in it speaks of the elements of this field: `a(*(b))` is `a*(b)`.
    pub(super) fn attach_within(&mut self, mut mask: Mask) {
        if let Some(every) = mask.take_wildcard() {
            self.attach_wildcard(every);
            if mask.is_empty() {
                return;
            }
        }
        self.within.get_or_insert_default().absorb(mask);
    }

    pub(super) fn attach_each(&mut self, mask: Mask) {
        self.each.get_or_insert_default().absorb(mask);
    }

    pub(super) fn attach_resolution(&mut self, resolution: Resolution) {
        let same = self.resolutions.iter_mut().find(|own| {
            (&own.kind, &own.variant, own.each)
                == (&resolution.kind, &resolution.variant, resolution.each)
                && own.mask.is_some() == resolution.mask.is_some()
        });
        match same {
            Some(own) => {
                if let (Some(own), Some(mask)) = (&mut own.mask, resolution.mask) {
                    own.absorb(mask);
                }
            }
            // Default fields and named ones stay apart: which fields are default is not known here.
            None => self.resolutions.push(resolution),
        }
    }

    fn attach_wildcard(&mut self, every: Item) {
        if let Some(mask) = every.within {
            self.attach_each(mask);
        }
        let (deep, plain): (Vec<_>, Vec<_>) = every
            .resolutions
            .into_iter()
            .partition(|resolution| resolution.each);
        for resolution in plain {
            self.attach_resolution(resolution.for_each());
        }
        if every.each.is_some() || !deep.is_empty() {
            let mut elements = Item::default();
            if let Some(mask) = every.each {
                elements.attach_within(mask);
            }
            for mut resolution in deep {
                resolution.each = false;
                elements.attach_resolution(resolution);
            }
            let mut mask = Mask::new();
            mask.change(WILDCARD.to_owned(), |item| item.absorb(elements));
            self.attach_each(mask);
        }
    }

    /// Brings what has been asked for into its normal form.
    pub(super) fn settle(&mut self) {
        if self.excluded {
            *self = Item {
                excluded: true,
                ..Item::default()
            };
            return;
        }
        // The whole field and parts or a range of it: everything, and the parts beside it.
        if self.selected && (self.within.is_some() || self.each.is_some() || self.range.is_some()) {
            self.selected = false;
            self.within.get_or_insert_default().widen();
        }
        // `*` and `*(…)` of one field speak of the same elements.
        if let (Some(within), Some(each)) = (&mut self.within, &mut self.each) {
            if std::mem::take(&mut within.all) {
                each.widen();
            }
            if within.is_empty() {
                self.within = None;
            }
        }
        // A range asks for its elements by itself.
        if self.range.is_some() && self.within.as_ref().is_some_and(Mask::is_empty) {
            self.within = None;
        }
    }
}

/// The smallest range that holds both.
fn cover(left: (u64, Option<u64>), right: (u64, Option<u64>)) -> (u64, Option<u64>) {
    let start = left.0.min(right.0);
    let end = |(start, count): (u64, Option<u64>)| Some(u128::from(start) + u128::from(count?));
    let count = end(left)
        .zip(end(right))
        .and_then(|(left, right)| u64::try_from(left.max(right) - u128::from(start)).ok());
    (start, count)
}
