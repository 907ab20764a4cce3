//! The schema of this repository: it loads, and the order of its files does not matter.

use std::fs;
use std::path::Path;

use restli_model::model::ScopeId;
use restli_model::source::SourceSet;
use serde_json::Value as Json;

fn schema() -> SourceSet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
    SourceSet::read(&folder).expect("the schema folder can be read")
}

#[test]
fn loads_without_any_finding() {
    let (model, report) = restli_model::load(&schema());
    assert!(report.is_empty(), "{}", report.render(false));
    let model = model.expect("a schema without findings has a model");
    assert!(!model.resources.is_empty());
    assert!(!model.samples.is_empty());
}

#[test]
fn order_of_files_does_not_matter() {
    let sources = schema();
    let files = sources.files().iter();
    let files: Vec<_> = files.map(|file| (file.path(), file.text())).collect();
    let forward = restli_model::load(&SourceSet::from_files(files.clone()));
    let backward = restli_model::load(&SourceSet::from_files(files.into_iter().rev()));
    assert_eq!(format!("{forward:?}"), format!("{backward:?}"));
}

/// The sandbox imitates the OAuth 2.0 server that clients are told of.
#[test]
fn clients_and_sandbox_have_the_same_oauth_server() {
    let (model, _) = restli_model::load(&schema());
    let model = model.expect("the schema has a model");
    let oauth = model.api.oauth.as_ref().expect("it has an OAuth server");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/sandbox/oauth.yaml");
    let text = fs::read_to_string(path).expect("the file can be read");
    let sandbox: Json = serde_saphyr::from_str(&text).expect("it is YAML");
    let sandbox = &sandbox["oauth"];
    for (endpoint, url) in [
        ("authorization", oauth.authorization.as_ref()),
        ("native_authorization", oauth.native_authorization.as_ref()),
        ("token", Some(&oauth.token)),
        ("introspection", oauth.introspection.as_ref()),
        ("revocation", oauth.revocation.as_ref()),
    ] {
        let url = url.expect("the schema has every endpoint of the sandbox");
        let path = url.splitn(4, '/').nth(3).map(|path| format!("/{path}"));
        let imitated = sandbox["endpoints"][endpoint].as_str();
        assert_eq!(path.as_deref(), imitated, "{endpoint}");
    }
    let exclusive = oauth.exclusive_scopes.iter();
    let names = |set: &Vec<ScopeId>| -> Json { set.iter().map(|id| &*model[*id].name).collect() };
    let exclusive: Json = exclusive.map(names).collect();
    assert_eq!(exclusive, sandbox["exclusive_scopes"]);
}
