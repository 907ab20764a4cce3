//! Projections: which fields of an answer are asked for.
//!
//! Two spellings exist for one idea, so there is one tree; how it is spelled is decided when it is written.

mod equivalent;
mod error;
mod fields;
mod merge;
mod print;
mod projection;
mod scan;

use indexmap::IndexMap;

pub use error::MaskError;

/// The name of the wildcard, in the tree and in the `projection` spelling.
const WILDCARD: &str = "*";

/// A projection: a set of fields, each whole, in part, or resolved.
///
/// Built with the methods that take and return it, or read from text. Asking for a field again widens what is asked
/// for. The order of the fields is kept when it is written; `==` ignores it, and [`Mask::equivalent`] ignores more.
///
/// ```
/// use restli_wire::{Mask, Resolution};
///
/// let book = Mask::new().field("id").resolve("author", Resolution::new().with(Mask::new().field("name")));
/// let mask = Mask::new().each("elements", book).field("paging");
/// assert_eq!(mask.to_projection().unwrap(), "(elements*(id,author~(name)),paging)");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mask {
    all: bool,
    items: IndexMap<String, Item>,
}

/// What is asked of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// The whole field. Never together with `within` or `each`: those then ask for everything beside their fields.
    pub selected: bool,
    /// Fields of a record, keys of a map, or members of a union.
    pub within: Option<Mask>,
    /// Fields of every element of an array or of every value of a map.
    pub each: Option<Mask>,
    /// Entities behind the URN of the field (`field~`), which do not imply the field itself.
    pub resolutions: Vec<Resolution>,
    /// Everything but this field (`fields` spelling only).
    pub excluded: bool,
    /// Start and number of the elements of an array (`fields` spelling only).
    pub range: Option<(u64, Option<u64>)>,
}

/// How a URN field is resolved in place: `field~`, `field~kind:variant(mask)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolution {
    /// The kind of URN this is for; any kind when absent.
    pub kind: Option<String>,
    /// The named variant of the entity.
    pub variant: Option<String>,
    /// What to ask of the entity; its default fields when absent.
    pub mask: Option<Mask>,
    /// Whether the field is an array (or map) of URNs and each is resolved: `field*~`.
    pub each: bool,
}

impl Resolution {
    /// Any kind, no variant, default fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only URNs of this kind: `field~kind`.
    pub fn of_kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// Through a named variant: `field~:variant`.
    pub fn through(mut self, variant: impl Into<String>) -> Self {
        self.variant = Some(variant.into());
        self
    }

    /// With these fields: `field~(mask)`.
    pub fn with(mut self, mask: Mask) -> Self {
        self.mask = Some(mask);
        self
    }

    /// Each URN of an array: `field*~`.
    pub fn for_each(mut self) -> Self {
        self.each = true;
        self
    }
}

impl Item {
    /// Whether the whole value is asked for, perhaps with parts beside it.
    fn is_whole(&self) -> bool {
        let all = |mask: &Option<Mask>| mask.as_ref().is_some_and(|mask| mask.all);
        self.selected || all(&self.within) || all(&self.each)
    }
}

impl Mask {
    /// A projection that asks for nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Every field: `*`.
    pub fn all(mut self) -> Self {
        self.widen();
        self
    }

    /// A whole field.
    pub fn field(self, name: impl Into<String>) -> Self {
        let whole = Item {
            selected: true,
            ..Item::default()
        };
        self.with_item(name.into(), |item| item.ask(whole))
    }

    /// Fields of a record, keys of a map, or members of a union.
    pub fn within(self, name: impl Into<String>, mask: Mask) -> Self {
        let mut parts = Item::default();
        parts.attach_within(mask);
        self.with_item(name.into(), |item| item.ask(parts))
    }

    /// Fields of every element of an array, or of every value of a map.
    pub fn each(self, name: impl Into<String>, mask: Mask) -> Self {
        let mut parts = Item::default();
        parts.attach_each(mask);
        self.with_item(name.into(), |item| item.ask(parts))
    }

    /// The entity behind a URN field. The field itself is not asked for.
    pub fn resolve(self, name: impl Into<String>, resolution: Resolution) -> Self {
        self.with_item(name.into(), |item| item.attach_resolution(resolution))
    }

    /// Everything but this field. Exclusion wins over whatever else is asked of the field.
    pub fn exclude(self, name: impl Into<String>) -> Self {
        self.with_item(name.into(), |item| item.excluded = true)
    }

    /// A part of an array: `count` elements (all when absent) from `start` on. It is a part of what is asked of the
    /// array so far, or next if that is nothing yet; what is asked later is asked of all elements.
    pub fn range(self, name: impl Into<String>, start: u64, count: Option<u64>) -> Self {
        self.with_item(name.into(), |item| item.range = Some((start, count)))
    }

    /// What an item asks for, of the field of this name.
    pub fn item(self, name: impl Into<String>, item: Item) -> Self {
        self.with_item(name.into(), |own| own.absorb(item))
    }

    /// Unites two projections: what either asks for.
    ///
    /// Rest.li protocol 2.0.0, projections: exclusion beats inclusion, a field that one takes whole and the other in
    /// part becomes whole with the parts beside it, and ranges become the smallest that covers both.
    pub fn merge(mut self, other: Mask) -> Self {
        self.absorb(other);
        self
    }

    /// Whether both ask for the same, whatever the order and the way it is written.
    ///
    /// A resolution without a kind equals one of any kind; two different kinds differ.
    pub fn equivalent(&self, other: &Mask) -> bool {
        equivalent::masks(self, other)
    }

    /// Writes the `projection` spelling, with the outer parentheses, ready to stand in a query.
    pub fn to_projection(&self) -> Result<String, MaskError> {
        print::projection(self)
    }

    /// Writes the `fields` spelling, ready to stand in a query.
    pub fn to_fields(&self) -> Result<String, MaskError> {
        print::fields(self)
    }

    /// Reads the `projection` spelling, as it stands in a query.
    pub fn parse_projection(text: &str) -> Result<Self, MaskError> {
        projection::parse(text)
    }

    /// Reads the `fields` spelling, as it stands in a query. The empty text asks for nothing.
    pub fn parse_fields(text: &str) -> Result<Self, MaskError> {
        fields::parse(text)
    }

    /// The fields that are named, in the order in which they were asked for.
    ///
    /// The name `*` stands for elements where the field that holds them is not part of this mask, as in an array of
    /// arrays.
    pub fn items(&self) -> impl Iterator<Item = (&str, &Item)> {
        self.items.iter().map(|(name, item)| (name.as_str(), item))
    }

    /// What is asked of the field of this name.
    pub fn get(&self, name: &str) -> Option<&Item> {
        self.items.get(name)
    }

    /// Whether every field is asked for (`*`), besides those that are named.
    pub fn selects_all(&self) -> bool {
        self.all || self.get(WILDCARD).is_some_and(Item::is_whole)
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        !self.all && self.items.is_empty()
    }

    fn with_item(mut self, name: String, change: impl FnOnce(&mut Item)) -> Self {
        self.change(name, change);
        self
    }

    fn change(&mut self, name: String, change: impl FnOnce(&mut Item)) {
        let item = self.items.entry(name).or_default();
        change(item);
        item.settle();
        self.lift_wildcard();
    }
}
