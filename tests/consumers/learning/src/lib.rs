//! Keeps a company's own copy of the catalogue of LinkedIn Learning up to date.
//!
//! The catalogue is large, so a nightly job reads only the courses that changed since the last one, in pages,
//! and hears of those that were retired, too.

use futures_util::TryStreamExt;
use linkedin::restli::{EpochMillis, Urn};
use linkedin::{
    Client, LearningAssetAvailability, LearningAssetFilter, LearningAssetOrder,
    LearningAssetPresentation, LearningAssetRetrieval, LearningAssetType, Locale,
};

/// What changed in the catalogue.
#[derive(Debug, Default, PartialEq)]
pub struct Changes {
    /// Courses that are new or different.
    pub offered: Vec<Course>,
    /// Courses that are offered no more.
    pub retired: Vec<Urn>,
    /// The last change; the next run asks for what came after.
    pub until: Option<EpochMillis>,
}

/// A course of the catalogue.
#[derive(Debug, PartialEq)]
pub struct Course {
    /// Names the course.
    pub urn: Urn,
    /// The title in the language that was asked for.
    pub title: String,
    /// Where to open it.
    pub url: Option<String>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LearningAsset)]
struct Asset {
    urn: Urn,
    title: Text,
    details: Details,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LocaleString)]
struct Text {
    value: String,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LearningAssetDetails)]
struct Details {
    availability: LearningAssetAvailability,
    last_updated_at: EpochMillis,
    urls: Option<Urls>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LearningAssetUrls)]
struct Urls {
    web_launch: Option<String>,
}

/// The courses in a language that changed after a time.
///
/// # Errors
/// When a page cannot be read.
pub async fn changes(
    linkedin: &Client,
    language: &Locale,
    after: EpochMillis,
) -> Result<Changes, linkedin::Error> {
    let courses = LearningAssetFilter::new()
        .asset_types([LearningAssetType::Course])
        .locales([language.clone()])
        .last_modified_after(after);
    let newest_first = LearningAssetPresentation::new().sort_by(LearningAssetOrder::Recency);
    let with_details = LearningAssetRetrieval::new()
        .expand_depth(1)
        .include_retired(true);
    let mut assets = linkedin
        .learning_assets()
        .find_by_criteria()
        .asset_filtering_criteria(courses)
        .asset_presentation_criteria(newest_first)
        .asset_retrieval_criteria(with_details)
        .count(100)
        .select::<Asset>()
        .stream();

    let mut changes = Changes::default();
    while let Some(asset) = assets.try_next().await? {
        changes.until = changes.until.max(Some(asset.details.last_updated_at));
        if asset.details.availability == LearningAssetAvailability::Retired {
            changes.retired.push(asset.urn);
        } else {
            changes.offered.push(Course {
                urn: asset.urn,
                title: asset.title.value,
                url: asset.details.urls.and_then(|urls| urls.web_launch),
            });
        }
    }
    Ok(changes)
}
