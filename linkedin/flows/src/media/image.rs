//! Uploading a picture.
//!
//! Two steps and a wait; the status is the only way to know that a post can take it.

use bytes::Bytes;
use linkedin::restli::Pace;
use linkedin::{
    AuthorUrn, Client, ImageUploadRequest, ImageUrn, MediaLibraryMetadata, SponsoredAccountUrn,
};

use super::{Available, available, put};
use crate::error::{Result, needed};

const WHAT: &str = "the picture";

/// A picture that is to be uploaded: JPG, PNG or GIF, of fewer than 36,152,320 pixels.
#[derive(Clone, Debug)]
#[must_use = "nothing is uploaded until it is sent"]
pub struct UploadImage {
    request: ImageUploadRequest,
    bytes: Bytes,
    pace: Pace,
}

impl UploadImage {
    /// A picture of this member or Page.
    pub fn new(owner: impl Into<AuthorUrn>, bytes: impl Into<Bytes>) -> Self {
        Self {
            request: ImageUploadRequest::new(owner),
            bytes: bytes.into(),
            pace: Pace::new(),
        }
    }

    /// Keeps it in the library of an ad account, by this name.
    pub fn in_library(
        mut self,
        account: impl Into<SponsoredAccountUrn>,
        name: impl Into<String>,
    ) -> Self {
        let metadata = MediaLibraryMetadata::new();
        let metadata = metadata.associated_account(account).asset_name(name);
        self.request = self.request.media_library_metadata(metadata);
        self
    }

    /// How often to ask whether it is processed, and for how long.
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// Uploads it and waits until it can be used.
    pub async fn send(self, linkedin: &Client) -> Result<Available<ImageUrn>> {
        let begun = linkedin.images().initialize_upload(self.request);
        let upload = needed(begun.send().await?.value, "value", WHAT)?;
        let url = needed(upload.upload_url, "uploadUrl", WHAT)?;
        let image = needed(upload.image, "image", WHAT)?;
        put(linkedin, &url, self.bytes, WHAT).await?;
        let status = |image| async { Ok(linkedin.images().get(image).send().await?.status) };
        available(image, self.pace, WHAT, status).await
    }
}
