//! A URN that is resolved to another entity.

#[derive(library::Projection)]
#[projection(of = library::Book)]
struct Title {
    title: String,
}

#[derive(library::Projection)]
#[projection(of = library::Reader)]
struct Card {
    #[projection(resolves = "favourite")]
    author: Option<Title>,
}

fn main() {}
