//! The value and the options of one fault while they are read.
//!
//! Whatever is asked for in vain, or is left over, becomes an error that names the fault and shows
//! how it is written.

use restli_model::diagnostics::nearest;

use super::kinds::{KINDS, Kind, Names, kind, named};
use super::text::Written;

/// What stands behind the name of a fault.
pub(super) struct Args {
    pub(super) kind: &'static Kind,
    value: Option<String>,
    options: Vec<(String, Option<String>)>,
}

impl Args {
    /// Of a fault that there is.
    pub(super) fn of(written: Written) -> Result<Self, String> {
        let Some(kind) = kind(&written.name) else {
            let known = KINDS.iter().map(|kind| kind.name);
            let near = nearest(&written.name, known);
            let instead = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "GET /_sandbox/faults/kinds lists all".to_owned(),
            };
            return Err(format!("there is no fault `{}`; {instead}", written.name));
        };
        Ok(Args {
            kind,
            value: written.value,
            options: written.options,
        })
    }

    /// The value, if there is one.
    pub(super) fn value<T>(
        &mut self,
        what: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, String> {
        match self.value.take() {
            Some(text) => match read(&text) {
                Some(value) => Ok(Some(value)),
                None => Err(self.wrong(&format!("`{text}` is not {what}"))),
            },
            None => Ok(None),
        }
    }

    /// The value, which must be there.
    pub(super) fn needed<T>(
        &mut self,
        what: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, String> {
        match self.value(what, read)? {
            Some(value) => Ok(value),
            None => Err(self.wrong(&format!("`{}` needs {what}", self.kind.name))),
        }
    }

    /// The value, which must be one of these names.
    pub(super) fn one_of<T: Copy>(&mut self, names: Names<T>) -> Result<Option<T>, String> {
        self.value(&listed(names), |text| named(names, text))
    }

    /// The value of an option, if there is one.
    pub(super) fn option<T>(
        &mut self,
        name: &str,
        what: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, String> {
        match self.take(name) {
            None => Ok(None),
            Some(None) => Err(self.wrong(&format!("`{name}` needs {what}"))),
            Some(Some(text)) => match read(&text) {
                Some(value) => Ok(Some(value)),
                None => Err(self.wrong(&format!("`{name}={text}` is not {what}"))),
            },
        }
    }

    /// Whether a flag is there.
    pub(super) fn flag(&mut self, name: &str) -> Result<bool, String> {
        match self.take(name) {
            Some(Some(value)) => {
                Err(self.wrong(&format!("`{name}` has no value, but here `{value}`")))
            }
            found => Ok(found.is_some()),
        }
    }

    /// Nothing may be left over.
    pub(super) fn finish(self) -> Result<(), String> {
        if let Some(value) = &self.value {
            let name = self.kind.name;
            return Err(self.wrong(&format!("`{name}` has no value, but here `{value}`")));
        }
        match self.options.first() {
            Some((option, _)) => {
                let name = self.kind.name;
                Err(self.wrong(&format!(
                    "`{name}` has no option `{option}`, or has it already"
                )))
            }
            None => Ok(()),
        }
    }

    /// What is wrong, and how the fault is written.
    pub(super) fn wrong(&self, what: &str) -> String {
        let Kind { form, examples, .. } = self.kind;
        match examples[0] == *form {
            true => format!("{what}; write `{form}`"),
            false => format!("{what}; write `{}`, in full `{form}`", examples[0]),
        }
    }

    fn take(&mut self, name: &str) -> Option<Option<String>> {
        let at = { self.options.iter() }.position(|(known, _)| known == name)?;
        Some(self.options.remove(at).1)
    }
}

/// `one of a, b, c`.
pub(super) fn listed<T>(names: Names<T>) -> String {
    let names: Vec<_> = names.iter().map(|(name, _)| *name).collect();
    format!("one of {}", names.join(", "))
}
