//! Null, absence and defaults, which are three things; and bytes whose number is known.

use crate::mini::*;

#[test]
fn null_of_a_union_is_no_absence() {
    let read = |text: &str| serde_json::from_str::<Loan>(text).unwrap();
    assert_eq!(read("{}").holder, None);
    assert_eq!(read(r#"{"holder":null}"#).holder, Some(Holder::Null));
    assert_eq!(read(r#"{"holder":{"int":3}}"#).holder, Some(Holder::Int(3)));
    for text in [
        r#"{"holder":null}"#,
        r#"{"holder":{"int":3},"holders":[null,{"com.example.Place":{"city":"Bern"}},{"new":[1]}]}"#,
        "{}",
    ] {
        assert_eq!(serde_json::to_string(&read(text)).unwrap(), text);
    }
    // A union without null has no such value.
    assert!(serde_json::from_str::<Vec<Cover>>("[null]").is_err());
    assert_eq!(format!("{:?}", Holder::Null), "Holdernull");
}

#[test]
fn null_of_a_union_has_no_form_in_a_uri() {
    let holders = vec![Holder::Int(1), Holder::Null];
    let value = restli::ToValue::to_value(&holders);
    assert!(value.unwrap_err().to_string().contains("there is no null"));
}

#[test]
fn defaults_are_filled_in_when_they_are_asked_for_and_never_sent() {
    use restli::Defaults;
    let text = r#"{"place":{"city":"Bern"},"stops":[{"floor":3},{}],"branches":{"n":{}},"holders":[null,{"com.example.Place":{}}]}"#;
    let loan: Loan = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&loan).unwrap(), text);
    let filled = serde_json::to_value(loan.with_defaults()).unwrap();
    assert_eq!(
        filled,
        serde_json::json!({
            "days": 14, "place": {"city": "Bern", "floor": 1}, "stops": [{"floor": 3}, {"floor": 1}],
            "branches": {"n": {"floor": 1}}, "holder": null,
            "holders": [null, {"com.example.Place": {"floor": 1}}],
        })
    );
    let own: Loan = serde_json::from_str(r#"{"days":1,"holder":{"int":2}}"#).unwrap();
    let filled = own.clone().with_defaults();
    assert_eq!((filled.days, filled.holder), (own.days, own.holder));
}

#[test]
fn a_fixed_has_its_number_of_bytes() {
    let loan: Loan = serde_json::from_str(r#"{"digest":"\u00ffa"}"#).unwrap();
    assert_eq!(loan.digest, Some(restli::Fixed([0xFF, b'a'])));
    assert_eq!(loan.digest.unwrap().to_string(), "ff61");
    assert_eq!(
        serde_json::to_string(&loan).unwrap(),
        "{\"digest\":\"\u{ff}a\"}"
    );
    let wrong = serde_json::from_str::<Loan>(r#"{"digest":"abc"}"#).unwrap_err();
    assert!(
        wrong.to_string().contains("3 bytes where 2 are expected"),
        "{wrong}"
    );
    assert!(Digest::try_from(&b"abc"[..]).is_err());
}
