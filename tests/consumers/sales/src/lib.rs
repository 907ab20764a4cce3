//! Exports what the users of a Sales Navigator contract did, and tells where the file is.
//!
//! The export is a job: it is started, takes a while, and its file vanishes again, so a caller wants the URL
//! and until when it works, or a reason.

use std::time::SystemTime;

use linkedin::restli::{EpochMillis, Pace};
use linkedin::{Client, ContractUrn};
use linkedin_flows::export::{self, Report};
use linkedin_flows::{Error, Result};

/// A file of activities.
#[derive(Debug, PartialEq)]
pub struct Export {
    /// Where to fetch it.
    pub url: String,
    /// When it vanishes.
    pub expires_at: Option<SystemTime>,
    /// How many rows it has.
    pub rows: i64,
}

/// Exports the activities of a period of 90 days at most, and waits for the file at this pace.
///
/// # Errors
/// When a call fails, the job ends without a file, or it takes longer than the pace allows.
pub async fn activities(
    linkedin: &Client,
    contract: i64,
    (from, until): (EpochMillis, EpochMillis),
    pace: Pace,
) -> Result<Export> {
    let contract = ContractUrn::new(contract);
    let report = Report::Activity;
    let exported = export::sales_report(linkedin, contract, report, from, until, pace).await?;
    let url = exported.download_urls.into_iter().next();
    Ok(Export {
        url: url.ok_or_else(|| Error::Failed {
            what: "the export of activities".to_owned(),
            why: "it has no file".to_owned(),
        })?,
        expires_at: exported.expires_at,
        rows: exported.rows.unwrap_or_default(),
    })
}
