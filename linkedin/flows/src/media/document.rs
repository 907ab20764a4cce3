//! Uploading a document.
//!
//! As a picture: two steps and a wait.

use bytes::Bytes;
use linkedin::restli::Pace;
use linkedin::{AuthorUrn, Client, DocumentUploadRequest, DocumentUrn};

use super::{Available, available, put};
use crate::error::{Result, needed};

const WHAT: &str = "the document";

/// A document that is to be uploaded: PPT, PPTX, DOC, DOCX or PDF, of at most 100 MB and 300 pages.
#[derive(Clone, Debug)]
#[must_use = "nothing is uploaded until it is sent"]
pub struct UploadDocument {
    request: DocumentUploadRequest,
    bytes: Bytes,
    pace: Pace,
}

impl UploadDocument {
    /// A document of this member or Page.
    pub fn new(owner: impl Into<AuthorUrn>, bytes: impl Into<Bytes>) -> Self {
        Self {
            request: DocumentUploadRequest::new(owner),
            bytes: bytes.into(),
            pace: Pace::new(),
        }
    }

    /// How often to ask whether it is processed, and for how long.
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// Uploads it and waits until it can be used.
    pub async fn send(self, linkedin: &Client) -> Result<Available<DocumentUrn>> {
        let begun = linkedin.documents().initialize_upload(self.request);
        let upload = needed(begun.send().await?.value, "value", WHAT)?;
        let url = needed(upload.upload_url, "uploadUrl", WHAT)?;
        let document = needed(upload.document, "document", WHAT)?;
        put(linkedin, &url, self.bytes, WHAT).await?;
        let status =
            |document| async { Ok(linkedin.documents().get(document).send().await?.status) };
        available(document, self.pace, WHAT, status).await
    }
}
