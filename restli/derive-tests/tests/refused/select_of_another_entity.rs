//! A projection of another entity than the call answers.

#[derive(library::Projection)]
#[projection(of = library::Reader)]
struct Card {
    name: String,
}

fn call(library: &library::Client) {
    let _ = library.books().get(7).select::<Card>();
}

fn main() {}
