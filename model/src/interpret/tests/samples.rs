//! Sample files: their format, their diagnostics, and those of the real schema.

use super::schema::FILES;
use crate::diagnostics::Report;
use crate::interpret::samples::DocumentSample;
use crate::model::Model;
use crate::source::SourceSet;

const GOOD: &str = r#"{
  "id": "books.get.1",
  "source": "test",
  "request": {"method": "GET", "path": "/v1/books/7?projection=(id,author~(name))", "headers": {}, "body": null},
  "response": {"status": 200, "headers": {}, "body": {"id": 7, "author~": {"name": "N"}}}
}"#;

fn load(samples: &[(&str, &str)]) -> (Model, Report) {
    let files = FILES.iter().copied().chain(samples.iter().copied());
    let (model, report) = crate::load(&SourceSet::from_files(files));
    let model = model.unwrap_or_else(|| panic!("{}", report.render(false)));
    (model, report)
}

/// The report on one sample, and whether it has become part of the model with a misfit.
fn report(text: &str) -> (String, Option<bool>) {
    let (model, report) = load(&[("samples/catalog/books.get.1.json", text)]);
    (
        report.render(false),
        model.samples.first().map(|sample| sample.misfit.is_some()),
    )
}

#[test]
fn a_good_sample_becomes_part_of_the_model() {
    let (model, report) = load(&[("samples/catalog/books.get.1.json", GOOD)]);
    assert!(report.is_empty(), "{}", report.render(false));
    let sample = &model.samples[0];
    assert_eq!(
        (sample.id.as_str(), sample.misfit.as_deref()),
        ("books.get.1", None)
    );
    assert!(sample.call.as_ref().is_some_and(|call| call.mask.is_some()));
}

#[test]
fn files_that_are_no_samples_are_reported_and_left_out() {
    for (from, to, wrong) in [
        (
            "\"source\": \"test\",",
            "\"source\": \"test\"",
            "the sample is no JSON",
        ),
        ("\"id\": \"books.get.1\",", "", "the sample lacks `id`"),
        (
            "books.get.1",
            "books.get.2",
            "name the file `books.get.2.json`",
        ),
        (
            "\"status\": 200",
            "\"status\": 20",
            "no `status` from 100 to 599",
        ),
        (
            "\"method\": \"GET\"",
            "\"method\": 1",
            "`request.method` is a number, not a string",
        ),
        ("\"request\":", "\"reqest\":", "did you mean `request`?"),
        (
            "{\"id\": 7, \"author~\": {\"name\": \"N\"}}}",
            "{}}, \"unknown\": [1]",
            "`unknown` is no list of JSON paths",
        ),
    ] {
        assert!(GOOD.contains(from), "{from}");
        let (report, sample) = report(&GOOD.replacen(from, to, 1));
        assert!(report.contains(wrong), "{report}");
        assert_eq!(sample, None, "{report}");
    }
}

#[test]
fn unknown_members_of_the_file_are_reported() {
    let (text, sample) = report(&GOOD.replacen("\"source\"", "\"nte\": \"x\", \"source\"", 1));
    assert!(
        text.contains("`nte` is no member of a sample") && text.contains("did you mean `note`?"),
        "{text}"
    );
    assert_eq!(sample, Some(false));
}

#[test]
fn two_samples_cannot_share_an_id() {
    let (model, report) = load(&[
        ("samples/catalog/books.get.1.json", GOOD),
        ("samples/other/books.get.1.json", GOOD),
    ]);
    assert_eq!(model.samples.len(), 1);
    let text = report.render(false);
    assert!(
        text.contains("two samples have the id `books.get.1`") && text.contains("samples/catalog/"),
        "{text}"
    );
}

