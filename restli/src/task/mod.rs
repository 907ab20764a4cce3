//! Jobs of the service: created, polled until they are done, and read before their result expires.
//!
//! Callers want the result, not the three calls, and must notice when it is no longer valid.

mod pace;
mod result;
mod running;

use std::fmt;
use std::time::Duration;

pub use pace::{Pace, Waiting};
pub use result::TaskResult;
pub use running::{RunningTask, TaskProgress};

use crate::answer::{Answer, Created};
use crate::client::Client;
use crate::error::{DecorationError, Result};
use crate::key::Key;
use crate::request::Call;
use crate::types::EpochMillis;

/// A kind of task: which calls it consists of, and how their answers are read.
pub trait TaskSpec: Sized + Send + Sync + 'static {
    /// The id of a task.
    type Key: Key + Clone + fmt::Display + Send + Sync + 'static;
    /// What polling reads.
    type Entity: Answer + Send;
    /// The result.
    type Output: Send;

    /// The call that starts a task.
    fn create(client: &Client) -> Call<'_, Created<Self::Key>>;

    /// The call that reads how far a task is, and its result.
    fn poll(client: &Client, id: Self::Key) -> Call<'_, Self::Entity>;

    /// How far a task is.
    fn state(task: &Self::Entity) -> TaskState;

    /// The result of a task that has succeeded.
    fn result(task: Self::Entity) -> Option<Result<Self::Output, DecorationError>>;

    /// When a result expires; never unless the spec says so.
    fn expires_at(result: &Self::Output) -> Option<EpochMillis> {
        let _ = result;
        None
    }
}

/// How far a task is, as its spec reads it. An unknown state counts as running.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskState {
    /// Not done yet.
    Running,
    /// Done; there is a result.
    Succeeded,
    /// Done; there will be no result.
    Failed,
}

/// A task that has not been started.
#[must_use = "a task does nothing until it is started"]
pub struct Task<'a, S> {
    client: &'a Client,
    pace: Pace,
    spec: std::marker::PhantomData<fn() -> S>,
}

impl<'a, S: TaskSpec> Task<'a, S> {
    /// A task of this client.
    pub fn new(client: &'a Client) -> Self {
        Self {
            client,
            pace: Pace::default(),
            spec: std::marker::PhantomData,
        }
    }

    /// How long to wait before the first poll; later ones wait longer. One second unless set.
    pub fn with_poll_interval(mut self, interval: Duration) -> Self {
        self.pace.interval = interval;
        self
    }

    /// How long to wait for the end. Ten minutes unless set.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.pace.deadline = deadline;
        self
    }

    /// Starts the task and waits for its result.
    pub async fn wait(self) -> Result<TaskResult<S>> {
        self.start().await?.wait().await
    }

    /// Starts the task and waits for its result; before each pause, says how the waiting goes.
    pub async fn wait_with(self, on_wait: impl FnMut(Waiting)) -> Result<TaskResult<S>> {
        self.start().await?.wait_with(on_wait).await
    }

    /// Starts the task.
    pub async fn start(self) -> Result<RunningTask<S>> {
        let created = S::create(self.client).send().await?;
        Ok(self.resume(created.id))
    }

    /// Goes on with a task that was started earlier.
    pub fn resume(self, id: S::Key) -> RunningTask<S> {
        RunningTask::new(self.client.clone(), id, self.pace)
    }

    /// Starts the task and waits for its result, on this thread.
    #[cfg(feature = "blocking")]
    pub fn wait_blocking(self) -> Result<TaskResult<S>> {
        self.client.block_on(self.wait())?
    }

    /// Starts the task and waits for its result, on this thread; before each pause, says how the waiting goes.
    #[cfg(feature = "blocking")]
    pub fn wait_with_blocking(self, on_wait: impl FnMut(Waiting)) -> Result<TaskResult<S>> {
        self.client.block_on(self.wait_with(on_wait))?
    }
}

impl<S> Clone for Task<'_, S> {
    fn clone(&self) -> Self {
        Self {
            client: self.client,
            pace: self.pace,
            spec: self.spec,
        }
    }
}

impl<S> fmt::Debug for Task<'_, S> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Task")
            .field("pace", &self.pace)
            .finish_non_exhaustive()
    }
}
