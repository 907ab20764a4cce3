//! The macro of amounts, applied to a record as the generator writes it.

use restli::Decimal;

/// An amount of money.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct MoneyAmount {
    /// How much.
    pub amount: Option<restli::Decimal>,
    /// The currency.
    pub currency_code: Option<String>,
}

impl restli::Record for MoneyAmount {
    const NAME: &'static str = "MoneyAmount";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "amount" => value.read(&mut self.amount),
            "currencyCode" => value.read(&mut self.currency_code),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.write("amount", &self.amount)?;
        out.write("currencyCode", &self.currency_code)?;
        Ok(())
    }
}

restli::record!(MoneyAmount);
linkedin_types::money!(MoneyAmount {
    amount: restli::Decimal,
    currency_code: String
});

impl MoneyAmount {
    /// With what must be given.
    pub fn new(amount: impl Into<restli::Decimal>, currency_code: impl Into<String>) -> Self {
        Self {
            amount: Some(amount.into()),
            currency_code: Some(currency_code.into()),
        }
    }
}

/// The same with its fields in the other order, and an amount of another type.
#[derive(Default, PartialEq)]
struct Pay {
    currency_code: Option<String>,
    amount: Option<i64>,
}

linkedin_types::money!(Pay {
    currency_code: String,
    amount: i64
});

#[test]
fn an_amount_is_shown_with_its_currency_and_its_digits() {
    let read: MoneyAmount =
        serde_json::from_str(r#"{"currencyCode":"USD","amount":"12.50"}"#).unwrap();
    assert_eq!(read.to_string(), "12.50 USD");
    assert_eq!(read, MoneyAmount::of(Decimal::new(125, 1), "USD"));
    assert_eq!(MoneyAmount::new(7, "EUR").to_string(), "7 EUR");
    assert_eq!(Pay::of(7, "EUR").to_string(), "7 EUR");
    let partial = MoneyAmount {
        amount: None,
        ..read
    };
    assert_eq!(partial.to_string(), "USD");
    assert_eq!(MoneyAmount::default().to_string(), "");
}

#[test]
fn amounts_of_one_currency_are_compared_by_value() {
    let dollars = |text: &str| MoneyAmount::of(text.parse::<Decimal>().unwrap(), "USD");
    assert!(dollars("9.90") < dollars("10"));
    assert!(dollars("10.00") >= dollars("10"));
    assert_eq!(
        dollars("10.00").partial_cmp(&dollars("10")),
        Some(std::cmp::Ordering::Equal)
    );
    let euros = MoneyAmount::of(10, "EUR");
    assert_eq!(dollars("1").partial_cmp(&euros), None);
    assert_eq!(
        MoneyAmount::default().partial_cmp(&MoneyAmount::default()),
        Some(std::cmp::Ordering::Equal)
    );
    let unknown = MoneyAmount {
        amount: None,
        ..euros.clone()
    };
    assert_eq!(unknown.partial_cmp(&euros), None);
}
