//! A task that the service is working on.
//!
//! It is known by its id alone, so a program can store the id, end, and resume.

use std::fmt;

use super::pace::{Pace, Waiting};
use super::{TaskResult, TaskSpec, TaskState};
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::request::Request;

/// A task that has been started.
#[must_use = "the result of a task has to be waited for"]
pub struct RunningTask<S: TaskSpec> {
    client: Client,
    id: S::Key,
    pace: Pace,
}

/// How far a task is.
#[derive(Debug)]
pub enum TaskProgress<S: TaskSpec> {
    /// Not done yet.
    Running,
    /// Done.
    Done(TaskResult<S>),
}

impl<S: TaskSpec> RunningTask<S> {
    pub(super) fn new(client: Client, id: S::Key, pace: Pace) -> Self {
        Self { client, id, pace }
    }

    /// The id of the task, to resume it later.
    pub fn id(&self) -> &S::Key {
        &self.id
    }

    /// Asks once how far the task is. That it failed is an error.
    pub async fn poll(&self) -> Result<TaskProgress<S>> {
        let request = self.request()?;
        let entity = self.client.execute(request).await?;
        self.progress(entity)
    }

    /// Waits for the result. That the task failed, or is not done by the deadline, is an error.
    pub async fn wait(self) -> Result<TaskResult<S>> {
        self.wait_with(|_| {}).await
    }

    /// Waits for the result; before each pause, says how the waiting goes.
    pub async fn wait_with(self, on_wait: impl FnMut(Waiting)) -> Result<TaskResult<S>> {
        let what = format!("the task `{}`", self.id);
        let ask = || async {
            Ok(match self.poll().await? {
                TaskProgress::Running => None,
                TaskProgress::Done(result) => Some(result),
            })
        };
        let waited = self.pace.until_with(&what, ask, on_wait);
        waited.await.map_err(|error| match error.kind() {
            ErrorKind::Timeout if error.status().is_none() && error.hint().is_none() => {
                error.with_hint(Some("it can be resumed by its id".to_owned()))
            }
            _ => error,
        })
    }

    /// Waits for the result, on this thread.
    #[cfg(feature = "blocking")]
    pub fn wait_blocking(self) -> Result<TaskResult<S>> {
        self.client.clone().block_on(self.wait())?
    }

    /// Waits for the result, on this thread; before each pause, says how the waiting goes.
    #[cfg(feature = "blocking")]
    pub fn wait_with_blocking(self, on_wait: impl FnMut(Waiting)) -> Result<TaskResult<S>> {
        self.client.clone().block_on(self.wait_with(on_wait))?
    }

    fn request(&self) -> Result<Request<S::Entity>> {
        S::poll(&self.client, self.id.clone()).build()
    }

    fn progress(&self, entity: S::Entity) -> Result<TaskProgress<S>> {
        let blame = |kind, message: String| Err(Error::new(kind, message));
        match S::state(&entity) {
            TaskState::Running => Ok(TaskProgress::Running),
            TaskState::Failed => blame(
                ErrorKind::TaskFailed,
                format!("the task `{}` has failed", self.id),
            ),
            TaskState::Succeeded => match S::result(entity) {
                Some(Ok(output)) => {
                    let client = self.client.clone();
                    Ok(TaskProgress::Done(TaskResult::new(
                        client, output, self.pace,
                    )))
                }
                Some(Err(error)) => {
                    let message = format!("the result of the task `{}` was refused", self.id);
                    Err(Error::new(ErrorKind::Decoration, message).with_cause(error.to_string()))
                }
                None => blame(
                    ErrorKind::Decode,
                    format!("the task `{}` has succeeded without a result", self.id),
                ),
            },
        }
    }
}

impl<S: TaskSpec> Clone for RunningTask<S> {
    fn clone(&self) -> Self {
        Self::new(self.client.clone(), self.id.clone(), self.pace)
    }
}

impl<S: TaskSpec> fmt::Debug for RunningTask<S> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("RunningTask")
            .field("id", &format_args!("{}", self.id))
            .field("pace", &self.pace)
            .finish_non_exhaustive()
    }
}
