//! Typing places into the sandbox, in English and in German.
//!
//! The same place must come out whatever language it was typed in.

use consumer_reference::{Named, Place, chosen, suggestions};
use linkedin::{Client, Locale};
use restli_sandbox::Sandbox;

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../schema");

async fn connect() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(SCHEMA).await.expect("the sandbox starts");
    let builder = Client::builder().base_url(sandbox.url());
    let client = builder.token(sandbox.token()).build().expect("a client");
    (sandbox, client)
}

fn english() -> Locale {
    Locale::new().language("en").country("US")
}

fn german() -> Locale {
    Locale::new().language("de").country("DE")
}

fn named(id: i64, names: [&str; 2]) -> Named {
    let names = names.map(str::to_owned).to_vec();
    Named { id, names }
}

#[tokio::test]
async fn suggestions_are_of_the_language_that_is_typed() {
    let (_sandbox, linkedin) = connect().await;
    let english = suggestions(&linkedin, "GERM", &english()).await.unwrap();
    assert_eq!(english, ["Germany", "Goslar, Lower Saxony, Germany"]);
    let german = suggestions(&linkedin, "deut", &german()).await.unwrap();
    assert_eq!(
        german,
        ["Deutschland", "Goslar, Niedersachsen, Deutschland"]
    );
}

#[tokio::test]
async fn a_place_and_its_country_in_two_languages() {
    let (_sandbox, linkedin) = connect().await;
    let goslar = Place {
        place: named(
            103_035_651,
            [
                "Goslar, Lower Saxony, Germany",
                "Goslar, Niedersachsen, Deutschland",
            ],
        ),
        country: named(101_282_230, ["Germany", "Deutschland"]),
    };
    let typed = "Goslar, Lower Saxony, Germany";
    let found = chosen(&linkedin, typed, &[english(), german()])
        .await
        .unwrap();
    assert_eq!(found, Some(goslar));

    let lisbon = Place {
        place: named(106_692_355, ["Lissabon, Portugal", "Lisbon, Portugal"]),
        country: named(100_364_837, ["Portugal", "Portugal"]),
    };
    let languages = [german(), english()];
    let found = chosen(&linkedin, "Lissabon, Portugal", &languages)
        .await
        .unwrap();
    assert_eq!(found, Some(lisbon));
}

#[tokio::test]
async fn a_country_lies_in_itself_and_nonsense_nowhere() {
    let (_sandbox, linkedin) = connect().await;
    let found = chosen(&linkedin, "Germany", &[english()])
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.place, found.country);
    assert_eq!(found.place.names, ["Germany"]);
    let nonsense = chosen(&linkedin, "Germanyy", &[english()]).await.unwrap();
    assert_eq!(nonsense, None);
}
