//! Decimal numbers as servers write them.
//!
//! Money and rates travel as text, because binary floating point cannot hold them. The text is kept, so that
//! nothing is lost between reading and writing; calculating is left to the crates that do it well.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use restli_wire::{DecimalText, split_decimal};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::Shape;
use crate::error::{JsonError, JsonResult};
use crate::value::RAW_VALUE;

/// A decimal number of any size and precision, such as `12.50`.
///
/// Made from integers, from a text ([`FromStr`]), or from units and the number of digits behind the point:
///
/// ```
/// use restli::Decimal;
///
/// let price = Decimal::new(1250, 2);
/// assert_eq!(price.to_string(), "12.50");
/// assert_eq!(price, "12.5".parse()?);
/// assert!(price > Decimal::from(12));
/// # Ok::<(), restli::DecimalError>(())
/// ```
///
/// Compared, ordered and hashed **by value**: `12.5` equals `12.50` and `1.25e1`, and `-0` equals `0`. What is
/// sent is the text all the same, digit by digit as it came or was made; [`as_str`](Self::as_str) tells the
/// difference.
///
/// It is a JSON string. Where a server sends a JSON number instead, that is read too, with all its digits, and
/// is written as a number again.
///
/// With the feature `rust_decimal` it converts from and into `rust_decimal::Decimal`. There is no conversion
/// from floating point: `0.1_f64` is not `0.1`.
#[derive(Clone)]
pub struct Decimal {
    /// What [`split_decimal`] reads.
    text: Box<str>,
    /// Whether it came as a JSON number.
    is_number: bool,
}

impl Decimal {
    /// So many units of the last digit, of which `scale` stand behind the point: `new(1250, 2)` is `12.50`.
    pub fn new(units: i64, scale: u8) -> Self {
        let scale = usize::from(scale);
        let sign = if units < 0 { "-" } else { "" };
        // At least one digit stands before the point.
        let digits = format!("{:0>1$}", units.unsigned_abs(), scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        let point = if scale > 0 { "." } else { "" };
        Self::of(format!("{sign}{whole}{point}{fraction}"), false)
    }

    fn of(text: impl Into<Box<str>>, is_number: bool) -> Self {
        Self {
            text: text.into(),
            is_number,
        }
    }

    /// The text, as it came or was made.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The nearest double; infinite where there is none.
    pub fn to_f64(&self) -> f64 {
        self.text.parse().unwrap_or(f64::NAN)
    }

    /// Whether it is less than zero.
    pub fn is_negative(&self) -> bool {
        self.parts()
            .is_some_and(|parts| parts.negative && !parts.is_zero())
    }

    /// Whether it is zero, however that is written.
    pub fn is_zero(&self) -> bool {
        self.parts().is_some_and(|parts| parts.is_zero())
    }

    /// Always there: nothing else is ever kept.
    fn parts(&self) -> Option<DecimalText<'_>> {
        split_decimal(&self.text)
    }

    fn parse(text: &str, is_number: bool) -> Option<Self> {
        split_decimal(text).map(|_| Self::of(text, is_number))
    }

    /// The exact value with the same digits behind the point; an error where that type has not enough digits
    /// (96 bits, of which 28 digits can stand behind the point).
    #[cfg(feature = "rust_decimal")]
    pub fn to_decimal(&self) -> Result<rust_decimal::Decimal, DecimalError> {
        let wide = self.parts().and_then(|parts| {
            let digits = [parts.whole, parts.fraction].concat();
            let mut units: i128 = match digits.trim_start_matches('0') {
                "" => 0,
                digits => digits.parse().ok()?,
            };
            let mut scale = parts.fraction.len() as i64 - i64::from(parts.exponent);
            while units != 0 && scale < 0 {
                (units, scale) = (units.checked_mul(10)?, scale + 1);
            }
            while units % 10 == 0 && scale > 28 {
                (units, scale) = (units / 10, if units == 0 { 28 } else { scale - 1 });
            }
            let units = if parts.negative { -units } else { units };
            let scale = u32::try_from(scale.max(0)).ok()?;
            rust_decimal::Decimal::try_from_i128_with_scale(units, scale).ok()
        });
        wide.ok_or(DecimalError("has more digits than `rust_decimal` holds"))
    }
}

