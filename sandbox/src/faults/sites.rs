//! Where in an answer there is what the schema describes: its records, fields, enums and unions.
//!
//! The types lead the way, so that a fault can be put into what a client reads as an enum, and not
//! into a text that looks like one.

use restli_model::interpret::{Call, urn_kind};
use restli_model::model::{Decoration, Field, Model, RestMethod, Returns, Type, TypeId, TypeKind};
use serde_json::Value as Json;

/// A place in an answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Site {
    pub(super) at: Vec<Step>,
    pub(super) what: What,
}

/// One step into JSON.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Member(String),
    Element(usize),
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Record,
    /// A declared field of a record; the last step is its name.
    Field {
        required: bool,
    },
    Symbol,
    /// A union with a member.
    Union,
}

/// All places in the answer to a call, whatever contains another one first.
pub(super) fn find(model: &Model, call: &Call, answer: &Json) -> Vec<Site> {
    let resource = &model[call.method.resource];
    let method = &resource.methods[call.method.method];
    let mut finder = Finder {
        model,
        at: Vec::new(),
        sites: Vec::new(),
    };
    let entity = |id: TypeId| Type::Named(id);
    match (method.rest, &method.returns) {
        (_, Returns::Nothing | Returns::Created) => {}
        (RestMethod::BatchFinder, Returns::Collection(element)) => {
            finder.each(answer, "elements", &mut |finder, answer| {
                finder.page(answer, *element, method.metadata);
            });
        }
        (_, Returns::Collection(element)) => finder.page(answer, *element, method.metadata),
        (
            RestMethod::BatchUpdate | RestMethod::BatchPartialUpdate | RestMethod::BatchDelete,
            Returns::Batch(id) | Returns::UpdatedEntity(id),
        ) => finder.each(answer, "results", &mut |finder, outcome| {
            finder.member(outcome, "entity", &entity(*id));
        }),
        (_, Returns::Batch(id)) => finder.each(answer, "results", &mut |finder, result| {
            finder.value(result, &entity(*id));
        }),
        (RestMethod::BatchCreate, Returns::CreatedEntity(id)) => {
            finder.each(answer, "elements", &mut |finder, outcome| {
                finder.member(outcome, "entity", &entity(*id));
            });
        }
        (_, Returns::CreatedEntity(id) | Returns::UpdatedEntity(id)) => {
            finder.value(answer, &entity(*id));
        }
        (_, Returns::Value(ty)) => finder.value(answer, ty),
        (_, Returns::ActionValue(ty)) => finder.member(answer, "value", ty),
    }
    finder.sites
}

struct Finder<'m> {
    model: &'m Model,
    at: Vec<Step>,
    sites: Vec<Site>,
}

impl<'m> Finder<'m> {
    fn found(&mut self, what: What) {
        let at = self.at.clone();
        self.sites.push(Site { at, what });
    }

    fn within(&mut self, step: Step, look: &mut dyn FnMut(&mut Self)) {
        self.at.push(step);
        look(self);
        self.at.pop();
    }

    /// The elements or members of a member.
    fn each(&mut self, json: &Json, name: &str, look: &mut dyn FnMut(&mut Self, &Json)) {
        let Some(inner) = json.get(name) else {
            return;
        };
        self.within(Step::Member(name.to_owned()), &mut |finder| {
            finder.contents(inner, look);
        });
    }

