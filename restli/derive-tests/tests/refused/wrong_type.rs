//! A field with another type than the entity has.

#[derive(library::Projection)]
#[projection(of = library::Book)]
struct Card {
    title: i64,
    edition: Option<String>,
}

fn main() {}
