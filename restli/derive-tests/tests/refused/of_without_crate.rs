//! An entity whose crate is not named.

use library::Book;

#[derive(library::Projection)]
#[projection(of = Book)]
struct Card {
    title: String,
}

fn main() {}
