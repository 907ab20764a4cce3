//! A projection that asks for itself.

#[derive(library::Projection)]
#[projection(of = library::Book)]
struct Card {
    title: String,
    sequel: Option<Box<Card>>,
}

fn main() {}
