//! Numbers of bytes: `67108864`, and shorter `64MiB`.

use serde_json::{Value as Json, json};

use crate::diagnostics::Sink;
use crate::syntax::describe::Describer;
use crate::syntax::reader::Read;
use crate::syntax::tree::{Node, NodeKind};
use crate::syntax::values::wrong_value;

/// A number of bytes; at least one, and no more than a machine of 32 bits can count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ByteSize(pub(crate) u32);

/// What may stand behind the number, and how many bytes it is.
const UNITS: &[(&str, u64)] = &[
    ("", 1),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
];

const EXPECTED: &str = "a number of bytes below 4 GiB, such as `64MiB`";

impl ByteSize {
    fn parse(text: &str) -> Option<Self> {
        let (digits, unit) = parts(text);
        let (_, factor) = UNITS.iter().find(|(word, _)| *word == unit)?;
        let bytes = digits.parse::<u64>().ok()?.checked_mul(*factor)?;
        let bytes = u32::try_from(bytes).ok()?;
        (bytes > 0).then_some(Self(bytes))
    }

    /// What other notations mean: `64 MB`, `64m`, `64_000`.
    fn meant(text: &str) -> Option<String> {
        let plain: String = text.chars().filter(|c| !"_, ".contains(*c)).collect();
        let (digits, unit) = parts(&plain);
        let unit = match unit.to_lowercase().as_str() {
            "" | "b" => "",
            "k" | "kb" | "kib" => "KiB",
            "m" | "mb" | "mib" => "MiB",
            "g" | "gb" | "gib" => "GiB",
            _ => return None,
        };
        let meant = format!("{digits}{unit}");
        Self::parse(&meant).map(|_| meant)
    }
}

/// The digits in front, and what is behind them.
fn parts(text: &str) -> (&str, &str) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at(digits)
}

impl Read for ByteSize {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let meant = match &node.kind {
            NodeKind::Scalar { text, .. } => match Self::parse(text) {
                Some(size) => return Some(size),
                None => Self::meant(text),
            },
            _ => None,
        };
        wrong_value(node, EXPECTED, meant.as_deref(), &["64MiB"], sink);
        None
    }

    fn describe(_: &mut Describer) -> Json {
        json!({
            "type": ["integer", "string"],
            "minimum": 1,
            "maximum": u32::MAX,
            "pattern": "^[0-9]+([KMG]iB)?$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_a_binary_unit_is_so_many_bytes() {
        for (text, bytes) in [
            ("1", Some(1)),
            ("64MiB", Some(67_108_864)),
            ("3GiB", Some(3_221_225_472)),
            ("4294967295", Some(u32::MAX)),
            ("4GiB", None),
            ("0", None),
            ("0MiB", None),
            ("", None),
            ("MiB", None),
            ("64MB", None),
            ("64 MiB", None),
            ("99999999999999999999GiB", None),
            ("18446744073709551615GiB", None),
        ] {
            assert_eq!(ByteSize::parse(text).map(|size| size.0), bytes, "{text}");
        }
    }

    #[test]
    fn other_notations_are_understood_and_not_taken() {
        for (text, meant) in [
            ("64 MB", Some("64MiB")),
            ("64m", Some("64MiB")),
            ("512kib", Some("512KiB")),
            ("1_000_000", Some("1000000")),
            ("-1", None),
            ("8 GB", None),
            ("much", None),
        ] {
            assert_eq!(ByteSize::meant(text).as_deref(), meant, "{text}");
        }
    }
}
