//! Records, enums, unions and shapes.

use std::collections::BTreeMap;

use crate::mini::{AuthorUrn, MakerUrn};

/// An author.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Author {
    pub id: Option<String>,
    pub name: Option<BTreeMap<String, String>>,
    pub mentor: Option<Box<restli::Decorated<Author, AuthorUrn>>>,
}

impl restli::Record for Author {
    const NAME: &'static str = "Author";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "id" => value.read(&mut self.id),
            "name" => value.read(&mut self.name),
            "mentor" => value.decorated(&mut self.mentor),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.write("id", &self.id)?;
        out.write("name", &self.name)?;
        out.decorated("mentor", &self.mentor)?;
        Ok(())
    }
}

restli::record!(Author);

/// Projection of [`Author`].
#[derive(Clone, Debug, Default)]
pub struct AuthorProjection(restli::Mask);

impl AuthorProjection {
    pub fn id(self) -> Self {
        Self(self.0.field("id"))
    }

    pub fn name(self) -> Self {
        Self(self.0.field("name"))
    }
}

restli::projection!(Author => AuthorProjection);

/// A publisher.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Publisher {
    pub title: Option<String>,
}

impl restli::Record for Publisher {
    const NAME: &'static str = "Publisher";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "title" => value.read(&mut self.title),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.write("title", &self.title)?;
        Ok(())
    }
}

restli::record!(Publisher);

/// Projection of [`Publisher`].
#[derive(Clone, Debug, Default)]
pub struct PublisherProjection(restli::Mask);

impl PublisherProjection {
    pub fn title(self) -> Self {
        Self(self.0.field("title"))
    }
}

restli::projection!(Publisher => PublisherProjection);

/// An author or a publisher.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum MakerEntity {
    Author(Author),
    Publisher(Publisher),
    Unknown(restli::UnknownEntity),
}

impl restli::UnionByUrn for MakerEntity {
    fn decode(kind: &str, entity: restli::RawEntity) -> restli::JsonResult<Self> {
        match kind {
            "author" => entity.read().map(Self::Author),
            "publisher" => entity.read().map(Self::Publisher),
            _ => Ok(Self::Unknown(entity.unknown())),
        }
    }

    fn encode<S: restli::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Author(entity) => restli::Serialize::serialize(entity, out),
            Self::Publisher(entity) => restli::Serialize::serialize(entity, out),
            Self::Unknown(entity) => restli::Serialize::serialize(entity, out),
        }
    }

    fn as_unknown(&self) -> Option<&restli::UnknownEntity> {
        match self {
            Self::Unknown(entity) => Some(entity),
            _ => None,
        }
    }
}

restli::union_by_urn!(MakerEntity);

/// Projection of [`MakerEntity`], by kind.
#[derive(Clone, Debug, Default)]
pub struct MakerEntityProjection(restli::projection::Kinds);

impl MakerEntityProjection {
    pub fn author_with(self, fields: impl FnOnce(AuthorProjection) -> AuthorProjection) -> Self {
        Self(restli::projection::kind_with(self.0, "author", fields))
    }

    pub fn publisher(self) -> Self {
        Self(restli::projection::kind(self.0, "publisher"))
    }
}

restli::kinds_projection!(MakerEntity => MakerEntityProjection);

/// How a book is bound.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Binding {
    Hard,
    Soft,
    Unknown(restli::UnknownSymbol),
}

impl restli::Symbols for Binding {
    fn symbol(&self) -> &str {
        match self {
            Self::Hard => "HARD",
            Self::Soft => "SOFT",
            Self::Unknown(symbol) => symbol.as_str(),
        }
    }

    fn from_symbol(symbol: &str) -> Self {
        match symbol {
            "HARD" => Self::Hard,
            "SOFT" => Self::Soft,
            _ => Self::Unknown(restli::UnknownSymbol::new(symbol)),
        }
    }
}

restli::symbols!(Binding);

/// What is on the cover.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Cover {
    Picture(Picture),
    Text(String),
    Unknown(restli::UnknownMember),
}

impl restli::Union for Cover {
    fn decode<'de, A: restli::MapAccess<'de>>(
        member: &str,
        value: restli::MemberValue<'_, A>,
    ) -> Result<Self, A::Error> {
        match member {
            "com.example.Picture" => value.read().map(Self::Picture),
            "string" => value.read().map(Self::Text),
            _ => value.unknown(member).map(Self::Unknown),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        match self {
            Self::Picture(value) => out.member("com.example.Picture", value),
            Self::Text(value) => out.member("string", value),
            Self::Unknown(member) => out.unknown(member),
        }
    }
}

restli::union!(Cover);

/// A picture.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Picture {
    pub width: Option<i32>,
    pub ratio: Option<f64>,
}

impl restli::Record for Picture {
    const NAME: &'static str = "Picture";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "width" => value.read(&mut self.width),
            "ratio" => value.read(&mut self.ratio),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.write("width", &self.width)?;
        out.write("ratio", &self.ratio)?;
        Ok(())
    }
}

restli::record!(Picture);

/// A price, as text or in parts.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Price {
    Text(String),
    Number(f64),
    Picture(Picture),
}

