//! A projection that resolves URNs, here or within, where the call cannot.

#[derive(library::Projection)]
#[projection(of = library::Author)]
struct Name {
    name: String,
}

#[derive(library::Projection)]
#[projection(of = library::Note)]
struct Card {
    #[projection(resolves = "author")]
    author: Option<Name>,
}

fn call(library: &library::Client) {
    let _ = library.notes().get(7).select::<Card>();
}

fn main() {}
