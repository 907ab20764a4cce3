//! Who are they? Reads several members at once, and tells those that cannot be read from the others.
//!
//! `cargo run --example people`

use linkedin::PersonKey;
use linkedin_tests::connect;

#[derive(linkedin::Projection)]
#[projection(of = linkedin::Connection)]
struct Connected {
    to: linkedin::PersonUrn,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::Person)]
struct Person {
    first_name: linkedin::MultiLocaleString,
    headline: Option<linkedin::MultiLocaleString>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = connect().await?;
    let linkedin = &session.linkedin;

    let connections = linkedin.connections().find_by_viewer().count(8);
    let page = connections.select::<Connected>().send().await?;
    let mut keys = Vec::new();
    for connection in page.elements {
        keys.push(PersonKey::new(connection.to.id()?));
    }

    let people = linkedin.people().batch_get(keys).select::<Person>();
    let people = people.send().await?;
    for (key, person) in people.iter() {
        match person {
            Ok(person) => println!("{}  {}", shown(&person.first_name), headline(person)),
            Err(error) => println!("{key:?} failed: {error}"),
        }
    }
    for key in people.missing() {
        println!("{key:?} is nobody");
    }
    Ok(())
}

fn shown(text: &linkedin::MultiLocaleString) -> &str {
    text.preferred().map_or("-", String::as_str)
}

fn headline(person: &Person) -> &str {
    person.headline.as_ref().map_or("", shown)
}
