//! A field by its name on the wire.

#[derive(library::Projection)]
#[projection(of = library::Book)]
#[allow(non_snake_case)]
struct Card {
    createdAt: library::restli::EpochMillis,
}

fn main() {}
