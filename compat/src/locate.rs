//! Places of what belongs to the API as a whole.
//!
//! The model has no places for it, because no diagnostic needs them once a schema is sound; a
//! reviewer does, so they are found in the files by the keys on the way.

use restli_model::source::{Place, SourceSet};

use crate::finding::{About, Finding};

/// Gives findings about the API the places that they lack.
pub(crate) fn fill(findings: &mut [Finding], old: &SourceSet, new: &SourceSet) {
    for finding in findings {
        let is_nowhere = finding.old.is_none() && finding.new.is_none();
        if is_nowhere && matches!(finding.about, About::Api(_)) {
            let steps: Vec<&str> = finding
                .path
                .split('/')
                .filter(|step| !step.is_empty())
                .collect();
            finding.old = place(old, &steps);
            finding.new = place(new, &steps);
        }
    }
}

/// The deepest key on the way that a file has.
fn place(sources: &SourceSet, steps: &[&str]) -> Option<Place> {
    let file = match steps {
        ["scopes", ..] => "scopes.yaml",
        _ => "api.yaml",
    };
    let file = sources.file(file)?;
    let mut found = Place::start_of(file);
    let mut indent = None;
    let mut level = Some(0);
    let mut steps = steps.iter();
    let mut wanted = steps.next();
    let mut offset = 0;
    for line in file.text().split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let key = line.trim_start();
        let depth = line.len() - key.len();
        if key.trim_end().is_empty() || key.starts_with('#') {
            continue;
        }
        // Behind the last key that was found, and no longer below it.
        if indent.is_some_and(|indent| depth <= indent) {
            break;
        }
        let Some(step) = wanted else { break };
        let is_key = key
            .strip_prefix(*step)
            .is_some_and(|rest| rest.starts_with(':'));
        if *level.get_or_insert(depth) == depth && is_key {
            let start = start + depth;
            found = Place::new(file, start..start + step.len());
            indent = Some(depth);
            level = None;
            wanted = steps.next();
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_below_their_parents_alone() {
        let api = "api: x\nhost: a\n# groups:\ngroups:\n  shelf: { default: true }\n  annex:\n    docs: no\nbases:\n  shelf: { path: b }\n";
        let sources =
            SourceSet::from_files([("api.yaml", api), ("scopes.yaml", "scopes:\n  r_all: {}\n")]);
        for (steps, expected) in [
            (&["host"][..], Some("api.yaml:2:1")),
            (&["groups", "annex"], Some("api.yaml:6:3")),
            (&["groups", "gone"], Some("api.yaml:4:1")),
            (&["bases", "shelf"], Some("api.yaml:9:3")),
            (&["scopes", "r_all"], Some("scopes.yaml:2:3")),
            (&["oauth"], Some("api.yaml:1:1")),
        ] {
            let place = place(&sources, steps).map(|place| place.to_string());
            assert_eq!(place.as_deref(), expected, "{steps:?}");
        }
        assert_eq!(place(&SourceSet::default(), &["host"]), None);
    }
}
