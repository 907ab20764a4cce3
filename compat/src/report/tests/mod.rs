//! Each report of a small comparison that has one of everything.

mod changelog;
mod fold;
mod markdown;

use std::sync::Arc;

use restli_model::source::{Place, SourceFile};

use super::*;
use crate::surface::{Change, Effect};
use crate::{About, Finding, Judged, Node, Renamed, Rule, Wire, rule};

fn place(at: &str) -> Option<Place> {
    let text = "key: value\n  indented: yes\n";
    let file = Arc::new(SourceFile::new(
        "resources/network/connections.yaml".into(),
        text.into(),
    ));
    let start = text.find(at).expect("it is there");
    Some(Place::new(&file, start..start + at.len()))
}

fn finding(rule: &'static Rule, node: Node, text: &str) -> Finding {
    Finding {
        rule,
        kind: "KIND",
        path: "/collection/x".to_owned(),
        about: About::Resource("connections".to_owned(), node),
        old: place("key"),
        new: place("indented"),
        text: text.to_owned(),
        reference: None,
        renamed: None,
    }
}

fn change(item: &str, effect: Effect, text: &str) -> Change {
    Change {
        item: item.to_owned(),
        effect,
        text: text.to_owned(),
        old: None,
        new: None,
    }
}

fn parameter(name: &str) -> Node {
    Node::Parameter {
        kind: "finder",
        method: "viewer".to_owned(),
        name: name.to_owned(),
    }
}

fn judged(finding: Finding, rust: Effect, items: Vec<Change>) -> Judged {
    Judged {
        finding,
        rust: Some(rust),
        items,
    }
}

fn comparison() -> Comparison {
    let of = |name: &str| format!("linkedin::connections::FindByViewer::{name}");
    let gone = Finding {
        renamed: Some(Renamed::To("limit".to_owned())),
        new: None,
        ..finding(
            &rule::PARAMETER_REMOVED,
            parameter("count"),
            "the finder `viewer` no longer takes `count`",
        )
    };
    let come = Finding {
        renamed: Some(Renamed::From("count".to_owned())),
        old: None,
        ..finding(
            &rule::PARAMETER_ADDED,
            parameter("limit"),
            "the finder `viewer` takes `limit`",
        )
    };
    let hostile = "`a|b` is <b>new</b>, says @somebody: [x](y)\n\u{202e}";
    let symbol = Finding {
        about: About::Type("Degree".to_owned(), Node::Member("FOURTH".to_owned())),
        reference: Some(Wire::Compatible),
        old: None,
        ..finding(&rule::SYMBOL_ADDED, Node::Whole, hostile)
    };
    let docs = || {
        finding(
            &rule::DOCS_CHANGED,
            Node::Whole,
            "it is documented otherwise",
        )
    };
    let many = ["a", "b", "c", "d", "e", "f", "g"];
    let many = many.map(|name| change(&of(name), Effect::Additive, "is new"));
    let many = many.into_iter();
    let lost = change(&of("count"), Effect::Breaking, "is gone");
    Comparison {
        findings: vec![
            judged(gone, Effect::Breaking, vec![lost]),
            judged(come, Effect::Additive, many.collect()),
            judged(docs(), Effect::None, Vec::new()),
            judged(docs(), Effect::None, Vec::new()),
            judged(symbol, Effect::Additive, Vec::new()),
        ],
        rust_unknown: None,
        unexplained: vec![change("linkedin::odd", Effect::Additive, "is new")],
    }
}

fn report(comparison: &Comparison) -> Report<'_> {
    Report {
        comparison,
        old: Side {
            label: "main (1f7d001)",
            folder: "schema",
        },
        new: Side {
            label: "the work tree",
            folder: "schema",
        },
        crate_version: "0.1.0".parse().ok(),
    }
}