#[test]
fn misfits_point_into_both_files() {
    let (text, sample) = report(&GOOD.replacen("author~(name)", "author~(nme)", 1));
    assert_eq!(sample, Some(true));
    assert_eq!(
        text,
        r#"error[E0702]: sample `books.get.1`: `nme` is no field of `Author`
  --> samples/catalog/books.get.1.json:4:76
   |
 4 |   "request": {"method": "GET", "path": "/v1/books/7?projection=(id,author~(nme))", "headers": {}, "body": null},
   |                                                                            ^^^ mask `projection`
   |
  ::: resources/catalog/books.yaml:64:7
   |
64 |       author: { type: Urn<author>, decorates: Author, doc: Author. }
   |       ------ the schema's word on it
   |
help: did you mean `name`?
   |
 4 |   "request": {"method": "GET", "path": "/v1/books/7?projection=(id,author~(name))", "headers": {}, "body": null},
   |                                                                             +
"#
    );
    let (text, sample) = report(&GOOD.replacen("\"name\": \"N\"", "\"name\": 1", 1));
    assert_eq!(sample, Some(true));
    assert!(
        text.contains(
            "error[E0703]: sample `books.get.1`: `author~.name` is a number, not a string"
        ),
        "{text}"
    );
    assert!(text.contains("types/catalog/types.yaml"), "{text}");
}

#[test]
fn places_in_the_path_are_narrow() {
    for (path, marked) in [
        ("/v1/boks/7", "boks"),
        ("/v1/books/x7", "x7"),
        ("/v1/books?q=search&cuont=1", "cuont"),
        ("/v1/books?q=search&count=many", "many"),
        ("/v1/books?q=search&count", "count"),
        ("/v1/books?q", "q"),
        ("/v1/books/7?projection=(id,titel)", "titel"),
        ("/v1/books/7?projection=", "projection"),
    ] {
        let (text, sample) =
            report(&GOOD.replacen("/v1/books/7?projection=(id,author~(name))", path, 1));
        assert_eq!(sample, Some(true), "{text}");
        let lines: Vec<_> = text.lines().collect();
        let at = lines
            .iter()
            .position(|line| line.contains("\"request\""))
            .expect("the line is shown");
        let start = lines[at + 1].find('^').expect("something is marked");
        let end = lines[at + 1].rfind('^').expect("something is marked");
        assert_eq!(&lines[at][start..=end], marked, "{text}");
    }
}

#[test]
fn listed_members_are_excused() {
    let known = GOOD.replacen("\"id\": 7,", "\"id\": 7, \"new\": {\"a\": 1},", 1);
    let (text, sample) = report(&known);
    assert!(
        text.contains("`new` is a member that the schema does not know"),
        "{text}"
    );
    assert_eq!(sample, Some(true));
    let (text, sample) =
        report(&known.replacen("\"source\"", "\"unknown\": [\"new\"], \"source\"", 1));
    assert_eq!((text.as_str(), sample), ("", Some(false)));
    let (text, sample) =
        report(&GOOD.replacen("\"source\"", "\"unknown\": [\"new\"], \"source\"", 1));
    assert!(
        text.starts_with("warning") && text.contains("nothing unknown is at `new`"),
        "{text}"
    );
    assert_eq!(sample, Some(false));
}

#[test]
fn headers_that_no_call_sends_are_misfits() {
    let (text, sample) = report(&GOOD.replacen(
        "\"headers\": {}",
        "\"headers\": {\"Acept\": \"x\", \"library-version\": \"202501\"}",
        1,
    ));
    assert!(
        text.contains("`Acept` is a header that the method does not declare")
            && text.contains("did you mean `Accept`?"),
        "{text}"
    );
    assert_eq!(text.matches("error[").count(), 1, "{text}");
    assert_eq!(sample, Some(true));
}

#[test]
fn a_request_that_does_not_fit_has_no_call() {
    let (model, _) = load(&[(
        "samples/catalog/books.get.1.json",
        &GOOD.replacen("books/7", "boks/7", 1),
    )]);
    let sample = &model.samples[0];
    assert!(sample.call.is_none());
    assert!(
        sample
            .misfit
            .as_deref()
            .is_some_and(|misfit| misfit.contains("did you mean `/v1/books`?"))
    );
}

