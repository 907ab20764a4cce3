//! Enums that do not fit their union.

#[derive(library::Projection)]
#[projection(of = library::Owner)]
enum Unknown {
    Librarian(String),
}

#[derive(library::Projection)]
#[projection(of = library::Owner)]
enum WrongType {
    Club(i64),
}

fn main() {}
