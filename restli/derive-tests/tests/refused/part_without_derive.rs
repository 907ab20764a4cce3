//! A part of a record in a struct that is no projection.

struct Measures {
    height: Option<i32>,
}

#[derive(library::Projection)]
#[projection(of = library::Book)]
struct Card {
    size: Measures,
}

fn main() {}
