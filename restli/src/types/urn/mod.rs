//! URNs with the kind they should be of.
//!
//! The kind is a promise to the compiler about what a caller passes, not about what a server sends: a
//! response may hold any URN, while whatever is sent is checked.

mod id;
pub mod set;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use restli_wire::split_urn;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error as _, Serialize, Serializer};

use super::strict::admit;
pub use id::{UrnId, UrnIdPart};
pub use set::UrnSet;

/// A kind of URN: `urn:{NAMESPACE}:{NAME}:…`.
pub trait UrnKind {
    /// The namespace, such as `li`.
    const NAMESPACE: &'static str;
    /// The kind, such as `person`.
    const NAME: &'static str;
    /// What stands behind the kind: text, a number or a tuple.
    type Id: UrnId;
}

/// The kind of a URN that may be of any kind.
#[derive(Clone, Copy, Debug)]
pub enum AnyKind {}

/// What a URN type expects; implemented for every [`UrnKind`] and for [`AnyKind`].
pub trait UrnExpectation {
    /// Whether a URN of this namespace and kind is expected.
    fn expects(namespace: &str, kind: &str) -> bool;

    /// What is expected, for messages.
    fn expected() -> String;
}

impl<K: UrnKind> UrnExpectation for K {
    fn expects(namespace: &str, kind: &str) -> bool {
        namespace == K::NAMESPACE && kind == K::NAME
    }

    fn expected() -> String {
        format!("urn:{}:{}:…", K::NAMESPACE, K::NAME)
    }
}

impl UrnExpectation for AnyKind {
    fn expects(_: &str, _: &str) -> bool {
        true
    }

    fn expected() -> String {
        "urn:…".to_owned()
    }
}

/// A URN such as `urn:li:person:abc`.
///
/// One that was constructed is of kind `K`; one that came from a server may be anything, and
/// [`is_expected`](Self::is_expected) tells. A URN of the wrong kind is refused when it is sent.
pub struct Urn<K = AnyKind> {
    text: String,
    kind: PhantomData<fn() -> K>,
}

impl<K: UrnKind> Urn<K> {
    /// The URN of an id.
    pub fn new(id: impl Into<K::Id>) -> Self {
        let mut text = format!("urn:{}:{}:", K::NAMESPACE, K::NAME);
        id.into().write(&mut text);
        Self::from_text(text)
    }

    /// The id. Fails when a server sent a URN of another kind, or an id of another form.
    pub fn id(&self) -> Result<K::Id, UrnError> {
        let urn = split_urn(&self.text).map_err(|error| UrnError::new(&self.text, error))?;
        if !K::expects(urn.namespace, urn.kind) {
            return Err(UrnError::unexpected::<K>(&self.text));
        }
        K::Id::read(urn.id).map_err(|reason| UrnError::new(&self.text, reason))
    }
}

impl<K> Urn<K> {
    pub(crate) fn from_text(text: String) -> Self {
        Self {
            text,
            kind: PhantomData,
        }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The namespace; empty when the text is no URN, which servers are free to send.
    pub fn namespace(&self) -> &str {
        split_urn(&self.text).map_or("", |urn| urn.namespace)
    }

    /// The kind; empty when the text is no URN, which servers are free to send.
    pub fn kind(&self) -> &str {
        split_urn(&self.text).map_or("", |urn| urn.kind)
    }

    /// The same URN, of any kind.
    pub fn into_any(self) -> Urn {
        self.assume()
    }

    /// The same text as a URN of another kind, unchecked: what a server may have sent is possible here too.
    #[doc(hidden)]
    pub fn assume<L>(self) -> Urn<L> {
        Urn::from_text(self.text)
    }

    /// The same URN, if it is of that kind.
    pub fn cast<L: UrnExpectation>(self) -> Result<Urn<L>, UrnError> {
        let other = self.assume::<L>();
        other.check().map(|()| other)
    }
}

impl<K: UrnExpectation> Urn<K> {
    /// Whether it is a URN of kind `K`.
    pub fn is_expected(&self) -> bool {
        split_urn(&self.text).is_ok_and(|urn| K::expects(urn.namespace, urn.kind))
    }

    /// The reason why it must not be sent, if there is one.
    pub(crate) fn check(&self) -> Result<(), UrnError> {
        match split_urn(&self.text) {
            Err(error) => Err(UrnError::new(&self.text, error)),
            Ok(urn) if K::expects(urn.namespace, urn.kind) => Ok(()),
            Ok(_) => Err(UrnError::unexpected::<K>(&self.text)),
        }
    }
}

/// A text is not the URN that it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrnError(String);

impl UrnError {
    fn new(text: &str, reason: impl fmt::Display) -> Self {
        Self(format!("`{text}` is not a valid URN: {reason}"))
    }

    fn unexpected<K: UrnExpectation>(text: &str) -> Self {
        Self(format!(
            "`{text}` is not a URN of the form `{}`",
            K::expected()
        ))
    }

    pub(crate) fn outside_of_set(text: &str) -> Self {
        Self(format!(
            "`{text}` is a URN of a kind that is not expected here"
        ))
    }
}

impl fmt::Display for UrnError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for UrnError {}

/// Refuses a text that is no URN, or one of another kind.
impl<K: UrnExpectation> FromStr for Urn<K> {
    type Err = UrnError;

    fn from_str(text: &str) -> Result<Self, UrnError> {
        let urn = Self::from_text(text.to_owned());
        urn.check().map(|()| urn)
    }
}

impl<K> AsRef<str> for Urn<K> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<K> fmt::Display for Urn<K> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.text)
    }
}

impl<K> fmt::Debug for Urn<K> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl<K> Clone for Urn<K> {
    fn clone(&self) -> Self {
        Self::from_text(self.text.clone())
    }
}

impl<K> PartialEq for Urn<K> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<K> Eq for Urn<K> {}

impl<K> PartialEq<str> for Urn<K> {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl<K> PartialEq<&str> for Urn<K> {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

impl<K> PartialOrd for Urn<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Urn<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<K> Hash for Urn<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<K: UrnExpectation> Serialize for Urn<K> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        admit(&self.text, || self.check()).map_err(S::Error::custom)?;
        out.serialize_str(&self.text)
    }
}

/// Takes any text: what a server sends is not this crate's to refuse.
impl<'de, K> Deserialize<'de> for Urn<K> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        String::deserialize(input).map(Self::from_text)
    }
}
