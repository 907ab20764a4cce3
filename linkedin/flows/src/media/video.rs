//! Uploading a video.
//!
//! In parts, which LinkedIn knows by the tags of their answers; then a call that names them all, and a wait.

use bytes::Bytes;
use linkedin::restli::{Pace, UploadPart};
use linkedin::{
    AuthorUrn, Client, VideoUploadEnd, VideoUploadInstruction, VideoUploadRequest, VideoUrn,
};

use super::{Available, available, put};
use crate::error::{Error, Result, needed};

const WHAT: &str = "the video";

/// A video that is to be uploaded: MP4, from 3 seconds to 30 minutes and from 75 KB to 500 MB.
#[derive(Clone, Debug)]
#[must_use = "nothing is uploaded until it is sent"]
pub struct UploadVideo {
    owner: AuthorUrn,
    bytes: Bytes,
    captions: Option<Bytes>,
    thumbnail: Option<Bytes>,
    pace: Pace,
}

impl UploadVideo {
    /// A video of this member or Page.
    pub fn new(owner: impl Into<AuthorUrn>, bytes: impl Into<Bytes>) -> Self {
        Self {
            owner: owner.into(),
            bytes: bytes.into(),
            captions: None,
            thumbnail: None,
            pace: Pace::new(),
        }
    }

    /// With captions, as an SRT file.
    pub fn captions(mut self, bytes: impl Into<Bytes>) -> Self {
        self.captions = Some(bytes.into());
        self
    }

    /// With a picture that is shown before it plays.
    pub fn thumbnail(mut self, bytes: impl Into<Bytes>) -> Self {
        self.thumbnail = Some(bytes.into());
        self
    }

    /// How often to ask whether it is processed, and for how long.
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// Uploads it and waits until it can be used.
    pub async fn send(self, linkedin: &Client) -> Result<Available<VideoUrn>> {
        let size = i64::try_from(self.bytes.len()).unwrap_or(i64::MAX);
        if size == 0 {
            return Err(Error::Invalid(format!("{WHAT} has no bytes")));
        }
        let request = VideoUploadRequest::new(self.owner, size)
            .upload_captions(self.captions.is_some())
            .upload_thumbnail(self.thumbnail.is_some());
        let begun = linkedin.videos().initialize_upload(request).send().await?;
        let upload = needed(begun.value, "value", WHAT)?;
        let video = needed(upload.video, "video", WHAT)?;
        let instructions = needed(upload.upload_instructions, "uploadInstructions", WHAT)?;
        let parts = instructions.into_iter().map(part);
        let parts: Vec<_> = parts.collect::<Result<_>>()?;
        let answers = linkedin.restli().upload_parts(&parts, self.bytes).await?;
        let tags = answers.into_iter().map(|a| needed(a.etag, "ETag", WHAT));
        let tags: Vec<_> = tags.collect::<Result<_>>()?;
        if let Some(captions) = self.captions {
            let url = needed(upload.captions_upload_url, "captionsUploadUrl", WHAT)?;
            put(linkedin, &url, captions, "the file of captions").await?;
        }
        if let Some(thumbnail) = self.thumbnail {
            let url = needed(upload.thumbnail_upload_url, "thumbnailUploadUrl", WHAT)?;
            put(linkedin, &url, thumbnail, "the picture of the video").await?;
        }
        // The token may be empty, and is sent nevertheless.
        let token = upload.upload_token.unwrap_or_default();
        let end = VideoUploadEnd::new(video.clone(), token, tags);
        linkedin.videos().finalize_upload(end).send().await?;
        let status = |video| async { Ok(linkedin.videos().get(video).send().await?.status) };
        available(video, self.pace, WHAT, status).await
    }
}

fn part(instruction: VideoUploadInstruction) -> Result<UploadPart> {
    let byte = |value: Option<i64>, field| {
        let value = needed(value, field, WHAT)?;
        u64::try_from(value).map_err(|_| Error::Failed {
            what: WHAT.to_owned(),
            why: format!("`{field}` of a part is {value}"),
        })
    };
    Ok(UploadPart {
        url: needed(instruction.upload_url, "uploadUrl", WHAT)?,
        first: byte(instruction.first_byte, "firstByte")?,
        last: byte(instruction.last_byte, "lastByte")?,
    })
}
