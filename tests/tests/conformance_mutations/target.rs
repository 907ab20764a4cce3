//! Path and query of a request, and what can be changed in them.

/// Targets that differ in one point, each with the kind of the change.
pub(crate) fn changes(target: &str) -> Vec<(&'static str, String)> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut all = Vec::new();
    changes_of_path(path, query, &mut all);
    let parameters: Vec<&str> = query.split('&').filter(|text| !text.is_empty()).collect();
    for at in 0..parameters.len() {
        changes_of_parameter(path, &parameters, at, &mut all);
    }
    let mut more: Vec<&str> = parameters.clone();
    more.push("falsified=1");
    all.push(("parameter added", join(path, &more)));
    all
}

fn changes_of_path(path: &str, query: &str, all: &mut Vec<(&'static str, String)>) {
    let parameters: Vec<&str> = query.split('&').filter(|text| !text.is_empty()).collect();
    for (start, end) in tokens(path) {
        let changed = format!("{}9{}", &path[..end], &path[end..]);
        all.push(("path token", join(&changed, &parameters)));
        if end - start > 1 {
            let shorter = format!("{}{}", &path[..end - 1], &path[end..]);
            // Half an escape would be no path at all.
            if !path[start..end].contains('%') {
                all.push(("path token", join(&shorter, &parameters)));
            }
        }
    }
    let (above, last) = path.rsplit_once('/').unwrap_or(("", path));
    all.push((
        "path structure",
        join(&format!("{path}/falsified"), &parameters),
    ));
    all.push((
        "path structure",
        join(&format!("{above}/falsified/{last}"), &parameters),
    ));
    if !above.is_empty() {
        all.push(("path structure", join(above, &parameters)));
    }
    for (open, close) in [("(", ")"), ("List(", ")")] {
        let wrapped = format!("{above}/{open}{last}{close}");
        all.push(("path structure", join(&wrapped, &parameters)));
    }
    for shorter in without_items(last) {
        all.push((
            "path structure",
            join(&format!("{above}/{shorter}"), &parameters),
        ));
    }
}

fn changes_of_parameter(
    path: &str,
    parameters: &[&str],
    at: usize,
    all: &mut Vec<(&'static str, String)>,
) {
    let (name, value) = parameters[at]
        .split_once('=')
        .unwrap_or((parameters[at], ""));
    let with = |changed: String| {
        let mut changed_all: Vec<&str> = parameters.to_vec();
        changed_all[at] = &changed;
        join(path, &changed_all)
    };
    let mut others = parameters.to_vec();
    others.remove(at);
    all.push(("parameter left out", join(path, &others)));
    all.push(("query name", with(format!("{name}9={value}"))));
    for (_, end) in tokens(value) {
        let changed = format!("{name}={}9{}", &value[..end], &value[end..]);
        all.push(("query value", with(changed)));
    }
    for shorter in without_items(value) {
        all.push(("query structure", with(format!("{name}={shorter}"))));
    }
    let mask = matches!(name, "fields" | "metadataFields" | "pagingFields");
    if mask {
        all.push(("query structure", with(format!("{name}={value},falsified"))));
    } else {
        all.push(("query structure", with(format!("{name}=List({value})"))));
    }
}

/// Changes of the order of what has none.
pub(crate) fn equal_changes(target: &str) -> Vec<(&'static str, String)> {
    let Some((path, query)) = target.split_once('?') else {
        return match reversed_members(target.rsplit('/').next().unwrap_or_default()) {
            Some((last, changed)) => {
                vec![(
                    "members of the key in another order",
                    target.replace(&last, &changed),
                )]
            }
            None => Vec::new(),
        };
    };
    let mut parameters: Vec<&str> = query.split('&').collect();
    parameters.reverse();
    let mut all = vec![("parameters in another order", join(path, &parameters))];
    let ids = parameters
        .iter()
        .find_map(|text| text.strip_prefix("ids=List("));
    if let Some(ids) = ids.and_then(|ids| ids.strip_suffix(')')) {
        let mut items = items(ids);
        items.reverse();
        let changed = query.replace(ids, &items.join(","));
        all.push(("ids in another order", format!("{path}?{changed}")));
        let mut items = items.into_iter();
        if let Some((first, changed)) = items.find_map(reversed_members) {
            let changed = query.replacen(&first, &changed, 1);
            all.push((
                "members of an id in another order",
                format!("{path}?{changed}"),
            ));
        }
    }
    all
}

/// A map with its members in reverse, beside the map itself.
fn reversed_members(text: &str) -> Option<(String, String)> {
    let inside = text.strip_prefix('(')?.strip_suffix(')')?;
    let mut members = items(inside);
    members.reverse();
    Some((text.to_owned(), format!("({})", members.join(","))))
}

fn join(path: &str, parameters: &[&str]) -> String {
    match parameters.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", parameters.join("&")),
    }
}

/// The tokens of a text: what stands between the signs of the grammar.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let mut tokens = Vec::new();
    let mut start = 0;
    for (at, sign) in text.char_indices().chain([(text.len(), ',')]) {
        if !"/(),:".contains(sign) {
            continue;
        }
        // `List` in front of a parenthesis is the grammar's own.
        let own = sign == '(' && &text[start..at] == "List";
        if at > start && !own {
            tokens.push((start, at));
        }
        start = at + 1;
    }
    tokens
}

/// The same list, map or mask with one item less, in every way.
fn without_items(text: &str) -> Vec<String> {
    let Some(open) = text.find('(') else {
        return Vec::new();
    };
    let Some(inside) = text[open + 1..].strip_suffix(')') else {
        return Vec::new();
    };
    let all = items(inside);
    (0..all.len())
        .map(|left_out| {
            let mut others = all.clone();
            others.remove(left_out);
            format!("{}({})", &text[..open], others.join(","))
        })
        .collect()
}

/// What stands between the commas of the outermost level.
fn items(text: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, sign) in text.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < text.len() {
        items.push(&text[start..]);
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_and_every_item_is_changed() {
        let changed = changes("/a/(x:1,y:b%2C)?ids=List(1,2)&q=f");
        let has = |target: &str| changed.iter().any(|(_, other)| other == target);
        for target in [
            "/a9/(x:1,y:b%2C)?ids=List(1,2)&q=f",
            "/a/(x:19,y:b%2C)?ids=List(1,2)&q=f",
            "/a/(y:b%2C)?ids=List(1,2)&q=f",
            "/a?ids=List(1,2)&q=f",
            "/a/(x:1,y:b%2C)?ids=List(1,29)&q=f",
            "/a/(x:1,y:b%2C)?ids=List(2)&q=f",
            "/a/(x:1,y:b%2C)?q=f",
            "/a/(x:1,y:b%2C)?ids=List(1,2)&q9=f",
        ] {
            assert!(has(target), "{target}");
        }
        let equal = equal_changes("/a?ids=List((x:1,y:2),3)&q=f");
        let equal: Vec<_> = equal.iter().map(|(_, target)| target.as_str()).collect();
        assert_eq!(
            equal,
            [
                "/a?q=f&ids=List((x:1,y:2),3)",
                "/a?ids=List(3,(x:1,y:2))&q=f",
                "/a?ids=List((y:2,x:1),3)&q=f",
            ]
        );
    }
}
