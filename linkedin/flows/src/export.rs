//! Reports of Sales Navigator: started, waited for, and where their files are.
//!
//! The jobs are started by actions and name their files by plain URLs, which vanish after a while.

use std::fmt;
use std::time::SystemTime;

use linkedin::restli::{EpochMillis, Pace};
use linkedin::{
    Client, ContractUrn, CrmDataValidationExportJob, CrmDataValidationExportJobStatus,
    CrmInstanceUrn, SalesAnalyticsExportJobStatus,
};

use crate::error::{Error, Result, needed};

/// Which report of a contract is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Report {
    /// What users have done.
    Activity,
    /// Who has a seat.
    Seats,
    /// What came of what users have done.
    ActivityOutcome,
}

/// The files of an export.
#[derive(Clone, PartialEq, Eq)]
pub struct Exported {
    /// Where they can be loaded. Whoever knows these can load them.
    pub download_urls: Vec<String>,
    /// How many rows they have, if that is said.
    pub rows: Option<i64>,
    /// When they vanish, if that is said.
    pub expires_at: Option<SystemTime>,
    /// Where the next export of the same kind should begin, if that is said.
    pub next_start: Option<EpochMillis>,
}

/// Exports a report of a contract, of a period of at most 90 days, and waits for it.
pub async fn sales_report(
    linkedin: &Client,
    contract: impl Into<ContractUrn>,
    report: Report,
    start: EpochMillis,
    end: EpochMillis,
    pace: Pace,
) -> Result<Exported> {
    const WHAT: &str = "the export of the report";
    let contract = contract.into();
    let jobs = linkedin.sales_analytics_export_jobs();
    let started = match report {
        Report::Activity => {
            jobs.export_activity_data(contract.clone(), start, end)
                .send()
                .await?
        }
        Report::Seats => {
            jobs.export_seat_data(contract.clone(), start, end)
                .send()
                .await?
        }
        Report::ActivityOutcome => {
            let outcome = jobs.export_activity_outcome_data(contract.clone(), start, end);
            outcome.send().await?
        }
    };
    let id = needed(started.value.and_then(|job| job.id), "id", WHAT)?;
    let waited = pace.until(WHAT, || {
        let job = linkedin.sales_analytics_export_jobs();
        let job = job.get(id, contract.clone()).send();
        async { Ok(Some(job.await?).filter(|job| has_ended(job.status.as_ref()))) }
    });
    let job = waited.await?;
    match job.status {
        Some(SalesAnalyticsExportJobStatus::Completed) => Ok(Exported {
            download_urls: vec![needed(job.download_url, "downloadUrl", WHAT)?],
            rows: job.row_count,
            expires_at: job.expire_at.and_then(|at| at.try_into().ok()),
            next_start: None,
        }),
        other => Err(failed(WHAT, other.map(|status| status.to_string()))),
    }
}

/// Exports what LinkedIn knows to be outdated in a CRM since a time, and waits for it.
pub async fn crm_validation(
    linkedin: &Client,
    crm: impl Into<CrmInstanceUrn>,
    since: EpochMillis,
    pace: Pace,
) -> Result<Exported> {
    const WHAT: &str = "the export of what is outdated";
    let crm = crm.into();
    let job = CrmDataValidationExportJob::new(since);
    let created = linkedin.crm_data_validation_export_jobs();
    let id = created.create(crm.clone(), job).send().await?.id;
    let waited = pace.until(WHAT, || {
        let job = linkedin.crm_data_validation_export_jobs();
        let job = job.get(id, crm.clone()).send();
        async {
            let ended = |job: &CrmDataValidationExportJob| {
                use CrmDataValidationExportJobStatus as Status;
                let ends = [Status::Completed, Status::FailedDueToInternalError];
                job.status
                    .as_ref()
                    .is_some_and(|status| ends.contains(status))
            };
            Ok(Some(job.await?).filter(ended))
        }
    });
    let job = waited.await?;
    match job.status {
        Some(CrmDataValidationExportJobStatus::Completed) => Ok(Exported {
            download_urls: needed(job.download_urls, "downloadUrls", WHAT)?,
            rows: None,
            expires_at: job.expire_at.and_then(|at| at.try_into().ok()),
            next_start: job.next_export_start_at,
        }),
        other => Err(failed(WHAT, other.map(|status| status.to_string()))),
    }
}

/// Whether it is done or has failed. A status that is not known yet is likelier one on the way.
fn has_ended(status: Option<&SalesAnalyticsExportJobStatus>) -> bool {
    use SalesAnalyticsExportJobStatus as Status;
    matches!(
        status,
        Some(
            Status::Completed
                | Status::FailedDueToExceededFileSizeError
                | Status::FailedDueToTimedOut
        )
    )
}

fn failed(what: &str, status: Option<String>) -> Error {
    Error::Failed {
        what: what.to_owned(),
        why: format!("its status is {}", status.unwrap_or_default()),
    }
}

/// Without the URLs, which are as good as passwords.
impl fmt::Debug for Exported {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Exported")
            .field("files", &self.download_urls.len())
            .field("rows", &self.rows)
            .field("expires_at", &self.expires_at)
            .field("next_start", &self.next_start)
            .finish()
    }
}
