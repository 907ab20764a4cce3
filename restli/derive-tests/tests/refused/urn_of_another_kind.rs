//! A URN of another kind, alone and beside what it is resolved to.

#[derive(library::Projection)]
#[projection(of = library::Author)]
struct Name {
    name: String,
}

#[derive(library::Projection)]
#[projection(of = library::Reader)]
struct Alone {
    favourite: library::BookUrn,
}

#[derive(library::Projection)]
#[projection(of = library::Reader)]
struct Beside {
    favourite: String,
    #[projection(resolves = "favourite")]
    author: Option<Name>,
}

fn main() {}
