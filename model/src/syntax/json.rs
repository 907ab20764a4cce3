//! Values of the API that stand in the schema, such as defaults: YAML read as JSON.

use serde_json::{Map, Number, Value as Json};

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::syntax::describe::Describer;
use crate::syntax::reader::Read;
use crate::syntax::tree::{Node, NodeKind, Spanned};

/// Values that hold more values are refused; each record that includes a field has its default.
const MAX_VALUES: usize = 1_000;

impl Read for Spanned<Json> {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let place = match node.place.span.is_empty() {
            true => &node.owner,
            false => &node.place,
        };
        let mut left = MAX_VALUES;
        let value = json(node, &mut left);
        if value.is_none() && left == 0 {
            let message = format!("a value may hold {MAX_VALUES} values, not more");
            sink.push(Diagnostic::error(Code::TooMuch, place, message));
        }
        Some(Self::new(value?, place.clone()))
    }

    fn describe(_: &mut Describer) -> Json {
        Json::Object(Map::new())
    }
}

/// Nothing where a part was refused, and reported, before.
fn json(node: &Node, left: &mut usize) -> Option<Json> {
    *left = left.checked_sub(1)?;
    Some(match &node.kind {
        NodeKind::Null => Json::Null,
        NodeKind::Scalar { text, plain } => scalar(text, *plain),
        NodeKind::Seq(items) => {
            let items = items.iter().map(|item| json(item, left));
            Json::Array(items.collect::<Option<_>>()?)
        }
        NodeKind::Map(entries) => {
            let members = entries
                .iter()
                .map(|(name, entry)| Some((name.clone(), json(&entry.value, left)?)));
            Json::Object(members.collect::<Option<Map<_, _>>>()?)
        }
        NodeKind::Refused => return None,
    })
}

fn scalar(text: &str, plain: bool) -> Json {
    match text {
        "true" if plain => Json::Bool(true),
        "false" if plain => Json::Bool(false),
        _ => match serde_json::from_str::<Number>(text) {
            Ok(number) if plain => Json::Number(number),
            _ => Json::String(text.to_owned()),
        },
    }
}
