//! What must hold for every value, mask and text; the short tests try few of them, the long ones many.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use restli_wire::v1::{self, KeyKind};
use restli_wire::{
    Mask, PathSegment, QueryText, Value, decode_simple_key, encode_key_for_body, parse_complex_key,
    parse_lone_token, parse_path_segment, parse_query_value, query_pairs, split_query, split_tuple,
    split_urn,
};

type Held = Result<(), TestCaseError>;

/// A value survives a path; `.` and `..` are refused there and nothing else is.
pub(super) fn path(value: &Value) -> Held {
    let dots = matches!(value.as_token(), Some("." | ".."));
    let Ok(segment) = PathSegment::encode(value) else {
        prop_assert!(dots);
        return Ok(());
    };
    prop_assert!(!dots);
    one_segment(&segment)?;
    let back =
        parse_path_segment(segment.as_str()).map_err(|error| failed(segment.as_str(), &error))?;
    prop_assert!(back.equivalent(value), "{segment}");
    // Sorted members make the text the only one of its value.
    prop_assert_eq!(PathSegment::encode(&back).ok(), Some(segment));
    Ok(())
}

/// No key changes the number of segments of a path, or ends it.
fn one_segment(segment: &PathSegment) -> Held {
    let path = format!("/a/{segment}/b");
    prop_assert_eq!(path.split('/').count(), 4, "{}", path);
    prop_assert!(path.is_ascii() && !path.contains(['?', '#', ' ']), "{path}");
    let steps = ["/./", "/../", "//"];
    prop_assert!(steps.iter().all(|step| !path.contains(step)), "{path}");
    Ok(())
}

/// A value survives a query, beside other parameters.
pub(super) fn query(name: &str, value: &Value) -> Held {
    let text = QueryText::encode(value);
    prop_assert!(text.as_str().is_ascii());
    let back = parse_query_value(text.as_str()).map_err(|error| failed(text.as_str(), &error))?;
    prop_assert!(back.equivalent(value), "{text}");
    let query = format!("x=1&n{}={text}&y=2", QueryText::name(name));
    let expected = vec![
        ("x".to_owned(), "1"),
        (format!("n{name}"), text.as_str()),
        ("y".to_owned(), "2"),
    ];
    prop_assert_eq!(split_query(&query).ok(), Some(expected), "{}", query);
    Ok(())
}

/// A key survives a body: a simple one as it is, one of several parts in the grammar.
pub(super) fn body(value: &Value) -> Held {
    let text = encode_key_for_body(value);
    match value {
        Value::Token(token) => prop_assert_eq!(token, &text),
        Value::Map(_) => {
            let back = parse_complex_key(&text).map_err(|error| failed(&text, &error))?;
            prop_assert!(back.equivalent(value), "{text}");
            prop_assert_eq!(back.normalised(), value.clone().normalised());
        }
        Value::List(_) => {}
    }
    Ok(())
}

/// A key survives a path and a body of protocol 1.0.0, but for what is empty in it.
pub(super) fn old_key(value: &Value) -> Held {
    let (segment, text) = match (v1::path_segment(value), v1::body_key(value)) {
        (Ok(segment), Ok(text)) => (segment, text),
        _ => {
            let refused = match value {
                Value::Token(text) => matches!(&**text, "" | "." | ".."),
                Value::List(_) => true,
                Value::Map(_) => shifts(value) || old_form(value).is_none(),
            };
            prop_assert!(refused);
            return Ok(());
        }
    };
    one_segment(&segment)?;
    let kind = match value {
        Value::Token(_) => KeyKind::Simple,
        _ => KeyKind::Complex,
    };
    let expected = old_form(value);
    let back = v1::parse_path_segment(segment.as_str(), kind)
        .map_err(|error| failed(segment.as_str(), &error))?;
    prop_assert_eq!(Some(back.normalised()), expected.clone(), "{}", segment);
    if kind == KeyKind::Complex {
        let back = v1::parse_body_key(&text, kind).map_err(|error| failed(&text, &error))?;
        prop_assert_eq!(Some(back.normalised()), expected, "{}", text);
    }
    Ok(())
}

/// A parameter survives a query of protocol 1.0.0, but for what is empty in it.
pub(super) fn old_query(name: &str, value: &Value) -> Held {
    let name = format!("n{name}");
    let Ok(pairs) = v1::query_pairs(&name, value) else {
        prop_assert!(shifts(value), "{value:?}");
        return Ok(());
    };
    prop_assert!(!shifts(value), "{value:?}");
    let back = read_old(&pairs)?;
    let back = back.get(&name).cloned().map(Value::normalised);
    prop_assert_eq!(back, old_form(value));
    Ok(())
}

