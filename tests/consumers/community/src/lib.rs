//! A Page that is found by its name, posts a picture, and watches how its followers grow.
//!
//! What a publishing tool does, on the typed calls where one call will do and on the flows where it takes
//! several.

use linkedin::restli::Pace;
use linkedin::{Client, NetworkEdge, OrganizationUrn, PostUrn, TimeGranularity};
use linkedin_flows::media::UploadImage;
use linkedin_flows::post::NewPost;
use linkedin_flows::statistics::{FollowerGain, Span, follower_gains};
use linkedin_flows::{Error, Result};

/// A Page and its followers.
#[derive(Debug, PartialEq)]
pub struct Page {
    /// The Page.
    pub urn: OrganizationUrn,
    /// Its name, in the language of whoever asks.
    pub name: String,
    /// How many follow it.
    pub followers: i32,
    /// The followers that it has gained, day by day.
    pub gains: Vec<FollowerGain>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::Organization)]
struct Found {
    id: i64,
    localized_name: String,
}

/// The Page with this name in its address, with its followers in a span of time.
///
/// # Errors
/// [`Error::Failed`] when there is no such Page, else when a call fails.
pub async fn page(linkedin: &Client, vanity_name: &str, span: Span) -> Result<Page> {
    let found = linkedin.organizations().find_by_vanity_name(vanity_name);
    let found = found
        .select::<Found>()
        .send()
        .await?
        .elements
        .into_iter()
        .next();
    let found = found.ok_or_else(|| Error::Failed {
        what: format!("looking up `{vanity_name}`"),
        why: "no Page is called so".to_owned(),
    })?;
    let urn = OrganizationUrn::new(found.id);
    let size = linkedin.network_sizes();
    let size = size
        .get(urn.clone(), NetworkEdge::CompanyFollowedByMember)
        .send()
        .await?;
    Ok(Page {
        gains: follower_gains(linkedin, urn.clone(), span, TimeGranularity::Day).await?,
        urn,
        name: found.localized_name,
        followers: size.first_degree_size.unwrap_or(0),
    })
}

/// Posts a picture with a text; the post.
///
/// # Errors
/// When a call fails, or LinkedIn cannot process the picture.
pub async fn publish(
    linkedin: &Client,
    page: &OrganizationUrn,
    text: &str,
    picture: Vec<u8>,
    alt_text: &str,
    pace: Pace,
) -> Result<PostUrn> {
    let upload = UploadImage::new(page.clone(), picture).pace(pace);
    let picture = upload.send(linkedin).await?;
    let post = NewPost::new(page.clone(), text).image(picture, alt_text);
    post.publish(linkedin).await
}
