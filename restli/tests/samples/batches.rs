//! Batches as samples: keys count by what they mean, and everything else as it stands.

use restli::testing::Sample;

use crate::mini::*;

const UPDATE: &str = r#"{
    "request": {
        "method": "PUT",
        "path": "/v2/maps?ids=List(($params:(detail:a%20b),x:1,y:2),(y:4,x:3))",
        "headers": {"X-RestLi-Method": "batch_update"},
        "body": {"entities": {
            "(x:3,y:4)": {"days": 2},
            "(y:2,x:1,$params:(detail:a b))": {"days": 1}
        }}
    },
    "response": {
        "status": 200,
        "headers": {},
        "body": {
            "results": {"(y:2,x:01)": {"status": 204}, "(x:3,y:4)": {"status": 404}},
            "errors": {"(x:3,y:4)": {"status": 404, "message": "no", "stackTrace": "at x"}}
        }
    }
}"#;

const CREATE: &str = r#"{
    "request": {
        "method": "POST",
        "path": "/v2/maps",
        "headers": {"X-RestLi-Method": "batch_create"},
        "body": {"elements": [{"days": 1}, {"days": 2}]}
    },
    "response": {
        "status": 200,
        "headers": {},
        "body": {"elements": [
            {"status": 201, "id": "(y:2,x:1)", "location": "/v2/maps/(x:1,y:2)", "entity": {"days": 1}},
            {"status": 422, "error": {"status": 422, "message": "taken"}}
        ]}
    }
}"#;

const FIND: &str = r#"{
    "request": {
        "method": "GET",
        "path": "/v2/maps?bq=area&areas=List((x:1,y:2),(x:3,y:4))&fields=days",
        "headers": {}
    },
    "response": {
        "status": 200,
        "headers": {},
        "body": {"elements": [
            {"elements": [{"days": 1}], "paging": {"start": 0, "count": 10, "links": []}, "metadata": {"city": "Bern"}},
            {"isError": true, "elements": [], "error": {"status": 404}}
        ]}
    }
}"#;

const ONE: &str = r#"{
    "request": {"method": "POST", "path": "/v2/maps?fields=days", "body": {"days": 1}},
    "response": {
        "status": 201,
        "headers": {"X-Library-Id": "(y:2,x:1)", "Location": "/v2/maps/(x:1,y:2)"},
        "body": {"days": 1}
    }
}"#;

/// The recorded exchanges, each with its call.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Update,
    Create,
    Find,
    One,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Update, Self::Create, Self::Find, Self::One];

    fn sample(self) -> &'static str {
        match self {
            Self::Update => UPDATE,
            Self::Create => CREATE,
            Self::Find => FIND,
            Self::One => ONE,
        }
    }

    /// Where the call differs from a sample, while it is answered as in another one.
    async fn places(self, sample: &str, answered: &str) -> Vec<String> {
        let loans = [Loan::new(1), Loan::new(2)];
        let keys = [MapKey::new(1, 2), MapKey::new(3, 4)];
        match self {
            Self::Update => {
                let [first, second] = keys;
                let first = restli::ComplexKey::new(first).params(MapParams::new("a b"));
                let entities = [first, second.into()].into_iter().zip(loans);
                let call = async |client: Client| client.maps().batch_update(entities).send().await;
                with_answer(sample, answered, call).await
            }
            Self::Create => {
                let call = async |client: Client| client.maps().batch_create(loans).send().await;
                with_answer(sample, answered, call).await
            }
            Self::Find => {
                let call = async |client: Client| {
                    let call = client.maps().batch_find_by_area(keys);
                    call.project(|map| map.days()).send().await
                };
                with_answer(sample, answered, call).await
            }
            Self::One => {
                let call = async |client: Client| {
                    let call = client.maps().create(Loan::new(1));
                    call.project(|map| map.days()).send().await
                };
                with_answer(sample, answered, call).await
            }
        }
    }
}

async fn with_answer<T: restli::RecordedAnswer>(
    sample: &str,
    answered: &str,
    call: impl AsyncFnOnce(Client) -> restli::Result<T>,
) -> Vec<String> {
    let sample = Sample::parse("sample.json", sample);
    let server = sample
        .answered_by(Sample::parse("other.json", answered))
        .serve()
        .await;
    let client = server.client(Client::builder());
    let answer = call(client).await;
    let found = server.differences(&answer);
    found
        .into_iter()
        .map(|difference| difference.place)
        .collect()
}

#[tokio::test]
async fn what_is_right_passes() {
    for kind in Kind::ALL {
        let sample = kind.sample();
        assert_eq!(kind.places(sample, sample).await, [""; 0], "{kind:?}");
    }
}

