//! Building and comparing values.

use restli_wire::Value;

#[test]
fn numbers_are_written_as_the_reference_client_does() {
    let table = [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1.5, "1.5"),
        (-2.0, "-2.0"),
        (0.001, "0.001"),
        (0.0001, "1.0E-4"),
        (9_999_999.0, "9999999.0"),
        (1e7, "1.0E7"),
        (1e10, "1.0E10"),
        (-1.25e-9, "-1.25E-9"),
        (f64::MAX, "1.7976931348623157E308"),
        (f64::INFINITY, "Infinity"),
        (f64::NEG_INFINITY, "-Infinity"),
        (f64::NAN, "NaN"),
    ];
    for (number, text) in table {
        assert_eq!(Value::from(number), Value::from(text));
    }
    assert_eq!(Value::from(0.1_f32), Value::from("0.1"));
    assert_eq!(Value::from(16_777_216_f32), Value::from("1.6777216E7"));
    assert_eq!(
        Value::from(9_007_199_254_740_993_i64),
        Value::from("9007199254740993")
    );
    assert_eq!(Value::from(u64::MAX), Value::from("18446744073709551615"));
    assert_eq!(Value::from(-7), Value::from("-7"));
    assert_eq!(Value::from(true), Value::from("true"));
    assert_eq!(Value::from(false), Value::from("false"));
}

#[test]
fn bytes_are_characters() {
    assert_eq!(Value::bytes(&[0x41, 0xFF, 0]), Value::from("A\u{ff}\u{0}"));
}

#[test]
fn members_may_stand_in_any_order() {
    let left = Value::map([
        ("a", Value::from(1)),
        ("b", Value::map([("c", 1), ("d", 2)])),
    ]);
    let right = Value::map([
        ("b", Value::map([("d", 2), ("c", 1)])),
        ("a", Value::from(1)),
    ]);
    assert!(left.equivalent(&right));
    assert_ne!(left, right);
}

#[test]
fn different_values_are_not_equivalent() {
    let different = [
        (Value::list([1, 2]), Value::list([2, 1])),
        (Value::list([1]), Value::list([1, 1])),
        (Value::map([("a", 1)]), Value::map([("a", 2)])),
        (Value::map([("a", 1)]), Value::map([("b", 1)])),
        (Value::map([("a", 1)]), Value::map([("a", 1), ("b", 1)])),
        (Value::from("1"), Value::list([1])),
        (Value::List(vec![]), Value::Map(vec![])),
        (Value::from(""), Value::from("''")),
    ];
    for (left, right) in different {
        assert!(!left.equivalent(&right), "{left:?} {right:?}");
        assert!(!right.equivalent(&left), "{right:?} {left:?}");
    }
}

#[test]
fn parts_can_be_asked_for() {
    let value = Value::map([("a", Value::list(["x"]))]);
    assert_eq!(
        value.get("a").and_then(Value::as_list),
        Some(&[Value::from("x")][..])
    );
    assert_eq!(value.get("b"), None);
    assert_eq!(value.as_token(), None);
    assert_eq!(Value::from("x").as_token(), Some("x"));
}
