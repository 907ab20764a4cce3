//! All that a sandbox knows, shared by the connections that it serves.
//!
//! A request of the API comes in here as the interpreter sees it, and its answer goes out before
//! HTTP: so the same answer can be given, noted down and looked at without a connection.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use restli_model::interpret::HttpRequest;
use restli_model::model::Model;

use crate::catalogue::Catalogue;
use crate::evaluate::{Answer, evaluate};
use crate::seed::{Behaviour, Data};
use crate::store::Store;
use crate::upload;
use crate::validate::validate;

/// A schema, what is there, and how it behaves.
pub(crate) struct World {
    pub(crate) model: Arc<Model>,
    pub(crate) behaviour: Behaviour,
    pub(crate) catalogue: Catalogue,
    store: Mutex<Store>,
    /// The token that may do everything.
    token: String,
    /// Where it is.
    url: String,
}

impl World {
    pub(crate) fn new(model: Arc<Model>, data: Data, token: String, url: String) -> Self {
        World {
            model,
            behaviour: data.behaviour,
            catalogue: data.catalogue,
            store: Mutex::new(data.store),
            token,
            url,
        }
    }

    /// Where it is, such as `http://127.0.0.1:40213`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The token that may do everything.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// What is there.
    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        // A request that panicked must not take the others with it.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where to upload to.
    pub(crate) fn upload_url(&self, number: usize) -> String {
        upload::url(&self.url, number)
    }

    /// The answer to a request of the API.
    pub(crate) fn answer(&self, request: &HttpRequest) -> Answer {
        match validate(&self.model, &self.catalogue, &self.token, request) {
            Ok((request, call)) => evaluate(self, &mut self.store(), &call, &request),
            Err(refusal) => Answer::from(refusal),
        }
    }
}
