//! Jobs that are sent to LinkedIn, until they are processed.
//!
//! Sending answers a task for each job, and a task that failed is an answer like any other; whoever only
//! sends never learns that a job was refused.

use std::sync::{Mutex, PoisonError};

use linkedin::restli::{ErrorKind, ErrorResponse, Pace};
use linkedin::{
    Client, SimpleJobPosting, SimpleJobPostingTask, SimpleJobPostingTaskStatus,
    SimpleJobPostingTaskUrn,
};

use crate::error::Result;

/// What became of a job that was sent.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It was processed; the task names the job on LinkedIn.
    Processed(Box<SimpleJobPostingTask>),
    /// It was processed and refused; the task says why.
    Refused(Box<SimpleJobPostingTask>),
    /// It was refused at once, so there is no task.
    NotTaken(Box<ErrorResponse>),
    /// It is not processed yet; the task can be asked for with [`look`] later.
    Pending(SimpleJobPostingTaskUrn),
    /// It was taken, but its task cannot be read, or was not named.
    Lost(Option<Box<ErrorResponse>>),
}

/// Sends jobs, and waits until LinkedIn has processed them; what became of each, in their order. That takes
/// about five minutes, so the pace should be a slow one. What is not processed by the deadline is
/// [`Outcome::Pending`]: jobs that were sent are not to be forgotten.
///
/// All jobs have to have the same operation. Where a job has several places, its outcome is that of the task
/// that LinkedIn names for it.
///
/// # Errors
/// When the jobs could not be sent, or a later call fails; then they have been sent.
pub async fn send(
    linkedin: &Client,
    jobs: impl IntoIterator<Item = SimpleJobPosting>,
    pace: Pace,
) -> Result<Vec<Outcome>> {
    let sent = linkedin
        .simple_job_postings()
        .batch_create(jobs)
        .send()
        .await?;
    let outcomes = sent
        .elements
        .into_iter()
        .map(|job| match job.into_result() {
            Ok(job) => job.id.map_or(Outcome::Lost(None), Outcome::Pending),
            Err(error) => Outcome::NotTaken(error),
        });
    wait(linkedin, outcomes.collect(), pace).await
}

/// Asks once for what is pending.
///
/// # Errors
/// When the call fails.
pub async fn look(linkedin: &Client, outcomes: Vec<Outcome>) -> Result<Vec<Outcome>> {
    Ok(ask(linkedin, outcomes).await?)
}

async fn ask(linkedin: &Client, outcomes: Vec<Outcome>) -> linkedin::Result<Vec<Outcome>> {
    let pending: Vec<_> = { outcomes.iter() }
        .filter_map(|outcome| match outcome {
            Outcome::Pending(task) => Some(task.clone()),
            _ => None,
        })
        .collect();
    if pending.is_empty() {
        return Ok(outcomes);
    }
    let tasks = linkedin
        .simple_job_posting_tasks()
        .batch_get(pending)
        .send()
        .await?;
    let seen = outcomes.into_iter().map(|outcome| match outcome {
        Outcome::Pending(urn) => match tasks.get(&urn) {
            Some(Ok(task)) => seen(urn, task),
            Some(Err(error)) => Outcome::Lost(Some(Box::new(error.clone()))),
            None => Outcome::Pending(urn),
        },
        done => done,
    });
    Ok(seen.collect())
}

/// Asks again and again, until nothing is pending or the pace gives up.
async fn wait(linkedin: &Client, outcomes: Vec<Outcome>, pace: Pace) -> Result<Vec<Outcome>> {
    let latest = Mutex::new(outcomes);
    let lock = || latest.lock().unwrap_or_else(PoisonError::into_inner);
    let waited = pace.until("the processing of the jobs", || {
        let outcomes = lock().clone();
        async {
            let seen = ask(linkedin, outcomes).await?;
            let pending = |outcome: &Outcome| matches!(outcome, Outcome::Pending(_));
            let done = !seen.iter().any(pending);
            *lock() = seen;
            Ok(done.then_some(()))
        }
    });
    match waited.await {
        Err(error) if error.kind() != ErrorKind::Timeout => Err(error.into()),
        _ => Ok(latest.into_inner().unwrap_or_else(PoisonError::into_inner)),
    }
}

/// What a task says of its job.
fn seen(urn: SimpleJobPostingTaskUrn, task: &SimpleJobPostingTask) -> Outcome {
    match task.status {
        Some(SimpleJobPostingTaskStatus::Succeeded | SimpleJobPostingTaskStatus::Processed) => {
            Outcome::Processed(Box::new(task.clone()))
        }
        Some(SimpleJobPostingTaskStatus::Failed) => Outcome::Refused(Box::new(task.clone())),
        _ => Outcome::Pending(urn),
    }
}
