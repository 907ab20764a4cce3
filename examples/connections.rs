//! Who is in my network? Counts the connections and lists them all, with their names.
//!
//! `cargo run --example connections`

use futures_util::{StreamExt, TryStreamExt};
use linkedin_tests::connect;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = connect().await?;
    let connections = session.linkedin.connections();

    let total = connections.find_by_viewer().total().await?;
    println!("{total} connections");

    let mut all = connections
        .find_by_viewer()
        .count(50)
        .project(|connection| {
            connection
                .to()
                .to_resolved_with(|person| person.id().first_name().last_name())
        })
        .stream()
        .take(60);

    while let Some(connection) = all.try_next().await? {
        let Some(to) = connection.to else { continue };
        match (to.resolved(), to.error()) {
            (Some(person), _) => println!("{}", full_name(person)),
            (None, Some(error)) => println!("{} cannot be shown: {error}", urn(&to)),
            (None, None) => println!("{}", urn(&to)),
        }
    }
    Ok(())
}

fn full_name(person: &linkedin::Person) -> String {
    [&person.first_name, &person.last_name]
        .into_iter()
        .flatten()
        .filter_map(|name| name.preferred())
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}

fn urn(to: &restli::Decorated<linkedin::Person, linkedin::PersonUrn>) -> &str {
    to.urn().map_or("somebody", |urn| urn.as_str())
}
