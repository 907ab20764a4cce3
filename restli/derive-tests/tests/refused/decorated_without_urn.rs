//! A decorated field where the entity has none.

#[derive(library::Projection)]
#[projection(of = library::Author)]
struct Name {
    name: String,
}

#[derive(library::Projection)]
#[projection(of = library::Book)]
struct Card {
    title: library::Decorated<Name>,
}

fn main() {}
