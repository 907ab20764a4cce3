//! Decimal texts as the shortest Rust that gives the same text again.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::value::{long_argument, number};

/// What a parameter takes: a whole number as such, anything else as a decimal.
pub(super) fn decimal_argument(text: &str) -> TokenStream {
    match text.parse::<i64>() {
        Ok(whole) if whole.to_string() == text => long_argument(whole),
        _ => decimal(text),
    }
}

/// `restli::Decimal::new(1250, 2)`; a text that this would not give is parsed.
pub(super) fn decimal(text: &str) -> TokenStream {
    match units(text) {
        Some((units, scale)) => {
            let (units, scale) = (
                number(Literal::i64_unsuffixed(units)),
                Literal::u8_unsuffixed(scale),
            );
            quote!(restli::Decimal::new(#units, #scale))
        }
        None => quote!(#text.parse::<restli::Decimal>().unwrap()),
    }
}

/// The units of the last digit, and how many digits stand behind the point, if they tell the whole text.
fn units(text: &str) -> Option<(i64, u8)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let is_plain = digits == "0" || !digits.is_empty() && !digits.starts_with('0');
    let is_plain = is_plain && !(text.ends_with('.') || text.starts_with('+'));
    let units: i64 = [whole, fraction].concat().parse().ok()?;
    let has_sign = units != 0 || !whole.starts_with('-');
    (is_plain && has_sign).then_some((units, u8::try_from(fraction.len()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_texts_that_would_come_out_again_are_numbers() {
        let cases = [
            ("12.50", Some((1250, 2))),
            ("-0.05", Some((-5, 2))),
            ("0", Some((0, 0))),
            ("0.00", Some((0, 2))),
            ("-12", Some((-12, 0))),
            ("-0.0", None),
            ("012", None),
            (".5", None),
            ("5.", None),
            ("+5", None),
            ("1e3", None),
            ("99999999999999999999", None),
        ];
        for (text, expected) in cases {
            assert_eq!(units(text), expected, "{text}");
        }
        assert_eq!(decimal_argument("3000000000").to_string(), "3000000000i64");
        assert_eq!(decimal_argument("-7").to_string(), "- 7");
    }
}
