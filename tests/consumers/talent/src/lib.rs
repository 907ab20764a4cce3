//! Sends the jobs of an applicant tracking system to LinkedIn and waits until each is processed.
//!
//! Sending a job only starts a task: whether the job is online is told by the task, minutes later, and some
//! jobs are refused at once while others of the same batch go on.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use linkedin::restli::EpochMillis;
use linkedin::{
    Client, JobPostingUrn, OrganizationUrn, SimpleJobPosting, SimpleJobPostingOperation,
    SimpleJobPostingTaskStatus, SimpleJobPostingTaskUrn,
};

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

#[derive(linkedin::Projection)]
#[projection(of = linkedin::SimpleJobPostingTask)]
struct Task {
    status: SimpleJobPostingTaskStatus,
    job_posting: Option<JobPostingUrn>,
    error_message: Option<String>,
}

/// How long to wait for tasks.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From one look to the next.
    pub interval: Duration,
    /// Altogether.
    pub at_most: Duration,
}

/// Posts the jobs of an organization; what became of each, by its id.
///
/// # Errors
/// When a call fails as a whole.
pub async fn post(
    linkedin: &Client,
    organization: i64,
    jobs: &[Job],
    patience: Patience,
) -> Result<BTreeMap<String, Outcome>, linkedin::Error> {
    let postings = jobs.iter().map(|job| posting(organization, job));
    let sent = linkedin.simple_job_postings().batch_create(postings);
    let mut outcomes = BTreeMap::new();
    let mut tasks = Vec::new();
    for (job, element) in jobs.iter().zip(sent.send().await?.elements) {
        if let Some(error) = element.error() {
            let reason = error.message.clone().unwrap_or_default();
            outcomes.insert(job.id.clone(), Outcome::Refused(reason));
        } else if let Some(task) = element.id {
            tasks.push((task, job.id.clone()));
        }
    }

    let started = Instant::now();
    while !tasks.is_empty() && started.elapsed() < patience.at_most {
        tokio::time::sleep(patience.interval).await;
        look(linkedin, &mut tasks, &mut outcomes).await?;
    }
    let pending = tasks.into_iter().map(|(_, job)| (job, Outcome::Pending));
    outcomes.extend(pending);
    Ok(outcomes)
}

/// Looks at all tasks, and takes away those that are done.
async fn look(
    linkedin: &Client,
    tasks: &mut Vec<(SimpleJobPostingTaskUrn, String)>,
    outcomes: &mut BTreeMap<String, Outcome>,
) -> Result<(), linkedin::Error> {
    let ids = tasks.iter().map(|(task, _)| task.clone());
    let found = linkedin.simple_job_posting_tasks().batch_get(ids);
    let found = found.select::<Task>().send().await?;
    tasks.retain(|(urn, job)| {
        let outcome = match found.get(urn) {
            Some(Ok(task)) => task.outcome(),
            Some(Err(error)) => Some(Outcome::Refused(error.message.clone().unwrap_or_default())),
            None => None,
        };
        let done = outcome.is_some();
        outcomes.extend(outcome.map(|outcome| (job.clone(), outcome)));
        !done
    });
    Ok(())
}

impl Task {
    /// What became of the job, unless it is still being processed.
    fn outcome(&self) -> Option<Outcome> {
        match (&self.status, &self.job_posting) {
            (SimpleJobPostingTaskStatus::InProgress, _) => None,
            (SimpleJobPostingTaskStatus::Failed, _) | (_, None) => {
                let reason = self.error_message.clone();
                Some(Outcome::Refused(reason.unwrap_or_default()))
            }
            (_, Some(posting)) => Some(Outcome::Online(posting.clone())),
        }
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
