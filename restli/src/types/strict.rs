//! Whether values are written to be sent, or only to be shown or compared.
//!
//! A URN of an unexpected kind must survive when an answer is written back, yet a request must not carry
//! it. serde has no argument for that, so encoders of requests say it for the time of their call, and readers
//! of keys say the opposite for the time of theirs.

use std::cell::Cell;

thread_local! {
    static STRICT: Cell<bool> = const { Cell::new(false) };
    static LENIENT: Cell<bool> = const { Cell::new(false) };
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

struct Restore(&'static std::thread::LocalKey<Cell<bool>>, bool);

impl Drop for Restore {
    fn drop(&mut self) {
        self.0.set(self.1);
    }
}

pub(super) fn is_strict() -> bool {
    STRICT.get() && !is_lenient()
}

pub(crate) fn is_lenient() -> bool {
    LENIENT.get()
}
