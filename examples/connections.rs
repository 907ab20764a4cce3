//! Who is in my network? Counts the connections and lists them, with their names and pictures, and shows how far
//! it is if that is a terminal.
//!
//! `cargo run --example connections`

use futures_util::TryStreamExt;
use indicatif::{ProgressBar, ProgressStyle};
use linkedin::PersonUrn;
use linkedin::restli::DecorationError;
use linkedin_tests::connect;

#[derive(linkedin::Projection)]
#[projection(of = linkedin::Connection)]
struct Card {
    to: PersonUrn,
    #[projection(resolves = "to")]
    person: Result<Person, DecorationError>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::Person)]
struct Person {
    first_name: linkedin::MultiLocaleString,
    last_name: linkedin::MultiLocaleString,
    profile_picture: Option<Picture>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::ProfilePicture)]
struct Picture {
    #[projection(resolves = "display_image", variant = "playable_streams")]
    renditions: Option<Renditions>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::MediaArtifactCollection)]
struct Renditions {
    elements: Vec<Rendition>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::MediaArtifact)]
struct Rendition {
    identifiers: Vec<linkedin::MediaIdentifier>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = connect().await?;
    let connections = session.linkedin.connections();

    let total = connections.find_by_viewer().total().await?;
    println!("{total} connections");

    let cards = connections.find_by_viewer().count(50).select::<Card>();
    let mut cards = cards.stream().buffered(3);
    let bar = bar();
    while let Some(card) = cards.try_next().await? {
        let progress = cards.progress();
        bar.set_length(progress.total.unwrap_or(total));
        bar.set_position(progress.items);
        bar.set_message(format!("{} requests", progress.requests));
        bar.suspend(|| match card.person {
            Ok(person) => println!("{}  {}", full_name(&person), picture(&person)),
            Err(reason) => println!("{} cannot be shown: {reason}", card.to),
        });
    }
    bar.finish_and_clear();
    Ok(())
}

/// A bar on standard error, which is only drawn if that is a terminal.
fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len}  {msg}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn full_name(person: &Person) -> String {
    let names = [&person.first_name, &person.last_name].into_iter();
    let names = names.filter_map(|name| name.preferred());
    names.map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Where to fetch the person's picture, if there is one.
fn picture(person: &Person) -> &str {
    let picture = person.profile_picture.as_ref();
    let renditions = picture.and_then(|picture| picture.renditions.as_ref());
    let rendition = renditions.and_then(|all| all.elements.first());
    let file = rendition.and_then(|rendition| rendition.identifiers.first());
    file.and_then(|file| file.identifier.as_deref())
        .unwrap_or("")
}
