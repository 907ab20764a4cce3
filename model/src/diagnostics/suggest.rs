//! Suggestions for misspelt names.
//!
//! One function with one threshold, so that all diagnostics guess alike.

use heck::ToSnakeCase;

/// Longer names are not compared: nobody misspells them, and comparing costs the square.
const MAX_LENGTH: usize = 64;

/// The candidate that was probably meant; the first by name if several are as near.
///
/// Near are names with letters too many, too few, swapped or mistaken; the same words in another
/// spelling, such as `recommendedMax` for `recommended_max`, or order; and plurals.
pub fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = written.chars().count();
    if length > MAX_LENGTH {
        return None;
    }
    candidates
        .into_iter()
        .filter(|candidate| *candidate != written && candidate.len() <= 2 * MAX_LENGTH)
        .filter_map(|candidate| {
            let allowed = length.max(candidate.chars().count()).div_ceil(4).max(1);
            let distance = distance(written, candidate);
            (distance <= allowed).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

fn distance(a: &str, b: &str) -> usize {
    let (bare_a, bare_b) = (bare(a), bare(b));
    if bare_a.is_empty() || bare_b.is_empty() {
        return strsim::damerau_levenshtein(a, b);
    }
    let same_words = || bare_a.len() == bare_b.len() && words(a) == words(b);
    match strsim::damerau_levenshtein(&bare_a, &bare_b) {
        distance @ 0..=1 => distance,
        _ if singular(&bare_a) == singular(&bare_b) || same_words() => 1,
        distance => distance,
    }
}

/// The letters and digits of a name, in lower case.
fn bare(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The words of a name, in any order.
fn words(name: &str) -> Vec<String> {
    let snake = name.to_snake_case();
    let mut words: Vec<_> = snake.split('_').map(str::to_owned).collect();
    words.sort_unstable();
    words
}

fn singular(bare: &str) -> String {
    match bare.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => {
            let stem = bare.strip_suffix('s').unwrap_or(bare);
            stem.strip_suffix('e').unwrap_or(stem).to_owned()
        }
    }
}

/// `a`, `b` or `c`: what may be written.
pub fn one_of<'a>(candidates: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = candidates
        .into_iter()
        .map(|candidate| format!("`{candidate}`"))
        .collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found() {
        let names = ["Person", "PersonKey", "Position", "Date"];
        for (written, meant) in [
            ("Persn", Some("Person")),
            ("person", Some("Person")),
            ("Preson", Some("Person")),
            ("PersonKy", Some("PersonKey")),
            ("Dat", Some("Date")),
            ("Address", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, names), meant, "{written}");
        }
        assert_eq!(nearest(&"x".repeat(100_000), names), None);
    }

    #[test]
    fn other_spellings_are_found() {
        let names = [
            "recommended_max",
            "get_all",
            "entity",
            "alias",
            "GET",
            "IN_REVIEW",
            "createdAt",
            "author",
        ];
        for (written, meant) in [
            ("recommendedMax", Some("recommended_max")),
            ("RecommendedMax", Some("recommended_max")),
            ("recomended_max", Some("recommended_max")),
            ("max_recommended", Some("recommended_max")),
            ("unrelated", None),
            ("getAll", Some("get_all")),
            ("all_get", Some("get_all")),
            ("get-all", Some("get_all")),
            ("get", Some("GET")),
            ("entities", Some("entity")),
            ("Entities", Some("entity")),
            ("aliases", Some("alias")),
            ("authors", Some("author")),
            ("InReview", Some("IN_REVIEW")),
            ("created_at", Some("createdAt")),
            ("craetedAt", Some("createdAt")),
            ("_", None),
        ] {
            assert_eq!(nearest(written, names), meant, "{written}");
        }
    }

    #[test]
    fn alternatives_read_well() {
        assert_eq!(one_of([]), "nothing");
        assert_eq!(one_of(["a"]), "`a`");
        assert_eq!(one_of(["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
