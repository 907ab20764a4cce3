//! The methods of a resource: those of the protocol, finders, batch finders, actions.

use std::collections::{BTreeMap, BTreeSet};

use restli_model::names::finder;

use crate::ast::{Method, MethodKind, Resource, ResourceKind, RestMethod, Spanned};
use crate::convert::context::{Context, Invented};
use crate::convert::docs;
use crate::convert::errors::Errors;
use crate::convert::layout::Placed;
use crate::convert::parameters;
use crate::convert::resource::names;
use crate::convert::rust_names::{Case, Scope, identifier};
use crate::diagnostics::{Code, Diagnostic};
use crate::yaml::{Map, Yaml};

/// Functions of every Rust type that a resource becomes.
const RESOURCE_FUNCTIONS: &[&str] = &["clone", "from", "into"];

/// Whether a resource has actions, which need no entity.
pub(crate) fn has_actions(resource: &Resource) -> bool {
    resource
        .methods
        .iter()
        .any(|method| is_action(method.kind.value))
}

fn is_action(kind: MethodKind) -> bool {
    matches!(kind, MethodKind::Action | MethodKind::EntityAction)
}

/// Writes all methods into the file of their resource; without an entity only its actions.
pub(crate) fn write(
    cx: &mut Context<'_>,
    placed: &Placed<'_>,
    structured: bool,
    errors: &Errors<'_>,
    file: &mut Map,
    place: &mut Invented<'_>,
) {
    let resource = placed.resource;
    let mut methods: Vec<&Method> = resource.methods.iter().collect();
    methods.retain(|method| structured || is_action(method.kind.value));
    // By kind and name: also the order in which names in Rust are given.
    methods.sort_by_key(|method| (section_kind(resource, method), name_of(method)));
    let implied = match structured {
        true => check_supports(cx, resource),
        false => Vec::new(),
    };
    let mut sections: BTreeMap<Section, Map> = BTreeMap::new();
    let mut writer = Writer {
        placed,
        errors,
        functions: Scope::new(Case::Snake, "method").with(RESOURCE_FUNCTIONS),
        base: place.wanted.clone(),
        seen: BTreeSet::new(),
    };
    // Methods come before actions, which they may share their names with.
    for method in implied {
        let mut written = Map::default();
        let rust_name = writer.rust_name(cx, MethodKind::Rest(method), method.name());
        written.insert_some("rust_name", rust_name);
        if method == RestMethod::GetAll {
            written.insert("paging", "none");
        }
        let map = sections.entry(Section::Methods).or_insert_with(Map::block);
        map.insert(method.name(), written);
    }
    for method in methods {
        let section = Section::of(section_kind(resource, method));
        if let Some((name, written)) = writer.method(cx, method, place) {
            let map = sections.entry(section).or_insert_with(Map::block);
            map.insert(name, written);
        }
    }
    let rest = sections.entry(Section::Methods).or_insert_with(Map::block);
    rest.sort_by_key(|name| {
        RestMethod::ALL
            .iter()
            .position(|method| method.name() == name)
    });
    for (section, map) in sections {
        file.insert_filled(section.key(), map);
    }
}

/// The parts of a file that hold methods, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Methods,
    Finders,
    BatchFinders,
    Actions,
    EntityActions,
}

impl Section {
    fn of(kind: MethodKind) -> Self {
        match kind {
            MethodKind::Rest(_) => Self::Methods,
            MethodKind::Finder => Self::Finders,
            MethodKind::BatchFinder => Self::BatchFinders,
            MethodKind::Action => Self::Actions,
            MethodKind::EntityAction => Self::EntityActions,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Methods => "methods",
            Self::Finders => "finders",
            Self::BatchFinders => "batch_finders",
            Self::Actions => "actions",
            Self::EntityActions => "entity_actions",
        }
    }
}

/// A simple resource is its entity, so that all its actions are of one level.
fn section_kind(resource: &Resource, method: &Method) -> MethodKind {
    match (method.kind.value, &resource.kind.value) {
        (MethodKind::EntityAction, ResourceKind::Simple | ResourceKind::ActionSet) => {
            MethodKind::Action
        }
        (kind, _) => kind,
    }
}

fn name_of(method: &Method) -> String {
    match (&method.name, method.kind.value) {
        (Some(name), _) => name.value.clone(),
        (None, MethodKind::Rest(rest)) => rest.name().to_owned(),
        // A finder without a name is the default one.
        (None, _) => "default".to_owned(),
    }
}

