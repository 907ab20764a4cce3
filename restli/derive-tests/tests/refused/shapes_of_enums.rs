//! Enums that cannot be projections.

#[derive(library::Projection)]
#[projection(of = library::Owner)]
enum Odd {
    Club,
    Person { name: String },
    #[projection(other)]
    Other(String),
    #[projection(other)]
    One,
    #[projection(other)]
    Another,
}

#[derive(library::Projection)]
#[projection(of = library::Owner)]
enum Nobody {
    #[projection(other)]
    Other,
}

fn main() {}
