//! Patterns: long lists from a few lines, and times that lie ahead.
//!
//! They are general JSON rewriting, so that no schema needs Rust to be seeded.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value as Json};

/// More than this from one pattern is a mistake.
const MAX_REPEAT: u64 = 10_000;

/// The names that `{…}` may speak of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// Lists that every repetition goes through.
    lists: Arc<Map<String, Json>>,
    /// What has a value here, the innermost last.
    values: Vec<(String, Json)>,
    /// Whether members are left out that speak of what has no value.
    lenient: bool,
}

/// Why a pattern cannot be written out.
#[derive(Debug)]
pub(crate) enum Unfilled {
    /// It speaks of something that has no value.
    Absent(String),
    /// It cannot be written out at all.
    Wrong(String),
}

impl From<Unfilled> for String {
    fn from(unfilled: Unfilled) -> Self {
        match unfilled {
            Unfilled::Absent(name) => format!("`{{{name}}}` names nothing"),
            Unfilled::Wrong(why) => why,
        }
    }
}

impl From<String> for Unfilled {
    fn from(why: String) -> Self {
        Unfilled::Wrong(why)
    }
}

impl Names {
    /// No names but those of the lists, within repetitions.
    pub(super) fn new(lists: &Map<String, Json>) -> Self {
        Names {
            lists: Arc::new(lists.clone()),
            values: Vec::new(),
            lenient: false,
        }
    }

    /// These names of a call, of which optional ones may be absent: what speaks of them is left out.
    pub(super) fn lenient(mut self) -> Self {
        self.lenient = true;
        self
    }

    /// These names too.
    pub(super) fn with_all(self, values: &Map<String, Json>) -> Self {
        let add = |names: Self, (name, value): (&String, &Json)| names.with(name, value.clone());
        values.iter().fold(self, add)
    }

    /// One more name.
    pub(crate) fn with(mut self, name: &str, value: Json) -> Self {
        self.values.push((name.to_owned(), value));
        self
    }

    fn get(&self, path: &str) -> Option<&Json> {
        let (name, rest) = path.split_once('.').unwrap_or((path, ""));
        let (_, value) = self.values.iter().rev().find(|(known, _)| known == name)?;
        rest.split('.')
            .filter(|step| !step.is_empty())
            .try_fold(value, |value, step| match value {
                // Nobody knows what is within.
                Json::Null => Some(value),
                value => value.get(step),
            })
    }
}

/// A list with its patterns written out.
pub(super) fn list(items: &[Json], names: &Names) -> Result<Vec<Json>, Unfilled> {
    let mut out = Vec::new();
    for item in items {
        match (item.get("$repeat"), item.get("$parts")) {
            (Some(count), _) => repeat(item, count, names, &mut out)?,
            (None, Some(of)) => parts(of, names, &mut out)?,
            (None, None) => out.push(value(item, names)?),
        }
    }
    Ok(out)
}

/// A value with its patterns written out; texts are left alone where there are no names.
pub(crate) fn value(json: &Json, names: &Names) -> Result<Json, Unfilled> {
    Ok(match json {
        Json::String(text) => fill(text, names)?,
        Json::Array(items) => Json::Array(list(items, names)?),
        Json::Object(members) => Json::Object(object(members, names)?),
        other => other.clone(),
    })
}

/// The members of an object with their patterns written out.
pub(super) fn object(
    members: &Map<String, Json>,
    names: &Names,
) -> Result<Map<String, Json>, Unfilled> {
    let mut out = Map::new();
    for (name, member) in members {
        match (text(name, names), value(member, names)) {
            (Ok(name), Ok(member)) => {
                out.insert(name, member);
            }
            (Err(Unfilled::Absent(_)), _) | (_, Err(Unfilled::Absent(_))) if names.lenient => {}
            (Err(unfilled), _) | (_, Err(unfilled)) => return Err(unfilled),
        }
    }
    Ok(out)
}

/// A text with its patterns filled in.
pub(super) fn text(pattern: &str, names: &Names) -> Result<String, Unfilled> {
    Ok(as_text(fill(pattern, names)?))
}