/// The methods that are supported without an entry of their own.
fn check_supports(cx: &Context<'_>, resource: &Resource) -> Vec<RestMethod> {
    let listed = resource
        .methods
        .iter()
        .filter_map(|method| match method.kind.value {
            MethodKind::Rest(rest) => Some((rest, &method.kind.place)),
            _ => None,
        });
    let listed: BTreeMap<RestMethod, _> = listed.collect();
    let mut implied = Vec::new();
    for Spanned { value, place } in &resource.supports {
        if listed.contains_key(value) || implied.contains(value) {
            continue;
        }
        implied.push(*value);
        if !listed.is_empty() {
            let message = format!("`{}` is supported, but not among `methods`", value.name());
            cx.sink
                .push(Diagnostic::warning(Code::IdlMethods, place, message));
        }
    }
    for (method, place) in listed {
        if !resource
            .supports
            .iter()
            .any(|supported| supported.value == method)
        {
            let message = format!("`{}` is not listed in `supports`", method.name());
            cx.sink
                .push(Diagnostic::warning(Code::IdlMethods, place, message));
        }
    }
    implied
}

struct Writer<'w, 'a> {
    placed: &'w Placed<'a>,
    errors: &'w Errors<'a>,
    functions: Scope,
    base: String,
    seen: BTreeSet<(Section, String)>,
}

impl Writer<'_, '_> {
    fn method(
        &mut self,
        cx: &mut Context<'_>,
        method: &Method,
        place: &mut Invented<'_>,
    ) -> Option<(String, Map)> {
        let kind = section_kind(self.placed.resource, method);
        let name = Spanned::new(
            name_of(method),
            match &method.name {
                Some(name) => name.place.clone(),
                None => method.kind.place.clone(),
            },
        );
        if !cx.check_name(&name, "a method") {
            return None;
        }
        if !self.seen.insert((Section::of(kind), name.value.clone())) {
            cx.twice(&name, "the method");
            return None;
        }
        let owner = format!("the method `{}`", name.value);
        cx.inform_text("javaMethodName", method.java_method_name.as_ref());
        for exception in &method.throws {
            cx.inform("throws", &exception.place);
        }
        if let Some(success) = &method.success {
            cx.drop(&success.place, "success", &owner);
        }
        if let Some(entity) = &method.returns_entity
            && !matches!(kind, MethodKind::Rest(rest) if can_return(rest))
        {
            cx.drop(&entity.place, "returnEntity", &owner);
        }
        cx.drop_annotations(&method.annotations, &owner);
        cx.drop_properties(&method.properties, &owner);
        place.wanted = format!("{}_{}", self.base, name.value);
        let mut map = Map::default();
        map.insert_some("rust_name", self.rust_name(cx, kind, &name.value));
        match kind {
            MethodKind::Rest(rest) => rest_keys(cx, method, rest, &owner, &mut map),
            MethodKind::Finder | MethodKind::BatchFinder => {
                finder_keys(cx, method, &mut map);
            }
            MethodKind::Action | MethodKind::EntityAction => {
                let read_only = method.read_only.as_ref().is_some_and(|flag| flag.value);
                map.insert_flag("idempotent", read_only);
            }
        }
        let params = parameters::write(cx, self.placed, method, kind, place);
        map.insert_filled("params", params);
        place.wanted = format!("{}_{}_result", self.base, name.value);
        let returns = method.returns.as_ref().map(|ty| cx.ty(ty, place));
        map.insert_some("returns", returns);
        let many = !matches!(kind, MethodKind::Rest(rest) if rest != RestMethod::GetAll);
        let metadata = method.metadata.as_ref().filter(|_| many);
        if let Some(metadata) = metadata.and_then(|ty| ty.as_name()) {
            map.insert("metadata", cx.names.get(metadata).name);
        }
        map.insert_some("errors", self.errors.of(method));
        let docs = docs::long(method.doc.as_deref(), method.deprecated.as_ref());
        map.insert_filled("docs", docs);
        Some((name.value, map))
    }

