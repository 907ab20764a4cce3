//! Which names need a `rust_name:`, by the rules of the schema language.
//!
//! The language makes Rust names by itself, keywords included. Only where none can be made, or two
//! would meet, a name has to be chosen here.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase, ToUpperCamelCase};
pub(crate) use restli_model::names::Case;
use restli_model::names::{self, type_of};

/// No scope has more names alike; beyond, the language reports the collision.
const MOST_ALIKE: usize = 100_000;

/// The Rust name that the language makes, without a raw prefix; nothing if it cannot make one.
pub(crate) fn identifier(name: &str, case: Case) -> Option<String> {
    let made = names::identifier(name, case)?;
    Some(made.trim_start_matches("r#").to_owned())
}

/// Whether a name can be chosen by `rust_name:`, which takes only what it would make itself.
fn can_be_chosen(name: &str, case: Case) -> bool {
    identifier(name, case).is_some_and(|made| made == name)
}

/// The name of a file or folder that the language takes as a module.
pub(crate) fn module(name: &str, noun: &str) -> String {
    let made = identifier(name, Case::Snake).unwrap_or_else(|| noun.to_owned());
    match names::is_module_name(&made) {
        true => made,
        false => format!("{}_{noun}", made.trim_end_matches('_')),
    }
}

/// Modules, features and functions of a client's root.
pub(crate) fn root_words() -> impl Iterator<Item = &'static str> {
    let lists = [
        names::ROOT_MODULES,
        names::FEATURES,
        names::CLIENT_FUNCTIONS,
    ];
    lists.into_iter().flatten().copied()
}

/// Functions of records and of their projections.
pub(crate) fn field_scope() -> Scope {
    Scope::new(Case::Snake, "field")
        .with(names::RECORD_FUNCTIONS)
        .with(names::PROJECTION_FUNCTIONS)
}

/// Variants of enums.
pub(crate) fn symbol_scope() -> Scope {
    Scope::new(Case::Camel, "symbol").with(names::VARIANTS)
}

/// Variants of unions, of which each is a function of the union's projection too.
pub(crate) fn member_scope() -> Scope {
    let mut scope = Scope::new(Case::Camel, "member")
        .with(names::VARIANTS)
        .with(names::NULL_VARIANTS);
    for function in names::PROJECTION_FUNCTIONS {
        scope.reserve(type_of(function));
    }
    scope
}

/// Parameters of a call, each of which is a setter of its builder or an argument.
pub(crate) fn parameter_scope(paged: bool) -> Scope {
    let scope = Scope::new(Case::Snake, "param").with(names::BUILDER_FUNCTIONS);
    match paged {
        true => scope.with(names::PAGED_FUNCTIONS),
        false => scope,
    }
}

/// Names of one place in the generated client, no two of which may be alike.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    case: Case,
    /// What an item is called if its name makes no name in Rust, such as `field`.
    noun: &'static str,
    taken: BTreeSet<String>,
    /// The number that a name with a number is to begin with.
    numbers: BTreeMap<String, usize>,
}

impl Scope {
    pub(crate) fn new(case: Case, noun: &'static str) -> Self {
        Self {
            case,
            noun,
            taken: BTreeSet::new(),
            numbers: BTreeMap::new(),
        }
    }

    /// The same with names that nobody may have.
    #[must_use]
    pub(crate) fn with(mut self, reserved: &[&str]) -> Self {
        self.taken
            .extend(reserved.iter().map(|name| (*name).to_owned()));
        self
    }

    /// Takes a name of Rust for something that needs no other.
    pub(crate) fn reserve(&mut self, name: impl Into<String>) {
        self.taken.insert(name.into());
    }

    pub(crate) fn holds(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// Gives an item a name in Rust. What comes back is to be written as `rust_name:`; nothing if
    /// the language makes a name that is free.
    pub(crate) fn claim(&mut self, name: &str) -> Option<String> {
        self.claim_or(name, &[])
    }

    /// The same, with names to be tried first if the language's own is not free.
    pub(crate) fn claim_or(&mut self, name: &str, others: &[String]) -> Option<String> {
        let made = identifier(name, self.case);
        if let Some(made) = &made
            && self.is_free(made)
        {
            self.taken.insert(made.clone());
            return None;
        }
        let noun = match self.case {
            Case::Snake => self.noun.to_owned(),
            Case::Camel => self.noun.to_upper_camel_case(),
        };
        let joined = |first: &str, second: &str| match self.case {
            Case::Snake => format!("{}_{second}", first.trim_end_matches('_')).to_snake_case(),
            Case::Camel => format!("{}{second}", first.trim_end_matches('_')).to_upper_camel_case(),
        };
        let base = match &made {
            Some(made) => joined(made, &noun),
            None => identifier(&format!("{noun}_{name}"), self.case).unwrap_or(noun),
        };
        let mut names = others.iter().chain([&base]);
        if let Some(chosen) = names.find(|name| self.can_be(name)) {
            self.taken.insert(chosen.clone());
            return Some(chosen.clone());
        }
        let first = self.numbers.get(&base).copied().unwrap_or(2);
        let mut numbered =
            (first..first + MOST_ALIKE).map(|number| (number, joined(&base, &number.to_string())));
        let (number, chosen) = numbered.find(|(_, name)| self.can_be(name))?;
        self.numbers.insert(base.clone(), number + 1);
        self.taken.insert(chosen.clone());
        Some(chosen)
    }

    fn can_be(&self, name: &str) -> bool {
        can_be_chosen(name, self.case) && self.is_free(name)
    }

    fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_chosen_only_where_they_must_be() {
        let mut scope = field_scope();
        for (name, expected) in [
            ("type", None),
            ("fooBar", None),
            ("foo_bar", Some("foo_bar_field")),
            ("FooBar", Some("foo_bar_field_2")),
            ("new", Some("new_field")),
            ("self", None),
            ("self_", Some("self_field")),
            ("2d", Some("field_2d")),
            ("$", Some("field")),
            ("ü", Some("field_2")),
        ] {
            assert_eq!(scope.claim(name).as_deref(), expected, "{name}");
        }
        let mut scope = symbol_scope();
        for (name, expected) in [
            ("IN_PROGRESS", None),
            ("InProgress", Some("InProgressSymbol")),
            ("UNKNOWN", Some("UnknownSymbol")),
            ("_100", Some("Symbol100")),
            // A name of capitals is split differently once there is more of it.
            ("A_B", None),
            ("a_b", Some("AbSymbol")),
            ("aB", Some("AbSymbol2")),
        ] {
            assert_eq!(scope.claim(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn modules() {
        for (name, expected) in [
            ("com.ex.api", "com_ex_api"),
            ("Book", "book"),
            ("MD5", "md5"),
            ("Type", "type_file"),
            ("Self", "self_"),
            ("CON", "con_file"),
            ("_", "file"),
        ] {
            assert_eq!(module(name, "file"), expected, "{name}");
        }
    }
}
