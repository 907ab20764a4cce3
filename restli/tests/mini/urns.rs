//! URN kinds.

pub mod kind {
    /// `urn:lib:author:{id}`.
    pub enum Author {}
    impl restli::UrnKind for Author {
        const NAMESPACE: &'static str = "lib";
        const NAME: &'static str = "author";
        type Id = String;
    }

    /// `urn:lib:publisher:{id}`.
    pub enum Publisher {}
    impl restli::UrnKind for Publisher {
        const NAMESPACE: &'static str = "lib";
        const NAME: &'static str = "publisher";
        type Id = i64;
    }

    /// `urn:lib:loan:({author},{number})`.
    pub enum Loan {}
    impl restli::UrnKind for Loan {
        const NAMESPACE: &'static str = "lib";
        const NAME: &'static str = "loan";
        type Id = (restli::Urn<Author>, i64);
    }

    /// `urn:lib:reprint:({task})`.
    pub enum Reprint {}
    impl restli::UrnKind for Reprint {
        const NAMESPACE: &'static str = "lib";
        const NAME: &'static str = "reprint";
        type Id = (String,);
    }
}

/// An author.
pub type AuthorUrn = restli::Urn<kind::Author>;
/// A publisher.
pub type PublisherUrn = restli::Urn<kind::Publisher>;
/// A loan.
pub type LoanUrn = restli::Urn<kind::Loan>;
/// A reprint.
pub type ReprintUrn = restli::Urn<kind::Reprint>;

/// Who is behind a book.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum MakerUrn {
    Author(AuthorUrn),
    Publisher(PublisherUrn),
    Other(restli::Urn),
}

impl restli::UrnSet for MakerUrn {
    fn from_urn(urn: restli::Urn) -> Self {
        match urn.kind() {
            "author" => Self::Author(urn.assume()),
            "publisher" => Self::Publisher(urn.assume()),
            _ => Self::Other(urn),
        }
    }

    fn as_str(&self) -> &str {
        match self {
            Self::Author(urn) => urn.as_str(),
            Self::Publisher(urn) => urn.as_str(),
            Self::Other(urn) => urn.as_str(),
        }
    }

    fn is_expected(&self) -> bool {
        !matches!(self, Self::Other(_))
    }
}

restli::urn_set!(MakerUrn);

impl From<AuthorUrn> for MakerUrn {
    fn from(urn: AuthorUrn) -> Self {
        Self::Author(urn)
    }
}

impl From<PublisherUrn> for MakerUrn {
    fn from(urn: PublisherUrn) -> Self {
        Self::Publisher(urn)
    }
}
