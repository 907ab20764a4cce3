//! The wire tests can fail: every sample is falsified in one place at a time, and each time its
//! generated test must notice, without being generated anew.
//!
//! Of the members of an answer every third is changed, or each if `FALSIFY_ALL` is set.
//!
//! The program of the generated tests is run with one test selected and `RESTLI_SAMPLES_DIR` pointing
//! at a folder with the falsified sample.

mod wire_tests;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use restli_model::source::SourceSet;
use serde_json::{Value, json};

/// A sample with one thing changed, and what that was.
struct Falsified {
    what: String,
    sample: Value,
}

/// What of a sample its test does not look at.
#[derive(Clone, Copy, Default)]
struct Unseen {
    /// The request: no typed client can make it, and the service has refused it.
    request: bool,
    /// The version header: the resource has no versions.
    version: bool,
}

/// How many samples are falsified at a time.
const WORKERS: usize = 8;

#[test]
fn a_change_of_a_sample_fails_its_test() {
    let schema = Path::new(linkedin_tests::SCHEMA);
    let program = wire_tests::program();
    let files = sample_files(&schema.join("samples"));
    let unseen = unseen(schema);
    let next = AtomicUsize::new(0);
    let found = Mutex::new((0, Vec::new()));
    // A run mostly waits, so there are more of them than processors.
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let relative = file.strip_prefix(schema).unwrap();
                    let (of_file, unnoticed) = falsify_file(&program, schema, relative, &unseen);
                    let mut found = found.lock().unwrap();
                    found.0 += of_file;
                    found.1.extend(unnoticed);
                }
            });
        }
    });
    let (made, undetected) = found.into_inner().unwrap();
    println!("{made} falsified samples, {} undetected", undetected.len());
    assert!(made > 100, "only {made} falsified samples");
    // What the schema leaves open (`json`, the details of errors) takes a value of any type.
    let (open, unnoticed): (Vec<_>, Vec<_>) =
        { undetected.into_iter() }.partition(|what| what.contains(": type of "));
    println!("{}", open.join("\n"));
    assert!(open.len() * 50 < made, "{} of {made}", open.len());
    assert!(
        unnoticed.len() * 1000 < made,
        "undetected:\n{}",
        unnoticed.join("\n")
    );
}

/// Falsifies one sample in every way: how many there are, and which its test did not notice.
fn falsify_file(
    program: &Path,
    schema: &Path,
    file: &Path,
    unseen: &BTreeMap<String, Unseen>,
) -> (usize, Vec<String>) {
    let text = fs::read_to_string(schema.join(file)).unwrap();
    let pristine: Value = serde_json::from_str(&text).unwrap();
    let test = test_name(file);
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join(file);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(&place, &text).unwrap();
    let untouched = run(program, &test, folder.path());
    assert!(untouched.is_none(), "{test} fails on the pristine sample");

    let unseen = unseen.get(file.to_str().unwrap()).copied();
    let all = falsify(&pristine, unseen.unwrap_or_default());
    let made = all.len();
    let unnoticed = all.into_iter().filter_map(|Falsified { what, sample }| {
        fs::write(&place, serde_json::to_string_pretty(&sample).unwrap()).unwrap();
        let Some(output) = run(program, &test, folder.path()) else {
            return Some(format!("{}: {what}", file.display()));
        };
        assert!(
            output.contains("expected:") || output.contains("differs"),
            "{}: {what}: the failure does not say what differs:\n{output}",
            file.display()
        );
        None
    });
    (made, unnoticed.collect())
}

/// What the tests of some samples do not look at, by file.
fn unseen(schema: &Path) -> BTreeMap<String, Unseen> {
    let (model, _) = restli_model::load(&SourceSet::read(schema).unwrap());
    let model = model.unwrap();
    let samples = model.samples.iter().map(|sample| {
        let versioned = sample.call.as_ref().is_none_or(|call| {
            let resource = &model[call.method.resource];
            model.api.bases[resource.base].versioned || resource.version.is_some()
        });
        let unseen = Unseen {
            request: sample.call.is_none(),
            version: !versioned,
        };
        (sample.file.clone(), unseen)
    });
    samples.collect()
}

