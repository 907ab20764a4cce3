//! Decimals and instants: their exact text on the way through, their order, and what they convert into.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::time::SystemTime;

use proptest::prelude::*;
use restli::{Decimal, EpochMillis, EpochSeconds, Json, Key, ToValue};

#[derive(Clone, Default, PartialEq)]
struct Priced {
    amount: Option<Decimal>,
    amounts: Option<BTreeMap<String, Decimal>>,
    made: Option<EpochMillis>,
    sold: Option<EpochSeconds>,
}

impl restli::Record for Priced {
    const NAME: &'static str = "Priced";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "amount" => value.read(&mut self.amount),
            "amounts" => value.read(&mut self.amounts),
            "made" => value.read(&mut self.made),
            "sold" => value.read(&mut self.sold),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.write("amount", &self.amount)?;
        out.write("amounts", &self.amounts)?;
        out.write("made", &self.made)?;
        out.write("sold", &self.sold)
    }
}

restli::record!(Priced);
restli::param!(Priced);
restli::key!(Priced);

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// What any of the deserializers makes of a field.
fn refused(json: &str) -> String {
    let text: Json = json.parse().unwrap();
    text.deserialize::<Priced>().unwrap_err().to_string()
}

/// Any way to write a decimal as text.
fn texts() -> impl Strategy<Value = String> {
    "[+-]?([0-9]{1,40}(\\.[0-9]{0,40})?|\\.[0-9]{1,40})([eE][+-]?[0-9]{1,9})?"
}

/// Any way to write a number in JSON.
fn numbers() -> impl Strategy<Value = String> {
    "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,9})?"
}

