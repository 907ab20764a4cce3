//! The publishing tool against the sandbox.
//!
//! The picture has to pass through all its states before the post may be there.

use std::time::Duration;

use consumer_community::{page, publish};
use linkedin::restli::{EpochMillis, Pace};
use linkedin::{Client, OrganizationUrn, PostContent};
use linkedin_flows::Error;
use linkedin_flows::statistics::Span;
use restli_sandbox::Sandbox;

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../schema");

async fn connect() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(SCHEMA).await.expect("the sandbox starts");
    let builder = Client::builder().base_url(sandbox.url());
    let client = builder.token(sandbox.token()).build().expect("a client");
    (sandbox, client)
}

/// The first two days of November 2026.
fn two_days() -> Span {
    Span {
        start: EpochMillis::from_millis(1_793_318_400_000),
        end: EpochMillis::from_millis(1_793_491_200_000),
    }
}

#[tokio::test]
async fn a_page_is_found_by_its_name_with_its_followers() {
    let (_sandbox, linkedin) = connect().await;
    let found = page(&linkedin, "nordtrack-demo", two_days()).await.unwrap();
    assert_eq!(found.urn, OrganizationUrn::new(2414183));
    assert_eq!((found.name.as_str(), found.followers), ("Nordtrack", 1820));
    let gains: Vec<_> = found
        .gains
        .iter()
        .map(|gain| (gain.organic, gain.paid))
        .collect();
    assert_eq!(gains, [(12, 1), (9, 0)], "the oldest first");
}

#[tokio::test]
async fn a_page_that_is_not_there_is_an_error() {
    let (_sandbox, linkedin) = connect().await;
    let error = page(&linkedin, "nobody", two_days()).await.unwrap_err();
    assert!(matches!(error, Error::Failed { .. }), "{error:?}");
    assert_eq!(
        error.to_string(),
        "looking up `nobody` has failed: no Page is called so"
    );
}

#[tokio::test]
async fn a_picture_is_published_and_read_back() {
    let (_sandbox, linkedin) = connect().await;
    let page = OrganizationUrn::new(2414183);
    let pace = Pace::new().with_interval(Duration::from_millis(1));
    let picture = vec![0xff, 0xd8, 0xff];
    let post = publish(&linkedin, &page, "New (and blue)", picture, "A boat", pace).await;
    let post = linkedin.posts().get(post.unwrap()).send().await.unwrap();
    assert_eq!(post.author, Some(page.clone().into()));
    assert_eq!(post.commentary.unwrap().to_plain(), "New (and blue)");
    let Some(PostContent::Media(media)) = post.content else {
        panic!("{:?}", post.content);
    };
    assert_eq!(media.alt_text.as_deref(), Some("A boat"));
    let posts = linkedin.posts().find_by_author(page).send().await.unwrap();
    assert_eq!(posts.elements.len(), 1);
}
