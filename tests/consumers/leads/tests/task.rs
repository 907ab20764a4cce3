//! A sync against the sandbox: what is new, and what was answered.
//!
//! The forms have questions of both kinds, answers out of order and leads that must not come.

use consumer_leads::{Lead, leads_since};
use linkedin::Client;
use linkedin::restli::EpochMillis;
use restli_sandbox::Sandbox;

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../schema");

/// After the first lead, before all others.
const LAST_RUN: i64 = 1_790_050_000_000;

async fn connect() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(SCHEMA).await.expect("the sandbox starts");
    let builder = Client::builder().base_url(sandbox.url());
    let client = builder.token(sandbox.token()).build().expect("a client");
    (sandbox, client)
}

#[tokio::test]
async fn answers_stand_beside_their_questions_in_the_order_of_the_form() {
    let (_sandbox, linkedin) = connect().await;
    let since = EpochMillis::from_millis(LAST_RUN);
    let leads = leads_since(&linkedin, 507_300_881, since).await.unwrap();
    let text = |question: &str, answer: &str| (question.to_owned(), answer.to_owned());
    assert_eq!(
        leads[0],
        Lead {
            id: "2b0c9a10-0000-4000-8000-000000000002-6".to_owned(),
            form: "Group visit".to_owned(),
            submitted_at: EpochMillis::from_millis(1_790_100_000_000),
            answers: vec![
                text("First name", "Amara"),
                text("Email address", "amara.nwosu@example.org"),
                text("Custom question 0", "Signal box, Cab ride"),
            ],
            agreed_to: vec!["Send me the timetable of steam days.".to_owned()],
        }
    );
}

#[tokio::test]
async fn all_pages_come_and_nothing_that_is_old_a_test_or_without_a_form() {
    let (_sandbox, linkedin) = connect().await;
    let since = EpochMillis::from_millis(LAST_RUN);
    let leads = leads_since(&linkedin, 507_300_881, since).await.unwrap();
    assert_eq!(leads.len(), 1 + 230, "three pages");
    let volunteers = &leads[1..];
    assert!(volunteers.iter().all(|lead| lead.form == "Volunteers"));
    let last = volunteers.last().unwrap();
    assert_eq!(last.id, "2b0c9a10-0000-4000-8001-230-6");
    assert_eq!(
        last.answers,
        [("Phone number".to_owned(), "+49 5321 5550230".to_owned())]
    );
    assert_eq!(last.agreed_to, [""; 0]);
}

#[tokio::test]
async fn a_run_that_begins_at_the_last_lead_gets_it_again() {
    let (_sandbox, linkedin) = connect().await;
    let at = EpochMillis::from_millis(1_790_200_000_000);
    let leads = leads_since(&linkedin, 507_300_881, at).await.unwrap();
    assert_eq!(leads.len(), 230);
    let after = EpochMillis::from_millis(1_790_200_000_001);
    let leads = leads_since(&linkedin, 507_300_881, after).await.unwrap();
    assert_eq!(leads, [], "the lead of the Page is another owner's");
}
