//! Readers of single values and lists: texts, flags, numbers, words.
//!
//! A value of the wrong form is mostly one of another notation, such as `yes` for `true`, so each
//! reader knows what was probably meant.

use serde_json::{Value as Json, json};

use crate::diagnostics::{Code, Diagnostic, Edit, Sink, nearest, one_of};
use crate::syntax::describe::{self, Describer};
use crate::syntax::reader::{Read, wrong_shape};
use crate::syntax::tree::{Node, NodeKind, Spanned};

impl Read for Spanned<String> {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        match &node.kind {
            NodeKind::Scalar { text, .. } => Some(Self::new(text.clone(), node.place.clone())),
            _ => {
                wrong_shape(node, "a text", sink);
                None
            }
        }
    }

    fn describe(out: &mut Describer) -> Json {
        out.text()
    }
}

impl Read for String {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        Spanned::<String>::read(node, sink).map(|text| text.value)
    }

    fn describe(out: &mut Describer) -> Json {
        out.text()
    }
}

impl Read for Spanned<bool> {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let value = match &node.kind {
            NodeKind::Scalar { text, plain: true } if text == "true" => true,
            NodeKind::Scalar { text, plain: true } if text == "false" => false,
            _ => {
                wrong_value(
                    node,
                    "`true` or `false`",
                    meant_flag(node),
                    &["true", "false"],
                    sink,
                );
                return None;
            }
        };
        Some(Self::new(value, node.place.clone()))
    }

    fn describe(_: &mut Describer) -> Json {
        json!({ "type": "boolean" })
    }
}

/// What other languages call `true` and `false`.
fn meant_flag(node: &Node) -> Option<&'static str> {
    let NodeKind::Scalar { text, .. } = &node.kind else {
        return None;
    };
    let text = text.to_lowercase();
    match text.as_str() {
        "yes" | "on" | "1" | "y" => Some("true"),
        "no" | "off" | "0" | "n" => Some("false"),
        _ => ["true", "false"]
            .into_iter()
            .find(|word| *word == text)
            .or_else(|| nearest(&text, ["true", "false"])),
    }
}

/// The digits of a number in quotes, or with signs between them.
fn meant_number(node: &Node) -> Option<String> {
    let NodeKind::Scalar { text, .. } = &node.kind else {
        return None;
    };
    let text = text.strip_suffix(".0").unwrap_or(text);
    let is_number = text
        .chars()
        .all(|c| c.is_ascii_digit() || "_, '".contains(c));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (is_number && digits.parse::<u32>().is_ok()).then_some(digits)
}

impl Read for Spanned<u32> {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        if let NodeKind::Scalar { text, plain: true } = &node.kind
            && text.bytes().all(|b| b.is_ascii_digit())
            && let Ok(value) = text.parse()
        {
            return Some(Self::new(value, node.place.clone()));
        }
        let digits = meant_number(node);
        wrong_value(node, "a whole number", digits.as_deref(), &["10"], sink);
        None
    }

    fn describe(_: &mut Describer) -> Json {
        json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        match &node.kind {
            NodeKind::Seq(items) => Some(
                items
                    .iter()
                    .filter_map(|item| T::read(item, sink))
                    .collect(),
            ),
            _ => {
                wrong_shape(node, "a list", sink);
                None
            }
        }
    }

    fn describe(out: &mut Describer) -> Json {
        json!({ "type": "array", "items": T::describe(out) })
    }
}

/// Of more words, none is proposed that is not near to what is written.
const FEW: usize = 3;

/// Values that are one of a few words.
pub(crate) trait Keyword: Copy + 'static {
    /// The words, what they mean, and how that is said to people.
    const WORDS: &[(&str, Self, &str)];
}

impl<K: Keyword> Read for Spanned<K> {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let words = || K::WORDS.iter().map(|(word, ..)| *word);
        if let NodeKind::Scalar { text, .. } = &node.kind {
            if let Some((_, value, _)) = K::WORDS.iter().find(|(word, ..)| word == text) {
                return Some(Self::new(*value, node.place.clone()));
            }
            let few: Vec<&str> = words().collect();
            let few = if few.len() > FEW { &[] } else { few.as_slice() };
            wrong_value(node, &one_of(words()), nearest(text, words()), few, sink);
        } else {
            wrong_shape(node, &one_of(words()), sink);
        }
        None
    }

    fn describe(_: &mut Describer) -> Json {
        describe::keyword::<K>()
    }
}

/// Reports a value that is none of those that may stand there; `otherwise` is written where nothing near
/// is meant.
pub(super) fn wrong_value(
    node: &Node,
    expected: &str,
    meant: Option<&str>,
    otherwise: &[&str],
    sink: &Sink,
) {
    let NodeKind::Scalar { text, plain } = &node.kind else {
        wrong_shape(node, expected, sink);
        return;
    };
    let message = format!("expected {expected}, found `{}`", shortened(text));
    let diagnostic = Diagnostic::error(Code::WrongValue, &node.place, message);
    let write = |meant: &str| vec![Edit::new(&node.place, meant)];
    sink.push(match meant {
        Some(meant) if !plain && meant == text => {
            diagnostic.help_with("write it without quotes", write(meant))
        }
        Some(meant) => diagnostic.help_with(format!("did you mean `{meant}`?"), write(meant)),
        None => otherwise.iter().fold(diagnostic, |diagnostic, word| {
            diagnostic.help_with(format!("write `{word}`"), write(word))
        }),
    });
}

pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
