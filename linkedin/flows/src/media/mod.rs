//! Pictures, documents and videos: uploaded, and waited for until they can be used.
//!
//! An upload is two to four steps (register, put the bytes, say that all parts are there, wait), and posts take
//! only what has gone through all of them; so that is a type: [`Available`].

mod document;
mod image;
mod video;

use bytes::Bytes;
use linkedin::restli::Pace;
use linkedin::{Client, UploadStatus};

pub use document::UploadDocument;
pub use image::UploadImage;
pub use video::UploadVideo;

use crate::error::{Error, Result};

/// A picture, document or video that can be used in posts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Available<U>(U);

impl<U> Available<U> {
    /// Takes the caller's word that something uploaded earlier can be used.
    pub fn assume(urn: U) -> Self {
        Self(urn)
    }

    /// Its URN.
    pub fn urn(&self) -> &U {
        &self.0
    }

    /// Its URN alone.
    pub fn into_urn(self) -> U {
        self.0
    }
}

/// Puts a whole file where LinkedIn wants it.
async fn put(linkedin: &Client, url: &str, bytes: Bytes, what: &str) -> Result<()> {
    if bytes.is_empty() {
        return Err(Error::Invalid(format!("{what} has no bytes")));
    }
    // The token goes to LinkedIn's own hosts and to where the client sends its calls, and to nobody else.
    let upload = linkedin.restli().upload(url);
    upload.authorized_for(["linkedin.com"]).send(bytes).await?;
    Ok(())
}

/// Reads the status again and again until the thing can be used.
async fn available<U, F>(
    urn: U,
    pace: Pace,
    what: &str,
    mut status: impl FnMut(U) -> F,
) -> Result<Available<U>>
where
    U: Clone + std::fmt::Display,
    F: Future<Output = Result<Option<UploadStatus>, linkedin::Error>>,
{
    let what = format!("{what} `{urn}`");
    let failed = pace.until(&what, || {
        let status = status(urn.clone());
        async {
            Ok(match status.await? {
                Some(UploadStatus::Available) => Some(false),
                Some(UploadStatus::ProcessingFailed) => Some(true),
                // Unknown ones too: a new state on the way is likelier than a new end.
                _ => None,
            })
        }
    });
    match failed.await? {
        false => Ok(Available(urn)),
        true => Err(Error::Failed {
            what,
            why: "it could not be processed".to_owned(),
        }),
    }
}
