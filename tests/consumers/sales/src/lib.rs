//! Exports what the users of a Sales Navigator contract did, and tells where the file is.
//!
//! The export is a job: it is started, takes a while, and its file vanishes again, so a caller wants the URL
//! and until when it works, or a reason.

use std::time::{Duration, Instant};

use linkedin::restli::EpochMillis;
use linkedin::{Client, ContractUrn, SalesAnalyticsExportJobStatus};

/// The failures of this crate: calls, and exports that end without a file.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// A file of activities.
#[derive(Debug, PartialEq)]
pub struct Export {
    /// Where to fetch it.
    pub url: String,
    /// When it vanishes.
    pub expires_at: Option<EpochMillis>,
    /// How many rows it has.
    pub rows: i64,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::SalesAnalyticsExportJob)]
struct Job {
    status: SalesAnalyticsExportJobStatus,
    download_url: Option<String>,
    expire_at: Option<EpochMillis>,
    row_count: Option<i64>,
}

/// Exports the activities of a period of 90 days at most, and looks for the file in this interval.
///
/// # Errors
/// When a call fails, the job ends without a file, or it takes longer than `at_most`.
pub async fn activities(
    linkedin: &Client,
    contract: i64,
    (from, until): (EpochMillis, EpochMillis),
    interval: Duration,
    at_most: Duration,
) -> Result<Export, Error> {
    let jobs = linkedin.sales_analytics_export_jobs();
    let contract = ContractUrn::new(contract);
    let started = Instant::now();
    let export = jobs.export_activity_data(contract.clone(), from, until);
    let job = export.send().await?.value.ok_or("no export was started")?;
    let id = job.id.ok_or("the export has no id")?;
    loop {
        let job = jobs.get(id, contract.clone()).select::<Job>();
        let job = job.send().await?;
        match job.status {
            SalesAnalyticsExportJobStatus::Enqueued | SalesAnalyticsExportJobStatus::Processing => {
            }
            SalesAnalyticsExportJobStatus::Completed => {
                return Ok(Export {
                    url: job.download_url.ok_or("the export has no file")?,
                    expires_at: job.expire_at,
                    rows: job.row_count.unwrap_or_default(),
                });
            }
            failed => return Err(format!("export {id} ended as {failed}").into()),
        }
        if started.elapsed() >= at_most {
            return Err(format!("export {id} takes longer than {at_most:?}").into());
        }
        tokio::time::sleep(interval).await;
    }
}
