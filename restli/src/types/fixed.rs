//! A known number of bytes, as Rest.li's `fixed`.
//!
//! The length is part of the type, so a digest of the wrong length is noticed where it is made or read.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use super::Bytes;

/// `N` bytes; one character U+0000 to U+00FF each on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fixed<const N: usize>(pub [u8; N]);

impl<const N: usize> Fixed<N> {
    /// From the text on the wire.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let Bytes(bytes) = Bytes::from_text(text)?;
        bytes.try_into().ok().map(Self)
    }
}

/// Zeros.
impl<const N: usize> Default for Fixed<N> {
    fn default() -> Self {
        Self([0; N])
    }
}

impl<const N: usize> From<[u8; N]> for Fixed<N> {
    fn from(bytes: [u8; N]) -> Self {
        Self(bytes)
    }
}

impl<const N: usize> From<Fixed<N>> for [u8; N] {
    fn from(fixed: Fixed<N>) -> Self {
        fixed.0
    }
}

impl<const N: usize> AsRef<[u8]> for Fixed<N> {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Refuses another number of bytes.
impl<const N: usize> TryFrom<&[u8]> for Fixed<N> {
    type Error = std::array::TryFromSliceError;

    fn try_from(bytes: &[u8]) -> Result<Self, Self::Error> {
        bytes.try_into().map(Self)
    }
}

impl<const N: usize> fmt::Display for Fixed<N> {
    /// As hexadecimal digits.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl<const N: usize> Serialize for Fixed<N> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let text: String = self.0.iter().map(|&byte| char::from(byte)).collect();
        out.serialize_str(&text)
    }
}

impl<'de, const N: usize> Deserialize<'de> for Fixed<N> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let Bytes(bytes) = Bytes::deserialize(input)?;
        let length = bytes.len();
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| D::Error::custom(format!("{length} bytes where {N} are expected")))
    }
}
