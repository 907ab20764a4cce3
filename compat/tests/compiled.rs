//! A change breaks users of the generated crate exactly if their code no longer compiles.
//!
//! Each pair of `yaml/` has a consumer: code that uses what the pair changes. It must compile
//! against the old crate; whether it compiles against the new one is what the pair expects, and
//! what the comparison must say. Pairs of `idl/` have one where their rule has no pair of YAML;
//! their crates are those of the schemas that they are imported as.
//!
//! `ONLY=field_ cargo test -p restli-compat --test compiled -- --ignored --nocapture` judges the
//! pairs with that in their names, and shows what the compiler says of those that break.

mod support;

use std::collections::BTreeSet;

use rayon::prelude::*;
use restli_compat::rule;
use restli_compat::surface::Effect;

use support::case::Case;
use support::compiler::Compiler;

/// Pairs that between them show most ways to break, and not to.
const TELLING: [&str; 7] = [
    "yaml/field_added",
    "yaml/field_made_optional.reader",
    "yaml/parameter_added_required",
    "yaml/resource_path_changed",
    "yaml/rust_name_changed.field",
    "idl/resource_entity_type_changed",
    "idl/union_aliases_changed",
];

/// Rules of Rest.li's IDL that no schema in YAML can show.
const IDL_ONLY: &[&str] = &[
    // Resources have no namespaces; those of URNs have a rule of their own.
    "resource_namespace_changed",
    // All data are structured, or `bytes`.
    "resource_entity_type_changed",
    // Services are found by host and base.
    "resource_service_changed",
    // There are no annotations; what matters of them has keys.
    "annotations_changed",
    // A resource supports the methods that it has.
    "supports_added",
    "supports_removed",
    // A list is spelled in one way.
    "parameter_items_deprecated",
    // `assoc_keys` is always a list.
    "finder_keys_downgraded",
    // A finder does not name its batch finder.
    "linked_batch_finder_added",
    "linked_batch_finder_changed",
    // What `idempotent` says is whether a call may be repeated, which has a rule of its own.
    "action_read_only_changed",
    // Errors are told by their status and code, whatever the service throws.
    "exception_added",
    "exception_removed",
    // The YAML names each resource by its whole path.
    "subresource_added",
    "subresource_removed",
    // Numbers are promoted only where that is asked for.
    "number_promoted",
    // Members of unions have keys, whatever these are made of.
    "union_aliases_changed",
    // A schema with a type that nothing defines has no model.
    "type_unknown",
    // Values are restricted by their type alone.
    "field_validation_added",
    "field_validation_removed",
];

/// Rules without a consumer: what cannot be imported has no crate that anybody could use.
const WITHOUT_CONSUMER: &[&str] = &["type_unknown"];

#[test]
fn a_few_pairs_are_judged_as_the_compiler_judges() {
    let mut cases = Case::all();
    cases.retain(|case| TELLING.contains(&case.name.as_str()));
    assert_eq!(cases.len(), TELLING.len(), "a pair was renamed");
    judge(&cases);
}

#[test]
#[ignore = "compiles some hundred small crates"]
fn all_pairs_are_judged_as_the_compiler_judges() {
    let mut cases = Case::all();
    if let Ok(only) = std::env::var("ONLY") {
        cases.retain(|case| case.name.contains(&only));
    }
    judge(&cases);
}

#[test]
fn every_rule_that_yaml_can_show_has_a_pair() {
    let mut cases = Case::all();
    cases.retain(|case| case.name.starts_with("yaml/"));
    let shown = rules(&cases);
    for id in IDL_ONLY.iter().copied() {
        assert!(rule::find(id).is_some(), "there is no rule `{id}`");
        assert!(!shown.contains(id), "`{id}` is shown after all");
    }
    let missing: Vec<_> = rule::ALL
        .iter()
        .map(|rule| rule.id)
        .filter(|id| !shown.contains(id) && !IDL_ONLY.contains(id))
        .collect();
    assert!(missing.is_empty(), "no pair shows {missing:?}");
}

