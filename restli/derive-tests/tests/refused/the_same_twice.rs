//! Two fields that hold the same.

#[derive(library::Projection)]
#[projection(of = library::Author)]
struct Name {
    name: String,
}

#[derive(library::Projection)]
#[projection(of = library::Book)]
struct Card {
    title: String,
    #[projection(rename = "title")]
    heading: String,
}

#[derive(library::Projection)]
#[projection(of = library::Reader)]
struct Favourite {
    favourite: library::Decorated<Name>,
    #[projection(resolves = "favourite")]
    author: Option<Name>,
}

fn main() {}
