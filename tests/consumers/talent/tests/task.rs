//! Posting jobs to the sandbox, whose tasks take several looks.
//!
//! The jobs of one batch end at different times and in different ways.

use std::time::Duration;

use consumer_talent::{Job, Outcome, post};
use linkedin::restli::{EpochMillis, Pace};
use linkedin::{Client, JobPostingUrn};
use restli_sandbox::Sandbox;

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../schema");

async fn connect() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(SCHEMA).await.expect("the sandbox starts");
    let builder = Client::builder().base_url(sandbox.url());
    let client = builder.token(sandbox.token()).build().expect("a client");
    (sandbox, client)
}

fn job(id: &str, location: &str) -> Job {
    Job {
        id: id.to_owned(),
        title: "Signal fitter".to_owned(),
        description: "Looks after relays, levers and lamps. ".repeat(4),
        location: location.to_owned(),
        apply_at: format!("https://jobs.example.org/{id}"),
        listed_at: EpochMillis::from_millis(1_790_000_000_000),
    }
}

#[tokio::test]
async fn every_job_ends_in_its_own_way() {
    let (_sandbox, linkedin) = connect().await;
    let jobs = [
        job("R-1", "Goslar, Germany"),
        job("R-2", "Nowhere"),
        job("R-3", "Atlantis"),
        job("R-4", "Porto, Portugal"),
    ];
    let pace = Pace::new().with_interval(Duration::from_millis(1));
    let outcomes = post(&linkedin, 881_044, &jobs, pace).await.unwrap();
    let told: Vec<_> = { outcomes.iter() }
        .map(|(job, outcome)| (job.as_str(), outcome))
        .collect();
    assert_eq!(
        told,
        [
            ("R-1", &Outcome::Online(JobPostingUrn::new(433_001_121))),
            (
                "R-2",
                &Outcome::Refused("The location cannot be resolved".to_owned())
            ),
            (
                "R-3",
                &Outcome::Refused("No country of this name: Atlantis".to_owned())
            ),
            ("R-4", &Outcome::Online(JobPostingUrn::new(433_001_123))),
        ]
    );
}

#[tokio::test]
async fn a_job_is_pending_when_time_is_up() {
    let (_sandbox, linkedin) = connect().await;
    let pace = Pace::new().with_deadline(Duration::ZERO);
    let jobs = [job("R-1", "Goslar, Germany"), job("R-2", "Nowhere")];
    let outcomes = post(&linkedin, 881_044, &jobs, pace).await.unwrap();
    assert_eq!(outcomes["R-1"], Outcome::Pending);
    assert!(matches!(outcomes["R-2"], Outcome::Refused(_)));
}
