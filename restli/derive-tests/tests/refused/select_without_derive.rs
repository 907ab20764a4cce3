//! A struct that says nothing about what to ask for.

struct Card {
    title: String,
}

fn call(library: &library::Client) {
    let _ = library.books().get(7).select::<Card>();
}

fn main() {}
