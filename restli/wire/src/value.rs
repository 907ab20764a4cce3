//! The tree that keys and parameters are made of, before any escaping.
//!
//! Encoding is the last step, so a request can be compared, printed and sent in more than one spelling.

use std::borrow::Cow;

/// A member of a map: its name and its value.
pub(crate) type Member = (Cow<'static, str>, Value);

/// A value of the URI grammar: a token, a list or a map, unescaped.
///
/// Numbers, booleans, enum symbols and URNs are tokens. There is no null: an absent member is left out
/// (Rest.li protocol 2.0.0, URI encoding).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Text as data. The empty string is a token too.
    Token(Cow<'static, str>),
    /// Values in order.
    List(Vec<Value>),
    /// Members by name. Their order carries no meaning; encoders sort them.
    Map(Vec<(Cow<'static, str>, Value)>),
}

impl Value {
    /// A token.
    pub fn token(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Token(text.into())
    }

    /// A list.
    pub fn list(values: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }

    /// A map.
    pub fn map<N, V>(members: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: Into<Cow<'static, str>>,
        V: Into<Value>,
    {
        Self::Map(
            members
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }

    /// The token of `bytes` and `fixed` data: byte n is the character U+00nn.
    pub fn bytes(bytes: &[u8]) -> Self {
        Self::Token(Cow::Owned(
            bytes.iter().map(|&byte| char::from(byte)).collect(),
        ))
    }

    /// The text of a token.
    pub fn as_token(&self) -> Option<&str> {
        match self {
            Self::Token(text) => Some(text),
            _ => None,
        }
    }

    /// The values of a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(values) => Some(values),
            _ => None,
        }
    }

    /// The members of a map.
    pub fn as_map(&self) -> Option<&[(Cow<'static, str>, Value)]> {
        match self {
            Self::Map(members) => Some(members),
            _ => None,
        }
    }

    /// The member of a map, by name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let (_, value) = self.as_map()?.iter().find(|(key, _)| key == name)?;
        Some(value)
    }

    /// The same with the members of all maps sorted, so that `==` and hashes overlook their order.
    pub fn normalised(self) -> Value {
        match self {
            Self::Token(_) => self,
            Self::List(values) => Self::List(values.into_iter().map(Value::normalised).collect()),
            Self::Map(mut members) => {
                members.sort_by(|left, right| left.0.cmp(&right.0));
                let members = members.into_iter();
                Self::Map(
                    members
                        .map(|(name, value)| (name, value.normalised()))
                        .collect(),
                )
            }
        }
    }

    /// Whether both mean the same: the members of maps may stand in any order, the values of lists may not.
    pub fn equivalent(&self, other: &Value) -> bool {
        match (self, other) {
            (Self::Token(left), Self::Token(right)) => left == right,
            (Self::List(left), Self::List(right)) => {
                left.len() == right.len() && left.iter().zip(right).all(|(l, r)| l.equivalent(r))
            }
            (Self::Map(left), Self::Map(right)) => {
                let (left, right) = (sorted(left), sorted(right));
                left.len() == right.len()
                    && left
                        .iter()
                        .zip(&right)
                        .all(|(l, r)| l.0 == r.0 && l.1.equivalent(&r.1))
            }
            _ => false,
        }
    }
}

/// The members of a map in the order in which they are written.
pub(crate) fn sorted(members: &[Member]) -> Vec<&Member> {
    let mut members: Vec<_> = members.iter().collect();
    members.sort_by(|left, right| left.0.cmp(&right.0));
    members
}

impl From<Cow<'static, str>> for Value {
    fn from(text: Cow<'static, str>) -> Self {
        Self::Token(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Token(Cow::Owned(text))
    }
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        Self::Token(Cow::Borrowed(text))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Token(Cow::Borrowed(if value { "true" } else { "false" }))
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::from(number.to_string())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::from(number.to_string())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::from(number.to_string())
    }
}

/// Written as the reference client does: `1.5`, `1.0E10`.
impl From<f32> for Value {
    fn from(number: f32) -> Self {
        let plain = number == 0.0 || (1e-3..1e7).contains(&number.abs());
        decimal(plain, &number.to_string(), &format!("{number:e}"))
    }
}

/// Written as the reference client does: `1.5`, `1.0E10`.
impl From<f64> for Value {
    fn from(number: f64) -> Self {
        let plain = number == 0.0 || (1e-3..1e7).contains(&number.abs());
        decimal(plain, &number.to_string(), &format!("{number:e}"))
    }
}

impl From<Vec<Value>> for Value {
    fn from(values: Vec<Value>) -> Self {
        Self::List(values)
    }
}

/// A number in Java's spelling, from Rust's shortest digits without and with an exponent.
fn decimal(plain: bool, digits: &str, scientific: &str) -> Value {
    let text = match digits {
        "inf" => "Infinity".to_owned(),
        "-inf" => "-Infinity".to_owned(),
        "NaN" => "NaN".to_owned(),
        _ if plain => with_fraction(digits),
        _ => match scientific.split_once('e') {
            Some((mantissa, exponent)) => format!("{}E{exponent}", with_fraction(mantissa)),
            None => scientific.to_owned(),
        },
    };
    Value::from(text)
}

fn with_fraction(digits: &str) -> String {
    if digits.contains('.') {
        digits.to_owned()
    } else {
        format!("{digits}.0")
    }
}
