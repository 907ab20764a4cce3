//! What of an answer its reader may not see: fields that take further scopes.
//!
//! Services leave such fields out instead of refusing the call, so a client that forgot a scope
//! misses data rather than getting an error; it should do so here too.

use restli_model::interpret::{Call, urn_kind};
use restli_model::model::{
    Field, Method, Model, Resource, RestMethod, Returns, Type, TypeKind, Verb,
};
use serde_json::{Map, Value as Json};

use super::bearer::Bearer;
use super::tokens::Scopes;

/// Takes out of the answer to a call what whoever made it may not see.
pub(crate) fn veil(model: &Model, bearer: &Bearer, call: &Call, body: &mut Json) {
    if bearer.scopes == Scopes::Everything {
        return;
    }
    let method = &model[call.method.resource].methods[call.method.method];
    let veil = Veil { model, bearer };
    veil.answer(method, body);
}

/// What reading the resource answers.
pub(super) fn read_type(resource: &Resource) -> Option<&Type> {
    let reads = |method: &&Method| match method.rest {
        RestMethod::Plain => method.verb == Some(Verb::Get),
        rest => rest == RestMethod::Get,
    };
    match &resource.methods.iter().find(reads)?.returns {
        Returns::Value(ty) => Some(ty),
        _ => None,
    }
}

/// The members of a record that these scopes show.
pub(super) fn seen(
    model: &Model,
    bearer: &Bearer,
    ty: &Type,
    members: &Map<String, Json>,
) -> Map<String, Json> {
    let mut json = Json::Object(members.clone());
    Veil { model, bearer }.value(ty, &mut json);
    match json {
        Json::Object(members) => members,
        _ => Map::new(),
    }
}

struct Veil<'m> {
    model: &'m Model,
    bearer: &'m Bearer,
}

impl Veil<'_> {
    fn answer(&self, method: &Method, body: &mut Json) {
        let batch = matches!(
            method.rest,
            RestMethod::BatchCreate | RestMethod::BatchPartialUpdate
        );
        match &method.returns {
            Returns::Nothing | Returns::Created => {}
            Returns::Value(ty) => self.value(ty, body),
            Returns::ActionValue(ty) => self.within(body, &["value"], ty),
            Returns::Batch(id) => self.within(body, &["results", "*"], &Type::Named(*id)),
            Returns::Collection(id) => {
                let path: &[&str] = match method.rest {
                    RestMethod::BatchFinder => &["elements", "*", "elements", "*"],
                    _ => &["elements", "*"],
                };
                self.within(body, path, &Type::Named(*id));
            }
            Returns::CreatedEntity(id) | Returns::UpdatedEntity(id) => {
                let path: &[&str] = match (batch, &method.returns) {
                    (false, _) => &[],
                    (true, Returns::CreatedEntity(_)) => &["elements", "*", "entity"],
                    (true, _) => &["results", "*", "entity"],
                };
                self.within(body, path, &Type::Named(*id));
            }
        }
    }

    /// Goes a way of members to values of a type; `*` are all of a list or map.
    fn within(&self, json: &mut Json, path: &[&str], ty: &Type) {
        let Some((step, rest)) = path.split_first() else {
            return self.value(ty, json);
        };
        match json {
            Json::Array(values) if *step == "*" => {
                { values.iter_mut() }.for_each(|value| self.within(value, rest, ty));
            }
            Json::Object(values) if *step == "*" => {
                { values.values_mut() }.for_each(|value| self.within(value, rest, ty));
            }
            _ => {
                if let Some(member) = json.get_mut(*step) {
                    self.within(member, rest, ty);
                }
            }
        }
    }

    fn value(&self, ty: &Type, json: &mut Json) {
        match (ty, json) {
            (Type::Array(item), json @ Json::Array(_)) => self.within(json, &["*"], item),
            // Some maps arrive as lists of their values.
            (Type::Map(_, item), json) => self.within(json, &["*"], item),
            (Type::Named(id), json) => match &self.model[*id].kind {
                TypeKind::Record(record) => {
                    if let Json::Object(members) = json {
                        self.record(&record.fields, members);
                    }
                }
                TypeKind::Typeref(typeref) => self.value(&typeref.ty, json),
                TypeKind::Union(union) => {
                    for member in &union.members {
                        self.within(json, &[&member.key], &member.ty);
                    }
                }
                TypeKind::Shapes(shapes) => {
                    // Records are looked for in objects only, so the other shapes stay as they are.
                    for alternative in &shapes.alternatives {
                        self.value(&alternative.ty, json);
                    }
                }
                TypeKind::Enum(_) | TypeKind::UnionByUrn(_) | TypeKind::Fixed(_) => {}
            },
            _ => {}
        }
    }

    fn record(&self, fields: &[Field], members: &mut Map<String, Json>) {
        for field in fields {
            let decorated = format!("{}~", field.name);
            if !self.bearer.satisfies(&field.permissions) {
                let failed = format!("{}!", field.name);
                for name in [&field.name, &decorated, &failed] {
                    members.remove(name);
                }
                continue;
            }
            if let Some(value) = members.get_mut(&field.name) {
                self.value(&field.ty, value);
            }
            let urns = members.get(&field.name).cloned();
            if let (Some(urns), Some(entities)) = (urns, members.get_mut(&decorated)) {
                self.resolved(field, &urns, entities);
            }
        }
    }

    /// The entities behind the URNs of a field: one, a list in order, or by URN.
    fn resolved(&self, field: &Field, urns: &Json, entities: &mut Json) {
        match (urns, entities) {
            (Json::Array(urns), Json::Array(entities)) => {
                let both = urns.iter().zip(entities);
                both.for_each(|(urn, entity)| self.entity(field, urn.as_str(), entity));
            }
            (Json::Array(_), Json::Object(entities)) => {
                let both = entities.iter_mut();
                both.for_each(|(urn, entity)| self.entity(field, Some(urn), entity));
            }
            (urn, entity) => self.entity(field, urn.as_str(), entity),
        }
    }

    fn entity(&self, field: &Field, urn: Option<&str>, entity: &mut Json) {
        let kind = urn.and_then(|urn| urn_kind(self.model, urn));
        let kinds = field.decoration.iter().flat_map(|own| &own.kinds);
        for (_, record) in kinds.filter(|(known, _)| Some(*known) == kind) {
            self.value(&Type::Named(*record), entity);
        }
    }
}
