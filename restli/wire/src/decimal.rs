//! The text of a decimal number, taken apart.
//!
//! JSON numbers go through binary floating point, so exact amounts travel as text; what is such a text must
//! be one question with one answer for checker and runtime.

use std::cmp::Ordering;

/// The parts of a decimal number such as `-12.50e3`, borrowed from its text.
#[derive(Clone, Copy, Debug)]
pub struct DecimalText<'a> {
    /// Whether a minus stands before it.
    pub negative: bool,
    /// The digits before the point; may be empty when there are some behind it.
    pub whole: &'a str,
    /// The digits behind the point; may be empty.
    pub fraction: &'a str,
    /// The power of ten that the number is multiplied with; zero when none is written.
    pub exponent: i32,
}

/// Takes the text of a decimal number apart; nothing when it is none.
///
/// It is what Java's `BigDecimal` reads: a sign, digits with a point before, among or behind them, and an
/// exponent of 32 bits. JSON numbers are a part of that. Spaces, groups of digits, `inf` and `NaN` are not.
pub fn split_decimal(text: &str) -> Option<DecimalText<'_>> {
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.parse().ok()?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let is_number = !(whole.is_empty() && fraction.is_empty());
    (is_number && all_digits(whole) && all_digits(fraction)).then_some(DecimalText {
        negative,
        whole,
        fraction,
        exponent,
    })
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

impl DecimalText<'_> {
    /// The digits that count: without zeros before the first and behind the last that is none. Empty for
    /// zero.
    pub fn digits(&self) -> impl Iterator<Item = u8> {
        let (leading, length) = self.significant();
        let digits = self.whole.bytes().chain(self.fraction.bytes());
        digits.skip(leading).take(length)
    }

    /// How many digits stand before the point when the number is written without an exponent; zero or less
    /// for numbers below one. Nothing for zero, which has no first digit.
    pub fn magnitude(&self) -> Option<i64> {
        let (leading, length) = self.significant();
        let before = self.whole.len() as i64 - leading as i64;
        (length > 0).then_some(before + i64::from(self.exponent))
    }

    /// Whether it is zero, however it is written.
    pub fn is_zero(&self) -> bool {
        self.significant().1 == 0
    }

    /// How many zeros stand before the digits that count, and how many digits count.
    fn significant(&self) -> (usize, usize) {
        let is_zero = |byte: &u8| *byte == b'0';
        let digits = || self.whole.bytes().chain(self.fraction.bytes());
        let all = self.whole.len() + self.fraction.len();
        let leading = digits().take_while(is_zero).count();
        let trailing = digits().rev().take_while(is_zero).count();
        (leading, all.saturating_sub(leading + trailing))
    }

    /// The order of the values: `1.5` is `1.50` and less than `1e1`.
    ///
    /// Takes no longer than reading the digits, whatever the exponents.
    pub fn compare(&self, other: &DecimalText<'_>) -> Ordering {
        let sign = |number: &DecimalText<'_>| match (number.is_zero(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let (own, theirs) = (sign(self), sign(other));
        let absolute = || {
            let magnitude = self.magnitude().cmp(&other.magnitude());
            magnitude.then_with(|| self.digits().cmp(other.digits()))
        };
        own.cmp(&theirs).then_with(|| match own {
            -1 => absolute().reverse(),
            _ => absolute(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_decimal() {
        for text in [
            "0",
            "-0",
            "12",
            "+5",
            "12.50",
            ".5",
            "5.",
            "-.5e-3",
            "1E+3",
            "1e10",
            "007",
            "1e-2147483648",
        ] {
            assert!(split_decimal(text).is_some(), "{text}");
        }
        for text in [
            "",
            "-",
            "+",
            ".",
            "e5",
            "1e",
            "1e+",
            "1e1.5",
            "1.2.3",
            " 1",
            "1 ",
            "1,5",
            "1_000",
            "--1",
            "0x10",
            "inf",
            "NaN",
            "1e2147483648",
            "\u{664}",
            "1e\u{664}",
            "é",
        ] {
            assert!(split_decimal(text).is_none(), "{text}");
        }
    }

    #[test]
    fn texts_of_one_value_are_equal_and_others_are_in_order() {
        let ascending: &[&[&str]] = &[
            &["-1e2147483647"],
            &["-12.5", "-12.50", "-1.25e1", "-0125e-1"],
            &["-12"],
            &["-.05"],
            &["0", "-0", "0.00", "0e99"],
            &["1e-2147483648"],
            &["0.05", "5e-2", ".0500"],
            &["0.5"],
            &["9"],
            &["10", "1e1", "10.0"],
            &["10.01"],
            &["11"],
            &["100"],
        ];
        for (index, own) in ascending.iter().enumerate() {
            for (at, others) in ascending.iter().enumerate() {
                for (left, right) in own.iter().flat_map(|l| others.iter().map(move |r| (l, r))) {
                    let order = split_decimal(left)
                        .unwrap()
                        .compare(&split_decimal(right).unwrap());
                    assert_eq!(order, index.cmp(&at), "{left} {right}");
                }
            }
        }
    }
}