/// Runs one generated test on the samples of a folder: `None` when it passes, else what it printed.
fn run(program: &Path, test: &str, samples: &Path) -> Option<String> {
    let output = Command::new(program)
        .args(["--exact", test, "--nocapture"])
        .env("RESTLI_SAMPLES_DIR", samples)
        .env("RUST_BACKTRACE", "0")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(!text.contains("running 0 tests"), "there is no test {test}");
    (!output.status.success()).then_some(text)
}

fn sample_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sample_files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// `samples/network/connections.viewer.1.json` -> `network::connections_viewer_1`.
fn test_name(file: &Path) -> String {
    let group = file
        .parent()
        .unwrap()
        .file_name()
        .unwrap()
        .to_str()
        .unwrap();
    let stem = file.file_stem().unwrap().to_str().unwrap();
    format!("{group}::{}", snake_case(stem))
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        snake.push(if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            '_'
        });
    }
    snake
}

fn falsify(sample: &Value, unseen: Unseen) -> Vec<Falsified> {
    let mut all = Vec::new();
    let mut push = |what: &str, change: &dyn Fn(&mut Value)| {
        let mut changed = sample.clone();
        change(&mut changed);
        assert_ne!(&changed, sample, "{what} changes nothing");
        all.push(Falsified {
            what: what.to_owned(),
            sample: changed,
        });
    };

    if !unseen.request {
        falsify_request(sample, unseen, &mut push);
    }
    falsify_response(sample, &mut push);
    all
}

/// Says what is changed, and changes it.
type Push<'a> = dyn FnMut(&str, &dyn Fn(&mut Value)) + 'a;

fn falsify_request(sample: &Value, unseen: Unseen, push: &mut Push<'_>) {
    let request = &sample["request"];
    let method = if request["method"] == "GET" {
        "POST"
    } else {
        "GET"
    };
    push("method", &|s| s["request"]["method"] = json!(method));

    let path = request["path"].as_str().unwrap();
    for (what, changed) in falsify_path(path) {
        push(&what, &|s| s["request"]["path"] = json!(changed));
    }
    let headers = request["headers"].as_object().unwrap().keys();
    let is_unseen = |name: &str| unseen.version && name.eq_ignore_ascii_case("LinkedIn-Version");
    for name in headers.filter(|name| !is_unseen(name)) {
        push(&format!("request header {name}"), &|s| {
            s["request"]["headers"][name] = json!("falsified");
        });
    }
    push("request body", &|s| {
        let body = &mut s["request"]["body"];
        match body {
            Value::Null => *body = json!({ "falsified": 1 }),
            body => *body = json!({ "falsified": body.clone() }),
        }
    });
}

fn falsify_response(sample: &Value, push: &mut Push<'_>) {
    let status = if sample["response"]["status"].as_u64().unwrap() < 400 {
        500
    } else {
        200
    };
    push("status", &|s| s["response"]["status"] = json!(status));
    // An id that is told more than once may be left away once, and so may that of an entity that
    // comes back.
    let headers = sample["response"]["headers"].as_object().unwrap();
    let tells_id = |name: &str| {
        let name = name.to_ascii_lowercase();
        name == "location" || name.ends_with("-id")
    };
    let in_body = usize::from(sample["response"]["body"].is_object());
    let told = headers.keys().filter(|name| tells_id(name)).count() + in_body;
    for name in headers.keys().filter(|name| told < 2 || !tells_id(name)) {
        push(&format!("response header {name}"), &|s| {
            s["response"]["headers"]
                .as_object_mut()
                .unwrap()
                .remove(name);
        });
    }
    // A page token that is no text is none: pages end there.
    let of_page_token = ["/metadata", "/metadata/nextPageToken"];
    let each = if std::env::var_os("FALSIFY_ALL").is_some() {
        1
    } else {
        3
    };
    let body = pointers(&sample["response"]["body"])
        .into_iter()
        .step_by(each);
    for pointer in body.filter(|pointer| !of_page_token.contains(&pointer.as_str())) {
        push(&format!("type of response member {pointer}"), &|s| {
            let member = s["response"]["body"].pointer_mut(&pointer).unwrap();
            *member = other_type(member);
        });
    }
    push("an unknown response member", &|s| {
        let body = &mut s["response"]["body"];
        match body {
            Value::Object(members) => drop(members.insert("falsified".to_owned(), json!(1))),
            body => *body = json!({ "falsified": 1 }),
        }
    });
}

