//! One small crate, changed in one way after the other.

mod golden;

use restli_codegen::FileSet;

use super::{Change, Effect, Surface, compare};

const LIB: &str = "
mod types;
#[cfg(feature = \"lending\")]
pub mod lending;
pub use restli::{self, Error};
pub use types::*;
#[cfg(feature = \"lending\")]
pub use lending::*;
";
const TYPES: &str = "
/// A name.
pub type Isbn = String;
/// A loan.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Loan {
    /// Title.
    pub title: Option<String>,
    pub days: Option<i64>,
}
restli::record!(Loan);
impl Loan {
    /// A new one.
    pub fn new(days: i64) -> Self { Self { title: None, days: Some(days) } }
    pub fn title(mut self, title: impl Into<String>) -> Self { self.title = Some(title.into()); self }
}
impl From<i64> for Loan {
    fn from(days: i64) -> Self { Self::new(days) }
}
#[derive(Clone)]
#[non_exhaustive]
pub enum State { Open, Late(i64) }
pub enum Closed { One }
pub struct Pair { pub one: i64 }
";
const GROUP: &str = "pub mod loans;";
const LOANS: &str = "
use crate::{Isbn, Loan};
pub struct Loans<'a> { pub(crate) client: &'a restli::Client }
impl<'a> Loans<'a> {
    pub fn find(self, isbn: impl Into<Isbn>) -> Find<'a> {
        Find(restli::Call::new(self.client, &FIND).param(\"isbn\", &isbn.into()))
    }
    pub fn get(self, id: i64) -> Get<'a> { Get(restli::Call::new(self.client, &GET).key(&id)) }
}
static FIND: restli::MethodSpec = restli::MethodSpec::find(\"loans\");
#[must_use = \"a call does nothing until it is sent\"]
pub struct Find<'a, T = Loan>(restli::Call<'a, restli::Collection<T>>);
impl<T> Find<'_, T> {
    pub fn late(self, late: bool) -> Self { Self(self.0.param(\"late\", &late)) }
}
restli::call!(Find<T> => restli::Collection<T>);
restli::offset_paging!(Find<T>);
restli::select!(Find => elements Loan);
pub struct Get<'a>(restli::Call<'a, Loan>);
restli::call!(Get => Loan);
";
const MANIFEST: &str = "[package]
name = \"library\"

[features]
default = [\"lending\", \"oauth\"]
# Every group.
full = [\"lending\"]
# Lending.
lending = []
oauth = [\"restli/oauth\"]
";

/// The crate, with one thing written another way.
fn crate_with(changes: &[(&str, &str)]) -> FileSet {
    let files = [
        ("Cargo.toml", MANIFEST),
        ("src/lending/loans.rs", LOANS),
        ("src/lending/mod.rs", GROUP),
        ("src/lib.rs", LIB),
        ("src/types.rs", TYPES),
    ];
    let mut files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    for (old, new) in changes {
        let (_, text) = { files.iter_mut() }
            .find(|(_, text)| text.contains(old))
            .unwrap_or_else(|| panic!("nothing says {old}"));
        *text = text.replace(old, new);
    }
    files.into_iter().collect()
}

fn both(old: &FileSet, new: &FileSet) -> Vec<Change> {
    let (old, new) = Surface::read_both(old, new, "library");
    compare(&old, &new)
}

#[track_caller]
fn check(changes: &[(&str, &str)], expected: &[(&str, Effect, &str)]) {
    let changes = both(&crate_with(&[]), &crate_with(changes));
    let found: Vec<_> = { changes.iter() }
        .map(|change| (change.item.as_str(), change.effect, change.text.as_str()))
        .collect();
    assert_eq!(found, expected);
}

use Effect::{Additive, Breaking, None as Nothing};

#[test]
fn what_users_do_not_see_is_no_change() {
    check(&[("/// A new one.", "/// A brand new one.")], &[]);
    check(&[("find(\"loans\")", "find(\"lib/loans\")")], &[]);
    check(&[("days: Some(days)", "days: None")], &[]);
    check(
        &[
            ("new(days: i64)", "new(count: i64)"),
            ("Some(days)", "Some(count)"),
        ],
        &[],
    );
    check(&[("title(mut self", "title(self")], &[]);
    check(
        &[(
            "(self, isbn: impl Into<Isbn>)",
            "(\n self,\n isbn: impl Into<\n Isbn,\n >,\n)",
        )],
        &[],
    );
}

#[test]
fn a_name_for_the_same_type_is_no_change() {
    check(&[("impl Into<Isbn>", "impl Into<String>")], &[]);
    check(&[("impl Into<Isbn>", "impl Into<crate::Isbn>")], &[]);
    check(
        &[("type Isbn = String", "type Isbn = i64")],
        &[("library::Isbn", Breaking, "`i64`, was `String`")],
    );
}

#[test]
fn items_come_and_go() {
    check(
        &[("pub fn get(", "pub fn read(")],
        &[
            ("library::loans::Loans::get", Breaking, "removed"),
            ("library::loans::Loans::read", Additive, "added"),
        ],
    );
    check(
        &[(
            "    pub fn late(self, late: bool) -> Self",
            "    fn late(self, late: bool) -> Self",
        )],
        &[("library::loans::Find::late", Breaking, "removed")],
    );
    check(
        &[("Error}", "Error, Result}")],
        &[("library::Result", Additive, "added")],
    );
    check(
        &[("pub mod loans;", "mod loans;")],
        &[("library::loans", Breaking, "removed")],
    );
}

#[test]
fn what_is_not_closed_may_grow() {
    check(
        &[("pub days:", "pub more: Option<i64>,\n pub days:")],
        &[("library::Loan::more", Additive, "added")],
    );
    check(
        &[("pub one: i64", "pub one: i64, pub two: i64")],
        &[(
            "library::Pair::two",
            Breaking,
            "added to what is not `#[non_exhaustive]`",
        )],
    );
    check(
        &[("{ Open,", "{ Open, Lost,")],
        &[("library::State::Lost", Additive, "added")],
    );
    check(
        &[("{ One }", "{ One, Two }")],
        &[(
            "library::Closed::Two",
            Breaking,
            "added to what is not `#[non_exhaustive]`",
        )],
    );
    check(
        &[("pub enum Closed", "#[non_exhaustive]\npub enum Closed")],
        &[("library::Closed", Breaking, "`#[non_exhaustive]`")],
    );
}

#[test]
fn types_are_compared() {
    check(
        &[("days: i64) -> Self { S", "days: i32) -> Self { S")],
        &[(
            "library::Loan::new",
            Breaking,
            "`fn(i32) -> Self`, was `fn(i64) -> Self`",
        )],
    );
    check(
        &[(
            "days: i64) -> Self { S",
            "days: impl Into<i64>) -> Self { S",
        )],
        &[(
            "library::Loan::new",
            Breaking,
            "`fn(impl Into<i64>) -> Self`, was `fn(i64) -> Self`",
        )],
    );
    check(
        &[("pub days: Option<i64>", "pub days: Option<i32>")],
        &[(
            "library::Loan::days",
            Breaking,
            "`Option<i32>`, was `Option<i64>`",
        )],
    );
    check(
        &[("Late(i64)", "Late(Loan)")],
        &[(
            "library::State::Late",
            Breaking,
            "`Late(Loan)`, was `Late(i64)`",
        )],
    );
    check(
        &[("pub type Isbn = String;", "pub struct Isbn(String);")],
        &[("library::Isbn", Breaking, "a struct, was an alias")],
    );
}

#[test]
fn fields_and_methods_of_a_name_are_two_items() {
    check(
        &[("    pub title: Option<String>,\n", "")],
        &[("library::Loan::title", Breaking, "removed")],
    );
}

#[test]
fn traits_are_compared() {
    check(
        &[("Clone, PartialEq", "PartialEq")],
        &[("library::Loan", Breaking, "no longer `Clone`")],
    );
    check(
        &[("Clone, PartialEq", "Clone, Eq, PartialEq")],
        &[("library::Loan", Additive, "now `Eq`")],
    );
    check(
        &[("impl From<i64>", "impl From<i32>")],
        &[
            ("library::Loan", Breaking, "no longer `From<i64>`"),
            ("library::Loan", Additive, "now `From<i32>`"),
        ],
    );
}

#[test]
fn abilities_are_compared_by_what_they_expand_to() {
    check(
        &[("restli::offset_paging!(Find<T>);\n", "")],
        &[(
            "library::loans::Find",
            Breaking,
            "can no longer be paged by offset (`restli::offset_paging!`)",
        )],
    );
    check(
        &[("elements Loan)", "elements Loan, decorates)")],
        &[(
            "library::loans::Find",
            Additive,
            "`restli::select!(Find => elements Loan, decorates)`, \
             was `restli::select!(Find => elements Loan)`",
        )],
    );
    check(
        &[("call!(Get => Loan)", "call!(Get => crate::State)")],
        &[(
            "library::loans::Get",
            Breaking,
            "`restli::call!(Get => State)`, was `restli::call!(Get => Loan)`",
        )],
    );
    // The usual entity is what it was before.
    check(
        &[
            (
                "struct Get<'a>(restli::Call<'a, Loan>)",
                "struct Get<'a, T = Loan>(restli::Call<'a, T>)",
            ),
            ("call!(Get => Loan)", "call!(Get<T> => T)"),
        ],
        &[
            (
                "library::loans::Get",
                Additive,
                "`<'a, T = Loan>`, was `<'a>`",
            ),
            (
                "library::loans::Get",
                Additive,
                "`restli::call!(Get<T> => T)`, was `restli::call!(Get => Loan)`",
            ),
        ],
    );
}

#[test]
fn deprecation_warns() {
    check(
        &[("    pub fn get(", "    #[deprecated]\n    pub fn get(")],
        &[("library::loans::Loans::get", Additive, "deprecated")],
    );
    let (old, new) = (
        crate_with(&[("pub type", "#[deprecated]\npub type")]),
        crate_with(&[]),
    );
    let changes = both(&old, &new);
    assert_eq!(changes[0].effect, Nothing);
    assert_eq!(changes[0].text, "no longer deprecated");
}

#[test]
fn features_are_items() {
    check(
        &[("default = [\"lending\", ", "default = [")],
        &[("feature \"lending\"", Breaking, "no longer on by default")],
    );
    check(
        &[("# Lending.\nlending = []\n", "")],
        &[("feature \"lending\"", Breaking, "removed")],
    );
    check(
        &[(
            "pub struct Pair",
            "#[cfg(feature = \"oauth\")]\npub struct Pair",
        )],
        &[(
            "library::Pair",
            Breaking,
            "needs `oauth`, needed no feature",
        )],
    );
    check(
        &[(
            "oauth = [\"restli/oauth\"]",
            "oauth = [\"restli/oauth\"]\nhouse = []",
        )],
        &[("feature \"house\"", Additive, "added")],
    );
}

#[test]
fn a_group_that_moves_takes_its_paths_along() {
    let files = |group: &str| -> FileSet {
        let files = [
            ("Cargo.toml".to_owned(), MANIFEST.replace("lending", group)),
            (format!("src/{group}/loans.rs"), LOANS.to_owned()),
            (format!("src/{group}/mod.rs"), GROUP.to_owned()),
            ("src/lib.rs".to_owned(), LIB.replace("lending", group)),
            ("src/types.rs".to_owned(), TYPES.to_owned()),
        ];
        files.into_iter().collect()
    };
    let changes = both(&files("lending"), &files("house"));
    let found: Vec<_> = { changes.iter() }
        .map(|change| (change.item.as_str(), change.text.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("feature \"house\"", "added"),
            ("feature \"lending\"", "removed"),
            ("library::house", "added"),
            ("library::lending", "removed"),
            ("library::loans", "needs `house`, needed `lending`"),
        ]
    );
}
