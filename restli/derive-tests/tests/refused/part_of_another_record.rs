//! A projection of another record.

#[derive(library::Projection)]
#[projection(of = library::Tag)]
struct Word {
    label: String,
}

#[derive(library::Projection)]
#[projection(of = library::Book)]
struct Card {
    size: Word,
}

fn main() {}
