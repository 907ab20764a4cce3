//! The result of a task, which does not live for ever.
//!
//! Reading it late is a mistake that shows nowhere else, so the result itself refuses it.

use std::fmt;
use std::time::SystemTime;

use super::pace::Pace;
use super::{Task, TaskSpec};
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};

/// The result of a task.
pub struct TaskResult<S: TaskSpec> {
    client: Client,
    value: S::Output,
    expires_at: Option<SystemTime>,
    pace: Pace,
}

impl<S: TaskSpec> TaskResult<S> {
    pub(super) fn new(client: Client, value: S::Output, pace: Pace) -> Self {
        Self {
            client,
            expires_at: S::expires_at(&value).and_then(|expiry| expiry.try_into().ok()),
            value,
            pace,
        }
    }

    /// The result, unless it has expired.
    pub fn get(&self) -> Result<&S::Output> {
        match self.is_expired() {
            false => Ok(&self.value),
            true => Err(
                Error::new(ErrorKind::Expired, "the result of the task has expired")
                    .with_hint(Some("`regenerate` makes a new one".to_owned())),
            ),
        }
    }

    /// The result, expired or not.
    pub fn into_inner(self) -> S::Output {
        self.value
    }

    /// When the result expires, if the service says so.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    /// Whether the result has expired.
    pub fn is_expired(&self) -> bool {
        self.expires_at
            .is_some_and(|expiry| expiry <= SystemTime::now())
    }

    /// Starts the task again and waits for a new result.
    pub async fn regenerate(&self) -> Result<Self> {
        let mut task = Task::<S>::new(&self.client);
        task.pace = self.pace;
        task.wait().await
    }
}

impl<S: TaskSpec> Clone for TaskResult<S>
where
    S::Output: Clone,
{
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            value: self.value.clone(),
            expires_at: self.expires_at,
            pace: self.pace,
        }
    }
}

/// Without the result: address books do not belong into logs.
impl<S: TaskSpec> fmt::Debug for TaskResult<S> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("TaskResult")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}
