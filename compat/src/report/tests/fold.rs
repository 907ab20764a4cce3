//! What several parts of a subject have in common is told once.

use super::*;

fn method(kind: &'static str, name: &str) -> Node {
    Node::Method {
        kind,
        name: name.to_owned(),
    }
}

/// A resource whose methods need a permission.
fn needing(methods: &[Node]) -> Comparison {
    let item = |name: &str, node: &Node| match node {
        Node::Method { name: method, .. } => format!("linkedin::{method}::{name}"),
        _ => String::new(),
    };
    let findings = methods.iter().map(|node| {
        let text = "it needs the permission `r_network`";
        let items = ["Call", "Call"].map(|name| change(&item(name, node), Effect::None, "is told"));
        let finding = finding(&rule::PERMISSION_NARROWED, node.clone(), text);
        judged(finding, Effect::None, items.into())
    });
    Comparison {
        findings: findings.collect(),
        ..Comparison::default()
    }
}

#[test]
fn many_methods_are_one_entry() {
    let mut methods = ["create", "update", "delete"]
        .map(|kind| method(kind, kind))
        .to_vec();
    methods.insert(0, method("finder", "viewer"));
    let comparison = needing(&methods);
    let text = human(&report(&comparison), false);
    insta::assert_snapshot!(text, @r"
    schema: main (1f7d001) -> the work tree

    resource `connections`
    incompatible[permission_narrowed]: finder `viewer`, `create` and 2 more: it needs the permission `r_network`
      - schema/resources/network/connections.yaml:1:1
      + schema/resources/network/connections.yaml:2:3
      = Rust: none
        linkedin::viewer::Call: is told
        linkedin::create::Call: is told
        linkedin::update::Call: is told
        linkedin::delete::Call: is told

    4 findings: 4 incompatible; Rust: 4 none
    semver: patch (0.1.0 -> 0.1.1 while below 1.0)
    ");
    let table = markdown(&report(&comparison));
    assert_eq!(table.matches("it needs the permission").count(), 1);
    // Tools get each by itself.
    let json = json(&report(&comparison));
    assert_eq!(json.matches("it needs the permission").count(), 4);
}

#[test]
fn few_are_all_named() {
    let methods = ["get", "create", "update"].map(|kind| method(kind, kind));
    for (number, expected) in [
        (1, "`get`: it needs"),
        (2, "`get` and `create`: it needs"),
        (3, "`get`, `create` and `update`: it needs"),
    ] {
        let text = human(&report(&needing(&methods[..number])), false);
        assert!(text.contains(&format!("]: {expected}")), "{text}");
    }
}

#[test]
fn what_differs_stays_apart() {
    let methods = ["get", "create", "update"].map(|kind| method(kind, kind));
    let mut comparison = needing(&methods);
    comparison.findings[1].rust = Some(Effect::Breaking);
    comparison.findings[2].finding.text = "it needs nothing".to_owned();
    let text = human(&report(&comparison), false);
    assert_eq!(text.matches("it needs").count(), 3, "{text}");
    // So do the parameters of one method.
    let parameters = ["a", "b"].map(|name| {
        let finding = finding(
            &rule::DEPRECATION_ADDED,
            parameter(name),
            "it is deprecated",
        );
        judged(finding, Effect::None, Vec::new())
    });
    comparison.findings = parameters.into();
    let text = human(&report(&comparison), false);
    let both = "]: `a` of finder `viewer` and `b` of finder `viewer`: it is deprecated";
    assert!(text.contains(both), "{text}");
}
