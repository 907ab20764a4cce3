//! A field that is called otherwise in the entity, but not like that.

#[derive(library::Projection)]
#[projection(of = library::Book)]
struct Card {
    #[projection(rename = "heading")]
    title: String,
}

fn main() {}
