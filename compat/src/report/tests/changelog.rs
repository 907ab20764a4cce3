//! Entries of the changelog: what they say, and where they go.

use super::super::*;
use super::{comparison, finding, judged};
use crate::surface::Effect;
use crate::{Node, rule};

const CHANGELOG: &str = "# Changelog\n\n## Unreleased\n\n### Generator\n\n- Faster.\n\n\
                         ### Schema\n\n- By hand.\n\n## 0.1.0\n\n### Schema\n\n- First.\n";

#[test]
fn entries_stand_below_unreleased_once() {
    let entries = changelog_entries(&comparison());
    let once = update_changelog(CHANGELOG, &entries).expect("it has a place");
    insta::assert_snapshot!(once, @r"
    # Changelog

    ## Unreleased

    ### Generator

    - Faster.

    ### Schema

    - **Breaking**, on the wire and in Rust: `connections`: `count` of the finder `viewer` is now called `limit`.
    - `Degree`: `FOURTH`: `a|b` is <b>new</b>, says @somebody: [x](y) �.
    - By hand.

    ## 0.1.0

    ### Schema

    - First.
    ");
    assert_eq!(update_changelog(&once, &entries).as_ref(), Ok(&once));
    // Whoever edits around them keeps that.
    let edited = once.replace("- By hand.", "- By hand, and better.");
    assert_eq!(update_changelog(&edited, &entries).as_ref(), Ok(&edited));
}

#[test]
fn a_changelog_need_not_have_a_part_about_the_schema() {
    let entries = ["- New.".to_owned()];
    for (before, after) in [
        (
            "## Unreleased\n\n## 0.1.0\n",
            "## Unreleased\n\n### Schema\n\n- New.\n\n## 0.1.0\n",
        ),
        ("## Unreleased", "## Unreleased\n\n### Schema\n\n- New.\n"),
        (
            "## Unreleased\n### Schema\n- Old.\n",
            "## Unreleased\n### Schema\n\n- New.\n- Old.\n",
        ),
    ] {
        assert_eq!(update_changelog(before, &entries).as_deref(), Ok(after));
    }
    assert_eq!(
        update_changelog("# Changelog\n", &entries),
        Err(NoChangelog)
    );
}

#[test]
fn no_part_of_a_subject_is_lost() {
    let retyped = |name: &str| {
        let node = Node::Member(name.to_owned());
        let finding = finding(&rule::TYPE_CHANGED, node, "its type is `long`");
        judged(finding, Effect::Breaking, Vec::new())
    };
    let mut comparison = comparison();
    comparison.findings = ["a", "b", "c", "d"].map(retyped).into();
    assert_eq!(
        changelog_entries(&comparison),
        [
            "- **Breaking**, on the wire and in Rust: `connections`: `a`, `b`, `c` and `d`: its type is `long`."
        ]
    );
}
