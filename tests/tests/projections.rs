//! Answers that follow the projection, against the sandbox: what a struct names is asked for, sent and read.

use futures_util::TryStreamExt;
use linkedin::{Decorated, PersonKey, PersonUrn};
use linkedin_tests::{Session, sandbox};
use restli::{Answer, Request, Response};

async fn session() -> Session {
    sandbox().await.expect("the sandbox starts")
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::Connection)]
struct Card {
    to: PersonUrn,
    #[projection(resolves = "to")]
    person: Option<Name>,
}

#[derive(Debug, linkedin::Projection)]
#[projection(of = linkedin::Person)]
struct Name {
    id: String,
    first_name: linkedin::MultiLocaleString,
    last_name: linkedin::MultiLocaleString,
}

/// The query of a request.
fn query<T>(request: &Request<T>) -> String {
    let target = request.encode().expect("an encoded request").target;
    target.split_once('?').expect("a query").1.to_owned()
}

#[tokio::test]
async fn a_page_is_asked_for_what_the_struct_names() {
    let session = session().await;
    let call = session.linkedin.connections().find_by_viewer().count(5);
    let request = call.clone().select::<Card>().build().unwrap();
    assert_eq!(
        query(&request),
        "count=5&projection=(elements*(to,to~(id,firstName,lastName)),paging)&q=viewer"
    );
    let page = call.select::<Card>().send().await.unwrap();
    assert_eq!(page.elements.len(), 5);
    assert!(page.paging.unwrap().total.unwrap() > 100);
    let card = &page.elements[0];
    let name = card.person.as_ref().expect("the first member is shown");
    assert_eq!(card.to, PersonUrn::new(name.id.as_str()));
    assert!(name.first_name.preferred().is_some());
}

#[tokio::test]
async fn pages_and_totals_keep_the_selection() {
    let session = session().await;
    let call = session
        .linkedin
        .connections()
        .find_by_viewer()
        .select::<Card>();
    let total = call.clone().total().await.unwrap();
    let all: Vec<Card> = call.count(50).stream().try_collect().await.unwrap();
    assert_eq!(all.len() as u64, total);
    assert!(
        all.iter().any(|card| card.person.is_none()),
        "all are shown"
    );
}

#[tokio::test]
async fn what_the_struct_demands_and_the_service_withholds_has_a_path() {
    #[derive(linkedin::Projection)]
    #[projection(of = linkedin::Connection)]
    #[expect(dead_code, reason = "it is never read whole")]
    struct Shown {
        #[projection(resolves = "to")]
        person: Name,
    }
    let session = session().await;
    let connections = session.linkedin.connections().find_by_viewer().count(200);
    let error = connections.select::<Shown>().send().await;
    let error = error.map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("at `elements["), "{error}");
    assert!(
        error.contains("].to~`: it could not be resolved: status 403"),
        "{error}"
    );
}

#[tokio::test]
async fn single_entities_and_batches_are_selected_too() {
    let session = session().await;
    let me = session.linkedin.me().get().select::<Name>();
    let me = me.send().await.unwrap();
    assert!(!me.id.is_empty());

    let people = session.linkedin.people();
    let key = PersonKey::new(me.id.as_str());
    let name = people
        .get(key.clone())
        .select::<Name>()
        .send()
        .await
        .unwrap();
    assert_eq!(name.last_name, me.last_name);
    let batch = people
        .batch_get([key.clone(), PersonKey::new("nobody")])
        .select::<Name>()
        .send()
        .await
        .unwrap();
    assert_eq!(batch.get(&key).unwrap().unwrap().id, me.id);
    assert_eq!(batch.successes().count(), 1);
}

/// How many bytes the answer of a call has.
async fn size<T: Answer>(session: &Session, request: restli::Result<Request<T>>) -> usize {
    let request = request.expect("a request").returning::<Response>();
    let response = session.linkedin.restli().execute(request).await;
    response.expect("an answer").body().len()
}

#[tokio::test]
async fn only_what_the_struct_names_is_sent() {
    let session = session().await;
    let call = || session.linkedin.connections().find_by_viewer().count(50);
    let undecorated = size(&session, call().build()).await;
    let selected = size(&session, call().select::<Card>().build()).await;
    let decorated =
        call().project(|connection| connection.to().to_resolved_with(|person| person.all()));
    let decorated = size(&session, decorated.build()).await;
    println!(
        "50 connections: {undecorated} bytes of URNs alone, {selected} with `select::<Card>()`, \
         {decorated} fully decorated: {:.0} % of that",
        100.0 * selected as f64 / decorated as f64
    );
    assert!(undecorated < selected && selected < decorated);
}

#[tokio::test]
async fn a_variant_of_a_picture_is_resolved_through_its_kind() {
    #[derive(linkedin::Projection)]
    #[projection(of = linkedin::Person)]
    struct Pictured {
        profile_picture: Option<Picture>,
    }
    #[derive(linkedin::Projection)]
    #[projection(of = linkedin::ProfilePicture)]
    struct Picture {
        #[projection(resolves = "display_image", variant = "playable_streams")]
        renditions: Option<Renditions>,
        display_image: Option<linkedin::DigitalmediaAssetUrn>,
    }
    #[derive(linkedin::Projection)]
    #[projection(of = linkedin::MediaArtifactCollection)]
    struct Renditions {
        elements: Vec<Rendition>,
    }
    #[derive(linkedin::Projection)]
    #[projection(of = linkedin::MediaArtifact)]
    struct Rendition {
        identifiers: Option<Vec<linkedin::MediaIdentifier>>,
    }
    let session = session().await;
    let call = session.linkedin.me().get().select::<Pictured>();
    assert_eq!(
        query(&call.clone().build().unwrap()),
        "projection=(profilePicture(displayImage,\
         displayImage~digitalmediaAsset:playableStreams(elements*(identifiers))))"
    );
    let picture = call.send().await.unwrap().profile_picture.unwrap();
    assert!(picture.display_image.is_some());
    let renditions = picture.renditions.unwrap().elements;
    assert!(
        renditions
            .iter()
            .all(|rendition| rendition.identifiers.is_some())
    );
    assert!(!renditions.is_empty());
}

#[tokio::test]
async fn a_decorated_field_keeps_urn_entity_and_error_together() {
    #[derive(linkedin::Projection)]
    #[projection(of = linkedin::Connection)]
    struct Whole {
        to: Decorated<Name>,
    }
    let session = session().await;
    let connections = session.linkedin.connections().find_by_viewer().count(200);
    let page = connections.select::<Whole>().send().await.unwrap();
    assert!(
        page.elements
            .iter()
            .all(|connection| connection.to.urn().is_some())
    );
    let (shown, hidden): (Vec<_>, Vec<_>) = page
        .elements
        .iter()
        .partition(|connection| connection.to.resolved().is_some());
    assert!(!shown.is_empty());
    assert!(
        hidden
            .iter()
            .all(|connection| connection.to.error().is_some())
    );
}
