//! What the model says of resources: keys of every kind, sub-resources, mounts, batches, errors.

use std::path::Path;

use restli_model::model::{
    Home, Key, KeyType, MaxBatch, Method, Model, PathPart, Protocol, Resource, Returns, Type,
    TypeKind,
};
use restli_model::source::SourceSet;

/// The schema in `shelves/`.
fn library() -> Model {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shelves");
    let sources = SourceSet::read(&folder).expect("the folder can be read");
    let (model, report) = restli_model::load(&sources);
    assert!(report.is_empty(), "{}", report.render(false));
    model.expect("there is a model without errors")
}

fn resource<'m>(model: &'m Model, name: &str) -> &'m Resource {
    let mut resources = model.resources.iter();
    resources.find(|r| r.name == name).expect("it is declared")
}

fn method<'m>(resource: &'m Resource, rust_name: &str) -> &'m Method {
    let mut methods = resource.methods.iter();
    methods
        .find(|m| m.rust_name == rust_name)
        .expect("it is declared")
}

/// `shelves/{shelf}/loans`, with the names that keys have in Rust.
fn path(resource: &Resource) -> String {
    let parts = resource.path.iter().map(|part| match part {
        PathPart::Segment(text) => text.clone(),
        PathPart::Key(key) => format!("{{{}}}", key.rust_name),
    });
    parts.collect::<Vec<_>>().join("/")
}

fn path_key<'m>(resource: &'m Resource, name: &str) -> &'m Key {
    let keys = resource.path.iter().filter_map(|part| match part {
        PathPart::Key(key) => Some(key),
        PathPart::Segment(_) => None,
    });
    let mut keys = keys.filter(|key| key.name == name);
    keys.next().expect("it stands in the path")
}

#[test]
fn folders_say_where_a_resource_hangs() {
    let model = &library();
    for (name, rust_name, written, parent) in [
        ("shelves", "shelves", "shelves", None),
        (
            "shelves/loans",
            "shelves_loans",
            "shelves/{shelf}/loans",
            Some("shelves"),
        ),
        (
            "shelves/loans/details",
            "shelves_loans_details",
            "shelves/{of_shelf}/loans/{loan}/details",
            Some("shelves/loans"),
        ),
        (
            "settings/maps",
            "settings_maps",
            "settings/maps",
            Some("settings"),
        ),
        (
            "settings/maps/lines",
            "settings_maps_lines",
            "settings/maps/{map}/lines",
            Some("settings/maps"),
        ),
    ] {
        let resource = resource(model, name);
        assert_eq!(resource.rust_name, rust_name);
        assert_eq!(path(resource), written);
        let above = resource.parent.map(|id| model[id].name.as_str());
        assert_eq!(above, parent, "{name}");
    }
    let base = |name: &str| model.api.bases[resource(model, name).base].name.as_str();
    assert_eq!(
        (base("shelves/loans"), base("settings/maps")),
        ("root", "old")
    );
    let protocol = |name: &str| resource(model, name).protocol;
    assert_eq!(protocol("settings"), Protocol::V1);
    assert_eq!(
        protocol("settings/maps/lines"),
        Protocol::V2,
        "the nearest one says it"
    );
    let version = |name: &str| resource(model, name).version.as_deref();
    assert_eq!(version("settings/maps/lines"), Some("7"));
    assert_eq!(version("shelves/loans@member"), None, "its base is another");
}

#[test]
fn keys_in_a_path_are_those_of_the_resources_above() {
    let model = &library();
    let loan = path_key(resource(model, "shelves/loans/details"), "loan");
    assert!(
        matches!(loan.ty, KeyType::Compound(record) if model[record].name == "ShelvesLoansKey")
    );
    let map = path_key(resource(model, "settings/maps/lines"), "map");
    let KeyType::Complex {
        key,
        params: Some(params),
    } = map.ty
    else {
        panic!("{:?}", map.ty);
    };
    assert_eq!(
        (&*model[key].name, &*model[params].name),
        ("Place", "Detail")
    );
}

#[test]
fn the_parts_of_a_compound_key_are_a_record() {
    let model = &library();
    let mut types = model.types.iter();
    let record = types
        .find(|def| def.name == "ShelvesLoansKey")
        .expect("it is made");
    let TypeKind::Record(parts) = &record.kind else {
        panic!("{:?}", record.kind);
    };
    let names: Vec<_> = parts
        .fields
        .iter()
        .map(|f| (&*f.name, &*f.rust_name, f.required))
        .collect();
    assert_eq!(
        names,
        [
            ("book", "book", true),
            ("reader", "reader", true),
            ("for", "lang", true)
        ]
    );
    assert!(record.usage.input && record.usage.output);
    let home = model
        .resources
        .iter()
        .position(|r| r.name == "shelves/loans");
    assert!(matches!(&record.home, Home::Resource(id) if Some(id.0 as usize) == home));
    let finder = method(resource(model, "shelves/loans"), "find_by_reader");
    let partial: Vec<_> = finder
        .partial_key
        .iter()
        .map(|part| &*part.rust_name)
        .collect();
    assert_eq!(partial, ["lang", "reader"], "in the order of the finder");
}

