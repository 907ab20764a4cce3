//! Resources: `.restspec.json`, and the `schema` of a snapshot.

use crate::ast::{
    AlternativeKey, Deprecated, Entity, EntityType, KeyPart, MethodKind, Property, Resource,
    ResourceKind, RestMethod, ServiceError, Spanned,
};
use crate::diagnostics::{Code, Diagnostic, Place, Sink, nearest, one_of};
use crate::json::Json;
use crate::read::method;
use crate::read::object::{Object, deprecation, text, whole};
use crate::read::types::SchemaReader;

/// The members that name the kind of a resource; the last one is an old spelling.
const KINDS: &[&str] = &[
    "collection",
    "association",
    "simple",
    "actionsSet",
    "actions-set",
];

impl SchemaReader<'_> {
    /// Reads a resource and those below it.
    pub(crate) fn resource(&mut self, json: &Json) -> Option<Resource> {
        let sink = self.sink;
        let mut object = Object::open(json, "a resource", sink)?;
        let name = object.required_text("name")?;
        let path = object.required_text("path")?;
        let schema = self.record_name(&mut object, "schema");
        let annotations = Annotations::read(&mut object, sink);
        let (kind_name, kind_json) = kind(&mut object, &name, sink)?;
        let mut inner = Object::open(kind_json, "a kind of resource", sink)?;
        let kind = self.kind(kind_name, &mut inner)?;
        let alternative_keys = inner.list("alternativeKeys").iter();
        let alternative_keys = alternative_keys.filter_map(|key| self.alternative_key(key));
        let alternative_keys = alternative_keys.collect();
        let supports = inner.list("supports").iter();
        let supports = supports.filter_map(|name| rest_method(&text(name, sink)?, sink));
        let supports = supports.collect();
        let mut methods = Vec::new();
        for (member, kind) in [
            ("methods", None),
            ("finders", Some(MethodKind::Finder)),
            ("batchFinders", Some(MethodKind::BatchFinder)),
            ("actions", Some(MethodKind::Action)),
        ] {
            let read = inner.list(member).iter();
            methods.extend(read.filter_map(|json| method::read(self, json, kind)));
        }
        let entity = inner.take("entity");
        let entity = entity.and_then(|json| self.entity(json, &mut methods));
        let service_errors = method::service_errors(self, &mut inner);
        Some(Resource {
            name,
            namespace: object
                .text("namespace")
                .filter(|text| !text.value.is_empty()),
            d2_service_name: object.text("d2ServiceName"),
            path,
            schema,
            entity_type: entity_type(&mut object, sink),
            doc: object.doc(),
            resource_class: object.text("resourceClass"),
            deprecated: annotations.deprecated,
            read_only: annotations.read_only,
            create_only: annotations.create_only,
            annotations: annotations.others,
            kind: Spanned::new(kind, kind_json.place.clone()),
            alternative_keys,
            supports,
            methods,
            entity,
            service_errors,
            properties: {
                let mut properties = object.rest();
                properties.extend(inner.rest());
                properties
            },
        })
    }

    fn kind(&mut self, name: &str, object: &mut Object<'_>) -> Option<ResourceKind> {
        match name {
            "collection" => {
                let json = object.required("identifier")?;
                let mut identifier = Object::open(json, "an identifier", self.sink)?;
                let name = identifier.required_text("name")?;
                let ty = identifier.required("type")?;
                let ty = self.type_text(ty);
                let params = self.record_name(&mut identifier, "params");
                self.warn_rest(identifier, "an identifier");
                Some(ResourceKind::Collection { name, ty, params })
            }
            "association" => {
                let parts = object.required_list("assocKeys").iter();
                Some(ResourceKind::Association {
                    parts: parts.filter_map(|json| self.key_part(json)).collect(),
                    identifier: object.text("identifier"),
                })
            }
            "simple" => Some(ResourceKind::Simple),
            _ => Some(ResourceKind::ActionSet),
        }
    }

    fn key_part(&mut self, json: &Json) -> Option<KeyPart> {
        let mut object = Object::open(json, "a part of a key", self.sink)?;
        let name = object.required_text("name")?;
        let ty = object.required("type")?;
        Some(KeyPart {
            name,
            ty: self.type_text(ty),
            properties: object.rest(),
        })
    }

    fn alternative_key(&mut self, json: &Json) -> Option<AlternativeKey> {
        let mut object = Object::open(json, "an alternative key", self.sink)?;
        let name = object.required_text("name")?;
        let ty = object.required("type")?;
        Some(AlternativeKey {
            name,
            doc: object.doc(),
            ty: self.type_text(ty),
            key_coercer: object.text("keyCoercer"),
            properties: object.rest(),
        })
    }

    fn entity(&mut self, json: &Json, methods: &mut Vec<crate::ast::Method>) -> Option<Entity> {
        let mut object = Object::open(json, "an entity", self.sink)?;
        let actions = object.list("actions").iter();
        let kind = Some(MethodKind::EntityAction);
        methods.extend(actions.filter_map(|json| method::read(self, json, kind)));
        let below = object.list("subresources").iter();
        Some(Entity {
            path: object.text("path"),
            subresources: below.filter_map(|json| self.resource(json)).collect(),
            properties: object.rest(),
        })
    }

    /// Warns of members that have no place in the tree.
    pub(crate) fn warn_rest(&self, object: Object<'_>, what: &str) {
        for property in object.rest() {
            let name = property.name.value.escape_debug();
            let message = format!("`{name}` of {what} has no counterpart in the schema language");
            self.sink.dropped(&property.name.place, message);
        }
    }

    /// A service error.
    pub(crate) fn service_error(&mut self, json: &Json) -> Option<ServiceError> {
        let mut object = Object::open(json, "a service error", self.sink)?;
        let code = object.required_text("code")?;
        let status = object.required("status")?;
        Some(ServiceError {
            code,
            status: whole(status, self.sink)?,
            message: object.text("message").map(|message| message.value),
            detail: self.record_name(&mut object, "errorDetailType"),
            parameters: object.texts("parameters"),
            properties: object.rest(),
        })
    }
}

