//! Types that are no entities.

#[derive(library::Projection)]
#[projection(of = library::Language)]
struct Word {
    text: String,
}

#[derive(library::Projection)]
#[projection(of = library::Bok)]
struct Card {
    title: String,
}

fn main() {}
