//! One value where the entity has a list, and the other way round.

#[derive(library::Projection)]
#[projection(of = library::Tag)]
struct Word {
    label: String,
}

#[derive(library::Projection)]
#[projection(of = library::Book)]
struct Card {
    tags: Word,
    size: Vec<library::Size>,
}

fn main() {}