/// The keys of a batch survive a query of protocol 1.0.0.
pub(super) fn old_ids(ids: &[Value]) -> Held {
    for kind in [KeyKind::Simple, KeyKind::Compound, KeyKind::Complex] {
        let of_kind = |id: &&Value| match kind {
            KeyKind::Simple => id.as_token().is_some(),
            _ => id.as_map().is_some() && v1::body_key(id).is_ok(),
        };
        let mut ids: Vec<_> = ids.iter().filter(of_kind).cloned().collect();
        // One id alone is no list; the type of the parameter knows.
        ids.extend(ids.clone());
        let pairs = v1::id_pairs(&ids, kind).map_err(|error| failed("ids", &error))?;
        let back = read_old(&pairs)?;
        let found = back.get("ids").and_then(Value::as_list).unwrap_or_default();
        let read = found.iter().map(|id| match (kind, id) {
            (KeyKind::Compound, Value::Token(text)) => v1::parse_body_key(text, kind).ok(),
            _ => Some(id.clone()),
        });
        let read: Option<Vec<_>> = read.map(|id| id.map(Value::normalised)).collect();
        let expected: Option<Vec<_>> = ids.iter().map(old_form).collect();
        prop_assert_eq!(read, expected);
    }
    Ok(())
}

fn read_old(pairs: &[(QueryText, QueryText)]) -> Result<Value, TestCaseError> {
    let pairs: Vec<_> = { pairs.iter() }
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let query = pairs.join("&");
    let pairs = query_pairs(&query).map_err(|error| failed(&query, &error))?;
    v1::parse_pairs(&pairs).map_err(|error| failed(&query, &error))
}

/// What protocol 1.0.0 can say of a value: all but its empty lists and maps.
fn old_form(value: &Value) -> Option<Value> {
    let form = match value {
        Value::Token(_) => return Some(value.clone()),
        Value::List(values) => Value::List(values.iter().map(old_form).collect::<Option<_>>()?),
        Value::Map(members) => Value::Map(
            { members.iter() }
                .filter_map(|(name, value)| Some((name.clone(), old_form(value)?)))
                .collect(),
        ),
    };
    let empty = matches!(&form, Value::List(values) if values.is_empty())
        || matches!(&form, Value::Map(members) if members.is_empty());
    (!empty).then(|| form.normalised())
}

/// Whether a list loses an element, so that the others would move.
fn shifts(value: &Value) -> bool {
    match value {
        Value::Token(_) => false,
        Value::List(values) => values
            .iter()
            .any(|value| shifts(value) || old_form(value).is_none()),
        Value::Map(members) => members.iter().any(|(_, value)| shifts(value)),
    }
}

/// A mask survives the `projection` spelling.
pub(super) fn projection(mask: &Mask) -> Held {
    let text = mask.to_projection().map_err(|error| failed("", &error))?;
    let back = Mask::parse_projection(&text).map_err(|error| failed(&text, &error))?;
    prop_assert_eq!(&back, mask, "{}", text);
    prop_assert!(back.equivalent(mask));
    prop_assert_eq!(back.to_projection().ok(), Some(text));
    Ok(())
}

/// A mask survives the `fields` spelling.
pub(super) fn fields(mask: &Mask) -> Held {
    let text = mask.to_fields().map_err(|error| failed("", &error))?;
    let back = Mask::parse_fields(&text).map_err(|error| failed(&text, &error))?;
    prop_assert!(back.equivalent(mask), "{text}: {back:?}");
    prop_assert_eq!(back.to_fields().ok(), Some(text));
    Ok(())
}

/// Every reader ends with a value or an error that points into the text.
pub(super) fn readers_end(text: &str) -> Held {
    for error in [
        parse_query_value(text).err(),
        parse_path_segment(text).err(),
        parse_complex_key(text).err(),
        parse_lone_token(text).err(),
        v1::parse_path_segment(text, KeyKind::Simple).err(),
    ] {
        prop_assert!(error.is_none_or(|error| text.is_char_boundary(error.offset)));
    }
    for error in [
        Mask::parse_fields(text).err(),
        Mask::parse_projection(text).err(),
    ] {
        let offset = error.and_then(|error| error.offset());
        prop_assert!(offset.is_none_or(|offset| offset <= text.len()));
    }
    for kind in [KeyKind::Compound, KeyKind::Complex] {
        let _ = v1::parse_path_segment(text, kind);
        let _ = v1::parse_body_key(text, kind);
    }
    let _ = query_pairs(text).map(|pairs| v1::parse_pairs(&pairs));
    let _ = split_query(text);
    let _ = decode_simple_key(text);
    let _ = split_tuple(text);
    let _ = split_urn(text).map(|urn| urn.parts());
    Ok(())
}

/// What has been read writes and reads again.
pub(super) fn readers_agree_with_writers(text: &str) -> Held {
    if let Ok(value) = parse_query_value(text) {
        query("", &value)?;
        body(&value)?;
    }
    if let Ok(value) = v1::parse_path_segment(text, KeyKind::Complex) {
        old_key(&value)?;
    }
    if let Ok(mask) = Mask::parse_projection(text) {
        projection(&mask)?;
    }
    if let Ok(mask) = Mask::parse_fields(text)
        && mask.to_fields().is_ok()
    {
        fields(&mask)?;
    }
    Ok(())
}

fn failed(text: &str, error: &dyn std::error::Error) -> TestCaseError {
    TestCaseError::fail(format!("{text}: {error}"))
}
