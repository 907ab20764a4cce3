//! A hand-written type that the derive is not told about, and one that is and has to be another.

#[derive(library::Projection)]
#[projection(of = library::TerminalState)]
struct Untold {
    next: Option<std::net::IpAddr>,
}

#[derive(library::Projection)]
#[projection(of = library::TerminalState)]
struct Another {
    #[projection(whole)]
    next: Option<String>,
}

fn main() {}
