//! Whether values are written to be sent, or only to be shown or compared.
//!
//! A URN of an unexpected kind must survive when an answer is written back, yet a request must not carry
//! it. serde has no argument for that, so encoders of requests say it for the time of their call, and readers
//! of keys say the opposite for the time of theirs.

use std::cell::{Cell, RefCell};

use super::urn::UrnError;

thread_local! {
    static STRICT: Cell<bool> = const { Cell::new(false) };
    static LENIENT: Cell<bool> = const { Cell::new(false) };
    static NOTED: RefCell<Option<Vec<Unexpected>>> = const { RefCell::new(None) };
}

/// Runs an encoder whose output is sent: unexpected URNs are errors within it.
pub(crate) fn strictly<R>(encode: impl FnOnce() -> R) -> R {
    let _restore = Restore(&STRICT, STRICT.replace(true));
    encode()
}

/// Runs an encoder of what a server has sent: unexpected URNs pass, whatever is called within it.
pub(crate) fn leniently<R>(encode: impl FnOnce() -> R) -> R {
    let _restore = Restore(&LENIENT, LENIENT.replace(true));
    encode()
}

/// A URN that must not be sent where it stands.
#[derive(Debug)]
pub(crate) struct Unexpected {
    urn: String,
    pub(crate) reason: String,
}

impl Unexpected {
    /// Whether it stands in a JSON text.
    pub(crate) fn is_in(&self, json: &str) -> bool {
        let quoted = serde_json::to_string(&self.urn);
        quoted.is_ok_and(|quoted| json.contains(&quoted))
    }
}

/// Runs an encoder of which only a part may be sent: unexpected URNs pass and are told.
pub(crate) fn noting<R>(encode: impl FnOnce() -> R) -> (R, Vec<Unexpected>) {
    let _restore = RestoreNoted(NOTED.replace(Some(Vec::new())));
    let result = encode();
    (result, NOTED.take().unwrap_or_default())
}

struct RestoreNoted(Option<Vec<Unexpected>>);

impl Drop for RestoreNoted {
    fn drop(&mut self) {
        NOTED.set(self.0.take());
    }
}

/// Decides whether a URN may be written.
pub(super) fn admit(
    urn: &str,
    check: impl FnOnce() -> Result<(), UrnError>,
) -> Result<(), UrnError> {
    let is_noted = NOTED.with_borrow(Option::is_some);
    if !is_noted && !is_strict() {
        return Ok(());
    }
    let checked = check();
    match checked {
        Err(error) if is_noted => {
            let unexpected = Unexpected {
                urn: urn.to_owned(),
                reason: error.to_string(),
            };
            NOTED.with_borrow_mut(|noted| noted.get_or_insert_default().push(unexpected));
            Ok(())
        }
        checked => checked,
    }
}

struct Restore(&'static std::thread::LocalKey<Cell<bool>>, bool);

impl Drop for Restore {
    fn drop(&mut self) {
        self.0.set(self.1);
    }
}

fn is_strict() -> bool {
    STRICT.get() && !is_lenient()
}

pub(crate) fn is_lenient() -> bool {
    LENIENT.get()
}