#[test]
fn the_samples_of_the_real_schema_fit() {
    let (model, report) = super::mutations::real();
    assert!(!report.has_errors(), "{}", report.render(false));
    assert!(!model.samples.is_empty());
}

const DOCUMENT: &str = r#"{
  "id": "book.1",
  "source": "test",
  "type": "Book",
  "document": {"title": "A", "colour": "RED", "price": {"int": 3}},
  "filled": {"title": "A"},
  "unknown": ["colour"]
}"#;

/// The document samples of one file, with the report on it.
fn documents(text: &str) -> (Vec<DocumentSample>, String) {
    let (model, report) = load(&[("samples/documents/book.1.json", text)]);
    (model.documents, report.render(false))
}

#[test]
fn documents_are_held_against_their_type() {
    let (read, report) = documents(DOCUMENT);
    assert!(report.is_empty(), "{report}");
    let [document] = &*read else {
        panic!("{read:?}");
    };
    assert_eq!((document.id.as_str(), document.filled), ("book.1", true));
    assert!(document.ty.is_some() && document.misfit.is_none());

    let (read, report) = documents(r#"{"id": "book.1", "source": "test", "json": [null, 1]}"#);
    assert!(report.is_empty(), "{report}");
    assert!(read[0].ty.is_none());
}

#[test]
fn documents_that_do_not_fit_are_reported_where_they_do_not() {
    for (from, to, wrong) in [
        (
            "\"title\": \"A\", \"colour\"",
            "\"title\": 7, \"colour\"",
            "`title` is a number, not a string",
        ),
        (
            "\"title\": \"A\", \"colour\"",
            "\"title\": null, \"colour\"",
            "`title` is null, not a string",
        ),
        (
            "{\"title\": \"A\"}",
            "{\"pages\": \"1\"}",
            "`pages` is a string, not an int",
        ),
        (
            "[\"colour\"]",
            "[]",
            "`colour` is a member that the schema does not know",
        ),
        (
            "\"colour\": \"RED\", ",
            "",
            "nothing unknown is at `colour`",
        ),
        ("\"Book\"", "\"Bok\"", "did you mean `Book`?"),
        ("\"filled\"", "\"fild\"", "`fild` is no member of a sample"),
        ("  \"type\": \"Book\",\n", "", "the sample lacks `type`"),
    ] {
        assert!(DOCUMENT.contains(from), "{from}");
        let (_, report) = documents(&DOCUMENT.replacen(from, to, 1));
        assert!(report.contains(wrong), "{from}: {report}");
    }
}

#[test]
fn a_refused_request_may_lack_what_is_required() {
    let sample = |title: &str, status: u16| {
        format!(
            r#"{{"id": "books.get.1", "source": "test",
            "request": {{"method": "POST", "path": "/v1/books", "body": {{{title}}}}},
            "response": {{"status": {status}, "headers": {{"X-RestLi-Id": "1"}}, "body": null}}}}"#
        )
    };
    assert_eq!(
        report(&sample("\"pages\": 1", 422)),
        (String::new(), Some(false))
    );
    let (text, misfit) = report(&sample("\"pages\": 1", 201));
    assert!(
        text.contains("lacks the required member `title`") && misfit == Some(true),
        "{text}"
    );
    let (text, misfit) = report(&sample("\"pages\": \"1\"", 500));
    assert!(
        text.contains("`pages` is a string") && misfit == Some(true),
        "{text}"
    );
}