#[test]
fn every_rule_has_met_the_compiler() {
    let cases = Case::all();
    let shown = rules(&cases);
    let unknown: Vec<_> = shown.iter().filter(|id| rule::find(id).is_none()).collect();
    assert!(unknown.is_empty(), "there are no such rules: {unknown:?}");
    for rule in rule::ALL.iter().map(|rule| rule.id) {
        let of_rule = || cases.iter().filter(|case| case.pair.rule() == rule);
        let expects = |word: &str| of_rule().any(|case| case.expects() == word);
        assert!(shown.contains(rule), "no pair says what `{rule}` breaks");
        // A verdict that spares somebody is shown to be one by somebody who is not spared.
        assert!(
            !expects("spared") || expects("breaks"),
            "who breaks by `{rule}`?"
        );
        assert_eq!(
            of_rule().all(|case| case.consumer().is_none()),
            WITHOUT_CONSUMER.contains(&rule),
            "`{rule}` has a consumer, or else a reason to have none"
        );
    }
}

fn rules(cases: &[Case]) -> BTreeSet<&str> {
    cases.iter().map(|case| case.pair.rule()).collect()
}

/// Compiles the consumer of each pair against both versions.
fn judge(cases: &[Case]) {
    let compiler = Compiler::new();
    let mut problems: Vec<String> = cases
        .par_iter()
        .filter_map(|case| {
            let problem = check(&compiler, case).err()?;
            Some(format!("{}: {problem}", case.name))
        })
        .collect();
    problems.sort();
    assert!(
        problems.is_empty(),
        "{}\n{} of {} pairs",
        problems.join("\n"),
        problems.len(),
        cases.len()
    );
}

/// Checks a pair, and says what is wrong with it.
fn check(compiler: &Compiler, case: &Case) -> Result<(), String> {
    // Who is spared uses what changed in a way that still compiles; others do not.
    let (breaks, spared) = match case.expects() {
        "breaks" => (true, false),
        "compiles" => (false, false),
        "spared" => (false, true),
        "unknown" => return check_without_crates(case),
        _ => return Err("what it expects is not known".to_owned()),
    };
    let consumer = case.consumer().ok_or("it has no consumer")?;
    let (old, new) = case.clients();
    let (old, new) = (old?, new?);
    if let Err(errors) = compiler.judge(&old, consumer)? {
        return Err(format!(
            "its consumer does not compile with the old version\n{errors}"
        ));
    }
    let judged = match new.is_same_as(&old) {
        true => Ok(()),
        false => compiler.judge(&new, consumer)?,
    };
    match (breaks, judged) {
        (true, Ok(())) => return Err("its consumer still compiles".to_owned()),
        (false, Err(errors)) => {
            return Err(format!("its consumer no longer compiles\n{errors}"));
        }
        (_, Err(errors)) => println!("{}: {}", case.name, errors.lines().next().unwrap_or("")),
        _ => {}
    }
    let comparison = case.compare().map_err(|refused| refused.to_string())?;
    let called = comparison.rust().ok_or("Rust was not judged")? == Effect::Breaking;
    match (called, breaks || spared) {
        (true, false) => Err("it is called breaking".to_owned()),
        (false, true) => Err("it is not called breaking".to_owned()),
        _ => Ok(()),
    }
}

/// Checks a pair of which a version has no crate, so that Rust is not judged.
fn check_without_crates(case: &Case) -> Result<(), String> {
    if let (Ok(_), Ok(_)) = case.clients() {
        return Err("both versions have a client".to_owned());
    }
    let comparison = case.compare().map_err(|refused| refused.to_string())?;
    match comparison.rust() {
        None => Ok(()),
        Some(effect) => Err(format!("it is called {effect:?}")),
    }
}
