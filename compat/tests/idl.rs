//! What is said of two versions of Rest.li's IDL, rule by rule.
//!
//! Each file of `idl` is named after the rule that it shows, and lists all findings of its pair.
//! `unchanged` shows what is no finding; a section `options` says how types are compared otherwise.
//! `BLESS=1` writes down what is found; what that changes is to be reviewed against Rest.li's
//! rules.

#[path = "support/pair.rs"]
mod pair;

use pair::Pair;
use restli_compat::{Finding, Mode, Options, compare_idl, compare_idl_with, rule};
use restli_idl::Idl;

#[test]
fn findings_are_those_of_the_pairs() {
    let pairs = Pair::all("idl");
    let wrong: Vec<_> = pairs.iter().filter_map(difference).collect();
    assert!(
        wrong.is_empty(),
        "{} of {} pairs (- expected, + found)\n\n{}\n",
        wrong.len(),
        pairs.len(),
        wrong.join("\n\n")
    );
}

fn difference(pair: &Pair) -> Option<String> {
    let (old, new) = (load(&pair.old), load(&pair.new));
    let found = compare_idl_with(&old, &new, options(pair));
    pair.differs("findings", &lines(&found))
}

#[test]
fn no_version_differs_from_itself() {
    for pair in Pair::all("idl") {
        if pair.rule() == "type_unknown" {
            continue;
        }
        for files in [&pair.old, &pair.new] {
            let idl = load(files);
            let notices = ["parameter_items_deprecated"];
            let mut found = compare_idl(&idl, &idl);
            found.retain(|finding| !notices.contains(&finding.rule.id));
            assert_eq!(lines(&found), "", "{}", pair.name);
        }
    }
}

#[test]
fn every_rule_of_idl_has_a_pair() {
    let pairs = Pair::all("idl");
    let shows = |pair: &Pair, rule: &str| {
        let mut findings = pair.section("findings").lines();
        findings.any(|line| line.split(' ').nth(1) == Some(rule))
    };
    for pair in &pairs {
        let name = pair.rule();
        if name == "unchanged" {
            assert_eq!(pair.section("findings"), "", "{}", pair.name);
        } else {
            assert!(rule::find(name).is_some(), "{}: no such rule", pair.name);
            assert!(shows(pair, name), "{}: not its rule", pair.name);
        }
    }
    for rule in rule::ALL.iter().filter(|rule| rule.idl) {
        let shown = pairs.iter().any(|pair| pair.rule() == rule.id);
        assert!(shown, "no pair for `{}`", rule.id);
    }
}

#[test]
fn pairs_are_sound_idl() {
    let mut wrong = String::new();
    for pair in Pair::all("idl") {
        for (version, files) in [("old", &pair.old), ("new", &pair.new)] {
            let (_, report) = restli_idl::load(files.iter().cloned());
            if report.has_errors() && pair.rule() != "type_unknown" {
                wrong += &format!("{} ({version})\n{}\n", pair.name, report.render(false));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What a pair sets otherwise than Rest.li does for resources, by the words of its `options`.
fn options(pair: &Pair) -> Options {
    let mut options = Options::default();
    let words = pair.sections.get("options").map_or("", String::as_str);
    for word in words.split_whitespace() {
        match word {
            "promotion" => options.promotion = true,
            "data" => options.mode = Mode::Data,
            "extension" => options.mode = Mode::Extension,
            other => panic!("{}: no option `{other}`", pair.name),
        }
    }
    options
}

fn load(files: &[(String, String)]) -> Idl {
    restli_idl::load(files.iter().cloned()).0
}

/// A line per finding: its level, its rule, and what Rest.li's checker calls it.
fn lines(findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let Finding {
            rule, kind, path, ..
        } = finding;
        let reference = finding.reference.map(|wire| format!(" reference: {wire}"));
        let reference = reference.unwrap_or_default();
        format!("{} {} {kind} {path}{reference}\n", rule.wire, rule.id)
    };
    let mut lines: Vec<_> = findings.iter().map(line).collect();
    lines.sort();
    lines.concat()
}
