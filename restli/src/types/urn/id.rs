//! What stands behind the kind of a URN: text, a number, or a tuple of such parts and of whole URNs.
//!
//! Callers build URNs from these and take them apart again, so that nobody formats parentheses by hand.

use restli_wire::split_tuple;

use super::set::{self, UrnSet};

/// An id that can be written behind the kind of a URN.
pub trait UrnId: Sized {
    /// Appends the id.
    #[doc(hidden)]
    fn write(&self, out: &mut String);

    /// Reads the id; the reason of a failure is for people.
    #[doc(hidden)]
    fn read(text: &str) -> Result<Self, String>;
}

/// A part of a tuple: text, a number or a URN.
pub trait UrnIdPart: Sized {
    #[doc(hidden)]
    fn write_part(&self, out: &mut String);

    #[doc(hidden)]
    fn read_part(text: &str) -> Result<Self, String>;
}

impl UrnIdPart for String {
    fn write_part(&self, out: &mut String) {
        out.push_str(self);
    }

    fn read_part(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }
}

impl UrnIdPart for i64 {
    fn write_part(&self, out: &mut String) {
        out.push_str(&self.to_string());
    }

    fn read_part(text: &str) -> Result<Self, String> {
        text.parse()
            .map_err(|_| format!("`{text}` is not a number"))
    }
}

/// A URN, or one of a set of kinds. One of another kind is refused.
impl<U: UrnSet> UrnIdPart for U {
    fn write_part(&self, out: &mut String) {
        out.push_str(self.as_str());
    }

    fn read_part(text: &str) -> Result<Self, String> {
        set::parse(text).map_err(|error| error.to_string())
    }
}

impl UrnId for String {
    fn write(&self, out: &mut String) {
        self.write_part(out);
    }

    fn read(text: &str) -> Result<Self, String> {
        Self::read_part(text)
    }
}

impl UrnId for i64 {
    fn write(&self, out: &mut String) {
        self.write_part(out);
    }

    fn read(text: &str) -> Result<Self, String> {
        Self::read_part(text)
    }
}

macro_rules! tuples {
    ($($count:literal: ($($part:ident $index:tt),+);)+) => {$(
        impl<$($part: UrnIdPart),+> UrnId for ($($part,)+) {
            fn write(&self, out: &mut String) {
                $(
                    out.push(if $index == 0 { '(' } else { ',' });
                    self.$index.write_part(out);
                )+
                out.push(')');
            }

            fn read(text: &str) -> Result<Self, String> {
                let parts = split_tuple(text).map_err(|error| error.to_string())?;
                if parts.len() != $count {
                    return Err(format!("{} parts where {} are expected", parts.len(), $count));
                }
                Ok(($($part::read_part(parts[$index])?,)+))
            }
        }
    )+};
}

tuples! {
    1: (A 0);
    2: (A 0, B 1);
    3: (A 0, B 1, C 2);
}
