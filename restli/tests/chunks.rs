//! Batches that are sent in chunks: how many requests, how many at once, and what becomes of each key when
//! one of them fails.

mod mini;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mini::server::{Reply, Server, json};
use mini::*;
use proptest::prelude::*;
use restli::{Batch, BatchCreated, Call, ErrorKind, Method, MethodSpec, Progress, Updated};

static GET: MethodSpec = MethodSpec::batch_get("books", "/v2/books").max_batch(100);
static UPDATE: MethodSpec = MethodSpec::batch_update("books", "/v2/books").max_batch(100);
static DELETE: MethodSpec = MethodSpec::batch_delete("books", "/v2/books");
static CREATE: MethodSpec = MethodSpec::batch_create("books", "/v2/books").advised_batch(30);

fn get(client: &Client, ids: impl IntoIterator<Item = i64>) -> Call<'_, Batch<i64, Loan>> {
    Call::new(client.restli(), &GET).ids(ids)
}

fn update(client: &Client, ids: impl IntoIterator<Item = i64>) -> Call<'_, Batch<i64, Updated>> {
    let entities = ids.into_iter().map(|id| (id, Loan::new(id as i32 * 2)));
    Call::new(client.restli(), &UPDATE).entities(entities)
}

fn create(client: &Client, days: impl IntoIterator<Item = i32>) -> Call<'_, BatchCreated<i64>> {
    Call::new(client.restli(), &CREATE).elements(days.into_iter().map(Loan::new))
}

/// The keys in the query of a request.
fn ids(request: &str) -> Vec<i64> {
    let list = request.split_once("ids=List(").expect("there are ids").1;
    let list = list.split_once(')').expect("the list ends").0;
    list.split(',').map(|id| id.parse().unwrap()).collect()
}

/// The body of a request.
fn body(request: &str) -> serde_json::Value {
    serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap()
}

/// The `days` of the elements of a create.
fn elements(request: &str) -> Vec<i64> {
    let body = body(request);
    let elements = body["elements"].as_array().unwrap().iter();
    elements
        .map(|book| book["days"].as_i64().unwrap())
        .collect()
}

