//! Types that cannot be projections.

#[derive(library::Projection)]
#[projection(of = library::Book)]
struct Pair(String, i64);

#[derive(library::Projection)]
#[projection(of = library::Book)]
struct Nothing {}

#[derive(library::Projection)]
#[projection(of = library::Book)]
struct Borrowed<'a> {
    title: &'a str,
}

#[derive(library::Projection)]
#[projection(of = library::Book)]
union Overlaid {
    edition: i32,
}

fn main() {}
