//! Where a grant is kept between two runs of a program.
//!
//! A storage is called like a file and not like a service: it is used twice in a token's life, and whoever has
//! no runtime yet, or none at all, can load a grant too.

use std::sync::Arc;

use tokio::runtime::Handle;

use super::Grant;
use crate::error::{Error, Result};

/// Keeps a grant, such as [`FileStorage`](super::FileStorage), or a row of a database for each member.
///
/// Its functions may block: a [`Session`](super::Session) calls them on a thread for that
/// ([`tokio::task::spawn_blocking`]). A storage that is asynchronous itself can wait there, by
/// `tokio::runtime::Handle::current().block_on(…)`. [`Grant::to_json`] and [`Grant::from_json`] write and read
/// a grant.
///
/// An error is made by [`Error::auth`] and must hold no secret.
pub trait GrantStorage: Send + Sync + 'static {
    /// The grant that was saved last; nothing if there is none.
    ///
    /// # Errors
    /// When there is something and it cannot be read.
    fn load(&self) -> Result<Option<Grant>>;

    /// Keeps a grant in place of the one before. After an error that one must be there still.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn save(&self, grant: &Grant) -> Result<()>;

    /// Keeps none any more. That there was none is no error.
    ///
    /// # Errors
    /// When what is kept cannot be removed.
    fn clear(&self) -> Result<()>;
}

impl<S: GrantStorage + ?Sized> GrantStorage for Arc<S> {
    fn load(&self) -> Result<Option<Grant>> {
        (**self).load()
    }

    fn save(&self, grant: &Grant) -> Result<()> {
        (**self).save(grant)
    }

    fn clear(&self) -> Result<()> {
        (**self).clear()
    }
}

/// Uses a storage on a thread where that stops nobody else.
pub(super) async fn off_thread<T: Send + 'static>(
    storage: &Arc<dyn GrantStorage>,
    action: impl FnOnce(&dyn GrantStorage) -> Result<T> + Send + 'static,
) -> Result<T> {
    let Ok(runtime) = Handle::try_current() else {
        return action(&**storage);
    };
    let storage = Arc::clone(storage);
    let done = runtime.spawn_blocking(move || action(&*storage)).await;
    done.unwrap_or_else(|_| Err(Error::auth("the storage of the grant has panicked")))
}
