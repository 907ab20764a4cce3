//! Projections that resolve URNs, here or within, where the call cannot.

#[derive(library::Projection)]
#[projection(of = library::Author)]
struct Name {
    name: String,
}

#[derive(library::Projection)]
#[projection(of = library::Reader)]
struct Card {
    #[projection(resolves = "favourite")]
    author: Option<Name>,
}

#[derive(library::Projection)]
#[projection(of = library::Wish)]
struct Wish {
    book: library::Decorated<library::Book>,
}

#[derive(library::Projection)]
#[projection(of = library::Reader)]
struct Wisher {
    wishes: Vec<Wish>,
}

fn call(library: &library::Client) {
    let _ = library.readers().get_all().select::<Card>();
    let _ = library.readers().get_all().select::<Wisher>();
}

fn main() {}
