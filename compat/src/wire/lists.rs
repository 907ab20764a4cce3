//! Lists whose elements are known by their names: what came, what went, what is called otherwise.

use restli_idl::ast::Spanned;

/// The elements of two lists, matched.
pub(crate) struct Matched<'a, T> {
    /// Elements in both.
    pub(crate) kept: Vec<(&'a T, &'a T)>,
    /// Elements that are gone, and the element that each became, if it was evidently renamed.
    pub(crate) removed: Vec<(&'a T, Option<&'a T>)>,
    /// Elements that are new, and what each was before.
    pub(crate) added: Vec<(&'a T, Option<&'a T>)>,
}

/// Matches by name; what is left over on both sides is paired where exactly one element may be
/// the other under a new name.
pub(crate) fn matched<'a, T>(
    old: &[&'a T],
    new: &[&'a T],
    name: impl Fn(&T) -> String,
    is_same: impl Fn(&T, &T) -> bool,
) -> Matched<'a, T> {
    let find = |list: &[&'a T], wanted: &T| {
        let wanted = name(wanted);
        list.iter().copied().find(|element| name(element) == wanted)
    };
    let kept = old.iter().filter_map(|a| Some((*a, find(new, a)?)));
    let kept = kept.collect();
    let gone: Vec<&T> = left_over(old, |a| find(new, a).is_none());
    let come: Vec<&T> = left_over(new, |b| find(old, b).is_none());
    let only = |list: &[&'a T], is: &dyn Fn(&T) -> bool| {
        let mut fitting = list.iter().copied().filter(|element| is(element));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    let becomes = |a: &'a T| {
        let b = only(&come, &|b| is_same(a, b))?;
        only(&gone, &|other| is_same(other, b)).map(|_| b)
    };
    let pairs: Vec<(&T, Option<&T>)> = gone.iter().map(|a| (*a, becomes(a))).collect();
    let was = |b: &T| {
        let pair = pairs
            .iter()
            .find(|(_, to)| to.is_some_and(|to| std::ptr::eq(to, b)));
        pair.map(|(a, _)| *a)
    };
    let added = come.iter().map(|b| (*b, was(b))).collect();
    Matched {
        kept,
        added,
        removed: pairs,
    }
}

fn left_over<'a, T>(list: &[&'a T], is: impl Fn(&T) -> bool) -> Vec<&'a T> {
    list.iter().copied().filter(|element| is(element)).collect()
}

/// Whether a new name is evidently that of the old thing: its documentation went along, the names are
/// spelled alike, or they are similar and no documentation says that they are two things.
pub(crate) fn is_evident(old: (&str, Option<&String>), new: (&str, Option<&String>)) -> bool {
    let bare = |name: &str| name.replace(['_', '-'], "").to_ascii_lowercase();
    let (old_name, new_name) = (bare(old.0), bare(new.0));
    let said = |doc: Option<&String>| {
        doc.map(|doc| doc.trim().to_owned())
            .filter(|doc| !doc.is_empty())
    };
    let are_similar = match (said(old.1), said(new.1)) {
        (Some(old), Some(new)) => old == new,
        _ => strsim::normalized_damerau_levenshtein(&old_name, &new_name) >= 0.6,
    };
    old_name == new_name || are_similar
}

/// The texts of names.
pub(super) fn texts(names: &[Spanned<String>]) -> Vec<&str> {
    names.iter().map(|name| name.value.as_str()).collect()
}
