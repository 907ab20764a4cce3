//! LinkedIn's text with mentions and hashtags, as posts and comments have it.
//!
//! It is markup in a string: a plain text put there loses characters or becomes a mention, and the markup shown
//! to people has backslashes in it. So it is a type that no string becomes, and that becomes no string, unless
//! the code says which of the two is meant.
//!
//! The format is described in LinkedIn's documentation under `marketing/community-management/shares/`, *Little
//! Text Format*.

mod parse;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt::{self, Display, Write as _};
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use self::parse::{Part, Parts};

/// Text with mentions and hashtags.
///
/// ```
/// use linkedin_types::LittleText;
///
/// let text = LittleText::plain("Thanks (again), ")
///     .mention("Ann", "urn:li:person:abc")
///     .text("! ")
///     .hashtag("rust");
/// assert_eq!(text.as_raw(), r"Thanks \(again\), @[Ann](urn:li:person:abc)! {hashtag|\#|rust}");
/// assert_eq!(text.to_plain(), "Thanks (again), Ann! #rust");
/// ```
///
/// It is read from and written to JSON as its markup, unchanged; reading never fails, because servers send what
/// older clients have written. Two are equal if their markup is.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LittleText(String);

/// What [`LittleText`] consists of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Segment<'a> {
    /// Text that means itself, without its escapes. Two never stand side by side.
    Plain(Cow<'a, str>),
    /// A member or an organization.
    Mention {
        /// The name to show. It must be that of the entity, or LinkedIn shows it without a link.
        name: Cow<'a, str>,
        /// The URN of the entity.
        urn: Cow<'a, str>,
    },
    /// A hashtag, without its `#`.
    Hashtag(Cow<'a, str>),
}

impl LittleText {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// A text that is to be shown as it is: whatever means something in the markup is escaped.
    pub fn plain(text: &str) -> Self {
        Self::new().text(text)
    }

    /// A text that is markup already.
    ///
    /// Refused where a character that means something does not mean it there, such as a bracket without a
    /// backslash: LinkedIn cuts such texts off or shows them wrong.
    pub fn from_raw(markup: impl Into<String>) -> Result<Self, LittleTextError> {
        let markup = markup.into();
        let stray = Parts::new(&markup).find_map(|part| part.stray);
        match stray {
            Some(at) => Err(LittleTextError {
                at,
                character: markup[at..].chars().next().unwrap_or_default(),
            }),
            None => Ok(Self(markup)),
        }
    }

    /// Appends text that is to be shown as it is.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        escape(text, RESERVED, &mut self.0);
        self
    }

    /// Appends a mention of a member or organization, by the name that LinkedIn knows it by.
    #[must_use]
    pub fn mention(mut self, name: &str, urn: impl Display) -> Self {
        self.0.push_str("@[");
        escape(name, RESERVED, &mut self.0);
        self.0.push_str("](");
        escape(&urn.to_string(), IN_URN, &mut self.0);
        self.0.push(')');
        self
    }

    /// Appends a hashtag, given with or without its `#`. An empty one adds nothing.
    #[must_use]
    pub fn hashtag(mut self, tag: &str) -> Self {
        let tag = tag.strip_prefix(['#', '＃']).unwrap_or(tag);
        if !tag.is_empty() {
            self.0.push_str(r"{hashtag|\#|");
            escape(tag, RESERVED, &mut self.0);
            self.0.push('}');
        }
        self
    }

    /// The markup, as it came or was made.
    pub fn as_raw(&self) -> &str {
        &self.0
    }

    /// The markup, as it came or was made.
    pub fn into_raw(self) -> String {
        self.0
    }

    /// What people read: text without escapes, names of mentions, hashtags with their `#`.
    pub fn to_plain(&self) -> String {
        let mut plain = String::with_capacity(self.0.len());
        for segment in self.segments() {
            match segment {
                Segment::Plain(text) => plain.push_str(&text),
                Segment::Mention { name, .. } => plain.push_str(&name),
                Segment::Hashtag(tag) => {
                    plain.push('#');
                    plain.push_str(&tag);
                }
            }
        }
        plain
    }

    /// Text, mentions and hashtags in their order. Markup that is broken is text.
    ///
    /// Hashtags that are written `#tag`, as people type them, count as such.
    pub fn segments(&self) -> impl Iterator<Item = Segment<'_>> {
        let mut parts = Parts::new(&self.0).peekable();
        std::iter::from_fn(move || {
            let mut segment = parts.next()?.segment;
            if let Segment::Plain(text) = &mut segment {
                let is_plain = |part: &Part<'_>| matches!(part.segment, Segment::Plain(_));
                while let Some(part) = parts.next_if(is_plain) {
                    if let Segment::Plain(more) = part.segment {
                        text.to_mut().push_str(&more);
                    }
                }
            }
            Some(segment)
        })
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What means something in the markup, or may one day.
const RESERVED: &[char] = &[
    '(', ')', '{', '}', '[', ']', '<', '>', '@', '|', '~', '_', '*', '#', '\\',
];

/// What would end the URN of a mention, or begin another. Its other characters are written as they are.
const IN_URN: &[char] = &['(', ')', '[', '\\'];

fn escape(text: &str, reserved: &[char], out: &mut String) {
    for character in text.chars() {
        if reserved.contains(&character) {
            out.push('\\');
        }
        out.push(character);
    }
}

/// A character of a text that is not markup, although it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LittleTextError {
    at: usize,
    character: char,
}

impl LittleTextError {
    /// The byte at which the character stands.
    pub fn offset(&self) -> usize {
        self.at
    }
}

impl fmt::Display for LittleTextError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, character } = self;
        match character {
            '\\' => write!(
                out,
                r"`\` at byte {at} escapes nothing; a backslash is written `\\`"
            ),
            _ => write!(
                out,
                r"`{character}` at byte {at} is no markup here; as text it is written `\{character}`"
            ),
        }
    }
}

impl std::error::Error for LittleTextError {}

/// Of markup, as [`LittleText::from_raw`].
impl FromStr for LittleText {
    type Err = LittleTextError;

    fn from_str(markup: &str) -> Result<Self, LittleTextError> {
        Self::from_raw(markup)
    }
}

/// With the markup.
impl fmt::Debug for LittleText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("LittleText(")?;
        fmt::Debug::fmt(&self.0, out)?;
        out.write_char(')')
    }
}

impl Serialize for LittleText {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for LittleText {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        String::deserialize(input).map(Self)
    }
}
