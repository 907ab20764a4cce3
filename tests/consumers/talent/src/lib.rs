//! Sends the jobs of an applicant tracking system to LinkedIn and waits until each is processed.
//!
//! Sending a job only starts a task: whether the job is online is told by the task, minutes later, and some
//! jobs are refused at once while others of the same batch go on.

use std::collections::BTreeMap;

use linkedin::restli::{EpochMillis, Pace};
use linkedin::{
    Client, JobPostingUrn, OrganizationUrn, SimpleJobPosting, SimpleJobPostingOperation,
};
use linkedin_flows::job;

/// A job of the tracking system.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id there.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What there is to do, in 100 characters or more.
    pub description: String,
    /// City and country.
    pub location: String,
    /// Where to apply.
    pub apply_at: String,
    /// When it was listed.
    pub listed_at: EpochMillis,
}

/// What became of a job.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    /// It is online.
    Online(JobPostingUrn),
    /// It was refused, at once or later, for this reason.
    Refused(String),
    /// It was still being processed when time was up.
    Pending,
}

/// Posts the jobs of an organization; what became of each, by its id.
///
/// # Errors
/// When a call fails as a whole.
pub async fn post(
    linkedin: &Client,
    organization: i64,
    jobs: &[Job],
    pace: Pace,
) -> linkedin_flows::Result<BTreeMap<String, Outcome>> {
    let postings = jobs.iter().map(|job| posting(organization, job));
    let sent = job::send(linkedin, postings, pace).await?;
    let outcomes = sent.into_iter().map(outcome);
    let ids = jobs.iter().map(|job| job.id.clone());
    Ok(ids.zip(outcomes).collect())
}

fn outcome(sent: job::Outcome) -> Outcome {
    match sent {
        job::Outcome::Processed(task) => match task.job_posting {
            Some(posting) => Outcome::Online(posting),
            None => Outcome::Refused(task.error_message.unwrap_or_default()),
        },
        job::Outcome::Refused(task) => Outcome::Refused(task.error_message.unwrap_or_default()),
        job::Outcome::NotTaken(error) | job::Outcome::Lost(Some(error)) => {
            Outcome::Refused(error.message.unwrap_or_default())
        }
        job::Outcome::Pending(_) | job::Outcome::Lost(None) => Outcome::Pending,
    }
}

fn posting(organization: i64, job: &Job) -> SimpleJobPosting {
    SimpleJobPosting::new(&job.id)
        .job_posting_operation_type(SimpleJobPostingOperation::Create)
        .company(OrganizationUrn::new(organization))
        .title(&job.title)
        .description(&job.description)
        .location(&job.location)
        .company_apply_url(&job.apply_at)
        .listed_at(job.listed_at)
}
