//! What a finder's parameters do when the data says nothing of them, and in which order it finds.

use restli_sandbox::Sandbox;
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::support::{Reply, Served, folder, served};

const API: &str = "
api: fleet
docs: { summary: A fleet. }
host: https://api.example.org
bases: { v1: { path: /v1, projection: fields } }
id_headers: [X-RestLi-Id]
groups: { all: { docs: { summary: All. }, default: true } }
";

const URNS: &str = "
namespace: fl
kinds:
  port: { id: string, docs: { summary: A port. } }
  line: { id: string, docs: { summary: A line. } }
";

const BOATS: &str = "
resource: boats
base: v1
kind: collection
key: { name: boatId, type: long }
entity: Boat
docs: { summary: Boats. }
methods:
  get_all: { paging: { style: offset }, docs: { summary: Reads all. }, params: { built: { type: int, doc: The year. } } }
finders:
  search:
    paging: { style: offset, total: true }
    docs: { summary: Finds boats. }
    params:
      kind: { type: BoatKind, doc: What it is. }
      kinds: { type: '[BoatKind]', doc: What it may be. }
      port: { type: Urn<port>, doc: Where it lies. }
      lines: { type: '[Urn<line>]', doc: On which lines it goes. }
      line: { type: Urn, doc: On which line it goes. }
      companies: { type: Companies, doc: Whose it is. }
      built: { type: long, doc: The year. }
      steam: { type: boolean, default: true, doc: Whether it is a steamer. }
      length: { type: double, doc: Its length. }
      span: { type: Span, doc: Its years. }
      owner: { type: Owner, doc: Whose it is. }
      words: { type: string, doc: Anything. }
      name: { type: string, doc: Its name. }
      order: { type: string, doc: From which end. }
      by: { type: SortField, doc: By which field. }
batch_finders:
  criteria:
    batch_param: criteria
    paging: { style: offset }
    docs: { summary: Finds boats by criteria. }
    params:
      criteria: { type: '[Criteria]', required: true, doc: The criteria. }
      port: { type: Urn<port>, doc: Where they lie. }
records:
  Boat:
    docs: { summary: A boat. }
    fields:
      name: { type: string, doc: Name. }
      kind: { type: BoatKind, default: FERRY, doc: What it is. }
      port: { type: Urn<port>, doc: Where it lies. }
      lines: { type: '[Urn<line>]', doc: Where it goes. }
      company: { type: string, doc: Whose it is. }
      built: { type: int, doc: The year. }
      steam: { type: boolean, doc: Whether it is a steamer. }
      length: { type: double, doc: Length. }
      span: { type: Span, doc: Its years. }
      owner: { type: Owner, doc: Whose it is. }
      price: { type: string, format: decimal, doc: What it cost. }
  Span:
    docs: { summary: Years. }
    fields: { from: { type: int, doc: First. } }
  Criteria:
    docs: { summary: What must hold. }
    fields:
      kind: { type: BoatKind, doc: What it is. }
      built: { type: int, doc: The year. }
unions:
  Owner:
    docs: { summary: An owner. }
    members: { state: { type: string, doc: A state. }, club: { type: string, doc: A club. } }
shapes:
  Companies:
    docs: { summary: One or several. }
    alternatives: { One: string, Several: '[string]' }
enums:
  BoatKind:
    docs: { summary: What a boat is. }
    symbols: { FERRY: { doc: A ferry. }, TUG: { doc: A tug. } }
  SortField:
    docs: { summary: What to sort by. }
    symbols: { PRICE: { doc: The price. }, NEWEST: { doc: The year. }, LUCK: { doc: Nothing. } }
";

const SEED: &str = "
resources:
  boats:
    entities:
      - { $key: 1, name: Ada, kind: TUG, port: urn:fl:port:a, lines: [urn:fl:line:1, urn:fl:line:2], company: Rhine, built: 1912, steam: true, span: { from: 1912 }, price: '900.50' }
      - { $key: 2, name: Bo, port: urn:fl:port:b, lines: [urn:fl:line:2], company: Elbe, built: 1950, steam: false, owner: { state: Bern }, price: '1200' }
      - { $key: 3, name: Cy, kind: FERRY, port: urn:fl:port:a, company: Rhine, built: 1950 }
    finders:
      search:
        ignore: [name]
        sort: [{ by: by, fields: { PRICE: price, NEWEST: -built }, order: order }, { field: name, order: order }]
";

fn fleet(seed: &str) -> TempDir {
    folder(&[
        ("api.yaml", API),
        ("urns.yaml", URNS),
        ("resources/all/boats.yaml", BOATS),
        ("sandbox/all.yaml", seed),
    ])
}

async fn start() -> (TempDir, Served) {
    let folder = fleet(SEED);
    let served = Served::start(folder.path()).await;
    (folder, served)
}

fn names(page: &Json) -> String {
    let elements = page["elements"].as_array().expect("a page").iter();
    let names: Vec<_> = elements
        .map(|boat| boat["name"].as_str().expect("a name"))
        .collect();
    names.join(" ")
}

async fn search(fleet: &Served, query: &str) -> Reply {
    fleet.get(&format!("/v1/boats?q=search{query}")).await
}

