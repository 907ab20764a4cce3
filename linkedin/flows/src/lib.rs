//! LinkedIn tasks that take several calls, each as one typed thing.
//!
//! The generated client makes calls; what has to happen between them (upload the bytes, wait until they are
//! processed, put the right shape around a post, read statistics of two shapes) is the same for everybody,
//! and easy to get wrong. It stands here, on the public calls of the client alone.
//!
//! - `media` (feature `community`): pictures, documents and videos, uploaded and waited for.
//! - `post` (feature `community`): texts, pictures, articles, polls and more, as they can be posted.
//! - `statistics` (feature `community`): followers and posts of a Page, in total and over time.
//! - `export` (feature `sales`): reports of Sales Navigator.
//! - `job` (feature `talent`): jobs that are sent, until they are processed.
//! - `webhook` (feature `webhooks`): what LinkedIn pushes, checked and typed.
//!
//! The address book needs nothing of this: `linkedin.contact_exporter_tasks().export().wait()` is one call of
//! the client already.
#![cfg_attr(
    feature = "community",
    doc = r#"
```no_run
use linkedin::OrganizationUrn;
use linkedin_flows::media::UploadImage;
use linkedin_flows::post::NewPost;

# async fn example(linkedin: linkedin::Client, picture: Vec<u8>) -> linkedin_flows::Result<()> {
let page = OrganizationUrn::new(2414183);
let picture = UploadImage::new(page.clone(), picture).send(&linkedin).await?;
let post = NewPost::new(page, "Our new boat.").image(picture, "A boat").publish(&linkedin).await?;
println!("{post}");
# Ok(())
# }
```
"#
)]

mod error;
#[cfg(feature = "sales")]
pub mod export;
#[cfg(feature = "talent")]
pub mod job;
#[cfg(feature = "community")]
pub mod media;
#[cfg(feature = "community")]
pub mod post;
#[cfg(feature = "community")]
pub mod statistics;
#[cfg(feature = "webhooks")]
pub mod webhook;

pub use error::{Error, Result};
