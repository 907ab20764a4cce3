//! Random values, masks and texts that meet the grammars often.
//!
//! The short tests and the long ones draw from the same.

use proptest::prelude::*;
use restli_wire::{Mask, Resolution, Value};

/// Text that meets the grammar often.
pub(super) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9]{0,4}",
        "[(),:'%&=+/?#;.~$* a-cé🦀]{0,8}",
        "(List|''|%27|%2C|%|\\.|\\.\\.|List\\(\\)|List\\(|~2E|a\\[0\\]|a\\.b|ids|\\$params)",
        "(9007199254740993|9223372036854775807|-9223372036854775808|1\\.0E10)",
        any::<String>(),
    ]
}

/// Texts that look like the grammars that are read.
pub(super) fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "(List\\(|\\(|\\)|,|:|''|a|%2|%C3|%A9|%28|é|/|&|=|~|\\*|\\$\\*|\\$start:|-| ){0,24}",
        "urn:[a-z:(),%]{0,16}",
    ]
}

pub(super) fn value() -> impl Strategy<Value = Value> {
    let token = text().prop_map(Value::from);
    token.prop_recursive(4, 24, 4, |inner| {
        let members = prop::collection::btree_map(text(), inner.clone(), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::List),
            (members, any::<bool>()).prop_map(|(members, reverse)| {
                let mut members: Vec<_> = members
                    .into_iter()
                    .map(|(name, value)| (name.into(), value))
                    .collect();
                if reverse {
                    members.reverse();
                }
                Value::Map(members)
            }),
        ]
    })
}

/// Names that a projection can hold.
pub(super) fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-d]", "[$]?[a-zA-Z0-9_.&%'+é-]{1,6}"]
        .prop_filter("excludes", |name| !name.starts_with('-'))
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    All,
    Field(String),
    Within(String, Mask),
    Each(String, Mask),
    Resolve(String, Resolution),
    Exclude(String),
    Range(String, u64, Option<u64>),
}

pub(super) fn build(steps: Vec<Step>) -> Mask {
    steps
        .into_iter()
        .fold(Mask::new(), |mask, step| match step {
            Step::All => mask.all(),
            Step::Field(name) => mask.field(name),
            Step::Within(name, part) => mask.within(name, part),
            Step::Each(name, part) => mask.each(name, part),
            Step::Resolve(name, resolution) => mask.resolve(name, resolution),
            Step::Exclude(name) => mask.exclude(name),
            Step::Range(name, start, count) => mask.range(name, start, count),
        })
}

pub(super) fn field() -> impl Strategy<Value = Step> {
    prop_oneof![1 => Just(Step::All), 5 => name().prop_map(Step::Field)]
}

/// Wildcards as names of parts are what the builder has to put in order.
pub(super) fn part_name() -> impl Strategy<Value = String> {
    prop_oneof![6 => name(), 1 => Just("*".to_owned())]
}

pub(super) fn projection() -> impl Strategy<Value = Mask> {
    let leaf = prop::collection::vec(field(), 1..4).prop_map(build);
    leaf.prop_recursive(4, 24, 4, |inner| {
        let resolution = (
            prop::option::of(name()),
            prop::option::of(name()),
            prop::option::of(inner.clone()),
            any::<bool>(),
        );
        let resolution = resolution.prop_map(|(kind, variant, mask, each)| Resolution {
            kind,
            variant,
            mask,
            each,
        });
        let step = prop_oneof![
            field(),
            (part_name(), inner.clone()).prop_map(|(name, mask)| Step::Within(name, mask)),
            (part_name(), inner).prop_map(|(name, mask)| Step::Each(name, mask)),
            (part_name(), resolution)
                .prop_map(|(name, resolution)| Step::Resolve(name, resolution)),
        ];
        prop::collection::vec(step, 1..5).prop_map(build)
    })
}

pub(super) fn fields() -> impl Strategy<Value = Mask> {
    let leaf = prop::collection::vec(field(), 0..4).prop_map(build);
    leaf.prop_recursive(4, 24, 4, |inner| {
        let step = prop_oneof![
            field(),
            name().prop_map(Step::Exclude),
            (part_name(), inner.clone()).prop_map(|(name, mask)| Step::Within(name, mask)),
            (part_name(), inner).prop_map(|(name, mask)| Step::Each(name, mask)),
            (name(), any::<u64>(), any::<Option<u64>>())
                .prop_map(|(name, start, count)| Step::Range(name, start, count)),
        ];
        prop::collection::vec(step, 0..5).prop_map(build)
    })
}