#[test]
fn mounts_are_further_places_of_the_same_calls() {
    let model = &library();
    let loans = resource(model, "shelves/loans");
    for (name, rust_name, written, base) in [
        ("shelves/loans@all", "every_loan", "every/loan", "root"),
        (
            "shelves/loans@member",
            "shelves_loans_of_member",
            "people/{person}/loans",
            "old",
        ),
    ] {
        let mount = resource(model, name);
        assert_eq!(
            (&*mount.rust_name, path(mount).as_str()),
            (rust_name, written)
        );
        assert_eq!(model.api.bases[mount.base].name, base);
        assert_eq!(
            mount.mount_of.map(|id| &*model[id].name),
            Some("shelves/loans")
        );
        assert_eq!((mount.entity, &mount.key), (loans.entity, &loans.key));
        assert_eq!(mount.methods.len(), loans.methods.len());
        assert_eq!(mount.parent, None);
    }
}

#[test]
fn alternative_keys_make_further_calls() {
    let model = &library();
    let shelves = resource(model, "shelves");
    let by_isbn: Vec<_> = shelves
        .methods
        .iter()
        .filter(|m| m.alternative_key == Some(0))
        .collect();
    let names: Vec<_> = by_isbn.iter().map(|m| (&*m.name, &*m.rust_name)).collect();
    assert_eq!(
        names,
        [
            ("get", "get_by_isbn"),
            ("batch_get", "batch_get_by_isbn"),
            ("partial_update", "partial_update_by_isbn"),
            ("batch_partial_update", "batch_partial_update_by_isbn"),
            ("lock", "lock_one_by_isbn"),
        ]
    );
    assert_eq!(by_isbn[0].rust_type, "GetByIsbn");
    for method in by_isbn {
        assert_eq!(method.key.as_ref(), shelves.alternative_keys.first());
    }
    assert_eq!(method(shelves, "batch_delete").alternative_key, None);
}

#[test]
fn actions_of_entities_take_their_key() {
    let model = &library();
    let shelves = resource(model, "shelves");
    assert_eq!(method(shelves, "lock").key, None);
    assert_eq!(method(shelves, "lock_one").key, shelves.key);
}

#[test]
fn batches() {
    let model = &library();
    let shelves = resource(model, "shelves");
    let max = |name: &str| method(shelves, name).max_batch;
    let advice = MaxBatch {
        count: 50,
        validated: false,
    };
    let rule = MaxBatch {
        count: 20,
        validated: true,
    };
    assert_eq!(
        (max("batch_get"), max("batch_get_by_isbn")),
        (Some(advice), Some(advice))
    );
    assert_eq!((max("batch_delete"), max("get")), (Some(rule), None));
    let search = method(shelves, "batch_find_by_search");
    let wishes = &search.params[search.criteria.expect("there are criteria")];
    assert!(wishes.required);
    let Type::Array(criteria) = &wishes.ty else {
        panic!("a typeref hides no list: {:?}", wishes.ty);
    };
    assert!(matches!(**criteria, Type::Named(id) if model[id].name == "Criteria"));
}

#[test]
fn entities_that_writes_return() {
    let model = &library();
    let shelves = resource(model, "shelves");
    let entity = shelves.entity.expect("it has one");
    let returns = |name: &str| method(shelves, name).returns.clone();
    assert_eq!(returns("create"), Returns::CreatedEntity(entity));
    assert_eq!(returns("partial_update"), Returns::UpdatedEntity(entity));
    assert_eq!(
        returns("batch_partial_update"),
        Returns::UpdatedEntity(entity)
    );
    assert_eq!(
        method(shelves, "create").projections.len(),
        1,
        "`fields` chooses from it"
    );
}

#[test]
fn service_errors() {
    let model = &library();
    let shelves = resource(model, "shelves");
    let codes = |name: &str| -> Vec<&str> {
        let errors = method(shelves, name).service_errors.iter();
        errors
            .map(|at| &*shelves.service_errors[*at].code)
            .collect()
    };
    assert_eq!(
        (codes("get"), codes("create")),
        (vec!["GONE", "QUOTA"], vec!["QUOTA"])
    );
    let quota = &shelves.service_errors[1];
    assert_eq!(
        (quota.status, quota.message.as_deref()),
        (429, Some("Slow down."))
    );
    let details = quota.details.expect("it has details");
    assert!(model[details].usage.output);
}

#[test]
fn reserved_words_are_free_where_the_protocol_does_not_use_them() {
    let model = &library();
    let shelves = resource(model, "shelves");
    let names = |name: &str| -> Vec<&str> {
        let params = method(shelves, name).params.iter();
        params.map(|param| &*param.rust_name).collect()
    };
    assert_eq!(names("find_by_shape"), ["start", "action"]);
    assert_eq!(names("get"), ["count"]);
}

#[test]
fn patches_reach_into_records_but_not_into_arrays() {
    let model = &library();
    let used = |name: &str| {
        let mut types = model.types.iter();
        types
            .find(|def| def.name == name)
            .expect("it is declared")
            .usage
    };
    assert!(used("Book").patched && used("Owner").patched);
    assert!(!used("Note").patched, "arrays are replaced as a whole");
    assert!(used("Note").input);
    assert!(used("Criteria").input && used("Lang").input && used("Detail").input);
}

#[test]
fn types_of_document_samples_are_used() {
    let model = &library();
    for name in ["Stray", "Part"] {
        let mut types = model.types.iter();
        let def = types.find(|def| def.name == name).expect("it is declared");
        assert!(def.usage.input && def.usage.output, "{name}");
        assert_eq!(def.only_in, None);
    }
}

#[test]
fn urns_are_served_by_resources_at_any_depth() {
    let model = &library();
    let served = model.urn_kinds[0].resource.map(|id| &*model[id].name);
    assert_eq!(served, Some("shelves/loans"));
}
