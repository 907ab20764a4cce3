//! A field that the projection does not have.

#[derive(library::Projection)]
#[projection(of = library::Book)]
struct Card {
    title: String,
}

async fn call(library: &library::Client) -> library::Result<()> {
    let card = library.books().get(7).select::<Card>().send().await?;
    println!("{}: {}", card.title, card.subtitle);
    Ok(())
}

fn main() {}
