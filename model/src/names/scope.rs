//! Scopes: places where no two items may have one Rust name.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::diagnostics::{Code, Diagnostic, Edit, Sink};
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
    way_out: WayOut,
}

/// How an item can get another name in Rust.
#[derive(Clone, Debug)]
enum WayOut {
    /// With `rust_name:`, somewhere.
    RustName,
    /// With `rust_name:`, such as this one; below its name, or beside it.
    Such(String, fn(&Place, &str) -> Option<Edit>),
    /// By its name in the schema alone.
    Name,
}

impl Taken {
    pub(crate) fn new(place: &Place, what: impl Into<String>) -> Self {
        Self {
            place: place.clone(),
            what: what.into(),
            way_out: WayOut::RustName,
        }
    }

    /// Says what `rust_name:` could be; `own` is what the item is called without one.
    #[must_use]
    pub(crate) fn or(mut self, own: &str, noun: &str) -> Self {
        let own = own.trim_start_matches("r#").trim_end_matches('_');
        let free = match own.starts_with(|c: char| c.is_ascii_uppercase()) {
            true => format!("{own}{}", noun.to_upper_camel_case()),
            false => format!("{own}_{}", noun.to_snake_case()),
        };
        self.way_out = WayOut::Such(free, Edit::below);
        self
    }

    /// Says that the place is the value of a key beside which `rust_name:` may stand.
    #[must_use]
    pub(crate) fn beside(mut self) -> Self {
        if let WayOut::Such(_, edit) = &mut self.way_out {
            *edit = Edit::after;
        }
        self
    }

    /// Says that the item has no `rust_name:`.
    #[must_use]
    pub(crate) fn by_name(mut self) -> Self {
        self.way_out = WayOut::Name;
        self
    }

    /// Proposes another name.
    fn rename(&self, diagnostic: Diagnostic, help: &str) -> Diagnostic {
        let (free, edit) = match &self.way_out {
            WayOut::RustName => return diagnostic.help(format!("{help} with `rust_name:`")),
            WayOut::Name => return diagnostic.help(help),
            WayOut::Such(free, edit) => (free, edit),
        };
        let entry = format!("rust_name: {free}");
        let edit = edit(&self.place, &entry);
        diagnostic.try_fix(format!("{help}, such as `{entry}`"), edit)
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
        let message = format!(
            "{} would be `{rust_name}` in Rust, which is taken",
            item.what
        );
        let diagnostic = Diagnostic::error(Code::Reserved, &item.place, message).note(why);
        self.sink
            .push(item.rename(diagnostic, "give it another name"));
    }

    /// Reports that an item has the name of another one.
    pub(crate) fn report(&self, rust_name: &str, item: Taken) {
        let Some(first) = self.taken.get(rust_name) else {
            return;
        };
        let message = format!(
            "{} and {} would both be `{rust_name}` in Rust",
            first.what, item.what
        );
        let diagnostic = Diagnostic::error(Code::Collision, &item.place, message)
            .label("second")
            .also(&first.place, "first");
        self.sink
            .push(item.rename(diagnostic, "give one of them another name"));
    }
}