/// Changes each segment, parameter name, parameter value and mask member.
fn falsify_path(path: &str) -> Vec<(String, String)> {
    let (resource, query) = path.split_once('?').unwrap_or((path, ""));
    let mut all = Vec::new();
    let segments: Vec<&str> = resource.split('/').skip(1).collect();
    for (index, segment) in segments.iter().enumerate() {
        let mut changed: Vec<String> = segments.iter().map(ToString::to_string).collect();
        changed[index] = falsify_text(segment);
        let query = if query.is_empty() {
            String::new()
        } else {
            format!("?{query}")
        };
        all.push((
            format!("segment {segment}"),
            format!("/{}{query}", changed.join("/")),
        ));
    }
    let parameters: Vec<&str> = query.split('&').filter(|text| !text.is_empty()).collect();
    for (index, parameter) in parameters.iter().enumerate() {
        let (name, value) = parameter.split_once('=').unwrap();
        let mut with = |what: String, changed: Option<String>| {
            let mut parameters: Vec<String> = parameters.iter().map(ToString::to_string).collect();
            match changed {
                Some(changed) => parameters[index] = changed,
                None => drop(parameters.remove(index)),
            }
            let query = parameters.join("&");
            let mark = if query.is_empty() { "" } else { "?" };
            all.push((what, format!("{resource}{mark}{query}")));
        };
        with(format!("parameter {name} left out"), None);
        with(
            format!("name of parameter {name}"),
            Some(format!("{name}X={value}")),
        );
        for (start, end) in words(value) {
            let changed = format!(
                "{}{}{}",
                &value[..start],
                falsify_text(&value[start..end]),
                &value[end..]
            );
            let what = format!("`{}` in parameter {name}", &value[start..end]);
            with(what, Some(format!("{name}={changed}")));
        }
    }
    all
}

/// The runs of letters and digits in a parameter's value, but for the grammar's own `List`.
fn words(value: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (index, letter) in value.char_indices().chain([(value.len(), '(')]) {
        match (letter.is_ascii_alphanumeric() || letter == '%', start) {
            (true, None) => start = Some(index),
            (false, Some(begin)) => {
                if &value[begin..index] != "List" {
                    words.push((begin, index));
                }
                start = None;
            }
            _ => {}
        }
    }
    words
}

fn falsify_text(text: &str) -> String {
    match text.strip_suffix(')') {
        Some(inside) => format!("{inside}9)"),
        None => format!("{text}9"),
    }
}

/// JSON pointers of every member and item below a value, itself not included.
fn pointers(value: &Value) -> Vec<String> {
    fn walk(value: &Value, pointer: &str, all: &mut Vec<String>) {
        let mut child = |key: &str, value: &Value| {
            let escaped = key.replace('~', "~0").replace('/', "~1");
            let pointer = format!("{pointer}/{escaped}");
            walk(value, &pointer, all);
            all.push(pointer);
        };
        match value {
            Value::Object(members) => members.iter().for_each(|(key, value)| child(key, value)),
            Value::Array(items) => {
                items
                    .iter()
                    .enumerate()
                    .for_each(|(i, item)| child(&i.to_string(), item));
            }
            _ => {}
        }
    }
    let mut all = Vec::new();
    walk(value, "", &mut all);
    all
}

/// A value of a JSON type that no reader takes for the other. A URN may be an object: the entity in its place.
fn other_type(value: &Value) -> Value {
    match value {
        Value::String(_) => json!(["falsified"]),
        Value::Null => json!({ "falsified": true }),
        Value::Number(_) => json!("falsified"),
        Value::Bool(_) => json!("falsified"),
        Value::Array(_) | Value::Object(_) => json!(7),
    }
}
