//! What all calls of a client may spend on further attempts.

use std::sync::atomic::{AtomicU32, Ordering};

/// What a further attempt costs; each call pays one in.
const COST: u32 = 10;

/// A tenth of an attempt for each call, and so many attempts in hand at the beginning.
#[derive(Debug)]
pub(crate) struct Budget {
    tenths: AtomicU32,
    most: u32,
}

impl Budget {
    /// A full one.
    pub(crate) fn new(attempts: u32) -> Self {
        let most = attempts.saturating_mul(COST);
        Self {
            tenths: AtomicU32::new(most),
            most,
        }
    }

    /// Pays in for a call.
    pub(crate) fn deposit(&self) {
        self.change(|tenths| Some(tenths.saturating_add(1).min(self.most)));
    }

    /// Pays for a further attempt; whether there was enough.
    pub(crate) fn withdraw(&self) -> bool {
        self.change(|tenths| tenths.checked_sub(COST))
    }

    fn change(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        // Nothing else hangs on this number, so no order is needed.
        let (set, fetch) = (Ordering::Relaxed, Ordering::Relaxed);
        self.tenths.fetch_update(set, fetch, change).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;

    #[test]
    fn ten_calls_pay_for_one_more_attempt() {
        let budget = Budget::new(2);
        assert!(budget.withdraw() && budget.withdraw() && !budget.withdraw());
        (0..9).for_each(|_| budget.deposit());
        assert!(!budget.withdraw());
        budget.deposit();
        assert!(budget.withdraw() && !budget.withdraw());
        (0..1000).for_each(|_| budget.deposit());
        assert!(budget.withdraw() && budget.withdraw() && !budget.withdraw());
    }
}
