//! Full names: a namespace and a simple name, joined by dots.

use std::fmt;

/// The full name of a schema, such as `com.ex.Book`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FullName(String);

impl FullName {
    /// Takes a name that is full already.
    pub fn new(full: impl Into<String>) -> Self {
        Self(full.into())
    }

    /// A name as it is written somewhere in a namespace: full if it has a dot, else relative.
    pub fn relative(name: &str, namespace: &str) -> Self {
        if name.contains('.') || namespace.is_empty() {
            Self(name.to_owned())
        } else {
            Self(format!("{namespace}.{name}"))
        }
    }

    /// The name with its dots.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands in front of the last dot; empty if there is none.
    pub fn namespace(&self) -> &str {
        self.0
            .rsplit_once('.')
            .map_or("", |(namespace, _)| namespace)
    }

    /// What stands behind the last dot.
    pub fn last(&self) -> &str {
        self.0.rsplit_once('.').map_or(&self.0, |(_, last)| last)
    }

    /// Whether every part is an identifier, and the whole no longer than the name of a folder.
    pub fn is_valid(&self) -> bool {
        self.0.len() <= MAX_FULL_LENGTH && self.0.split('.').all(is_identifier)
    }
}

impl fmt::Display for FullName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Longer names are refused.
const MAX_LENGTH: usize = 100;
/// Longer full names are refused.
const MAX_FULL_LENGTH: usize = 200;

/// Whether a text is a letter or `_`, followed by letters, digits and `_`.
pub fn is_identifier(text: &str) -> bool {
    let first = |c: char| c.is_ascii_alphabetic() || c == '_';
    text.starts_with(first)
        && text.len() <= MAX_LENGTH
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_to_a_namespace() {
        for (name, namespace, expected) in [
            ("Book", "com.ex", "com.ex.Book"),
            ("a.Book", "com.ex", "a.Book"),
            ("Book", "", "Book"),
        ] {
            assert_eq!(FullName::relative(name, namespace).as_str(), expected);
        }
        let name = FullName::new("com.ex.Book");
        assert_eq!((name.namespace(), name.last()), ("com.ex", "Book"));
        let root = FullName::new("Book");
        assert_eq!((root.namespace(), root.last()), ("", "Book"));
    }

    #[test]
    fn parts_are_identifiers() {
        for name in ["a", "_a.B2", "com.ex.Book"] {
            assert!(FullName::new(name).is_valid(), "{name}");
        }
        for name in ["", "a..b", ".a", "a.", "2a", "a-b", "../x", "ü"] {
            assert!(!FullName::new(name).is_valid(), "{name}");
        }
    }
}
