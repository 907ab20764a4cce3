//! Reading what changed in the sandbox's catalogue.
//!
//! The courses fill three pages; a retired one, an old one, a video and one of another language lie between.

use consumer_learning::{Changes, Course, changes};
use linkedin::restli::EpochMillis;
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

#[tokio::test]
async fn courses_that_changed_since_in_all_pages() {
    let (_sandbox, linkedin) = connect().await;
    let after = EpochMillis::from_millis(1_785_000_000_000);
    let found = changes(&linkedin, &english(), after).await.unwrap();
    assert_eq!(found.retired, ["urn:li:lyndaCourse:600002"]);
    assert_eq!(
        found.offered.len(),
        250,
        "neither the video nor the old course"
    );
    assert_eq!(
        found.offered[249],
        Course {
            urn: "urn:li:lyndaCourse:7000250".parse().unwrap(),
            title: "Points, part 250".to_owned(),
            url: Some("https://learning.example.org/7000250".to_owned()),
        }
    );
    assert_eq!(
        found.until,
        Some(EpochMillis::from_millis(1_791_000_000_000))
    );
}

#[tokio::test]
async fn a_course_of_several_languages_is_found_in_each() {
    let (_sandbox, linkedin) = connect().await;
    let german = Locale::new().language("de").country("DE");
    let after = EpochMillis::from_millis(1_791_000_000_001);
    let found = changes(&linkedin, &german, after).await.unwrap();
    let titles: Vec<_> = found
        .offered
        .iter()
        .map(|course| course.title.as_str())
        .collect();
    assert_eq!(titles, ["Stellwerkstechnik"]);
    assert_eq!(found.offered[0].url, None);

    let earlier = EpochMillis::from_millis(1_791_000_000_000);
    let found = changes(&linkedin, &german, earlier).await.unwrap();
    assert_eq!(found.offered.len(), 251);
}

#[tokio::test]
async fn nothing_new_is_no_change() {
    let (_sandbox, linkedin) = connect().await;
    let after = EpochMillis::from_millis(1_800_000_000_000);
    let found = changes(&linkedin, &english(), after).await.unwrap();
    assert_eq!(found, Changes::default());
}
