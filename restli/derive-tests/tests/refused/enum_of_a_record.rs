//! An enum for a record, and a struct for a union.

#[derive(library::Projection)]
#[projection(of = library::Book)]
enum Card {
    Title(String),
}

#[derive(library::Projection)]
#[projection(of = library::Owner)]
struct Holder {
    club: String,
}

fn main() {}