    fn contents(&mut self, json: &Json, look: &mut dyn FnMut(&mut Self, &Json)) {
        match json {
            Json::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.within(Step::Element(index), &mut |finder| look(finder, element));
                }
            }
            Json::Object(members) => {
                for (name, member) in members {
                    let step = Step::Member(name.clone());
                    self.within(step, &mut |finder| look(finder, member));
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, json: &Json, name: &str, ty: &Type) {
        if let Some(member) = json.get(name) {
            let step = Step::Member(name.to_owned());
            self.within(step, &mut |finder| finder.value(member, ty));
        }
    }

    fn page(&mut self, page: &Json, element: TypeId, metadata: Option<TypeId>) {
        self.each(page, "elements", &mut |finder, json| {
            finder.value(json, &Type::Named(element));
        });
        if let Some(metadata) = metadata {
            self.member(page, "metadata", &Type::Named(metadata));
        }
    }

    fn value(&mut self, json: &Json, ty: &Type) {
        match ty {
            Type::Array(item) | Type::Map(_, item) => {
                self.contents(json, &mut |finder, json| finder.value(json, item));
            }
            Type::Named(id) => self.named(json, *id),
            _ => {}
        }
    }

    fn named(&mut self, json: &Json, id: TypeId) {
        let model = self.model;
        match (&model[id].kind, json) {
            (TypeKind::Record(record), Json::Object(members)) => {
                self.found(What::Record);
                for field in &record.fields {
                    self.field(json, field);
                    if let Some(decoration) = &field.decoration {
                        let name = format!("{}~", field.name);
                        if let Some(resolved) = members.get(&name) {
                            let urn = members.get(&field.name);
                            self.within(Step::Member(name), &mut |finder| {
                                finder.resolved(resolved, decoration, urn);
                            });
                        }
                    }
                }
            }
            (TypeKind::Enum(_), Json::String(_)) => self.found(What::Symbol),
            (TypeKind::Union(union), Json::Object(members)) if members.len() == 1 => {
                self.found(What::Union);
                for member in &union.members {
                    self.member(json, &member.key, &member.ty);
                }
            }
            (TypeKind::Typeref(typeref), _) => self.value(json, &typeref.ty),
            (TypeKind::Shapes(shapes), Json::Object(_)) => {
                // No two alternatives have the same shape.
                let mut records = shapes.alternatives.iter().map(|one| &one.ty);
                if let Some(ty) = records.find(|ty| is_record(model, ty)) {
                    self.value(json, ty);
                }
            }
            _ => {}
        }
    }

    fn field(&mut self, record: &Json, field: &'m Field) {
        let Some(value) = record.get(&field.name) else {
            return;
        };
        let required = field.required;
        self.within(Step::Member(field.name.clone()), &mut |finder| {
            finder.found(What::Field { required });
            finder.value(value, &field.ty);
        });
    }

    /// The entity behind a URN, or those behind a list of them.
    fn resolved(&mut self, json: &Json, decoration: &Decoration, urn: Option<&Json>) {
        let urns = urn.and_then(Json::as_array);
        match (json, urns) {
            (Json::Array(entities), urns) => {
                for (index, entity) in entities.iter().enumerate() {
                    let urn = urns.and_then(|urns| urns.get(index));
                    self.within(Step::Element(index), &mut |finder| {
                        finder.resolved(entity, decoration, urn);
                    });
                }
            }
            (Json::Object(entities), Some(_)) => {
                for (urn, entity) in entities {
                    let step = Step::Member(urn.clone());
                    let urn = Json::from(urn.as_str());
                    self.within(step, &mut |finder| {
                        finder.resolved(entity, decoration, Some(&urn));
                    });
                }
            }
            _ => {
                let kind = { urn.and_then(Json::as_str) }.and_then(|urn| urn_kind(self.model, urn));
                let mut kinds = decoration.kinds.iter();
                let of_kind = kinds.find(|(known, _)| Some(*known) == kind);
                self.named(
                    json,
                    of_kind.map_or(decoration.target, |(_, entity)| *entity),
                );
            }
        }
    }
}

fn is_record(model: &Model, ty: &Type) -> bool {
    match ty {
        Type::Map(..) => true,
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Record(_) | TypeKind::Union(_) => true,
            TypeKind::Typeref(typeref) => is_record(model, &typeref.ty),
            _ => false,
        },
        _ => false,
    }
}
