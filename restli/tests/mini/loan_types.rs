//! Types of loans: a compound key, a patch, defaults, fixed bytes and a union with null.

use std::collections::BTreeMap;

use crate::mini::AuthorUrn;

/// Key of a loan: compound.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct LoansKey {
    pub book: Option<i64>,
    pub reader: Option<AuthorUrn>,
}

impl restli::Record for LoansKey {
    const NAME: &'static str = "LoansKey";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "book" => value.read(&mut self.book),
            "reader" => value.read(&mut self.reader),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.write("book", &self.book)?;
        out.write("reader", &self.reader)?;
        Ok(())
    }
}

restli::record!(LoansKey);
restli::param!(LoansKey);
restli::key!(LoansKey);

impl LoansKey {
    /// A key of its parts.
    pub fn new(book: i64, reader: impl Into<AuthorUrn>) -> Self {
        Self {
            book: Some(book),
            reader: Some(reader.into()),
        }
    }
}

/// A digest.
pub type Digest = restli::Fixed<2>;

/// Where a book is.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Place {
    pub city: Option<String>,
    pub zip: Option<String>,
    pub floor: Option<i32>,
}

impl restli::Record for Place {
    const NAME: &'static str = "Place";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "city" => value.read(&mut self.city),
            "zip" => value.read(&mut self.zip),
            "floor" => value.read(&mut self.floor),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.write("city", &self.city)?;
        out.write("zip", &self.zip)?;
        out.write("floor", &self.floor)?;
        Ok(())
    }
}

restli::record!(Place);

impl Place {
    pub fn new(city: impl Into<String>) -> Self {
        Self {
            city: Some(city.into()),
            ..Self::default()
        }
    }
}

impl restli::Defaults for Place {
    fn fill_defaults(&mut self) {
        self.floor.get_or_insert(1);
    }
}

/// Patch of [`Place`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacePatch(restli::Patch);

impl PlacePatch {
    pub fn set_city(self, city: impl Into<String>) -> Self {
        Self(self.0.set("city", &city.into()))
    }

    pub fn set_zip(self, zip: impl Into<String>) -> Self {
        Self(self.0.set("zip", &zip.into()))
    }

    pub fn delete_zip(self) -> Self {
        Self(self.0.delete("zip"))
    }
}

impl restli::patch::Parts for Place {
    const PARTS: &'static [restli::patch::Part] = &[
        restli::patch::Part::whole("city").required(),
        restli::patch::Part::whole("zip"),
    ];
}

restli::patch!(PlacePatch => Place);

/// Projection of [`Place`].
#[derive(Clone, Debug, Default)]
pub struct PlaceProjection(restli::Mask);

impl PlaceProjection {
    pub fn city(self) -> Self {
        Self(self.0.field("city"))
    }

    pub fn zip(self) -> Self {
        Self(self.0.field("zip"))
    }
}

restli::projection!(Place => PlaceProjection);

/// Who holds a book: nobody (null), a number, or a place.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Holder {
    Int(i32),
    Place(Place),
    Null,
    Unknown(restli::UnknownMember),
}

impl restli::Union for Holder {
    fn decode<'de, A: restli::MapAccess<'de>>(
        member: &str,
        value: restli::MemberValue<'_, A>,
    ) -> Result<Self, A::Error> {
        match member {
            "int" => value.read().map(Self::Int),
            "com.example.Place" => value.read().map(Self::Place),
            _ => value.unknown(member).map(Self::Unknown),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        match self {
            Self::Int(value) => out.member("int", value),
            Self::Place(value) => out.member("com.example.Place", value),
            Self::Null => Ok(()),
            Self::Unknown(member) => out.unknown(member),
        }
    }

    fn null() -> Option<Self> {
        Some(Self::Null)
    }

    fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

restli::union!(Holder);

impl restli::Defaults for Holder {
    fn fill_defaults(&mut self) {
        if let Self::Place(value) = self {
            restli::fill_defaults(value);
        }
    }
}

/// Patch of [`Holder`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HolderPatch(restli::Patch);

impl HolderPatch {
    pub fn within_place(self, changes: impl FnOnce(PlacePatch) -> PlacePatch) -> Self {
        Self(restli::patch::within(self.0, "com.example.Place", changes))
    }
}

impl restli::patch::Parts for Holder {
    const IS_UNION: bool = true;
    const PARTS: &'static [restli::patch::Part] =
        &[restli::patch::Part::within::<Place>("com.example.Place")];
}

restli::patch!(HolderPatch => Holder);

/// A loan.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Loan {
    pub days: Option<i32>,
    pub note: Option<String>,
    pub place: Option<Place>,
    pub stops: Option<Vec<Place>>,
    pub labels: Option<BTreeMap<String, String>>,
    pub branches: Option<BTreeMap<String, Place>>,
    pub holder: Option<Holder>,
    pub holders: Option<Vec<Holder>>,
    pub digest: Option<Digest>,
}

impl restli::Record for Loan {
    const NAME: &'static str = "Loan";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "days" => value.read(&mut self.days),
            "note" => value.read(&mut self.note),
            "place" => value.read(&mut self.place),
            "stops" => value.read(&mut self.stops),
            "labels" => value.read(&mut self.labels),
            "branches" => value.read(&mut self.branches),
            "holder" => value.nullable(&mut self.holder),
            "holders" => value.read(&mut self.holders),
            "digest" => value.read(&mut self.digest),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.write("days", &self.days)?;
        out.write("note", &self.note)?;
        out.write("place", &self.place)?;
        out.write("stops", &self.stops)?;
        out.write("labels", &self.labels)?;
        out.write("branches", &self.branches)?;
        out.write("holder", &self.holder)?;
        out.write("holders", &self.holders)?;
        out.write("digest", &self.digest)?;
        Ok(())
    }
}