/// The parts of so many bytes: `{first}` and `{last}` are the bytes of part `{n}`.
fn parts(of: &Json, names: &Names, out: &mut Vec<Json>) -> Result<(), Unfilled> {
    let known = ["bytes", "size", "entity"];
    let members = of.as_object();
    if let Some(name) = members.and_then(|of| of.keys().find(|n| !known.contains(&n.as_str()))) {
        return Err(format!("`$parts` has no `{name}`").into());
    }
    let member = |name: &str| of.get(name).ok_or(format!("`$parts` needs `{name}`"));
    let number = |name: &str| match value(member(name)?, names)?.as_u64() {
        Some(number) if number > 0 => Ok(number),
        _ => Err(Unfilled::Wrong(format!(
            "`{name}` of `$parts` is no number above 0"
        ))),
    };
    let (bytes, size, entity) = (number("bytes")?, number("size")?, member("entity")?);
    if bytes.div_ceil(size) > MAX_REPEAT {
        return Err(format!("`$parts` makes more than {MAX_REPEAT} parts").into());
    }
    for (index, first) in (0..bytes)
        .step_by(usize::try_from(size).unwrap_or(usize::MAX))
        .enumerate()
    {
        let last = (first + size).min(bytes) - 1;
        let names = names.clone().with("n", Json::from(index + 1));
        let names = names.with("first", Json::from(first));
        out.push(value(entity, &names.with("last", Json::from(last)))?);
    }
    Ok(())
}

fn repeat(item: &Json, count: &Json, names: &Names, out: &mut Vec<Json>) -> Result<(), Unfilled> {
    let Json::Object(members) = item else {
        return Ok(());
    };
    let known = ["$repeat", "$as", "$with", "$entity"];
    if let Some(name) = members.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(
            format!("`{name}` beside `$repeat`: the members belong below `$entity`").into(),
        );
    }
    let count = count.as_u64().filter(|count| *count <= MAX_REPEAT);
    let count = count.ok_or_else(|| format!("`$repeat` is no number up to {MAX_REPEAT}"))?;
    let counter = members
        .get("$as")
        .map_or("n", |name| name.as_str().unwrap_or("n"));
    let entity = members
        .get("$entity")
        .ok_or_else(|| "`$repeat` without `$entity`".to_owned())?;
    // A list that an outer repetition goes through keeps the value it has there.
    let bound = |name: &String| names.values.iter().any(|(known, _)| known == name);
    let lists = names.lists.iter().filter(|(name, _)| !bound(name));
    let mut with: Map<String, Json> = lists
        .map(|(name, list)| (name.clone(), list.clone()))
        .collect();
    if let Some(own) = members.get("$with") {
        with.extend(
            own.as_object()
                .ok_or_else(|| "`$with` is no map of lists".to_owned())?
                .clone(),
        );
    }
    for index in 0..count {
        let mut names = names.clone().with(counter, Json::from(index + 1));
        for (name, values) in &with {
            let values = values.as_array().filter(|values| !values.is_empty());
            let values = values.ok_or_else(|| format!("`{name}` is no list with values"))?;
            let turn = usize::try_from(index).unwrap_or_default() % values.len();
            names = names.with(name, values[turn].clone());
        }
        out.push(value(entity, &names)?);
    }
    Ok(())
}

fn fill(text: &str, names: &Names) -> Result<Json, Unfilled> {
    if names.values.is_empty() {
        return Ok(Json::from(text));
    }
    let look_up = |name: &str| {
        names
            .get(name)
            .ok_or_else(|| Unfilled::Absent(name.to_owned()))
    };
    // A text that is one name stands for its value, whatever that is.
    if let Some(name) = text
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .filter(|name| !name.contains('{'))
    {
        return look_up(name).cloned();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after
            .split_once('}')
            .ok_or_else(|| format!("`{text}` has a `{{` without `}}`"))?;
        out.push_str(before);
        out.push_str(&as_text(look_up(name)?.clone()));
        rest = after;
    }
    out.push_str(rest);
    Ok(Json::from(out))
}

fn as_text(value: Json) -> String {
    match value {
        Json::String(text) => text,
        other => other.to_string(),
    }
}

/// Writes out `{ $epoch_ms: seconds }` and `{ $epoch_s: seconds }`: that many seconds from now.
pub(super) fn times(json: &mut Json) {
    match json {
        Json::Object(members) => {
            let ahead = |name: &str, unit: i64| {
                let seconds = members.get(name).filter(|_| members.len() == 1)?.as_i64()?;
                Some(Json::from((now() + seconds * 1000) / unit))
            };
            match ahead("$epoch_ms", 1).or_else(|| ahead("$epoch_s", 1000)) {
                Some(time) => *json = time,
                None => members.values_mut().for_each(times),
            }
        }
        Json::Array(items) => items.iter_mut().for_each(times),
        _ => {}
    }
}

/// Members with their times written out.
pub(super) fn timed(members: &Map<String, Json>) -> Map<String, Json> {
    let mut members = members.clone();
    members.values_mut().for_each(times);
    members
}

/// Milliseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn expand(items: Json) -> Result<Json, String> {
        let written = list(items.as_array().unwrap(), &Names::default());
        Ok(Json::Array(written?))
    }

    #[test]
    fn patterns_cycle_through_their_lists() {
        let items = json!([
            {"$repeat": 3, "$with": {"name": [{"en": "A"}, {"en": "B"}]}, "$entity": {"id": "x{n}", "n": "{n}", "name": "{name}", "mail": "{name.en}@{n}"}},
            {"id": "{plain}"},
        ]);
        assert_eq!(
            expand(items).unwrap(),
            json!([
                {"id": "x1", "n": 1, "name": {"en": "A"}, "mail": "A@1"},
                {"id": "x2", "n": 2, "name": {"en": "B"}, "mail": "B@2"},
                {"id": "x3", "n": 3, "name": {"en": "A"}, "mail": "A@3"},
                {"id": "{plain}"},
            ])
        );
    }

    #[test]
    fn lists_of_the_file_are_gone_through_by_every_repetition() {
        let lists = json!({"name": ["A", "B"]});
        let names = Names::new(lists.as_object().unwrap());
        let items = [
            json!({"$repeat": 3, "$entity": "{name}{n}"}),
            json!("{name}"),
        ];
        assert_eq!(list(&items, &names).unwrap(), ["A1", "B2", "A3", "{name}"]);
        let nested = [
            json!({"$repeat": 2, "$entity": [{"$repeat": 2, "$as": "i", "$entity": "{name}{i}"}]}),
        ];
        assert_eq!(
            Json::Array(list(&nested, &names).unwrap()),
            json!([["A1", "A2"], ["B1", "B2"]])
        );
    }

    #[test]
    fn parts_cover_all_bytes_once() {
        let entity = json!({"url": "u?part={n}", "first": "{first}", "last": "{last}"});
        let names = Names::default().with("size", json!(10));
        let of = |size: u64| json!({"$parts": {"bytes": "{size}", "size": size, "entity": entity}});
        assert_eq!(
            list(&[of(4)], &names).unwrap(),
            [
                json!({"url": "u?part=1", "first": 0, "last": 3}),
                json!({"url": "u?part=2", "first": 4, "last": 7}),
                json!({"url": "u?part=3", "first": 8, "last": 9}),
            ]
        );
        assert_eq!(list(&[of(10)], &names).unwrap().len(), 1);
        let why = |of: Json| String::from(list(&[of], &names).unwrap_err());
        assert!(why(of(0)).contains("`size`"));
        let other = json!({"$parts": {"bytes": 1, "count": 3}});
        assert!(why(other).contains("`count`"));
    }

    #[test]
    fn what_speaks_of_something_absent_is_left_out_of_a_call() {
        let members =
            json!({"a": "{x}", "b": {"c": "{y}", "d": 1}, "e": ["{y}", 2], "f": "{open.y}"});
        let members = members.as_object().unwrap();
        let names = Names::default().with("x", json!(1));
        let names = names.with("open", Json::Null);
        let why = String::from(object(members, &names).unwrap_err());
        assert_eq!(why, "`{y}` names nothing");
        assert_eq!(
            Json::Object(object(members, &names.lenient()).unwrap()),
            json!({"a": 1, "b": {"d": 1}, "f": null})
        );
    }

    #[test]
    fn patterns_nest() {
        let items = json!([{"$repeat": 2, "$entity": {"sizes": [{"$repeat": 2, "$as": "i", "$entity": "{n}/{i}"}]}}]);
        assert_eq!(
            expand(items).unwrap(),
            json!([{"sizes": ["1/1", "1/2"]}, {"sizes": ["2/1", "2/2"]}])
        );
    }

    #[test]
    fn mistakes_are_told() {
        let wrong = |item: Json| expand(json!([item])).unwrap_err();
        assert!(wrong(json!({"$repeat": 2, "$entity": "{nn}"})).contains("{nn}"));
        assert!(wrong(json!({"$repeat": 2, "$entity": "{n"})).contains('{'));
        assert!(wrong(json!({"$repeat": 2})).contains("$entity"));
        assert!(wrong(json!({"$repeat": 2, "id": 1, "$entity": {}})).contains("`id`"));
        assert!(wrong(json!({"$repeat": 2, "$with": {"a": []}, "$entity": {}})).contains("`a`"));
        assert!(wrong(json!({"$repeat": 1_000_000, "$entity": {}})).contains("10000"));
    }

    #[test]
    fn times_lie_ahead() {
        let mut json =
            json!({"a": [{"$epoch_s": 60}], "b": {"$epoch_ms": 60}, "c": {"$epoch_s": 1, "x": 2}});
        times(&mut json);
        let seconds = json["a"][0].as_i64().unwrap();
        assert!((now() / 1000 + 50..now() / 1000 + 70).contains(&seconds));
        assert_eq!(json["b"].as_i64().unwrap() / 1000 / 10, seconds / 10);
        assert_eq!(json["c"]["x"], 2);
    }
}