#[tokio::test]
async fn a_parameter_filters_by_the_field_of_its_name() {
    let (_folder, fleet) = start().await;
    for (query, found) in [
        ("", "Ada Bo Cy"),
        ("&kind=TUG", "Ada"),
        ("&kind=FERRY", "Bo Cy"),
        ("&kinds=List(TUG,FERRY)", "Ada Bo Cy"),
        ("&port=urn%3Afl%3Aport%3Aa", "Ada Cy"),
        (
            "&lines=List(urn%3Afl%3Aline%3A1,urn%3Afl%3Aline%3A9)",
            "Ada",
        ),
        ("&line=urn%3Afl%3Aline%3A2", "Ada Bo"),
        ("&companies=Elbe", "Bo"),
        ("&companies=List(Elbe,Rhine)", "Ada Bo Cy"),
        ("&built=1950", "Bo Cy"),
        ("&built=1950&kind=TUG", ""),
        ("&steam=false", "Bo"),
        ("&owner=(state:Bern)", "Bo"),
        ("&owner=(club:Bern)", ""),
    ] {
        let reply = search(&fleet, query).await;
        assert_eq!(
            (reply.status, names(&reply.json).as_str()),
            (200, found),
            "{query}"
        );
        assert_eq!(reply.header("x-sandbox-assumed"), None, "{query}");
    }
    let page = fleet.ok("/v1/boats?built=1912").await;
    assert_eq!(names(&page), "Ada", "get_all may have parameters, too");
}

#[tokio::test]
async fn what_changes_nothing_is_told_unless_the_data_says_so() {
    let (_folder, fleet) = start().await;
    let reply = search(&fleet, "&words=x&length=3.5&span=(from:1912)&name=Ada").await;
    assert_eq!(names(&reply.json), "Ada Bo Cy");
    let mut told: Vec<_> = reply
        .header("x-sandbox-assumed")
        .unwrap()
        .split(": ")
        .collect();
    assert_eq!(
        told.remove(0),
        "nothing says what these parameters do, so they changed nothing"
    );
    let mut told: Vec<_> = told[0].split(", ").collect();
    told.sort_unstable();
    assert_eq!(told, ["length", "span", "words"]);
    let named = search(&fleet, "&name=Ada").await;
    assert_eq!(names(&named.json), "Ada Bo Cy");
    assert_eq!(named.header("x-sandbox-assumed"), None, "`ignore` says it");
}

#[tokio::test]
async fn each_part_of_a_criterion_is_a_parameter() {
    let (_folder, fleet) = start().await;
    let found = async |query: &str| {
        let target = format!("/v1/boats?bq=criteria&criteria=List({query}");
        let found = fleet.ok(&target).await;
        let results = found["elements"].as_array().unwrap().iter().map(names);
        results.collect::<Vec<_>>()
    };
    let criteria = "(kind:TUG),(kind:FERRY,built:1950),(built:1))";
    assert_eq!(found(criteria).await, ["Ada", "Bo Cy", ""]);
    let port = "(built:1950),())&port=urn%3Afl%3Aport%3Ab";
    assert_eq!(
        found(port).await,
        ["Bo", "Bo"],
        "those beside the criteria count for all"
    );
}

#[tokio::test]
async fn the_order_is_that_which_is_asked_for() {
    let (_folder, fleet) = start().await;
    for (query, found) in [
        ("&by=PRICE", "Ada Bo Cy"),
        ("&by=PRICE&order=DESCENDING", "Bo Ada Cy"),
        ("&by=NEWEST", "Bo Cy Ada"),
        ("&by=NEWEST&order=desc", "Ada Bo Cy"),
        ("&order=ASC", "Ada Bo Cy"),
        ("&order=descending", "Cy Bo Ada"),
        ("&by=LUCK&order=descending", "Cy Bo Ada"),
        ("&by=LUCK", "Ada Bo Cy"),
        ("&by=NEWEST&count=1&start=1", "Cy"),
    ] {
        let reply = search(&fleet, query).await;
        assert_eq!(
            (reply.status, names(&reply.json).as_str()),
            (200, found),
            "{query}"
        );
    }
}

#[tokio::test]
async fn statistics_are_sorted_by_a_number_in_a_text() {
    let served = served().await;
    let dates = "dateRange=(start:(day:30,month:9,year:2026),end:(day:1,month:10,year:2026))";
    let sort = "sortBy=(field:COST_IN_LOCAL_CURRENCY,order:DESCENDING)";
    let target = format!(
        "/rest/adAnalytics?{dates}&fields=costInLocalCurrency&pivot=CAMPAIGN&q=analytics&{sort}&timeGranularity=DAILY"
    );
    let page = served.ok(&target).await;
    let costs = page["elements"].as_array().unwrap().iter();
    let costs: Vec<_> = costs
        .map(|one| one["costInLocalCurrency"].as_str().unwrap())
        .collect();
    assert_eq!(costs, ["1000", "12.1", "3.00", "0.1"]);
}

#[tokio::test]
async fn orders_that_do_not_fit_are_told() {
    let seed = "
resources:
  boats:
    finders:
      search:
        ignore: [nam]
        sort: [{ by: by, fields: { PRIZE: price } }, { by: by, fields: { PRICE: -prize } }, { by: by, field: name }, {}, { field: name, order: oder }]
";
    let folder = fleet(seed);
    let error = match Sandbox::start(folder.path()).await {
        Ok(_) => panic!("it started"),
        Err(error) => error.to_string(),
    };
    let either =
        "boats, search: `sort` has either `field`, or `by` with the `fields` of its values";
    for wrong in [
        "boats, search: the schema has no parameter `nam`; did you mean `name`?",
        "`PRIZE`, which is no symbol of `SortField`",
        "boats, search: the schema has no field `prize`; did you mean `price`?",
        either,
        "boats, search: the schema has no parameter `oder`; did you mean `order`?",
    ] {
        assert!(error.contains(wrong), "{wrong}\n{error}");
    }
    assert_eq!(error.matches(either).count(), 2, "{error}");
}
