//! A list of URNs is resolved by its own type.

#[derive(library::Projection)]
#[projection(of = library::Author)]
struct Name {
    name: String,
}

#[derive(library::Projection)]
#[projection(of = library::Reader)]
struct Card {
    #[projection(resolves = "likes")]
    authors: Vec<Name>,
}

fn main() {}
