//! What calls send and answer, where the IDL takes it for granted.

use restli_model::model::{Body, Method, Model, Resource, Returns, Type, TypeId};

use super::{Facts, code, same};
use crate::rule;
use crate::wire::Spot;

impl Facts<'_> {
    pub(super) fn sent_and_answered(
        &mut self,
        spot: &Spot,
        (old_of, old): (&Resource, &Method),
        (new_of, new): (&Resource, &Method),
    ) {
        let places = (Some(&old.place), Some(&new.place));
        let (a, b) = (body(self.old, old_of, old), body(self.new, new_of, new));
        if a.0 != b.0 {
            let text = format!("it sends {}, and sent {}", b.0, a.0);
            self.found(&rule::BODY_CHANGED, &spot.at("body"), places, text);
        } else if let Some(text) = self.other_type(&a.1, &b.1) {
            self.found(&rule::BODY_TYPE_CHANGED, &spot.at("body"), places, text);
        }
        let (a, b) = (answer(self.old, old_of, old), answer(self.new, new_of, new));
        if is_told_by_idl(&old.returns, &new.returns) {
        } else if a.0 != b.0 {
            let text = format!("it answers {}, and answered {}", b.0, a.0);
            self.found(&rule::ANSWER_CHANGED, &spot.at("returns"), places, text);
        } else if let Some(text) = self.other_type(&a.1, &b.1) {
            self.found(
                &rule::ANSWER_TYPE_CHANGED,
                &spot.at("returns"),
                places,
                text,
            );
        }
        if let (
            Returns::ActionValue(a) | Returns::Value(a),
            Returns::ActionValue(b) | Returns::Value(b),
        ) = (&old.returns, &new.returns)
        {
            for (rule, text) in same::unseen((self.old, a), (self.new, b), false) {
                self.found(
                    rule,
                    &spot.at("returns"),
                    places,
                    format!("the answer: {text}"),
                );
            }
        }
    }

    /// What to say of a type that is another one; the entity of the resource is told there.
    fn other_type(&self, old: &Spoken, new: &Spoken) -> Option<String> {
        let (old, new) = match (old, new) {
            (Spoken::Entity(_), Spoken::Entity(_))
            | (Spoken::Elsewhere, _)
            | (_, Spoken::Elsewhere) => return None,
            (Spoken::Type(old) | Spoken::Entity(old), Spoken::Type(new) | Spoken::Entity(new)) => {
                (old, new)
            }
        };
        let same = self.type_names.renamed(old) == *new;
        (!same).then(|| format!("{} becomes {}", code(old), code(new)))
    }
}

/// Whether the rules for IDL see that another sort of thing is answered: a value of an action that
/// came or went, an entity that is returned beside what was answered before.
fn is_told_by_idl(old: &Returns, new: &Returns) -> bool {
    let is_entity = |returns: &Returns| {
        matches!(
            returns,
            Returns::CreatedEntity(_) | Returns::UpdatedEntity(_)
        )
    };
    let is_value = |returns: &Returns| matches!(returns, Returns::ActionValue(_));
    let is_less = |returns: &Returns| matches!(returns, Returns::Nothing | Returns::Created);
    let became =
        |is: &dyn Fn(&Returns) -> bool| (is(old) && is_less(new)) || (is_less(old) && is(new));
    became(&is_entity) || became(&is_value)
}

/// The type that a call speaks of.
enum Spoken {
    /// None, or one that the IDL tells.
    Elsewhere,
    /// The entity of the resource.
    Entity(String),
    /// Another one.
    Type(String),
}

fn spoken(model: &Model, resource: &Resource, id: TypeId) -> Spoken {
    let name = model[id].name.clone();
    match resource.entity == Some(id) {
        true => Spoken::Entity(name),
        false => Spoken::Type(name),
    }
}

fn body(model: &Model, resource: &Resource, method: &Method) -> (&'static str, Spoken) {
    match &method.body {
        Body::None => ("no body", Spoken::Elsewhere),
        Body::Empty => ("an empty body", Spoken::Elsewhere),
        Body::Record(id) => ("a record", spoken(model, resource, *id)),
        Body::Patch(id) => ("a patch", spoken(model, resource, *id)),
        Body::Params => ("its parameters", Spoken::Elsewhere),
    }
}

fn answer(model: &Model, resource: &Resource, method: &Method) -> (&'static str, Spoken) {
    let is_rest = super::kind(method) != "action";
    match &method.returns {
        Returns::Nothing => ("nothing", Spoken::Elsewhere),
        Returns::Value(Type::Named(id)) if is_rest => ("a value", spoken(model, resource, *id)),
        Returns::Value(ty) if is_rest => ("a value", Spoken::Type(same::spelled(model, ty))),
        Returns::Value(_) | Returns::ActionValue(_) => ("a value", Spoken::Elsewhere),
        Returns::Collection(id) => ("a collection", spoken(model, resource, *id)),
        Returns::Batch(id) => ("a batch", spoken(model, resource, *id)),
        Returns::Created => ("the key of what is created", Spoken::Elsewhere),
        Returns::CreatedEntity(id) => ("what is created", spoken(model, resource, *id)),
        Returns::UpdatedEntity(id) => ("what is changed", spoken(model, resource, *id)),
    }
}
