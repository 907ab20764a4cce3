//! Suggestions for misspelt names.
//!
//! One function with one threshold, so that all diagnostics guess alike.

/// Longer names are not compared: nobody misspells them, and comparing costs the square.
const MAX_LENGTH: usize = 64;

/// The candidate that was probably meant; the first by name if several are as near.
pub fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = written.chars().count();
    if length > MAX_LENGTH {
        return None;
    }
    let lower = written.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| *candidate != written && candidate.len() <= 2 * MAX_LENGTH)
        .filter_map(|candidate| {
            let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
            let allowed = length.max(candidate.chars().count()).div_ceil(4).max(1);
            (distance <= allowed).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
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
    fn alternatives_read_well() {
        assert_eq!(one_of([]), "nothing");
        assert_eq!(one_of(["a"]), "`a`");
        assert_eq!(one_of(["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
