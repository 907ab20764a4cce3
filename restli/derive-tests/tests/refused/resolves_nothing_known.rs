//! A field to resolve that the entity does not have.

#[derive(library::Projection)]
#[projection(of = library::Author)]
struct Name {
    name: String,
}

#[derive(library::Projection)]
#[projection(of = library::Reader)]
struct Card {
    #[projection(resolves = "favorite")]
    author: Option<Name>,
}

fn main() {}
