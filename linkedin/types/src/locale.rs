//! Texts in several languages: which of them to show.
//!
//! LinkedIn sends a map from locale to text together with the locale to prefer. Every user needs the
//! same fallback from there to "some text", so it is written once and added to each such record.

use std::collections::BTreeMap;

/// A value in several languages, such as a name.
///
/// Implemented for the records that the schema marks with `extension: linkedin_types::localized`;
/// the same methods are there without importing the trait.
pub trait Localized {
    /// What there is one of per locale: a text, a URL, a rich text.
    type Value;

    /// The values by locale key, such as `en_US`.
    fn values(&self) -> Option<&BTreeMap<String, Self::Value>>;

    /// The locale key to prefer.
    fn preferred_key(&self) -> Option<String>;

    /// The value in the preferred locale; without one, in the next best (see [`pick`]).
    fn preferred(&self) -> Option<&Self::Value> {
        let values = self.values()?;
        pick(values, self.preferred_key().as_deref())
    }

    /// The value in a locale such as `de_DE`, `de-DE` or `de`; without one, the preferred value.
    ///
    /// A locale without a country takes any country of that language.
    fn in_locale(&self, locale: &str) -> Option<&Self::Value> {
        let values = self.values()?;
        in_language(values, locale).or_else(|| self.preferred())
    }
}

/// The key of a locale in a map of localized values: language, country and variant joined by `_`.
pub fn locale_key(
    language: Option<&str>,
    country: Option<&str>,
    variant: Option<&str>,
) -> Option<String> {
    let language = language?;
    let parts = [Some(language), country, variant];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join("_"))
}

/// The value to show: that of the preferred locale, else of its language, else the English one, else
/// the first.
pub fn pick<'a, V>(values: &'a BTreeMap<String, V>, preferred: Option<&str>) -> Option<&'a V> {
    preferred
        .and_then(|locale| in_language(values, locale))
        .or_else(|| in_language(values, "en"))
        .or_else(|| values.values().next())
}

/// The value of this very locale, else of the same language in another country.
fn in_language<'a, V>(values: &'a BTreeMap<String, V>, locale: &str) -> Option<&'a V> {
    let locale = locale.replace('-', "_");
    if let Some(value) = values.get(&locale) {
        return Some(value);
    }
    let language = language_of(&locale);
    values
        .iter()
        .find(|(key, _)| language_of(key).eq_ignore_ascii_case(language))
        .map(|(_, value)| value)
}

fn language_of(locale: &str) -> &str {
    locale.split('_').next().unwrap_or(locale)
}

/// Adds the methods of [`Localized`] to a record with the fields `localized` and `preferred_locale`.
///
/// The generator calls it with the record's name and its fields, types without their `Option`.
#[macro_export]
macro_rules! localized {
    ($record:ident { localized: BTreeMap<String, $value:ty>, preferred_locale: $locale:ty $(,)? }) => {
        impl $crate::Localized for $record {
            type Value = $value;

            fn values(
                &self,
            ) -> ::core::option::Option<&::std::collections::BTreeMap<String, $value>> {
                self.localized.as_ref()
            }

            fn preferred_key(&self) -> ::core::option::Option<String> {
                let locale: &$locale = self.preferred_locale.as_ref()?;
                $crate::locale_key(
                    locale.language.as_deref(),
                    locale.country.as_deref(),
                    locale.variant.as_deref(),
                )
            }
        }

        impl $record {
            /// The value in the preferred locale; without one, in the preferred language, in
            /// English, or the first there is.
            pub fn preferred(&self) -> ::core::option::Option<&$value> {
                $crate::Localized::preferred(self)
            }

            /// The value in a locale such as `de_DE`, `de-DE` or `de`; without one, the preferred
            /// value. A locale without a country takes any country of that language.
            pub fn in_locale(&self, locale: &str) -> ::core::option::Option<&$value> {
                $crate::Localized::in_locale(self, locale)
            }
        }
    };
}

#[cfg(test)]
#[expect(
    unreachable_pub,
    reason = "the macro adds public methods, here to a private record"
)]
mod tests {
    use std::collections::BTreeMap;

    #[derive(Default)]
    struct Locale {
        language: Option<String>,
        country: Option<String>,
        variant: Option<String>,
    }

    #[derive(Default)]
    struct Name {
        localized: Option<BTreeMap<String, String>>,
        preferred_locale: Option<Locale>,
    }

    localized!(Name { localized: BTreeMap<String, String>, preferred_locale: Locale });

    fn name(values: &[(&str, &str)], preferred: Option<(&str, Option<&str>)>) -> Name {
        Name {
            localized: Some(
                values
                    .iter()
                    .map(|(locale, text)| (locale.to_string(), text.to_string()))
                    .collect(),
            ),
            preferred_locale: preferred.map(|(language, country)| Locale {
                language: Some(language.to_owned()),
                country: country.map(str::to_owned),
                variant: None,
            }),
        }
    }

    #[test]
    fn the_preferred_locale_comes_first_then_its_language_then_english() {
        let texts = [("de_DE", "Anna"), ("en_US", "Ann"), ("fr_FR", "Anne")];
        let cases = [
            (Some(("fr", Some("FR"))), "Anne"),
            (Some(("fr", Some("CA"))), "Anne"),
            (Some(("de", None)), "Anna"),
            (Some(("nb", Some("NO"))), "Ann"),
            (None, "Ann"),
        ];
        for (preferred, expected) in cases {
            assert_eq!(
                name(&texts, preferred).preferred().unwrap(),
                expected,
                "{preferred:?}"
            );
        }
    }

    #[test]
    fn without_english_any_text_is_better_than_none() {
        assert_eq!(
            name(&[("ja_JP", "杏")], Some(("nb", None)))
                .preferred()
                .unwrap(),
            "杏"
        );
        assert_eq!(name(&[], Some(("nb", None))).preferred(), None);
        assert_eq!(Name::default().preferred(), None);
    }

    #[test]
    fn a_locale_asked_for_may_be_spelled_with_a_dash_or_without_country() {
        let name = name(
            &[("en_US", "Ann"), ("pt_BR", "Ana")],
            Some(("en", Some("US"))),
        );
        assert_eq!(name.in_locale("pt-BR").unwrap(), "Ana");
        assert_eq!(name.in_locale("pt").unwrap(), "Ana");
        assert_eq!(name.in_locale("fi").unwrap(), "Ann");
    }

    #[test]
    fn a_language_is_not_mistaken_for_another_with_the_same_beginning() {
        let name = name(&[("fil_PH", "Anita"), ("en_US", "Ann")], None);
        assert_eq!(name.in_locale("fi").unwrap(), "Ann");
    }
}