#[test]
fn a_refused_request_may_be_none_that_a_typed_client_can_make() {
    let sample = |path: &str, error: &str| {
        GOOD.replace("/v1/books/7?projection=(id,author~(name))", path)
            .replace("200", "400")
            .replace(r#"{"id": 7, "author~": {"name": "N"}}"#, error)
    };
    let error = r#"{"status": 400, "message": "no"}"#;
    for path in ["/v1/books?q=search&titel=a", "/v1/boks/7", "/v1/books/%28"] {
        let text = sample(path, error);
        let (model, report) = load(&[("samples/catalog/books.get.1.json", &text)]);
        assert!(report.is_empty(), "{path}: {}", report.render(false));
        let sample = &model.samples[0];
        assert!(sample.call.is_none() && sample.misfit.is_none(), "{path}");
    }
    let (text, misfit) = report(&sample("/v1/boks/7", r#"{"status": "400"}"#));
    assert!(text.contains("`status` is a string"), "{text}");
    assert_eq!(misfit, Some(true));
}

/// A simple resource and an unofficial one at its path.
const CLOCK: &str = "
resource: clock
base: v1
kind: simple
entity: Dial
docs: { summary: The clock. }
methods:
  get: { docs: { summary: Reads it. } }
records:
  Dial:
    docs: { summary: A clock. }
    fields:
      time: { type: long, doc: The time. }
";

const UNOFFICIAL_CLOCK: &str = "
resource: aClock
base: v1
path: clock
kind: plain
unofficial: true
docs: { summary: The clock in another shape. }
calls:
  get: { verb: GET, returns: OtherClock, docs: { summary: Reads it. } }
records:
  OtherClock:
    docs: { summary: A clock of another shape. }
    fields:
      name: { type: string, doc: The name. }
";

#[test]
fn an_unofficial_resource_may_stand_at_the_path_of_another() {
    let sample = |id: &str, body: &str| {
        GOOD.replace("books.get.1", id)
            .replace("/v1/books/7?projection=(id,author~(name))", "/v1/clock")
            .replace(r#"{"id": 7, "author~": {"name": "N"}}"#, body)
    };
    let (official, other, neither) = (
        sample("clock.get.1", r#"{"time": 7}"#),
        sample("clock.get.2", r#"{"name": "N"}"#),
        sample("clock.get.3", r#"{"colour": 1}"#),
    );
    let (model, report) = load(&[
        ("resources/catalog/aClock.yaml", UNOFFICIAL_CLOCK),
        ("resources/catalog/clock.yaml", CLOCK),
        ("samples/catalog/clock.get.1.json", &official),
        ("samples/catalog/clock.get.2.json", &other),
        ("samples/catalog/clock.get.3.json", &neither),
    ]);
    let report = report.render(false);
    // A refusal is the unofficial one's as well, if only that can be asked for.
    let refused = sample("clock.get.1", r#"{"status": 404}"#)
        .replace("/v1/clock", "/v1/clock?zone=x")
        .replace("200", "404");
    let zoned = UNOFFICIAL_CLOCK.replace(
        "docs: { summary: Reads it. } }",
        "docs: { summary: Reads it. }, params: { zone: { type: string, doc: Zone. } } }",
    );
    let (refusing, _) = load(&[
        ("resources/catalog/aClock.yaml", &zoned),
        ("resources/catalog/clock.yaml", CLOCK),
        ("samples/catalog/clock.get.1.json", &refused),
    ]);
    let call = refusing.samples[0]
        .call
        .as_ref()
        .expect("the unofficial call");
    assert_eq!(refusing[call.method.resource].name, "aClock");
    let called: Vec<_> = { model.samples.iter() }
        .map(|sample| {
            let call = sample.call.as_ref().expect("the requests fit");
            (&*model[call.method.resource].name, sample.misfit.is_some())
        })
        .collect();
    assert_eq!(
        called,
        [("clock", false), ("aClock", false), ("clock", true)],
        "{report}"
    );
    assert!(report.contains("`colour`"), "{report}");
    assert!(!report.contains("have one path"), "{report}");
    let twice = CLOCK
        .replace("resource: clock", "resource: clock2\npath: clock")
        .replace("Dial", "Dial2");
    let files = FILES.iter().copied().chain([
        ("resources/catalog/clock.yaml", CLOCK),
        ("resources/catalog/clock2.yaml", &*twice),
    ]);
    let (_, report) = crate::load(&SourceSet::from_files(files));
    assert!(report.render(false).contains("have one path"));
}
