//! What is held for whoever shows a secret, the newest of it only.
//!
//! The secrets themselves are not kept, so nothing can print them; and a visitor who makes new ones
//! without end fills no memory.

use std::collections::{HashMap, VecDeque};

use super::secret::Digest;

/// Things by secret.
pub(super) struct Vault<T> {
    held: HashMap<Digest, T>,
    /// From the oldest on.
    order: VecDeque<Digest>,
    most: usize,
}

impl<T> Vault<T> {
    /// Holds so many things at most, the newest.
    pub(super) fn new(most: usize) -> Self {
        Vault {
            held: HashMap::new(),
            order: VecDeque::new(),
            most,
        }
    }

    pub(super) fn put(&mut self, secret: &str, thing: T) {
        if self.order.len() >= self.most
            && let Some(oldest) = self.order.pop_front()
        {
            self.held.remove(&oldest);
        }
        let digest = Digest::of(secret);
        self.order.push_back(digest);
        self.held.insert(digest, thing);
    }

    pub(super) fn get(&self, secret: &str) -> Option<&T> {
        self.held.get(&Digest::of(secret))
    }

    pub(super) fn get_mut(&mut self, secret: &str) -> Option<&mut T> {
        self.held.get_mut(&Digest::of(secret))
    }

    pub(super) fn take(&mut self, secret: &str) -> Option<T> {
        self.held.remove(&Digest::of(secret))
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.held.values_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_held_and_each_is_taken_once() {
        let mut vault = Vault::new(2);
        for (secret, thing) in [("a", 1), ("b", 2), ("c", 3)] {
            vault.put(secret, thing);
        }
        assert_eq!(vault.get("a"), None);
        assert_eq!(vault.get("b"), Some(&2));
        assert_eq!(vault.take("c"), Some(3));
        assert_eq!(vault.take("c"), None);
    }
}