/// A text is no decimal number, or one that another type cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecimalError(&'static str);

impl fmt::Display for DecimalError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the number {}", self.0)
    }
}

impl std::error::Error for DecimalError {}

/// Takes digits with a sign, a point and an exponent; spaces, groups and words are refused.
impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        Self::parse(text, false).ok_or(DecimalError("is not written as a decimal"))
    }
}

/// Zero.
impl Default for Decimal {
    fn default() -> Self {
        Self::from(0)
    }
}

macro_rules! integers {
    ($($integer:ty),+) => {$(
        impl From<$integer> for Decimal {
            fn from(number: $integer) -> Self {
                Self::of(number.to_string(), false)
            }
        }
    )+};
}

integers!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128);

/// With the digits that it shows.
#[cfg(feature = "rust_decimal")]
impl From<rust_decimal::Decimal> for Decimal {
    fn from(number: rust_decimal::Decimal) -> Self {
        Self::of(number.to_string(), false)
    }
}

/// See [`Decimal::to_decimal`].
#[cfg(feature = "rust_decimal")]
impl TryFrom<Decimal> for rust_decimal::Decimal {
    type Error = DecimalError;

    fn try_from(number: Decimal) -> Result<Self, DecimalError> {
        number.to_decimal()
    }
}

/// By value.
impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By value.
impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.parts(), other.parts()) {
            (Some(own), Some(theirs)) => own.compare(&theirs),
            _ => self.text.cmp(&other.text),
        }
    }
}

/// By value, as it is compared.
impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        if let Some(parts) = self.parts() {
            self.is_negative().hash(state);
            parts.magnitude().hash(state);
            parts.digits().for_each(|digit| digit.hash(state));
        }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.text)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let number = self
            .is_number
            .then(|| RawValue::from_string(self.text.to_string()));
        match number {
            Some(Ok(number)) => number.serialize(out),
            _ => out.serialize_str(&self.text),
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        // As a number its digits would have gone through a double already.
        input.deserialize_newtype_struct(RAW_VALUE, DecimalVisitor)
    }
}

/// Reads JSON text from `serde_json`, and plain values from deserializers that know no JSON text.
struct DecimalVisitor;

impl DecimalVisitor {
    fn number<E: Error>(self, text: &str, unexpected: Unexpected<'_>) -> Result<Decimal, E> {
        Decimal::parse(text, true).ok_or_else(|| E::invalid_value(unexpected, &self))
    }
}

impl<'de> Visitor<'de> for DecimalVisitor {
    type Value = Decimal;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a decimal number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Decimal, E> {
        let unexpected = Unexpected::Str(text);
        Decimal::parse(text, false).ok_or_else(|| E::invalid_value(unexpected, &self))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Decimal, E> {
        self.number(&number.to_string(), Unexpected::Signed(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Decimal, E> {
        self.number(&number.to_string(), Unexpected::Unsigned(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Decimal, E> {
        self.number(&number.to_string(), Unexpected::Float(number))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, input: D) -> Result<Decimal, D::Error> {
        input.deserialize_any(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Decimal, A::Error> {
        match map.next_key::<Cow<'_, str>>()? {
            Some(name) if name == RAW_VALUE => {}
            _ => return Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
        let json: Cow<'_, str> = map.next_value()?;
        read_json(&json).map_err(A::Error::custom)
    }
}

/// Reads the JSON text of a string or number.
fn read_json(json: &str) -> JsonResult<Decimal> {
    let shape = Shape::of(json);
    let read = match shape {
        Shape::String => {
            let text: Cow<'_, str> = serde_json::from_str(json).unwrap_or_default();
            Decimal::parse(&text, false)
        }
        Shape::Number => Decimal::parse(json, true),
        _ => None,
    };
    let reason = || match shape {
        Shape::String | Shape::Number => format!("invalid value: {shape} {json}, {EXPECTED}"),
        _ => format!("invalid type: {shape}, {EXPECTED}"),
    };
    read.map_or_else(|| Err(JsonError::refused_part(json, reason())), Ok)
}

const EXPECTED: &str = "expected a decimal number";
