//! A way to resolve a URN that there is not.

#[derive(library::Projection)]
#[projection(of = library::Author)]
struct Name {
    name: String,
}

#[derive(library::Projection)]
#[projection(of = library::Reader)]
struct Card {
    #[projection(resolves = "favourite", variant = "portraits")]
    author: Option<Name>,
}

fn main() {}
