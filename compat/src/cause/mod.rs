//! Which change of the schema caused which change of the generated crate.
//!
//! Items are matched with findings by the names that the model settled for both, the closest one
//! first: the field for its setter, the record for what all of it gained, the call that uses a
//! record for setters it did not have before. So an effect is told where its cause is told.

mod claims;
mod names;

use std::collections::{BTreeMap, BTreeSet};

use restli_model::model::Model;

use crate::comparison::Judged;
use crate::finding::Finding;
use crate::rule::{Rule, Wire};
use crate::surface::{Change, Effect};

use claims::{Claims, Closeness};

/// Gives every finding the items that it changes; what no finding explains is left over.
///
/// Beside each model stand the names that its types have in findings, where these are others.
pub(crate) fn assign(
    findings: Vec<Finding>,
    changes: Vec<Change>,
    models: [(&Model, &BTreeMap<String, String>); 2],
) -> (Vec<Judged>, Vec<Change>) {
    let claims: Vec<Claims> = findings
        .iter()
        .map(|finding| Claims::of(finding, models))
        .collect();
    let mut judged: Vec<Judged> = findings.into_iter().map(Judged::without_items).collect();
    let mut unexplained = Vec::new();
    for change in changes {
        let closeness = |at: usize| claims[at].closeness(&change);
        let own: Vec<Closeness> = (0..claims.len()).map(closeness).collect();
        // What never shows in Rust explains an item only where nothing else does.
        let loud = (0..own.len()).filter(|at| !judged[*at].finding.rule.silent);
        let best = |of: &mut dyn Iterator<Item = usize>| of.map(|at| own[at]).max();
        let loudest = best(&mut loud.clone()).unwrap_or_default();
        let (best, causes): (Closeness, Vec<usize>) = match loudest {
            Closeness::None => (
                best(&mut (0..own.len())).unwrap_or_default(),
                (0..own.len()).collect(),
            ),
            _ => (loudest, loud.collect()),
        };
        if best == Closeness::None {
            unexplained.push(change);
            continue;
        }
        let closest = causes.into_iter().filter(|at| own[*at] == best);
        let (fitting, others): (Vec<usize>, Vec<usize>) =
            closest.partition(|at| is_cause(judged[*at].finding.rule, &change));
        let causes = if fitting.is_empty() { others } else { fitting };
        for at in causes {
            judged[at].items.push(change.clone());
        }
    }
    for judged in &mut judged {
        let effects = judged.items.iter().map(|item| item.effect);
        judged.rust = Some(effects.max().unwrap_or(Effect::None));
    }
    (judged, unexplained)
}

/// Whether such a finding can have done this by itself: nothing goes because something came, and
/// what is only more breaks nothing.
fn is_cause(rule: &Rule, change: &Change) -> bool {
    let is_more = rule.adds() && rule.wire <= Wire::Compatible;
    match (&change.old, &change.new) {
        _ if is_more && change.effect == Effect::Breaking => false,
        (Some(_), None) => !rule.adds(),
        (None, Some(_)) => !rule.removes(),
        _ => true,
    }
}

/// The words of a text that can be names in Rust.
fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect()
}
