//! Rules in a file, so that a bad day of a service can be told once and had again.

use restli_model::model::Model;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_saphyr::Spanned;

use super::rule::Rule;

/// A seed and rules.
#[derive(Debug)]
pub(super) struct Scenario {
    pub(super) seed: Option<u64>,
    pub(super) rules: Vec<Rule>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Several {
    seed: Option<u64>,
    rules: Vec<Spanned<Rule>>,
}

/// What tells a rule from a scenario.
#[derive(Default, Deserialize)]
#[serde(default)]
struct One {
    fault: Option<IgnoredAny>,
    quota: Option<IgnoredAny>,
}

impl Scenario {
    /// Reads YAML, of which JSON is a part; a rule alone will do. On failure, tells all that is wrong.
    pub(super) fn read(model: &Model, name: &str, text: &str) -> Result<Self, Vec<String>> {
        let one = serde_saphyr::from_str::<One>(text).unwrap_or_default();
        let Several { seed, rules } = match one.fault.is_some() || one.quota.is_some() {
            true => Several {
                seed: None,
                rules: parse::<Spanned<Rule>>(name, text)?.into_iter().collect(),
            },
            // A file of comments alone is no mistake.
            false => parse::<Several>(name, text)?.unwrap_or_default(),
        };
        let wrong: Vec<_> = { rules.iter() }
            .flat_map(|rule| {
                let line = rule.referenced.line();
                let wrong = rule.value.check(model).into_iter();
                wrong.map(move |what| format!("{name}:{line}: {what}"))
            })
            .collect();
        match wrong.is_empty() {
            true => Ok(Scenario {
                seed,
                rules: rules.into_iter().map(|rule| rule.value).collect(),
            }),
            false => Err(wrong),
        }
    }
}

fn parse<T: DeserializeOwned>(name: &str, text: &str) -> Result<Option<T>, Vec<String>> {
    let options = serde_saphyr::options! { with_snippet: false };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        vec![match error.location() {
            Some(location) => format!("{name}:{}: {error}", location.line()),
            None => format!("{name}: {error}"),
        }]
    })
}
