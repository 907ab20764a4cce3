//! Attributes that there are not, twice, or in the wrong place.

#[derive(library::Projection)]
#[projection(of = library::Book, into = Card)]
struct Card {
    title: String,
}

#[derive(library::Projection)]
#[projection(of = library::Book)]
struct Title {
    #[projection(renamed = "title")]
    text: String,
    #[projection(rename = "subtitle", rename = "subtitle")]
    more: Option<String>,
    #[projection(variant = "large")]
    edition: Option<i32>,
    #[projection(rename = "not a name")]
    language: Option<library::Language>,
    #[projection(rename = "best", resolves = "best")]
    best: Option<Card>,
    #[projection(resolves = "owner", whole)]
    owner: Option<Card>,
}

fn main() {}