impl restli::Shapes for Price {
    fn decode(shape: restli::Shape, value: restli::RawEntity) -> restli::JsonResult<Self> {
        match shape {
            restli::Shape::String => value.read().map(Self::Text),
            restli::Shape::Number => value.read().map(Self::Number),
            restli::Shape::Object => value.read().map(Self::Picture),
            other => value.unexpected("Price", other),
        }
    }

    fn encode<S: restli::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(value) => restli::Serialize::serialize(value, out),
            Self::Number(value) => restli::Serialize::serialize(value, out),
            Self::Picture(value) => restli::Serialize::serialize(value, out),
        }
    }
}

restli::shapes!(Price);

/// A book.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Book {
    pub id: Option<i64>,
    pub title: Option<String>,
    pub author: Option<restli::Decorated<Author, AuthorUrn>>,
    pub maker: Option<restli::Decorated<MakerEntity, MakerUrn>>,
    pub binding: Option<Binding>,
    pub cover: Option<Cover>,
    pub price: Option<Price>,
    pub chapters: Option<restli::ById<Picture>>,
    pub tags: Option<Vec<String>>,
    pub readers: Option<BTreeMap<AuthorUrn, i32>>,
    pub digest: Option<restli::Bytes>,
    pub notes: Option<restli::Json>,
    pub sequel: Option<Box<Book>>,
}

impl restli::Record for Book {
    const NAME: &'static str = "Book";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "id" => value.read(&mut self.id),
            "title" => value.read(&mut self.title),
            "author" => value.decorated(&mut self.author),
            "maker" => value.decorated(&mut self.maker),
            "binding" => value.read(&mut self.binding),
            "cover" => value.read(&mut self.cover),
            "price" => value.read(&mut self.price),
            "chapters" => value.read(&mut self.chapters),
            "tags" => value.read(&mut self.tags),
            "readers" => value.read(&mut self.readers),
            "digest" => value.read(&mut self.digest),
            "notes" => value.read(&mut self.notes),
            "sequel" => value.read(&mut self.sequel),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.write("id", &self.id)?;
        out.write("title", &self.title)?;
        out.decorated("author", &self.author)?;
        out.decorated("maker", &self.maker)?;
        out.write("binding", &self.binding)?;
        out.write("cover", &self.cover)?;
        out.write("price", &self.price)?;
        out.write("chapters", &self.chapters)?;
        out.write("tags", &self.tags)?;
        out.write("readers", &self.readers)?;
        out.write("digest", &self.digest)?;
        out.write("notes", &self.notes)?;
        out.write("sequel", &self.sequel)?;
        Ok(())
    }
}

restli::record!(Book);

impl Book {
    /// A book with its title.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: Some(title.into()),
            ..Self::default()
        }
    }

    /// Sets the author.
    pub fn author(mut self, author: impl Into<AuthorUrn>) -> Self {
        self.author = Some(restli::Decorated::new(author));
        self
    }
}

/// Projection of [`Book`].
#[derive(Clone, Debug, Default)]
pub struct BookProjection(restli::Mask);

impl BookProjection {
    pub fn id(self) -> Self {
        Self(self.0.field("id"))
    }

    pub fn title(self) -> Self {
        Self(self.0.field("title"))
    }

    pub fn author(self) -> Self {
        Self(self.0.field("author"))
    }

    pub fn author_resolved(self) -> Self {
        Self(restli::projection::resolved(self.0, "author"))
    }

    pub fn author_resolved_with(
        self,
        fields: impl FnOnce(AuthorProjection) -> AuthorProjection,
    ) -> Self {
        Self(restli::projection::resolved_with(self.0, "author", fields))
    }

    pub fn maker_resolved_with(
        self,
        kinds: impl FnOnce(MakerEntityProjection) -> MakerEntityProjection,
    ) -> Self {
        Self(restli::projection::resolved_kinds(self.0, "maker", kinds))
    }

    pub fn cover_portrait_with(
        self,
        fields: impl FnOnce(AuthorProjection) -> AuthorProjection,
    ) -> Self {
        Self(restli::projection::variant_with(
            self.0, "cover", "author", "portrait", fields,
        ))
    }

    pub fn chapters_with(self, fields: impl FnOnce(BookProjection) -> BookProjection) -> Self {
        Self(restli::projection::each(self.0, "chapters", fields))
    }

    pub fn sequel_with(self, fields: impl FnOnce(BookProjection) -> BookProjection) -> Self {
        Self(restli::projection::within(self.0, "sequel", fields))
    }
}

restli::projection!(Book => BookProjection);

/// Key of a shelf: complex.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ShelfKey {
    pub room: Option<String>,
    pub owner: Option<AuthorUrn>,
}

impl restli::Record for ShelfKey {
    const NAME: &'static str = "ShelfKey";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "room" => value.read(&mut self.room),
            "owner" => value.read(&mut self.owner),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.write("room", &self.room)?;
        out.write("owner", &self.owner)?;
        Ok(())
    }
}

restli::record!(ShelfKey);
restli::param!(ShelfKey);

impl ShelfKey {
    pub fn new(room: impl Into<String>) -> Self {
        Self {
            room: Some(room.into()),
            ..Self::default()
        }
    }

    pub fn owner(mut self, owner: impl Into<AuthorUrn>) -> Self {
        self.owner = Some(owner.into());
        self
    }
}

impl From<&str> for ShelfKey {
    fn from(room: &str) -> Self {
        Self::new(room)
    }
}
