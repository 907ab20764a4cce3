//! A field to resolve that holds no URN.

#[derive(library::Projection)]
#[projection(of = library::Book)]
struct Card {
    #[projection(resolves = "title")]
    text: Option<String>,
}

fn main() {}
