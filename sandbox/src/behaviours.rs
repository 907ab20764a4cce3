//! What the sandbox does, and how anybody knows that the service does the same.
//!
//! A stand-in that guesses in silence is worse than none, so everything it does is labelled: shown by a
//! documentation, met by somebody, or assumed.

use restli_model::model::Model;
use serde::Serialize;

use crate::catalogue::{Catalogue, Evidence};
use crate::seed::{Behaviour as Seeded, ResourceBehaviour};

/// Something that the sandbox does, and where from it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Behaviour {
    /// Its name: that of a part of the protocol, `error: ` and a situation, or `resource: ` and a resource.
    pub name: String,
    /// What is done, in a sentence.
    pub what: String,
    /// How it is known.
    pub label: Label,
    /// Where it is shown, who has met it, or what it is concluded from.
    pub source: String,
}

/// How something is known of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Label {
    /// A documentation shows it.
    Documented,
    /// Somebody has met it.
    Reported,
    /// Neither.
    Assumed,
}

use Label::{Assumed, Documented};

const METHODS: &str = "Rest.li, protocol 2.0.0, methods";
const PROJECTIONS: &str = "Rest.li, projections";

/// What holds for every service.
const GENERAL: &[(&str, &str, Label, &str)] = &[
    (
        "methods",
        "A verb, a method header and a query make one of the methods; what contradicts itself is refused.",
        Documented,
        METHODS,
    ),
    (
        "protocol",
        "Protocols 1.0.0 and 2.0.0 are understood and answered in kind; a request that names none is of 1.0.0.",
        Documented,
        "Rest.li, protocol versions",
    ),
    (
        "protocol keys",
        "A record as a key in the path of an unversioned base is read without a protocol header too.",
        Assumed,
        "recorded requests that have none",
    ),
    (
        "tunnels",
        "A POST with X-HTTP-Method-Override is the request within, as a form or as multipart/mixed.",
        Documented,
        "Rest.li, query tunneling",
    ),
    (
        "unknown members",
        "A parameter, a member or a field of a mask that is not declared is refused.",
        Assumed,
        "services differ, and a misspelling is found at once",
    ),
    (
        "unknown symbols",
        "A symbol that is not declared is refused where it is sent.",
        Assumed,
        "from Rest.li's validation of input",
    ),
    (
        "read-only fields",
        "What is declared read-only or create-only is refused where it cannot be sent, and kept by updates.",
        Documented,
        "Rest.li, @ReadOnly and @CreateOnly",
    ),
    (
        "patches",
        "$set, $delete, $reorder and nested patches apply in whole or not at all.",
        Documented,
        "Rest.li, partial update",
    ),
    (
        "batches",
        "Each key has its own success or error, and the whole is 200.",
        Documented,
        METHODS,
    ),
    (
        "created keys",
        "A creation answers 201 with the key in a header and in Location.",
        Documented,
        METHODS,
    ),
    (
        "keys",
        "New keys count upwards, whatever their type.",
        Assumed,
        "keys are opaque to clients",
    ),
    (
        "update creates",
        "An update creates where the resource has no create.",
        Assumed,
        "associations and simple resources have no other way",
    ),
    (
        "delete",
        "Deleting an entity leaves what hangs below it.",
        Assumed,
        "nothing says otherwise",
    ),
    (
        "projections",
        "Masks select fields, items, ranges and all but some, in both spellings.",
        Documented,
        PROJECTIONS,
    ),
    (
        "default fields",
        "Without a mask all fields are answered, unless the data names the default ones.",
        Assumed,
        "unless a resource says it",
    ),
    (
        "decorations",
        "A URN is resolved beside itself across resources; one that leads nowhere has an error beside it.",
        Documented,
        "the schema's decorations",
    ),
    (
        "paging",
        "start and count cut the elements; paging has links, and a total where the schema says so.",
        Documented,
        "Rest.li, pagination",
    ),
    (
        "page size",
        "A page has 10 elements unless the schema or the request says otherwise.",
        Documented,
        "Rest.li, pagination",
    ),
    (
        "page tokens",
        "Tokens are opaque, lead on in the search that gave them out, and are refused elsewhere.",
        Assumed,
        "tokens are opaque to clients",
    ),
    (
        "finders",
        "A parameter filters by the field of its name where both hold values of one kind.",
        Assumed,
        "names; x-sandbox-assumed says what filters nothing",
    ),
    (
        "actions",
        "An action that the data does not speak of changes nothing, and answers its entity or a made-up value.",
        Assumed,
        "x-sandbox-assumed says so in each answer",
    ),
    (
        "unknown writes",
        "Calls that are not Rest.li and write are accepted and do nothing.",
        Assumed,
        "x-sandbox-assumed says so in each answer",
    ),
    (
        "defaults",
        "Defaults are written out when $fillInDefaults asks for it.",
        Documented,
        "Rest.li, default values",
    ),
    (
        "returned entities",
        "A method that returns its entity does so unless $returnEntity says no.",
        Documented,
        "Rest.li, returning entities",
    ),
    (
        "tokens",
        "A call takes the scopes that the schema names; without them it is refused, whatever the key leads to.",
        Documented,
        "RFC 6750, and the permissions of the schema",
    ),
    (
        "hidden fields",
        "Fields that take further scopes are left out of answers.",
        Assumed,
        "services leave out what is not permitted",
    ),
    (
        "token life",
        "Codes are used once, a code used twice ends its tokens, a refresh does not prolong the refresh token.",
        Documented,
        "RFC 6749, and the service's programmatic refresh tokens",
    ),
    (
        "uploads",
        "An upload URL takes bytes by PUT, answers an ETag, and moves its entity on; the bytes are not kept.",
        Assumed,
        "from the flows that the schema's data declares",
    ),
    (
        "explanations",
        "explanation in an error, x-sandbox-explain and x-sandbox-assumed in a header are the sandbox's own.",
        Assumed,
        "no service says as much",
    ),
];

