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
    let upload = linkedin.restli().upload(url);
    // The token goes to LinkedIn's own hosts and to where the client sends its calls, and to nobody else.
    let upload = match is_trusted(url, linkedin.restli().base_url()) {
        true => upload.authorized(),
        false => upload,
    };
    upload.send(bytes).await?;
    Ok(())
}

fn is_trusted(url: &str, base_url: &str) -> bool {
    let authority = |url: &str| -> Option<String> {
        let (_, rest) = url.split_once("://")?;
        let authority = rest.split(['/', '?', '#']).next()?;
        (!authority.contains('@')).then(|| authority.to_ascii_lowercase())
    };
    let Some(own) = authority(url) else {
        return false;
    };
    let host = own.split(':').next().unwrap_or_default();
    host == "linkedin.com" || host.ends_with(".linkedin.com") || Some(own) == authority(base_url)
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

#[cfg(test)]
mod tests {
    use super::is_trusted;

    #[test]
    fn the_token_goes_to_linkedin_and_the_own_base_alone() {
        let base = "http://127.0.0.1:4000";
        for url in [
            "https://www.linkedin.com/dms-uploads/x?ca=1",
            "https://WWW.LinkedIn.com/x",
            "https://linkedin.com:443/x",
            "http://127.0.0.1:4000/-/uploads/0",
        ] {
            assert!(is_trusted(url, base), "{url}");
        }
        for url in [
            "https://linkedin.com.example.org/x",
            "https://evillinkedin.com/x",
            "https://www.linkedin.com@example.org/x",
            "https://example.org/?www.linkedin.com",
            "https://example.org#.linkedin.com",
            "http://127.0.0.1:4001/x",
            "no url",
        ] {
            assert!(!is_trusted(url, base), "{url}");
        }
    }
}
