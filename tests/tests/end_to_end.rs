//! What a user does with the client, against the sandbox: typed calls, nothing mocked.

use std::collections::BTreeSet;

use futures_util::TryStreamExt;
use linkedin::{HandleEntity, HandleUrn, PersonUrn};
use linkedin_tests::{Session, sandbox};

async fn session() -> Session {
    sandbox().await.expect("the sandbox starts")
}

#[tokio::test]
async fn the_total_is_asked_for_alone() {
    let session = session().await;
    let total = session
        .linkedin
        .connections()
        .find_by_viewer()
        .total()
        .await
        .unwrap();
    assert!(total > 100, "{total}");
}

#[tokio::test]
async fn a_stream_yields_every_connection_once_and_ends() {
    let session = session().await;
    let call = session.linkedin.connections().find_by_viewer();
    let total = call.clone().total().await.unwrap();
    let all: Vec<_> = call.count(50).stream().try_collect().await.unwrap();
    let urns: BTreeSet<String> = all
        .iter()
        .filter_map(|connection| Some(connection.to.as_ref()?.urn()?.as_str().to_owned()))
        .collect();
    assert_eq!(all.len() as u64, total);
    assert_eq!(urns.len() as u64, total, "a connection came twice");
}

#[tokio::test]
async fn a_page_has_what_was_asked_for_and_no_more() {
    let session = session().await;
    let page = session
        .linkedin
        .connections()
        .find_by_viewer()
        .start(10)
        .count(5)
        .project(|connection| connection.to_resolved_with(|person| person.last_name()))
        .send()
        .await
        .unwrap();
    assert_eq!(page.elements.len(), 5);
    let paging = page.paging.unwrap();
    assert_eq!((paging.start, paging.count), (Some(10), Some(5)));
    let person = page
        .elements
        .iter()
        .find_map(|connection| connection.to.as_ref()?.resolved())
        .expect("somebody can be shown");
    assert!(person.last_name.as_ref().unwrap().preferred().is_some());
    assert_eq!(person.first_name, None, "the first name was not asked for");
}

#[tokio::test]
async fn somebody_who_cannot_be_shown_is_a_value_not_a_failure() {
    let session = session().await;
    let all: Vec<_> = session
        .linkedin
        .connections()
        .find_by_viewer()
        .count(50)
        .project(|connection| connection.to().to_resolved())
        .stream()
        .try_collect()
        .await
        .unwrap();
    let hidden: Vec<_> = all
        .iter()
        .filter_map(|connection| connection.to.as_ref()?.error())
        .collect();
    assert!(
        !hidden.is_empty(),
        "the seed has a member who cannot be shown"
    );
    assert_eq!(hidden[0].status(), Some(403));
}

#[tokio::test]
async fn the_number_of_connections_of_a_member() {
    let session = session().await;
    let me = session
        .linkedin
        .me()
        .get()
        .project(|me| me.id())
        .send()
        .await
        .unwrap();
    let urn = PersonUrn::new(me.id.unwrap());
    let size = session
        .linkedin
        .connections()
        .get(urn)
        .send()
        .await
        .unwrap();
    let total = session
        .linkedin
        .connections()
        .find_by_viewer()
        .total()
        .await
        .unwrap();
    assert_eq!(size.first_degree_size.unwrap() as u64, total);
}

#[tokio::test]
async fn the_address_book_in_one_call() {
    let session = session().await;
    let book = session
        .linkedin
        .contact_exporter_tasks()
        .export()
        .wait()
        .await
        .unwrap();
    assert!(!book.is_expired());
    assert!(!book.get().unwrap().contacts.as_ref().unwrap().is_empty());
}

#[tokio::test]
async fn the_address_book_step_by_step() {
    let session = session().await;
    let tasks = session.linkedin.contact_exporter_tasks();
    let created = tasks.create().send().await.unwrap();
    let first = tasks
        .get(created.id.clone())
        .project(|task| task.id().owner().status().result_resolved())
        .send()
        .await
        .unwrap();
    assert_eq!(first.id.as_deref(), Some(created.id.as_str()));
    assert_eq!(first.status.unwrap().to_string(), "IN_PROGRESS");
    assert!(first.result.is_none());

    let book = tasks.export().resume(created.id).wait().await.unwrap();
    assert!(book.get().unwrap().contacts.is_some());
}

#[tokio::test]
async fn primary_contacts_are_told_apart_by_their_urn() {
    let session = session().await;
    let linkedin = &session.linkedin;
    let members: Vec<PersonUrn> = linkedin
        .connections()
        .find_by_viewer()
        .count(30)
        .send()
        .await
        .unwrap()
        .elements
        .into_iter()
        .filter_map(|connection| connection.to?.into_urn())
        .collect();
    let handles = linkedin
        .client_aware_member_handles()
        .find_by_members()
        .members(members)
        .project(|handle| handle.member().handle_resolved())
        .send()
        .await
        .unwrap();

    let (mut mails, mut phones, mut refused) = (0, 0, 0);
    for handle in handles
        .elements
        .iter()
        .filter_map(|element| element.handle.as_ref())
    {
        match (handle.urn().unwrap(), handle.resolved(), handle.error()) {
            (HandleUrn::EmailAddress(_), Some(HandleEntity::EmailAddress(mail)), None) => {
                assert!(mail.email_address.as_ref().unwrap().contains('@'));
                mails += 1;
            }
            (HandleUrn::PhoneNumber(_), Some(HandleEntity::PhoneNumber(phone)), None) => {
                assert!(phone.phone_number.is_some());
                phones += 1;
            }
            (_, None, Some(error)) => {
                assert_eq!(error.status(), Some(403));
                refused += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(
        mails > 0 && phones > 0 && refused > 0,
        "{mails} {phones} {refused}"
    );
}

#[tokio::test]
async fn the_picture_with_its_renditions() {
    let session = session().await;
    let me = session
        .linkedin
        .me()
        .get()
        .project(|me| me.profile_picture_with(|picture| picture.display_image_playable_streams()))
        .send()
        .await
        .unwrap();
    let image = me.profile_picture.unwrap().display_image.unwrap();
    let renditions = image.resolved().unwrap().elements.as_ref().unwrap();
    assert!(renditions.len() > 1);
    assert_eq!(me.id, None, "the id was not asked for");
}

#[tokio::test]
async fn another_member_by_id() {
    let session = session().await;
    let linkedin = &session.linkedin;
    let page = linkedin
        .connections()
        .find_by_viewer()
        .count(1)
        .send()
        .await
        .unwrap();
    let urn = page.elements[0].to.as_ref().unwrap().urn().unwrap();
    let person = linkedin
        .people()
        .get(urn.id().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(person.id.unwrap(), urn.id().unwrap());
    assert!(person.localized_first_name.is_some());
}

#[tokio::test]
async fn a_member_who_is_not_there() {
    let session = session().await;
    let error = session
        .linkedin
        .people()
        .get("nobody")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(404));
    let line = error.to_string();
    assert!(line.contains("people") && line.contains("404"), "{line}");
    assert!(!line.contains('\n'), "{line}");
}

#[tokio::test]
async fn a_wrong_token_says_so() {
    let session = session().await;
    let url = session.sandbox.as_ref().unwrap().url();
    let stranger = linkedin::Client::builder()
        .base_url(url)
        .token("wrong")
        .build()
        .unwrap();
    let error = stranger.me().get().send().await.unwrap_err();
    assert_eq!(error.status(), Some(401));
    assert!(
        !error.to_string().contains("wrong"),
        "the token stands in {error}"
    );
}
