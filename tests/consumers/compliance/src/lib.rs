//! Archives what a member did, from where the last run ended.
//!
//! LinkedIn keeps events for 28 days and answers at most 50 at once. A run goes on from the last time that it
//! has seen, whose events come again, so an archive tells events by their id.

use std::collections::BTreeSet;

use linkedin::restli::{EpochMillis, Json};
use linkedin::{Client, MemberEventMethod, PersonUrn};

/// The failures of this crate: calls, and a time with more events than can be read.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// How many events come at once.
const AT_ONCE: i32 = 50;

/// An event, as it is archived.
#[derive(Debug, PartialEq)]
pub struct Archived {
    /// Tells it from others.
    pub id: i64,
    /// Who did it.
    pub actor: Option<PersonUrn>,
    /// Where, such as `messages`.
    pub resource: String,
    /// What was done.
    pub method: Option<MemberEventMethod>,
    /// What was sent, as it came.
    pub content: Option<Json>,
}

/// What a run has archived, and where the next one goes on.
#[derive(Debug, PartialEq)]
pub struct Run {
    /// The events, in the order in which they were processed.
    pub events: Vec<Archived>,
    /// The last time that was seen.
    pub until: EpochMillis,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::MemberEvent)]
struct Event {
    id: i64,
    processed_at: EpochMillis,
    actor: Option<PersonUrn>,
    resource_name: String,
    method: Option<MemberEventMethod>,
    activity: Option<Json>,
}

/// Archives all events since a time, except those that are known.
///
/// # Errors
/// When a call fails, or more events than come at once have one and the same time.
pub async fn archive(
    linkedin: &Client,
    since: EpochMillis,
    known: &BTreeSet<i64>,
) -> Result<Run, Error> {
    let mut seen = known.clone();
    let mut run = Run {
        events: Vec::new(),
        until: since,
    };
    loop {
        let from = run.until;
        let page = linkedin
            .member_change_logs()
            .find_by_member_and_application()
            .start_time(from)
            .count(AT_ONCE)
            .select::<Event>()
            .send()
            .await?;
        let is_full = page.elements.len() >= AT_ONCE as usize;
        for event in page.elements {
            run.until = run.until.max(event.processed_at);
            if seen.insert(event.id) {
                run.events.push(Archived {
                    id: event.id,
                    actor: event.actor,
                    resource: event.resource_name,
                    method: event.method,
                    content: event.activity,
                });
            }
        }
        if !is_full {
            return Ok(run);
        }
        if run.until == from {
            return Err(
                format!("{AT_ONCE} events or more at {from}: the rest cannot be read").into(),
            );
        }
    }
}