fn hash(value: &Decimal) -> u64 {
    let mut state = DefaultHasher::new();
    value.hash(&mut state);
    state.finish()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn decimals_come_back_byte_for_byte(text in texts(), number in numbers()) {
        let json = format!(r#"{{"amount":"{text}","amounts":{{"a":{number},"b":"{text}"}}}}"#);
        let read: Priced = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), json);
        let amount = read.amount.unwrap();
        prop_assert_eq!(amount.as_str(), &text);
        prop_assert_eq!(decimal(&text).to_string(), text);
    }

    #[test]
    fn decimals_come_back_from_keys_and_parameters(text in texts(), number in numbers()) {
        let amount = decimal(&text);
        let read = Decimal::from_value(&amount.to_value().unwrap()).unwrap();
        prop_assert_eq!(read.as_str(), &text);
        let record: Priced = serde_json::from_str(&format!(r#"{{"amount":{number}}}"#)).unwrap();
        let value = record.to_value().unwrap();
        let read = Priced::from_value(&value).unwrap().amount.unwrap();
        prop_assert_eq!(read.as_str(), &number);
    }

    #[test]
    fn instants_come_back_byte_for_byte(made in any::<i64>(), sold in any::<i64>()) {
        let json = format!(r#"{{"made":{made},"sold":{sold}}}"#);
        let read: Priced = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), json);
        prop_assert_eq!(read.made, Some(EpochMillis::from_millis(made)));
        prop_assert_eq!(read.sold, Some(EpochSeconds::from_seconds(sold)));
        prop_assert_eq!(Priced::from_value(&read.to_value().unwrap()), Some(read));
        let _ = (SystemTime::try_from(EpochMillis::from_millis(made)), EpochMillis::from_millis(made).to_string());
    }

    #[test]
    fn any_other_text_is_refused_without_a_panic(text in any::<String>()) {
        let is_decimal = text.parse::<Decimal>().is_ok();
        // A number of Rust that is finite is one of these, and the other way round but for its size.
        let is_number = text.parse::<f64>().is_ok_and(f64::is_finite);
        prop_assert_eq!(is_decimal, is_number && !text.contains('_'));
        let json = format!(r#"{{"amount":{}}}"#, serde_json::to_string(&text).unwrap());
        prop_assert_eq!(serde_json::from_str::<Priced>(&json).is_ok(), is_decimal);
    }

    #[test]
    fn what_is_equal_has_one_hash_and_the_order_of_numbers(left in -2000_i64..2000, right in -2000_i64..2000) {
        let (own, other) = (Decimal::new(left, 1), Decimal::new(right, 1));
        prop_assert_eq!(own.cmp(&other), left.cmp(&right));
        let respelled = [
            format!("{own}0"),
            format!("{}e-1", left),
            format!("{}.{:02}e-3", left * 100, 0),
        ];
        for text in respelled {
            let same = decimal(&text);
            prop_assert_eq!(&same, &own, "{}", text);
            prop_assert_eq!(hash(&same), hash(&own), "{}", text);
        }
    }
}

#[test]
fn decimals_are_made_of_units_and_integers() {
    let cases = [
        (1250, 2, "12.50"),
        (-5, 2, "-0.05"),
        (0, 3, "0.000"),
        (7, 0, "7"),
        (i64::MIN, 19, "-0.9223372036854775808"),
    ];
    for (units, scale, text) in cases {
        assert_eq!(Decimal::new(units, scale).as_str(), text);
    }
    assert_eq!(Decimal::from(u128::MAX).as_str(), u128::MAX.to_string());
    assert_eq!(decimal("-0"), Decimal::default());
    assert_eq!(decimal("12.50").to_f64(), 12.5);
    assert!(decimal("-0.01").is_negative() && !decimal("-0.00").is_negative());
    assert!(decimal("0e5").is_zero() && !decimal("1e-99").is_zero());
    assert_eq!(
        format!("{:>6}|{:?}", decimal("1.5"), decimal("1.5")),
        "   1.5|1.5"
    );
}

#[test]
fn what_is_no_decimal_is_refused_with_its_path() {
    for wrong in [r#""N/A""#, r#""""#, "true", "{}", "[1]", "1e99999999999"] {
        let json = format!(r#"{{"amounts":{{"a":"1","b":{wrong}}}}}"#);
        let error = refused(&json);
        assert!(error.contains("a decimal number"), "{error}");
        assert!(error.contains("amounts.b"), "{error}");
    }
    let error = refused(r#"{"amount":"12,50"}"#);
    let expected = r#"at `amount`: invalid value: string "12,50", expected a decimal number"#;
    assert_eq!(error, expected);
    assert!(refused(r#"{"made":"1"}"#).contains("made"));
}

#[test]
fn readers_that_know_no_json_text_give_the_value() {
    let tree = serde_json::json!({"amount": 12.25, "amounts": {"a": "1.50", "b": 7}});
    let read: Priced = serde_json::from_value(tree.clone()).unwrap();
    assert_eq!(read.amount, Some(decimal("12.25")));
    assert_eq!(serde_json::to_value(&read).unwrap(), tree);
    let number = serde::de::value::F64Deserializer::<serde::de::value::Error>::new(0.5);
    assert_eq!(serde::Deserialize::deserialize(number), Ok(decimal("0.5")));
}

#[cfg(feature = "rust_decimal")]
#[test]
fn decimals_convert_exactly_or_not_at_all() {
    use rust_decimal::Decimal as Exact;
    for (text, shown) in [
        ("12.50", "12.50"),
        ("-0.05", "-0.05"),
        ("+.5", "0.5"),
        ("1.5e3", "1500"),
        ("15e-1", "1.5"),
        (
            "0.10000000000000000000000000000000000",
            "0.1000000000000000000000000000",
        ),
        ("0e-99", "0.0000000000000000000000000000"),
        ("0e2147483647", "0"),
        (
            "79228162514264337593543950335",
            "79228162514264337593543950335",
        ),
    ] {
        let exact = decimal(text).to_decimal().unwrap();
        assert_eq!(exact.to_string(), shown, "{text}");
        assert_eq!(Decimal::from(exact), decimal(text), "{text}");
    }
    for text in [
        "79228162514264337593543950336",
        "1e40",
        "1e-29",
        "1e2147483647",
        "1e-2147483648",
    ] {
        assert!(Exact::try_from(decimal(text)).is_err(), "{text}");
    }
}

#[cfg(feature = "jiff")]
#[test]
fn instants_convert_into_timestamps_and_back() {
    use jiff::Timestamp;
    for milliseconds in [-1, 0, 1, 1_700_000_000_123, -62_135_596_800_000] {
        let instant = EpochMillis::from_millis(milliseconds);
        let time = Timestamp::try_from(instant).unwrap();
        assert_eq!(EpochMillis::from(time), instant);
        // Both show it as RFC 3339; `jiff` without digits that are zero.
        assert_eq!(instant.to_string().parse::<Timestamp>().unwrap(), time);
        let seconds = EpochSeconds::from(time);
        assert_eq!(seconds.as_seconds(), milliseconds.div_euclid(1000));
        assert_eq!(
            seconds.to_string().parse::<Timestamp>().unwrap(),
            seconds.try_into().unwrap()
        );
    }
    assert!(Timestamp::try_from(EpochMillis::from_millis(i64::MAX)).is_err());
    assert!(Timestamp::try_from(EpochSeconds::from_seconds(i64::MAX)).is_err());
}
