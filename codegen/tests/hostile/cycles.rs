//! What holds itself, and long chains of what holds the next: refused, or boxed; never a full stack.

use restli_model::diagnostics::Code;

use crate::corpus::{Case, Schema, check, replaced, with_types};

/// One more file of types, whose `A` the schema uses.
fn using(types: &str) -> Schema {
    let mut files = with_types(types);
    for (_, text) in &mut files {
        *text = text.replace("code: { type: \"Code\"", "code: { type: A");
    }
    files
}

/// Records with a field each.
fn records(fields: &[(&str, &str)]) -> Schema {
    let records = fields.iter().map(|(name, field)| {
        format!(
            "  {name}: {{ docs: {{ summary: A. }}, fields: {{ a: {{ {field}, doc: A. }} }} }}\n"
        )
    });
    using(&format!("records:\n{}", records.collect::<String>()))
}

/// The id of a kind of URN.
const PERSON: &str = "(part: long, name: string)";

/// A sample with as many URNs in one another as fit.
fn nested_urns() -> Schema {
    let (open, close) = ("urn:ns:person:(".repeat(100_000), ")".repeat(100_000));
    let urn = format!("\"wide\": \"{open}urn:other:club:a{close}\"");
    let mut files = replaced(PERSON, "(part: Urn<owner>)");
    for (_, text) in &mut files {
        *text = text.replace("\"text\": \"~received\"", &urn);
    }
    files
}

#[test]
fn circles_end() {
    let types = [
        (
            "includes",
            "records: { A: { includes: [A], fields: {} } }",
            Some(Code::IncludeCycle),
        ),
        (
            "a typeref",
            "typerefs: { A: { type: \"[A]\" } }",
            Some(Code::Endless),
        ),
        (
            "a union",
            "unions: { A: { members: { a: { type: A } } } }",
            Some(Code::Endless),
        ),
        (
            "a nullable union",
            "unions: { A: { nullable: true, members: { a: { type: A } } } }",
            Some(Code::Endless),
        ),
        (
            "shapes",
            "shapes: { A: { alternatives: { B: A } } }",
            Some(Code::Endless),
        ),
        (
            "a union by URN",
            "unions: { A: { by_urn: { person: A } } }",
            Some(Code::WrongKindOfType),
        ),
    ];
    let types = types
        .into_iter()
        .map(|(case, text, expected)| (case, using(text), expected));
    let fields = [
        ("a record", "type: A", None),
        ("a list", "type: \"[A]\"", None),
        ("a required record", "type: A, required: true", None),
        ("a default", "type: A, default: {}", Some(Code::Default)),
        (
            "a default with a default",
            "type: A, default: { a: {} }",
            Some(Code::Default),
        ),
        (
            "a list of defaults",
            "type: \"[A]\", default: [{}]",
            Some(Code::Default),
        ),
        (
            "a list without defaults",
            "type: \"[A]\", default: []",
            None,
        ),
    ];
    let fields = fields
        .into_iter()
        .map(|(case, field, expected)| (case, records(&[("A", field)]), expected));
    let default = [("A", "type: B, default: {}"), ("B", "type: A, default: {}")];
    let decoration = "note: { type: Urn<club>, decorates: Club";
    let itself = "(part: Urn<person>, name: string)";
    let mut cases: Vec<Case> = types.chain(fields).collect();
    cases.extend([
        ("two defaults", records(&default), Some(Code::Default)),
        (
            "a decoration",
            replaced("note: { type: \"Note\"", decoration),
            None,
        ),
        (
            "an id of a URN",
            replaced(PERSON, itself),
            Some(Code::UrnId),
        ),
        (
            "a URN of a set in its own id",
            replaced(PERSON, "(part: Urn<owner>)"),
            None,
        ),
        ("URNs in URNs", nested_urns(), None),
    ]);
    check("circles", cases);
}

#[test]
fn long_chains_do_not_overflow_the_stack() {
    let chain = |head: &str, count: usize, item: &dyn Fn(usize, usize) -> String| {
        let items = (0..count).map(|n| item(n, (n + 1) % count));
        format!("{head}:\n{}", items.collect::<String>())
    };
    let includes = chain("records", 20_000, &|n, next| {
        format!("  R{n}: {{ includes: [R{next}], fields: {{}} }}\n")
    });
    let fields = chain("records", 20_000, &|n, next| {
        format!("  R{n}: {{ fields: {{ next: {{ type: R{next} }} }} }}\n")
    });
    let typerefs = chain("typerefs", 5_000, &|n, next| {
        format!("  T{n}: {{ type: T{next} }}\n")
    });
    check(
        "chains",
        vec![
            ("includes", with_types(includes), Some(Code::TooMuch)),
            ("fields", with_types(fields), None),
            ("typerefs", with_types(typerefs), Some(Code::Endless)),
        ],
    );
}