#[test]
fn for_people() {
    insta::assert_snapshot!(human(&report(&comparison()), false), @r"
    schema: main (1f7d001) -> the work tree

    resource `connections`
    incompatible[parameter_removed + parameter_added]: `count` of the finder `viewer` is now called `limit`
      - schema/resources/network/connections.yaml:1:1
      + schema/resources/network/connections.yaml:2:3
      = Rust: breaking
        linkedin::connections::FindByViewer::count: is gone
        linkedin::connections::FindByViewer::a: is new
        linkedin::connections::FindByViewer::b: is new
        linkedin::connections::FindByViewer::c: is new
        linkedin::connections::FindByViewer::d: is new
        and 3 more
    docs only: 2 changes at schema/resources/network/connections.yaml:2:3

    type `Degree`
    wire-compatible[symbol_added]: `FOURTH`: `a|b` is <b>new</b>, says @somebody: [x](y) �
      + schema/resources/network/connections.yaml:2:3
      = Rest.li's own checker says: compatible
      = Rust: additive

    Rust items that no change of the schema explains
        linkedin::odd: is new

    5 findings: 1 incompatible, 1 wire-compatible, 3 compatible; Rust: 1 breaking, 2 additive, 2 none
    semver: major (0.1.0 -> 0.2.0 while below 1.0)
    ");
}

#[test]
fn colour_is_only_there_if_asked_for() {
    let text = human(&report(&comparison()), true);
    assert!(text.contains("\x1b[1;31mincompatible[parameter_removed + parameter_added]\x1b[0m"));
}

#[test]
fn for_tools() {
    let mut comparison = comparison();
    comparison.findings.drain(2..4);
    comparison.findings[1].items.truncate(1);
    let text = json(&report(&comparison)).replace('\u{202e}', "(mark)");
    insta::assert_snapshot!(text, @r#"
    {
      "old": "main (1f7d001)",
      "new": "the work tree",
      "summary": {
        "wire": "incompatible",
        "rust": "breaking",
        "bump": "major",
        "docs_only": false,
        "next_version": "0.2.0",
        "counts": {
          "findings": 3,
          "wire": {
            "incompatible": 1,
            "wire_compatible": 1,
            "compatible": 1,
            "none": 0
          },
          "rust": {
            "breaking": 1,
            "additive": 2,
            "none": 0,
            "unknown": 0
          }
        }
      },
      "findings": [
        {
          "rule": "parameter_removed",
          "kind": "KIND",
          "path": "/collection/x",
          "subject": {
            "sort": "resource",
            "name": "connections"
          },
          "wire": "incompatible",
          "rust": "breaking",
          "text": "the finder `viewer` no longer takes `count`",
          "old": {
            "file": "schema/resources/network/connections.yaml",
            "line": 1,
            "column": 1
          },
          "renamed_to": "limit",
          "items": [
            {
              "item": "linkedin::connections::FindByViewer::count",
              "effect": "breaking",
              "text": "is gone"
            }
          ]
        },
        {
          "rule": "parameter_added",
          "kind": "KIND",
          "path": "/collection/x",
          "subject": {
            "sort": "resource",
            "name": "connections"
          },
          "wire": "compatible",
          "rust": "additive",
          "text": "the finder `viewer` takes `limit`",
          "new": {
            "file": "schema/resources/network/connections.yaml",
            "line": 2,
            "column": 3
          },
          "renamed_from": "count",
          "items": [
            {
              "item": "linkedin::connections::FindByViewer::a",
              "effect": "additive",
              "text": "is new"
            }
          ]
        },
        {
          "rule": "symbol_added",
          "kind": "KIND",
          "path": "/collection/x",
          "subject": {
            "sort": "type",
            "name": "Degree"
          },
          "wire": "wire_compatible",
          "rust": "additive",
          "reference": "compatible",
          "text": "`FOURTH`: `a|b` is <b>new</b>, says @somebody: [x](y)\n(mark)",
          "new": {
            "file": "schema/resources/network/connections.yaml",
            "line": 2,
            "column": 3
          },
          "items": []
        }
      ],
      "unexplained": [
        {
          "item": "linkedin::odd",
          "effect": "additive",
          "text": "is new"
        }
      ]
    }
    "#);
}

#[test]
fn without_a_change_little_is_said() {
    let nothing = Comparison::default();
    insta::assert_snapshot!(human(&report(&nothing), false), @r"
    schema: main (1f7d001) -> the work tree

    no change of the schema
    ");
    assert!(markdown(&report(&nothing)).contains("\n## Schema: no change\n"));
}

#[test]
fn documentation_alone_is_said_to_be_so() {
    let mut comparison = comparison();
    comparison.findings = comparison.findings.drain(2..4).collect();
    comparison.unexplained.clear();
    insta::assert_snapshot!(human(&report(&comparison), false), @r"
    schema: main (1f7d001) -> the work tree

    resource `connections`
    docs only: 2 changes at schema/resources/network/connections.yaml:2:3

    documentation only: 2 changes
    semver: patch (0.1.0 -> 0.1.1 while below 1.0)
    ");
    assert!(markdown(&report(&comparison)).contains("\n## Schema: documentation only\n"));
    assert_eq!(changelog_entries(&comparison), Vec::<String>::new());
}

#[test]
fn what_cannot_be_judged_is_said() {
    let mut comparison = comparison();
    for judged in &mut comparison.findings {
        judged.rust = None;
    }
    comparison.findings.truncate(2);
    comparison.unexplained.clear();
    comparison.rust_unknown = Some("the IDL cannot be imported: no".to_owned());
    let text = human(&report(&comparison), false);
    let end = text.rsplit_once("\n\n").expect("a summary").1;
    insta::assert_snapshot!(end, @r"
    2 findings: 1 incompatible, 1 compatible
    Rust is not judged: the IDL cannot be imported: no
    semver: major (0.1.0 -> 0.2.0 while below 1.0)
    ");
}
