//! Scopes: places where no two items may have one Rust name.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::source::Place;

/// The names of one place in the generated code, such as the fields of a record.
pub(crate) struct Scope<'a> {
    /// Names that the generated code uses itself, and for what.
    reserved: Vec<(&'a [&'a str], &'a str)>,
    taken: BTreeMap<String, Taken>,
    sink: &'a Sink,
}

/// Who has a name.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    /// Where it is declared.
    pub(crate) place: Place,
    /// What it is, such as ``field `firstName` ``.
    pub(crate) what: String,
}

impl Taken {
    pub(crate) fn new(place: &Place, what: impl Into<String>) -> Self {
        Self {
            place: place.clone(),
            what: what.into(),
        }
    }
}

impl<'a> Scope<'a> {
    pub(crate) fn new(sink: &'a Sink) -> Self {
        Self {
            reserved: Vec::new(),
            taken: BTreeMap::new(),
            sink,
        }
    }

    /// Names that nobody may have, and what has them.
    pub(crate) fn reserve(mut self, names: &'a [&'a str], what: &'a str) -> Self {
        self.reserved.push((names, what));
        self
    }

    /// Gives a name to an item, or reports who has it already.
    pub(crate) fn claim(&mut self, rust_name: &str, item: Taken) {
        let mut reserved = self.reserved.iter();
        if let Some((_, owner)) = reserved.find(|(names, _)| names.contains(&rust_name)) {
            self.refuse(rust_name, &item, &format!("it is {owner}"));
        } else if self.holds(rust_name) {
            self.report(rust_name, item);
        } else {
            self.taken.insert(rust_name.to_owned(), item);
        }
    }

    /// Whether an item has the name.
    pub(crate) fn holds(&self, rust_name: &str) -> bool {
        self.taken.contains_key(rust_name)
    }

    /// Reports that nobody may have a name, and why.
    pub(crate) fn refuse(&self, rust_name: &str, item: &Taken, why: &str) {
        self.sink.push(
            Diagnostic::error(
                Code::Reserved,
                &item.place,
                format!(
                    "{} would be `{rust_name}` in Rust, which is taken",
                    item.what
                ),
            )
            .note(why)
            .help("give it another name with `rust_name:`"),
        );
    }

    /// Reports that an item has the name of another one.
    pub(crate) fn report(&self, rust_name: &str, item: Taken) {
        let Some(first) = self.taken.get(rust_name) else {
            return;
        };
        self.sink.push(
            Diagnostic::error(
                Code::Collision,
                &item.place,
                format!(
                    "{} and {} would both be `{rust_name}` in Rust",
                    first.what, item.what
                ),
            )
            .label("second")
            .also(&first.place, "first")
            .help("give one of them another name with `rust_name:`"),
        );
    }
}
