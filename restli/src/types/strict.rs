//! Whether values are written to be sent, or only to be shown or compared.
//!
//! A URN of an unexpected kind must survive when an answer is written back, yet a request must not carry
//! it. serde has no argument for that, so encoders of requests say it for the time of their call.

use std::cell::Cell;

thread_local! {
    static STRICT: Cell<bool> = const { Cell::new(false) };
}

/// Runs an encoder whose output is sent: unexpected URNs are errors within it.
pub(crate) fn strictly<R>(encode: impl FnOnce() -> R) -> R {
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            STRICT.set(self.0);
        }
    }
    let _restore = Restore(STRICT.replace(true));
    encode()
}

pub(super) fn is_strict() -> bool {
    STRICT.get()
}