/// What the library knows of each key: a third is an error, every seventh is missing.
fn read(ids: &[i64]) -> String {
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for id in ids {
        match id.rem_euclid(21) {
            0 | 7 | 14 => {}
            rest if rest % 3 == 0 => errors.push(format!(r#""{id}":{{"status":403}}"#)),
            _ => results.push(format!(r#""{id}":{{"days":{id}}}"#)),
        }
    }
    let (results, errors) = (results.join(","), errors.join(","));
    format!(r#"{{"results":{{{results}}},"errors":{{{errors}}},"statuses":{{}}}}"#)
}

fn updated(ids: &[i64]) -> String {
    let results = ids.iter().map(|id| format!(r#""{id}":{{"status":204}}"#));
    let results: Vec<_> = results.collect();
    format!(r#"{{"results":{{{}}},"errors":{{}}}}"#, results.join(","))
}

fn created(days: &[i64]) -> String {
    let elements = days
        .iter()
        .map(|days| format!(r#"{{"status":201,"id":"{days}"}}"#));
    let elements: Vec<_> = elements.collect();
    format!(r#"{{"elements":[{}]}}"#, elements.join(","))
}

/// How many requests a server has at once.
#[derive(Clone, Default)]
struct Crowd(Arc<(AtomicUsize, AtomicUsize)>);

impl Crowd {
    /// Stays for a while, so that others can come.
    fn stay(&self) {
        let now = self.0.0.fetch_add(1, Ordering::SeqCst) + 1;
        self.0.1.fetch_max(now, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(60));
        self.0.0.fetch_sub(1, Ordering::SeqCst);
    }

    fn most(&self) -> usize {
        self.0.1.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn a_large_batch_takes_several_requests_some_of_them_at_once() {
    let crowd = Crowd::default();
    let inside = crowd.clone();
    let server = Server::start(move |number, request| {
        inside.stay();
        // Later requests are answered before earlier ones.
        std::thread::sleep(Duration::from_millis(if number % 2 == 0 { 20 } else { 0 }));
        Reply::Bytes(json(200, &read(&ids(request))))
    });
    let client = server.client();
    let asked: Vec<i64> = (0..1050).rev().collect();
    // A key that comes twice is sent once.
    let call = get(&client, asked.iter().copied().chain([5, 1049]));
    let books = call.in_chunks().concurrent(4).send().await.unwrap();
    let mut sizes: Vec<_> = server
        .requests()
        .iter()
        .map(|text| ids(text).len())
        .collect();
    sizes.sort_unstable();
    assert_eq!(
        sizes,
        [50, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100]
    );
    assert_eq!(crowd.most(), 4);
    let answered: Vec<_> = books.iter().map(|(id, _)| *id).collect();
    let expected = asked.iter().copied().filter(|id| id % 7 != 0);
    assert_eq!(answered, expected.collect::<Vec<_>>());
    let missing = asked.iter().filter(|id| *id % 7 == 0);
    assert!(books.missing().eq(missing));
    assert_eq!(books.get(&1).unwrap().unwrap().days, Some(1));
    assert_eq!(books.get(&3).unwrap().unwrap_err().status, Some(403));
    assert!(books.chunk_error(&3).is_none(), "its chunk was answered");
}

#[tokio::test]
async fn chunks_follow_each_other_unless_told_otherwise() {
    let crowd = Crowd::default();
    let inside = crowd.clone();
    let server = Server::start(move |_, request| {
        inside.stay();
        Reply::Bytes(json(200, &read(&ids(request))))
    });
    let client = server.client();
    get(&client, 1..=9).in_chunks().of(3).send().await.unwrap();
    assert_eq!(crowd.most(), 1);
    let sent: Vec<_> = server.requests().iter().map(|text| ids(text)).collect();
    assert_eq!(sent, [[1, 2, 3], [4, 5, 6], [7, 8, 9]]);
}

#[tokio::test]
async fn the_error_of_a_chunk_is_that_of_a_read() {
    let server = Server::start(|number, request| {
        Reply::Bytes(match number {
            2 => json(400, r#"{"status":400,"message":"no"}"#),
            _ => json(200, &read(&ids(request))),
        })
    });
    let client = server.client();
    let error = get(&client, 1..=1000).in_chunks().send().await.unwrap_err();
    assert_eq!(error.to_string(), "BATCH_GET of books: status 400: no");
    assert_eq!(server.requests().len(), 3, "no further chunk is sent");
    let unreadable = Server::always(json(200, r#"{"results":5}"#));
    let client = unreadable.client();
    let error = get(&client, 1..=1000).in_chunks().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error.to_string().starts_with("BATCH_GET of books: "),
        "{error}"
    );
}

#[tokio::test]
async fn a_chunk_of_a_write_that_fails_is_told_for_each_of_its_keys() {
    let server = Server::start(|_, request| {
        let ids = ids(request);
        let body = body(request);
        for id in &ids {
            assert_eq!(body["entities"][id.to_string()]["days"], id * 2);
        }
        assert_eq!(body["entities"].as_object().unwrap().len(), ids.len());
        Reply::Bytes(match ids.contains(&333) {
            true => json(422, r#"{"status":422,"code":"LATE","message":"too late"}"#),
            false => json(200, &updated(&ids)),
        })
    });
    let client = server.client();
    let books = update(&client, 0..1050).in_chunks().concurrent(4);
    let books = books.send().await.unwrap();
    assert!(!books.is_success());
    assert!(books.missing().next().is_none());
    let failed: Vec<_> = books.failures().map(|(id, _)| *id).collect();
    assert_eq!(failed, (300..400).collect::<Vec<_>>());
    let keys: Vec<_> = books.iter().map(|(id, _)| *id).collect();
    assert_eq!(keys, (0..1050).collect::<Vec<_>>());
    for id in [300, 333, 399] {
        let error = books.get(&id).unwrap().unwrap_err();
        assert_eq!(error.to_string(), "status 422, code LATE: too late");
        assert_eq!(books.status(&id), Some(422));
        let error = books.chunk_error(&id).unwrap();
        assert_eq!(error.code(), Some("LATE"));
        assert!(!error.may_have_acted());
    }
    assert!(books.chunk_error(&299).is_none());
    assert_eq!(books.status(&299), Some(204));
    let sent: Vec<_> = server
        .requests()
        .iter()
        .flat_map(|text| ids(text))
        .collect();
    let once: BTreeSet<_> = sent.iter().copied().collect();
    assert_eq!((sent.len(), once.len()), (1050, 1050), "each is sent once");
}

#[tokio::test]
async fn what_may_have_been_done_is_told() {
    let server = Server::start(|number, request| {
        Reply::Bytes(match number {
            1 => b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".to_vec(),
            2 => json(200, "it is done"),
            _ => json(200, &created(&elements(request))),
        })
    });
    let client = server.client();
    let loans = create(&client, 0..120).in_chunks().send().await.unwrap();
    assert_eq!(loans.elements.len(), 120);
    for (position, element) in loans.elements.iter().enumerate() {
        match position / 30 {
            1 | 2 => {
                let kind = [ErrorKind::Transport, ErrorKind::Decode][position / 30 - 1];
                let error = element.chunk_error().unwrap();
                assert_eq!(error.kind(), kind);
                assert!(error.may_have_acted());
                assert_eq!((element.id, element.status()), (None, 500));
                let text = element.error().unwrap().message.as_deref().unwrap();
                assert!(text.starts_with("BATCH_CREATE of books: "), "{text}");
            }
            _ => assert_eq!(element.id, Some(position as i64)),
        }
    }
    let sent: Vec<_> = server
        .requests()
        .iter()
        .flat_map(|text| elements(text))
        .collect();
    assert_eq!(
        sent,
        (0..120).collect::<Vec<_>>(),
        "nothing is created twice"
    );
}

#[tokio::test]
async fn elements_keep_their_positions() {
    let server = Server::start(|_, request| {
        let mut days = elements(request);
        // The second chunk is answered for one element less, so nobody knows for which ones.
        if days.contains(&30) {
            days.pop();
        }
        // Later chunks are answered first.
        std::thread::sleep(Duration::from_millis(80 - days[0] as u64 / 2));
        Reply::Bytes(json(200, &created(&days)))
    });
    let client = server.client();
    let loans = create(&client, 0..100).in_chunks().concurrent(9);
    let loans = loans.send().await.unwrap();
    let ids: Vec<_> = loans.elements.iter().map(|element| element.id).collect();
    let expected = (0..100).map(|id| Some(id).filter(|id| !(30..60).contains(id)));
    assert_eq!(ids, expected.collect::<Vec<_>>());
    assert_eq!(loans.failures().count(), 30);
    let error = loans.elements[30].chunk_error().unwrap();
    let text = error.to_string();
    assert!(
        text.contains("`elements` has 29 members for 30 that were sent"),
        "{text}"
    );
    assert!(
        error.body().unwrap().contains(r#""id":"58""#),
        "what came can be looked at"
    );
}

#[tokio::test]
async fn nothing_done_is_an_error() {
    let server = Server::always(json(403, r#"{"status":403,"message":"no"}"#));
    let client = server.client();
    let error = update(&client, 0..350)
        .in_chunks()
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "BATCH_UPDATE of books: status 403: no (chunk 1 of 4, all of which failed)"
    );
    assert_eq!(server.requests().len(), 4);
    // If one may have been done, that is what the error says.
    let server =
        Server::start(|number, _| Reply::Bytes(json(if number == 2 { 500 } else { 403 }, "{}")));
    let client = server.client();
    let chunks = update(&client, 0..350).with_attempts(1).in_chunks();
    let error = chunks.send().await.unwrap_err();
    assert!(error.may_have_acted());
    assert!(
        error
            .to_string()
            .contains("chunk 3 of 4, all of which failed"),
        "{error}"
    );
    // One chunk is as good as none.
    let client = server.client();
    let error = update(&client, 0..3).in_chunks().send().await.unwrap_err();
    assert_eq!(error.to_string(), "BATCH_UPDATE of books: status 403");
}

#[test]
fn the_size_of_a_chunk_is_what_is_known_of_the_service() {
    let client = Client::new("token").unwrap();
    fn sizes<T>(requests: restli::Result<Vec<restli::Request<T>>>) -> Vec<usize> {
        let requests = requests.unwrap().into_iter();
        requests.map(|request| request.ids().len()).collect()
    }
    assert_eq!(
        sizes(get(&client, 0..250).in_chunks().build()),
        [100, 100, 50]
    );
    assert_eq!(
        sizes(get(&client, 0..5).in_chunks().of(2).build()),
        [2, 2, 1]
    );
    assert_eq!(sizes(get(&client, 0..2).in_chunks().of(0).build()), [1, 1]);
    let unlimited = Call::<Batch<i64, Updated>>::new(client.restli(), &DELETE);
    assert_eq!(
        sizes(unlimited.ids(0..120_i64).in_chunks().build()),
        [50, 50, 20]
    );
    let advised = create(&client, 0..70).in_chunks().build().unwrap();
    let bodies = advised.iter().map(|request| request.body().unwrap());
    let bodies: Vec<serde_json::Value> = bodies.map(|body| body.to_value().unwrap()).collect();
    let sizes = bodies
        .iter()
        .map(|body| body["elements"].as_array().unwrap().len());
    assert_eq!(sizes.collect::<Vec<_>>(), [30, 30, 10]);
    // Generated builders have it too, with complex keys and their parameters.
    let id = |x| restli::ComplexKey::new(MapKey::new(x, 1)).params(MapParams::new("high"));
    let maps = client.maps().batch_get((0..7).map(id)).in_chunks().build();
    let maps = maps.unwrap();
    assert_eq!(
        maps.iter().map(|map| map.ids().len()).collect::<Vec<_>>(),
        [3, 3, 1]
    );
    assert!(maps[2].encode().unwrap().target.contains("$params"));
}

#[tokio::test]
async fn what_is_wrong_is_told_before_anything_is_sent() {
    let server = Server::always(json(200, "{}"));
    let client = server.client();
    let large = update(&client, 0..300).in_chunks().of(120).send().await;
    assert_eq!(
        large.unwrap_err().to_string(),
        "BATCH_UPDATE of books: entities: 120 in one batch, where the service takes 100 \
         (`in_chunks()` sends them in several)"
    );
    let whole = get(&client, 0..101).build().unwrap_err();
    assert!(
        whole.to_string().contains("ids: 101 in one batch"),
        "{whole}"
    );
    let none = get(&client, []).in_chunks().send().await.unwrap_err();
    assert!(
        none.to_string().contains("ids: a batch must not be empty"),
        "{none}"
    );
    let finder = client.restli().raw(Method::Finder, "/v2/books").named("x");
    let finder = finder
        .returning::<Batch<i64, Loan>>()
        .in_chunks()
        .send()
        .await;
    assert_eq!(
        finder.unwrap_err().to_string(),
        "FINDER x of v2/books: only a batch of keys or elements can be sent in chunks"
    );
    let raw = client.restli().raw(Method::BatchUpdate, "/v2/books");
    let raw = raw
        .ids([1_i64, 2])
        .body("5")
        .returning::<Batch<i64, Updated>>();
    assert!(
        raw.in_chunks().send().await.is_err(),
        "that body cannot be cut"
    );
    assert_eq!(server.requests(), [""; 0]);
}

#[tokio::test]
async fn every_figure_of_progress_is_exact() {
    let server = Server::start(|number, request| {
        Reply::Bytes(match number {
            1 => json(400, "{}"),
            _ => json(200, &updated(&ids(request))),
        })
    });
    let client = server.client();
    let seen = Arc::new(Mutex::new(Vec::<Progress>::new()));
    let told = Arc::clone(&seen);
    let call = update(&client, 0..250).in_chunks();
    let call = call.on_progress(move |progress| told.lock().unwrap().push(progress));
    call.send().await.unwrap();
    let seen = seen.lock().unwrap();
    let items: Vec<_> = seen.iter().map(|progress| progress.items).collect();
    assert_eq!(items, [0, 100, 200, 250]);
    assert!(seen.iter().all(|progress| progress.total == Some(250)));
    let last = seen.last().unwrap();
    let bytes = [0..100, 200..250].map(|ids| updated(&ids.collect::<Vec<_>>()).len() as u64);
    assert_eq!((last.requests, last.bytes), (3, bytes.iter().sum()));
}

#[cfg(feature = "blocking")]
#[test]
fn chunks_can_be_waited_for_on_this_thread() {
    let crowd = Crowd::default();
    let inside = crowd.clone();
    let server = Server::start(move |_, request| {
        inside.stay();
        Reply::Bytes(json(200, &updated(&ids(request))))
    });
    let client = server.client();
    let books = update(&client, 0..350)
        .in_chunks()
        .concurrent(2)
        .send_blocking();
    assert!(books.unwrap().is_success());
    assert_eq!((server.requests().len(), crowd.most()), (4, 2));
}

#[tokio::test]
async fn a_key_has_its_outcome_from_the_chunk_that_asked_for_it() {
    // Every answer says something of key 1, and the first one of the others too.
    let server = Server::start(|number, request| {
        let mut ids = ids(request);
        ids.extend(if number == 0 { vec![2, 9] } else { vec![1, 9] });
        let results = ids
            .iter()
            .map(|id| format!(r#""{id}":{{"days":{number}}}"#));
        let results: Vec<_> = results.collect();
        Reply::Bytes(json(
            200,
            &format!(r#"{{"results":{{{}}}}}"#, results.join(",")),
        ))
    });
    let client = server.client();
    let books = get(&client, [3, 1, 4, 2])
        .in_chunks()
        .of(2)
        .send()
        .await
        .unwrap();
    let days = books
        .successes()
        .map(|(id, book)| (*id, book.days.unwrap()));
    // What nobody has asked for comes last, as it was said first.
    assert_eq!(
        days.collect::<Vec<_>>(),
        [(3, 0), (1, 0), (4, 1), (2, 1), (9, 0)]
    );
}

/// What a server answers about keys, with each answer about a key of another chunk beside.
fn beside(ids: &[i64]) -> String {
    let mut ids = ids.to_vec();
    ids.push(1_000_003);
    read(&ids)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn in_chunks_or_not_the_answer_is_the_same(
        keys in proptest::collection::vec(0_i64..90, 1..80),
        size in 1_usize..90,
        concurrent in 1_usize..5,
    ) {
        let server = Server::start(|_, request| Reply::Bytes(json(200, &beside(&ids(request)))));
        let client = server.client();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let call = get(&client, keys);
        let whole = runtime.block_on(call.clone().send()).unwrap();
        let chunks = call.in_chunks().of(size).concurrent(concurrent);
        let merged = runtime.block_on(chunks.send()).unwrap();
        prop_assert_eq!(whole, merged);
    }
}