    /// A method is a function of its resource, and its builder a type that hides no other; with
    /// each alternative key it is one more of both.
    fn rust_name(&mut self, cx: &Context<'_>, kind: MethodKind, name: &str) -> Option<String> {
        let own = identifier(name, Case::Snake).unwrap_or_default();
        let made = match kind {
            MethodKind::Finder => finder("find_by", &own),
            MethodKind::BatchFinder => finder("batch_find_by", &own),
            _ => own.trim_end_matches('_').to_owned(),
        };
        let hides = |name: &str| {
            let rust_type = identifier(name, Case::Camel).unwrap_or_default();
            cx.names.rust.holds(&rust_type)
        };
        let noun = match kind {
            MethodKind::Finder | MethodKind::BatchFinder => "finder",
            MethodKind::EntityAction => "entity",
            MethodKind::Action => "action",
            MethodKind::Rest(_) => "method",
        };
        let forms_of = |made: &str, keys: &[String]| -> Vec<String> {
            keys.iter().map(|key| format!("{made}_by_{key}")).collect()
        };
        let keys: Vec<String> = self.by_keys(kind).collect();
        let forms = forms_of(&made, &keys);
        let taken = |form: &String| hides(form) || self.functions.holds(form);
        if hides(&made) || forms.iter().any(taken) {
            self.functions.reserve(made.clone());
        }
        let chosen = self.functions.claim_or(&made, &[format!("{made}_{noun}")]);
        for form in forms_of(chosen.as_deref().unwrap_or(&made), &keys) {
            self.functions.reserve(form);
        }
        chosen
    }

    /// The names in Rust of the alternative keys that a method can take.
    fn by_keys(&self, kind: MethodKind) -> impl Iterator<Item = String> {
        let keyed = match kind {
            MethodKind::Rest(rest) => !matches!(
                rest,
                RestMethod::GetAll | RestMethod::Create | RestMethod::BatchCreate
            ),
            MethodKind::EntityAction => true,
            MethodKind::Finder | MethodKind::BatchFinder | MethodKind::Action => false,
        };
        let keys = &self.placed.resource.alternative_keys;
        let keys = keys.iter().filter(move |_| keyed);
        keys.filter_map(|key| identifier(&key.name.value, Case::Snake))
    }
}

fn rest_keys(cx: &Context<'_>, method: &Method, rest: RestMethod, owner: &str, map: &mut Map) {
    if method.returns_entity.is_some() && can_return(rest) {
        map.insert("returns", "entity");
    }
    if rest == RestMethod::GetAll {
        map.insert("paging", paging(method));
    } else {
        if let Some(flag) = method.paging.as_ref().filter(|flag| flag.value) {
            cx.drop(&flag.place, "pagingSupported", owner);
        }
        if let Some(metadata) = &method.metadata {
            cx.drop(&metadata.place, "metadata", owner);
        }
    }
    max_batch(method, map);
}

fn finder_keys(cx: &Context<'_>, method: &Method, map: &mut Map) {
    if method.name.is_none() {
        let message = "a finder without a name is called `default`";
        let diagnostic = Diagnostic::warning(Code::Renamed, &method.kind.place, message);
        cx.sink
            .push(diagnostic.note("its requests say `q=default`"));
    }
    map.insert_some(
        "batch_param",
        method.batch_param.as_ref().map(|name| name.value.as_str()),
    );
    if !method.assoc_keys.is_empty() {
        map.insert("assoc_keys", names(&method.assoc_keys));
    }
    map.insert("paging", paging(method));
    cx.inform_text("linkedBatchFinderName", method.linked_batch_finder.as_ref());
    max_batch(method, map);
}

/// Whether the annotation `returnEntity` means something for a method.
fn can_return(rest: RestMethod) -> bool {
    use RestMethod as M;
    matches!(
        rest,
        M::Create | M::BatchCreate | M::PartialUpdate | M::BatchPartialUpdate
    )
}

fn max_batch(method: &Method, map: &mut Map) {
    if let Some(max) = &method.max_batch {
        let count = Yaml::number(max.value.value);
        if max.value.validated {
            let mut both = Map::default();
            both.insert("count", count);
            both.insert_flag("validated", true);
            map.insert("max_batch", both);
        } else {
            map.insert("max_batch", count);
        }
    }
}

fn paging(method: &Method) -> Yaml {
    if method.paging.as_ref().is_some_and(|flag| flag.value) {
        let mut map = Map::default();
        map.insert("style", "offset");
        return Yaml::Map(map);
    }
    Yaml::text("none")
}
