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

    /// Lays the price of a further attempt aside, if there is enough.
    pub(crate) fn withdraw(&self) -> Option<Withdrawn<'_>> {
        let paid = self.change(|tenths| tenths.checked_sub(COST));
        paid.then(|| Withdrawn(self))
    }

    fn change(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        // Nothing else hangs on this number, so no order is needed.
        let (set, fetch) = (Ordering::Relaxed, Ordering::Relaxed);
        self.tenths.fetch_update(set, fetch, change).is_ok()
    }
}

/// The price of an attempt. Dropped unspent, because the call was cancelled, it goes back.
#[derive(Debug)]
#[must_use]
pub(crate) struct Withdrawn<'a>(&'a Budget);

impl Withdrawn<'_> {
    /// The attempt is made.
    pub(crate) fn spend(self) {
        std::mem::forget(self);
    }
}

impl Drop for Withdrawn<'_> {
    fn drop(&mut self) {
        let most = self.0.most;
        self.0
            .change(|tenths| Some(tenths.saturating_add(COST).min(most)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spend(budget: &Budget) -> bool {
        budget.withdraw().map(Withdrawn::spend).is_some()
    }

    #[test]
    fn ten_calls_pay_for_one_more_attempt() {
        let budget = Budget::new(2);
        assert!(spend(&budget) && spend(&budget) && !spend(&budget));
        (0..9).for_each(|_| budget.deposit());
        assert!(!spend(&budget));
        budget.deposit();
        assert!(spend(&budget) && !spend(&budget));
        (0..1000).for_each(|_| budget.deposit());
        assert!(spend(&budget) && spend(&budget) && !spend(&budget));
    }

    #[test]
    fn what_is_not_spent_goes_back() {
        let budget = Budget::new(1);
        let aside = budget.withdraw();
        assert!(aside.is_some() && budget.withdraw().is_none());
        drop(aside);
        assert!(spend(&budget) && !spend(&budget));
    }
}
