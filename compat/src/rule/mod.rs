//! The rules: what can change, and how Rest.li judges it on the wire.
//!
//! A rule is a name for a kind of change. Its level is that of Rest.li's own checker; where this
//! crate is stricter, the finding says what that checker would have said.

mod table;

pub use table::*;

use std::fmt;

use serde::Serialize;

/// How a change is judged on the wire, by Rest.li's own levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wire {
    /// Nothing on the wire changes.
    None,
    /// Both sides go on understanding each other.
    Compatible,
    /// Messages stay readable, but old code may meet what it does not know.
    WireCompatible,
    /// One side no longer understands the other.
    Incompatible,
}

impl Wire {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Compatible => "compatible",
            Self::WireCompatible => "wire-compatible",
            Self::Incompatible => "incompatible",
        }
    }
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// Its name, in snake case; never changes its meaning.
    pub id: &'static str,
    /// How it is judged on the wire.
    pub wire: Wire,
    /// What changed, in a sentence.
    pub summary: &'static str,
    /// Whether Rest.li's IDL can say it; else it is a fact of the YAML language alone.
    pub idl: bool,
    /// Whether it never changes an item of the generated crate by itself.
    pub silent: bool,
}

impl Rule {
    /// Whether it is about something that there was not before.
    pub(crate) fn adds(&self) -> bool {
        self.id.split('_').any(|word| word == "added")
    }

    /// Whether it is about something that there no longer is.
    pub(crate) fn removes(&self) -> bool {
        self.id.split('_').any(|word| word == "removed")
    }
}

/// The rule of this name.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}
