//! The comment of a pull request: its length, and what a schema cannot get into it.

use super::super::markdown::{code, escaped, limited};
use super::*;

#[test]
fn for_a_pull_request() {
    insta::assert_snapshot!(markdown(&report(&comparison())), @r"
    <!-- cargo xtask diff -->
    ## Schema: **incompatible** on the wire, **breaking** for Rust

    `main (1f7d001)` → `the work tree`

    5 findings: 1 incompatible, 1 wire-compatible, 3 compatible; Rust: 1 breaking, 2 additive, 2 none

    semver: major (0.1.0 -&#62; 0.2.0 while below 1.0)

    ### resource `connections`

    | wire | Rust | what changed | where | items |
    | --- | --- | --- | --- | --- |
    | **incompatible** | **breaking** | `count` of the finder `viewer` is now called `limit`<br>`parameter_removed` `parameter_added` | − `schema/resources/network/connections.yaml:1:1`<br>+ `schema/resources/network/connections.yaml:2:3` | `linkedin::connections::FindByViewer::count`: is gone<br>`linkedin::connections::FindByViewer::a`: is new<br>`linkedin::connections::FindByViewer::b`: is new<br>`linkedin::connections::FindByViewer::c`: is new<br>`linkedin::connections::FindByViewer::d`: is new<br>and 3 more |

    ### type `Degree`

    | wire | Rust | what changed | where | items |
    | --- | --- | --- | --- | --- |
    | wire-compatible | additive | `FOURTH`: `a\|b` is &#60;b&#62;new&#60;/b&#62;, says &#64;&#8203;somebody: &#91;x&#93;(y) �<br>`symbol_added`<br>Rest.li's own checker says: compatible | + `schema/resources/network/connections.yaml:2:3` |  |

    ### Rust items that no change of the schema explains

    | Rust | item | what |
    | --- | --- | --- |
    | additive | `linkedin::odd` | is new |

    <details><summary>Compatible: 2 changes</summary>

    ### resource `connections`

    | wire | Rust | what changed | where | items |
    | --- | --- | --- | --- | --- |
    | | | docs only: 2 changes | `schema/resources/network/connections.yaml:2:3` | |

    </details>
    ");
}

#[test]
fn a_comment_has_an_end() {
    let mut comparison = comparison();
    let some = comparison.findings.clone();
    comparison
        .findings
        .extend(some.iter().cycle().take(2000).cloned());
    let text = markdown(&report(&comparison));
    assert!(text.chars().count() <= MAX_CHARACTERS, "{}", text.len());
    assert!(text.contains(" more rows left out for want of room"));
    let count = |part: &str| text.matches(part).count();
    assert_eq!(count("<details>"), count("</details>"));

    // The head alone fits, and of what is compatible the first rows.
    let text = limited(&report(&comparison), 4_000);
    let count = |part: &str| text.matches(part).count();
    assert_eq!(count("<details>"), count("</details>"));
    assert!(text.chars().count() <= 4_000);
}

#[test]
fn a_schema_neither_mentions_nor_links() {
    for (text, expected) in [
        ("@org/team", "&#64;&#8203;org/team"),
        ("fixes #12", "fixes &#35;&#8203;12"),
        ("see https://a.example", "see https:&#8203;//a.example"),
        ("WWW.a.example", "WWW.&#8203;a.example"),
        ("a: b", "a: b"),
    ] {
        assert_eq!(escaped(text), expected);
    }
    // Nothing is looked for in code.
    assert_eq!(code("@org #1 a://b"), "`@org #1 a://b`");
}
