//! A field that the entity does not have.

#[derive(library::Projection)]
#[projection(of = library::Book)]
struct Card {
    titel: String,
}

fn main() {}