restli::record!(Loan);

impl Loan {
    pub fn new(days: i32) -> Self {
        Self {
            days: Some(days),
            ..Self::default()
        }
    }
}

impl restli::Defaults for Loan {
    fn fill_defaults(&mut self) {
        self.days.get_or_insert(14);
        restli::fill_defaults(&mut self.place);
        restli::fill_defaults(&mut self.stops);
        restli::fill_defaults(&mut self.branches);
        self.holder.get_or_insert(Holder::Null);
        restli::fill_defaults(&mut self.holder);
        restli::fill_defaults(&mut self.holders);
    }
}

/// Patch of [`Loan`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoanPatch(restli::Patch);

impl LoanPatch {
    pub fn set_days(self, days: i32) -> Self {
        Self(self.0.set("days", &days))
    }

    pub fn set_note(self, note: impl Into<String>) -> Self {
        Self(self.0.set("note", &note.into()))
    }

    pub fn delete_note(self) -> Self {
        Self(self.0.delete("note"))
    }

    pub fn set_place(self, place: impl Into<Place>) -> Self {
        Self(self.0.set("place", &place.into()))
    }

    pub fn within_place(self, changes: impl FnOnce(PlacePatch) -> PlacePatch) -> Self {
        Self(restli::patch::within(self.0, "place", changes))
    }

    pub fn reorder_stops(self, from: u32, to: u32) -> Self {
        Self(self.0.reorder("stops", from, to))
    }

    pub fn within_labels(
        self,
        changes: impl FnOnce(restli::MapPatch<String>) -> restli::MapPatch<String>,
    ) -> Self {
        Self(restli::patch::within(self.0, "labels", changes))
    }

    pub fn within_branches(
        self,
        changes: impl FnOnce(restli::MapPatch<Place>) -> restli::MapPatch<Place>,
    ) -> Self {
        Self(restli::patch::within(self.0, "branches", changes))
    }

    pub fn set_holder(self, holder: Holder) -> Self {
        Self(self.0.set("holder", &holder))
    }

    pub fn within_holder(self, changes: impl FnOnce(HolderPatch) -> HolderPatch) -> Self {
        Self(restli::patch::within(self.0, "holder", changes))
    }
}

impl restli::patch::Parts for Loan {
    const PARTS: &'static [restli::patch::Part] = &[
        restli::patch::Part::whole("days").required(),
        restli::patch::Part::whole("note"),
        restli::patch::Part::within::<Place>("place"),
        restli::patch::Part::whole("stops"),
        restli::patch::Part::map("labels"),
        restli::patch::Part::map_of::<Place>("branches"),
        restli::patch::Part::within::<Holder>("holder"),
    ];
}

restli::patch!(LoanPatch => Loan);

/// Projection of [`Loan`].
#[derive(Clone, Debug, Default)]
pub struct LoanProjection(restli::Mask);

impl LoanProjection {
    pub fn days(self) -> Self {
        Self(self.0.field("days"))
    }

    pub fn note(self) -> Self {
        Self(self.0.field("note"))
    }

    pub fn place_with(self, fields: impl FnOnce(PlaceProjection) -> PlaceProjection) -> Self {
        Self(restli::projection::within(self.0, "place", fields))
    }

    pub fn stops(self) -> Self {
        Self(self.0.field("stops"))
    }

    pub fn stops_with(self, fields: impl FnOnce(PlaceProjection) -> PlaceProjection) -> Self {
        Self(restli::projection::each(self.0, "stops", fields))
    }
}

restli::projection!(Loan => LoanProjection);