/// The one member that says what kind a resource is of.
fn kind<'j>(
    object: &mut Object<'j>,
    name: &Spanned<String>,
    sink: &Sink,
) -> Option<(&'static str, &'j Json)> {
    let mut found: Vec<(&'static str, &Json)> = Vec::new();
    for kind in KINDS {
        found.extend(object.take(kind).map(|json| (*kind, json)));
    }
    let first = found.first().copied();
    let diagnostic = match (first, found.get(1)) {
        (None, _) => {
            let message = format!("the resource `{}` has no kind", name.value.escape_debug());
            Diagnostic::error(Code::IdlResourceKind, &name.place, message)
                .note("a kind is `collection`, `association`, `simple` or `actionsSet`")
        }
        (Some((first, json)), Some((second, other))) => {
            let message = format!("a resource cannot be `{first}` and `{second}`");
            Diagnostic::error(Code::IdlResourceKind, &other.place, message)
                .also(&json.place, "first")
        }
        (Some(_), None) => return first,
    };
    sink.push(diagnostic);
    first
}

fn entity_type(object: &mut Object<'_>, sink: &Sink) -> Option<Spanned<EntityType>> {
    let text = object.text("entityType")?;
    let ty = match text.value.as_str() {
        "STRUCTURED_DATA" => EntityType::Structured,
        "UNSTRUCTURED_DATA" => EntityType::Unstructured,
        other => {
            let message = format!("`{}` is no type of entities", other.escape_debug());
            let help = "types are `STRUCTURED_DATA` and `UNSTRUCTURED_DATA`";
            sink.push(Diagnostic::error(Code::IdlValue, &text.place, message).help(help));
            return None;
        }
    };
    Some(Spanned::new(ty, text.place))
}

/// The method of a name, or a report of what was probably meant.
pub(crate) fn rest_method(name: &Spanned<String>, sink: &Sink) -> Option<Spanned<RestMethod>> {
    let mut all = RestMethod::ALL.iter();
    if let Some(method) = all.find(|method| method.name() == name.value) {
        return Some(Spanned::new(*method, name.place.clone()));
    }
    let names = || RestMethod::ALL.iter().map(|method| method.name());
    let message = format!("`{}` is no Rest.li method", name.value.escape_debug());
    sink.push(
        Diagnostic::error(Code::IdlValue, &name.place, message)
            .did_you_mean_or(nearest(&name.value, names()), || {
                format!("methods are {}", one_of(names()))
            }),
    );
    None
}

/// Annotations, with those that mean something to a client set apart.
#[derive(Default)]
pub(crate) struct Annotations {
    pub(crate) deprecated: Option<Deprecated>,
    pub(crate) returns_entity: Option<Place>,
    pub(crate) read_only: Vec<Spanned<String>>,
    pub(crate) create_only: Vec<Spanned<String>>,
    pub(crate) others: Vec<Property>,
}

impl Annotations {
    /// Reads the annotations of anything; which ones it may have is decided later.
    pub(crate) fn read(object: &mut Object<'_>, sink: &Sink) -> Self {
        let mut read = Self::default();
        for member in object.members("annotations") {
            let (name, value) = (&member.name, &member.value);
            let mut inner = match Object::open(value, "an annotation", sink) {
                Some(inner) => inner,
                None => continue,
            };
            match name.value.as_str() {
                "deprecated" => {
                    let doc = inner.take("doc").and_then(|doc| deprecation(doc, sink));
                    read.deprecated = Some(doc.unwrap_or(Deprecated { text: None }));
                }
                "returnEntity" => read.returns_entity = Some(name.place.clone()),
                "readOnly" => read.read_only = inner.texts("value"),
                "createOnly" => read.create_only = inner.texts("value"),
                _ => {
                    read.others.push(Property {
                        name: name.clone(),
                        value: value.clone(),
                    });
                    continue;
                }
            }
            for property in inner.rest() {
                let inner = property.name.value.escape_debug();
                let message = format!("`{inner}` of the annotation `{}` is left out", name.value);
                sink.dropped(&property.name.place, message);
            }
        }
        read
    }
}
