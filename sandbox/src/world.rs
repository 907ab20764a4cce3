//! All that a sandbox knows, shared by the connections that it serves.
//!
//! A request of the API comes in here as the interpreter sees it, and its answer goes out before
//! HTTP: so the same answer can be given, noted down and looked at without a connection.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use restli_model::interpret::HttpRequest;
use restli_model::model::Model;

use crate::auth::{self, Auth, OwnToken, TokenError};
use crate::behaviours::{self, Behaviour};
use crate::calendar::Calendar;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::evaluate::{Answer, evaluate};
use crate::faults::Faults;
use crate::journal::{self, Expected, Journal, MadeCall, Unverified};
use crate::seed::{self, Data};
use crate::service::Service;
use crate::store::Store;
use crate::upload;
use crate::validate::{Limits, validate};

/// A schema, what is there, and how it behaves.
pub(crate) struct World {
    service: Service,
    pub(crate) model: Arc<Model>,
    pub(crate) behaviour: seed::Behaviour,
    pub(crate) catalogue: Catalogue,
    pub(crate) calendar: Calendar,
    pub(crate) limits: Limits,
    pub(crate) journal: Journal,
    /// What goes wrong on purpose.
    pub(crate) faults: Faults,
    pub(crate) auth: Auth,
    pub(crate) clock: Arc<Clock>,
    store: Mutex<Store>,
    snapshots: Mutex<BTreeMap<String, Store>>,
    /// Where it is.
    url: String,
}

impl World {
    /// # Errors
    /// When the token that is wanted cannot be.
    pub(crate) fn new(
        service: Service,
        data: Data,
        kept: usize,
        token: &OwnToken,
        url: String,
    ) -> Result<Self, TokenError> {
        let clock = Arc::<Clock>::default();
        let model = || Arc::clone(&service.model);
        Ok(World {
            auth: Auth::new(model(), Arc::clone(&clock), data.auth, url.clone(), token)?,
            faults: Faults::new(model(), Arc::clone(&clock)),
            clock,
            journal: Journal::new(kept, headers(&service.model)),
            model: Arc::clone(&service.model),
            service,
            behaviour: data.behaviour,
            catalogue: data.catalogue,
            calendar: Calendar::new(data.versions),
            limits: data.limits,
            store: Mutex::new(data.store),
            snapshots: Mutex::default(),
            url,
        })
    }

    /// Where it is, such as `http://127.0.0.1:40213`.
    pub(crate) fn url(&self) -> &str {
        &self.url
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

    /// Puts in place what was there at some time; for it, time goes on from then.
    pub(crate) fn restore(&self, kept: &Store) {
        let mut store = kept.clone();
        store.start();
        *self.store() = store;
    }

    /// What was kept by name.
    pub(crate) fn snapshots(&self) -> MutexGuard<'_, BTreeMap<String, Store>> {
        self.snapshots
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes everything as it was at the start, but for the clock and the month, which go on.
    pub(crate) fn reset(&self) {
        // The data was whole when the sandbox started, and is the same.
        if let Ok(data) = self.service.data() {
            self.restore(&data.store);
        }
        self.snapshots().clear();
        self.faults.clear();
        self.auth.reset();
        self.journal.clear();
    }

    /// What it does, and how it is known that the service does so.
    pub(crate) fn behaviours(&self) -> Vec<Behaviour> {
        behaviours::all(
            &self.model,
            &self.catalogue,
            &self.behaviour,
            self.auth.evidence(),
        )
    }

    /// Whether the expected calls were made.
    pub(crate) fn verify(&self, expected: &[Expected], only: bool) -> Result<(), Unverified> {
        journal::verify(&self.journal.exchanges(), expected, only)
    }

    /// The answer to a request of the API, and the call that it was, if it was one. Where its body could
    /// not be read, `unreadable` says why.
    pub(crate) fn answer(
        &self,
        request: &HttpRequest,
        unreadable: Option<String>,
    ) -> (Answer, Option<MadeCall>) {
        match validate(self, request, unreadable) {
            Ok((read, call, bearer)) => {
                let tunneled = matches!(read, Cow::Owned(_));
                let made = MadeCall::new(&self.model, &call, read.body.as_ref(), tunneled);
                let mut answer = evaluate(self, &mut self.store(), &call, &read);
                if answer.status < 400
                    && let Some(body) = &mut answer.body
                {
                    auth::veil(&self.model, &bearer, &call, body);
                }
                (answer, Some(made))
            }
            Err(refusal) => (Answer::from(refusal), None),
        }
    }
}

/// The headers that a schema declares.
fn headers(model: &Model) -> Vec<String> {
    let methods = model
        .resources
        .iter()
        .flat_map(|resource| &resource.methods);
    let declared = methods.flat_map(|method| &method.headers);
    let declared = declared.map(|header| header.name.clone());
    let version = { model.api.version.iter() }.map(|version| version.header.clone());
    declared.chain(version).collect()
}