#[tokio::test]
async fn every_change_of_a_request_is_noticed() {
    let changes = [
        (
            Kind::Update,
            "(y:4,x:3)",
            "(y:4,x:5)",
            "request parameter `ids`",
        ),
        (Kind::Update, ",(y:4,x:3))", ")", "request parameter `ids`"),
        (
            Kind::Update,
            "$params:(detail:a%20b),",
            "",
            "request parameter `ids`",
        ),
        (Kind::Update, "a%20b", "a%20c", "request parameter `ids`"),
        (
            Kind::Update,
            "\"days\": 2",
            "\"days\": 3",
            "request body at `entities[\"(x:3,y:4)\"].days`",
        ),
        (
            Kind::Update,
            "\"(x:3,y:4)\": {\"days\": 2},",
            "",
            "request body at `entities[\"(x:3,y:4)\"]`",
        ),
        (
            Kind::Create,
            "[{\"days\": 1}, {\"days\": 2}]",
            "[{\"days\": 2}, {\"days\": 1}]",
            "request body at `elements[0].days`",
        ),
        (
            Kind::Create,
            "batch_create",
            "batch_create2",
            "request header `x-restli-method`",
        ),
        (
            Kind::Find,
            "(x:1,y:2),(x:3,y:4)",
            "(x:3,y:4),(x:1,y:2)",
            "request parameter `areas`",
        ),
        (Kind::Find, "bq=area", "q=area", "request parameter `q`"),
        (
            Kind::Find,
            "fields=days",
            "fields=-days",
            "request parameter `fields`",
        ),
    ];
    for (kind, from, to, place) in changes {
        let sample = kind.sample();
        assert!(sample.contains(from), "{from}");
        let changed = sample.replacen(from, to, 1);
        let found = kind.places(&changed, &changed).await;
        assert_eq!(
            found.first().map(String::as_str),
            Some(place),
            "{from} -> {to}"
        );
    }
    // A recorded key may be escaped more than the protocol wants.
    let escaped = UPDATE.replacen("(detail:a b)", "(detail:a%20b)", 1);
    assert_eq!(Kind::Update.places(&escaped, &escaped).await, [""; 0]);
}

#[tokio::test]
async fn every_change_of_an_answer_is_noticed() {
    let changes = [
        (Kind::Update, "\"status\": 204", "\"status\": 200"),
        (Kind::Update, "\"(y:2,x:01)\": {\"status\": 204}, ", ""),
        (Kind::Update, "\"(y:2,x:01)\"", "\"(y:2,x:2)\""),
        (Kind::Update, "\"(y:2,x:01)\"", "\"(y:2,x:1,z:3)\""),
        (Kind::Update, "\"message\": \"no\"", "\"message\": \"yes\""),
        (
            Kind::Update,
            "\"stackTrace\": \"at x\"",
            "\"stackTrace\": \"at y\"",
        ),
        (
            Kind::Update,
            "\"errors\": {\"(x:3,y:4)\"",
            "\"errors\": {\"(x:3,y:5)\"",
        ),
        (Kind::Update, "\"results\"", "\"outcomes\""),
        (Kind::Create, "(y:2,x:1)", "(y:2,x:3)"),
        (Kind::Create, "\"status\": 201", "\"status\": 200"),
        (Kind::Create, "/v2/maps/(x:1,y:2)", "/v2/maps/(x:1,y:3)"),
        (
            Kind::Create,
            "\"entity\": {\"days\": 1}",
            "\"entity\": {\"days\": 2}",
        ),
        (Kind::Create, "taken", "free"),
        (Kind::Find, "\"isError\": true, ", ""),
        (Kind::Find, "{\"status\": 404}", "{}"),
        (Kind::Find, "Bern", "Kiel"),
        (Kind::Find, "\"count\": 10", "\"count\": 11"),
        (Kind::One, "\"status\": 201", "\"status\": 200"),
        (Kind::One, "(y:2,x:1)", "(y:2,x:3)"),
        (
            Kind::One,
            "\"Location\": \"/v2/maps/(x:1,y:2)\"",
            "\"Location\": \"/v2/maps/(x:1,y:3)\"",
        ),
    ];
    for (kind, from, to) in changes {
        let sample = kind.sample();
        assert!(sample.contains(from), "{from}");
        let (request, answer) = sample.split_once("\"response\"").unwrap();
        let changed = format!("{request}\"response\"{}", answer.replacen(from, to, 1));
        assert_ne!(sample, changed, "{from}");
        assert_ne!(
            kind.places(sample, &changed).await,
            [""; 0],
            "{from} -> {to}"
        );
    }
}

#[tokio::test]
async fn a_service_may_keep_the_id_to_itself() {
    let start = ONE.split("\"headers\"").next().unwrap();
    let silent = format!("{start}\"headers\": {{}}, \"body\": {{\"days\": 1}}}}}}");
    assert_eq!(Kind::One.places(&silent, &silent).await, [""; 0]);
}
