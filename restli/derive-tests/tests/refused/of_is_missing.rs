//! No entity.

#[derive(library::Projection)]
struct Card {
    title: String,
}

fn main() {}
