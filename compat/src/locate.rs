//! The lines of the YAML that a reviewer has to see.
//!
//! The model has places of declarations, and none of what belongs to the API as a whole: no diagnostic
//! needs more once a schema is sound. A reviewer does, so keys are found in the files.

use restli_model::source::{Place, SourceSet};

use crate::finding::{About, Finding, Node};

/// Gives findings about the API the places that they lack, and all others the key that they are about
/// in place of the declaration that it belongs to.
pub(crate) fn fill(findings: &mut [Finding], old: &SourceSet, new: &SourceSet) {
    for finding in findings {
        let closer = |place: &Option<Place>| {
            let place = place.as_ref()?;
            let mut keys = keys(finding, place).into_iter();
            let closer = keys.find_map(|keys| closest(place, &keys));
            Some(closer.unwrap_or_else(|| place.clone()))
        };
        (finding.old, finding.new) = (closer(&finding.old), closer(&finding.new));
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

/// What a finding may be about within what is declared at a place: keys, each inside the one before.
fn keys<'f>(finding: &'f Finding, place: &Place) -> Vec<Vec<&'f str>> {
    let last = finding.path.rsplit('/').next().unwrap_or_default();
    if let About::Type(_, Node::Member(name)) = &finding.about
        && place.text() != name
    {
        let lists = ["members", "alternatives"].into_iter();
        return lists
            .flat_map(|list| [vec![list, name, last], vec![list, name]])
            .collect();
    }
    match last {
        // Names of Rest.li's IDL, and what the YAML calls the same.
        "schema" => vec![vec!["entity"]],
        "identifier" => vec![vec!["key"]],
        "parameters" => vec![vec!["params"]],
        "pagingSupported" => vec![vec!["paging"]],
        "serviceErrors" => vec![vec!["errors"]],
        "doc" | "docs" => vec![vec!["docs"], vec!["doc"]],
        "annotations" => vec![vec!["deprecated"], vec!["docs", "deprecated"]],
        last => vec![vec![last]],
    }
}

fn closest(place: &Place, keys: &[&str]) -> Option<Place> {
    let within = |place: Place, key: &&str| child(&place, key);
    keys.iter().try_fold(place.clone(), within)
}

/// A key of what is declared at a place: behind its name in braces, below it, or beside it where the
/// name is a value itself, as in `resource: books`.
fn child(place: &Place, key: &str) -> Option<Place> {
    let text = place.file.text();
    let end = place.span.end;
    let behind = text[end..].lines().next().unwrap_or_default();
    if let Some(open) = behind.find('{') {
        let at = end + open + 1;
        let found = at + in_braces(&text[at..], key)?;
        return Some(Place::new(&place.file, found..found + key.len()));
    }
    let line = text[..place.span.start].rfind('\n').map_or(0, |at| at + 1);
    let depth = indent(&text[line..]);
    let value = behind.strip_prefix(':').map(str::trim);
    if value.is_some_and(|value| !value.is_empty() && !value.starts_with('#')) {
        return None;
    }
    let is_block = value.is_some();
    let mut offset = if is_block { end + behind.len() + 1 } else { 0 };
    let mut level = (!is_block).then_some(depth);
    for line in text.get(offset..)?.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let own = indent(line);
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if is_block && own <= depth {
            break;
        }
        if *level.get_or_insert(own) == own && is_key(&line[own..], key) {
            let start = start + own;
            return Some(Place::new(&place.file, start..start + key.len()));
        }
    }
    None
}

/// Where a key stands in `a: 1, b: { … } }`, not counting what is nested.
fn in_braces(text: &str, key: &str) -> Option<usize> {
    let mut depth = 0;
    let mut quote = None;
    let mut may_begin = true;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => (quote, may_begin) = (Some(c), false),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') if depth == 0 => return None,
            (None, '}' | ']') => depth -= 1,
            (None, ',') if depth == 0 => may_begin = true,
            (None, c) if c.is_whitespace() => {}
            (None, _) => {
                if depth == 0 && may_begin && is_key(&text[at..], key) {
                    return Some(at);
                }
                may_begin = false;
            }
        }
    }
    None
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn is_key(text: &str, key: &str) -> bool {
    let behind = text.strip_prefix(key);
    behind.is_some_and(|behind| behind.starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_declarations_are_found_in_braces_below_and_beside() {
        let text = "resource: books\nversion: '1'\nmethods:\n  get:\n    version: 2\n    params:\n      lang: { type: string, docs: \"type: {\" }\n  create: { permissions: [a, b], version: 3 }\nfields:\n  size: int\n  color: # as seen\n    type: string\n";
        let sources = SourceSet::from_files([("books.yaml", text)]);
        let file = sources.file("books.yaml").expect("it is there");
        for (name, keys, expected) in [
            ("books\n", &["version"][..], Some("2:1")),
            ("get", &["version"], Some("5:5")),
            ("get", &["params", "lang"], Some("7:7")),
            ("get", &["params", "lang", "docs"], Some("7:29")),
            ("get", &["type"], None),
            ("create", &["version"], Some("8:34")),
            ("create", &["b"], None),
            ("lang", &["permissions"], None),
            ("size", &["color"], None),
            ("color", &["type"], Some("12:5")),
        ] {
            let at = text.find(name).expect("it is there");
            let declared = Place::new(file, at..at + name.trim_end().len());
            let found = closest(&declared, keys).map(|place| {
                let (line, column) = place.line_column();
                format!("{line}:{column}")
            });
            assert_eq!(found.as_deref(), expected, "{name} {keys:?}");
        }
    }

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
