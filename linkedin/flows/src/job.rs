//! Jobs that are sent to LinkedIn, until they are processed.
//!
//! Sending answers a task for each job, and a task that failed is an answer like any other; whoever only
//! sends never learns that a job was refused.

use linkedin::restli::{ErrorResponse, Pace};
use linkedin::{
    Client, SimpleJobPosting, SimpleJobPostingTask, SimpleJobPostingTaskStatus,
    SimpleJobPostingTaskUrn,
};

use crate::error::{Error, Result};

/// What became of a job that was sent.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It was processed; the task names the job on LinkedIn.
    Processed(Box<SimpleJobPostingTask>),
    /// It was processed and refused; the task says why.
    Refused(Box<SimpleJobPostingTask>),
    /// It was refused at once, so there is no task.
    NotTaken(Box<ErrorResponse>),
}

/// Sends jobs, and waits until LinkedIn has processed all of them; what became of each, in their order. That
/// takes about five minutes, so the pace should be a slow one.
///
/// All jobs have to have the same operation. Where a job has several places, its outcome is that of the task
/// that LinkedIn names for it.
pub async fn send(
    linkedin: &Client,
    jobs: impl IntoIterator<Item = SimpleJobPosting>,
    pace: Pace,
) -> Result<Vec<Outcome>> {
    const WHAT: &str = "the processing of the jobs";
    let sent = linkedin
        .simple_job_postings()
        .batch_create(jobs)
        .send()
        .await?;
    let sent = sent.elements.into_iter();
    let tasks: Vec<Result<Option<SimpleJobPostingTaskUrn>, Box<ErrorResponse>>> = sent
        .map(|job| job.into_result().map(|job| job.id))
        .collect();
    let waited: Vec<_> = { tasks.iter() }
        .filter_map(|task| task.as_ref().ok()?.clone())
        .collect();
    let mut done = match waited.is_empty() {
        true => Vec::new(),
        false => {
            let processed = pace.until(WHAT, || {
                let tasks = linkedin.simple_job_posting_tasks();
                let tasks = tasks.batch_get(waited.clone()).send();
                let waited = &waited;
                async move {
                    let tasks = tasks.await?;
                    let outcomes = waited
                        .iter()
                        .map(|urn| Some((urn.clone(), outcome(tasks.get(urn)?.ok()?)?)));
                    Ok(outcomes.collect::<Option<Vec<_>>>())
                }
            });
            processed.await?
        }
    };
    let outcomes = tasks.into_iter().map(|task| match task {
        Err(error) => Ok(Outcome::NotTaken(error)),
        Ok(urn) => {
            let at = done
                .iter()
                .position(|(known, _)| Some(known) == urn.as_ref());
            let at = at.ok_or(Error::Incomplete {
                what: WHAT.to_owned(),
                field: "id",
            })?;
            Ok(done.swap_remove(at).1)
        }
    });
    outcomes.collect()
}

/// What became of a job, once its task is done.
fn outcome(task: &SimpleJobPostingTask) -> Option<Outcome> {
    match task.status {
        Some(SimpleJobPostingTaskStatus::Succeeded | SimpleJobPostingTaskStatus::Processed) => {
            Some(Outcome::Processed(Box::new(task.clone())))
        }
        Some(SimpleJobPostingTaskStatus::Failed) => Some(Outcome::Refused(Box::new(task.clone()))),
        _ => None,
    }
}
