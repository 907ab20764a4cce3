//! Amounts of money: what a record of amount and currency can do besides holding them.
//!
//! Ads, budgets and salaries all have such a record, and an amount is only worth something with its currency:
//! showing and comparing must look at both.

/// Adds to a record with the fields `amount` and `currency_code` that it is made by `of`, is shown as
/// `12.50 USD`, and is compared with others of its currency.
///
/// The generator calls it for a record that the schema marks with `extension: linkedin_types::money`, with the
/// record's name and its fields, types without their `Option`. The amount can be of any type that is shown and
/// compared; `format: decimal` makes it a decimal that is compared by value.
#[macro_export]
macro_rules! money {
    ($record:ident { currency_code: String, amount: $amount:ty $(,)? }) => {
        $crate::money!($record {
            amount: $amount,
            currency_code: String
        });
    };
    ($record:ident { amount: $amount:ty, currency_code: String $(,)? }) => {
        impl $record {
            /// So much of a currency, by its ISO 4217 code, such as `USD`.
            pub fn of(
                amount: impl ::core::convert::Into<$amount>,
                currency: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                Self {
                    amount: ::core::option::Option::Some(amount.into()),
                    currency_code: ::core::option::Option::Some(currency.into()),
                }
            }
        }

        /// `12.50 USD`, with the digits that the amount has. What is absent is left out.
        impl ::core::fmt::Display for $record {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match (&self.amount, &self.currency_code) {
                    (Some(amount), Some(currency)) => ::core::write!(out, "{amount} {currency}"),
                    (Some(amount), None) => ::core::write!(out, "{amount}"),
                    (None, Some(currency)) => ::core::write!(out, "{currency}"),
                    (None, None) => Ok(()),
                }
            }
        }

        /// Only amounts of one currency have an order.
        impl ::core::cmp::PartialOrd for $record {
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                if self.currency_code != other.currency_code {
                    return None;
                }
                match (&self.amount, &other.amount) {
                    (Some(own), Some(other)) => ::core::cmp::PartialOrd::partial_cmp(own, other),
                    (None, None) => Some(::core::cmp::Ordering::Equal),
                    _ => None,
                }
            }
        }
    };
}