/// All that a sandbox does: of every service, of its OAuth server, of its errors, of its resources.
pub(crate) fn all(
    model: &Model,
    catalogue: &Catalogue,
    seeded: &Seeded,
    signing_in: Option<&Evidence>,
) -> Vec<Behaviour> {
    let general = GENERAL.iter().map(|(name, what, label, source)| Behaviour {
        name: (*name).to_owned(),
        what: (*what).to_owned(),
        label: *label,
        source: (*source).to_owned(),
    });
    let mut all: Vec<Behaviour> = general.collect();
    all.push(known(
        "signing in".to_owned(),
        "The OAuth server's paths, lifetimes, answers and words are those of the data.".to_owned(),
        signing_in,
        "RFC 6749, where the data says nothing",
    ));
    let errors = catalogue.situations().into_iter();
    all.extend(errors.map(|(name, what, evidence)| {
        let own = "the sandbox's own words";
        known(format!("error: {name}"), what, evidence.as_ref(), own)
    }));
    let resources = seeded.resources.iter();
    all.extend(resources.filter_map(|(id, behaviour)| {
        let name = format!("resource: {}", model[*id].name);
        let what = of_resource(behaviour);
        let own = "the data of the sandbox";
        (!what.is_empty()).then(|| known(name, what, behaviour.evidence.as_ref(), own))
    }));
    all
}

fn known(name: String, what: String, evidence: Option<&Evidence>, otherwise: &str) -> Behaviour {
    let (label, source) = match evidence {
        Some(Evidence::Documented(at)) => (Documented, at.as_str()),
        Some(Evidence::Reported(at)) => (Label::Reported, at.as_str()),
        Some(Evidence::Assumed(from)) => (Assumed, from.as_str()),
        None => (Assumed, otherwise),
    };
    Behaviour {
        name,
        what,
        label,
        source: source.to_owned(),
    }
}

/// What the data says of a resource beside its entities.
fn of_resource(behaviour: &ResourceBehaviour) -> String {
    let mut said = Vec::new();
    let mut say = |holds: bool, what: &str| {
        if holds {
            said.push(what.to_owned());
        }
    };
    say(behaviour.default.is_some(), "has default fields");
    say(
        behaviour.max_fields.is_some(),
        "limits the fields of a mask",
    );
    say(!behaviour.unique.is_empty(), "refuses duplicates");
    if let Some(create) = &behaviour.create {
        say(true, "adds to what is created");
        say(
            create.changes_by_itself(),
            "has entities that change by themselves",
        );
    }
    say(
        !behaviour.batch_finders.is_empty(),
        "has batch finders with filters",
    );
    let names = |names: Vec<&String>| names.into_iter().cloned().collect::<Vec<_>>().join(", ");
    if !behaviour.finders.is_empty() {
        said.push(format!(
            "finds by {}",
            names(behaviour.finders.keys().collect())
        ));
    }
    if !behaviour.actions.is_empty() {
        said.push(format!(
            "does {}",
            names(behaviour.actions.keys().collect())
        ));
    }
    said.join("; ")
}
