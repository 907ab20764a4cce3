//! The query of a request: its parameters by name, and the typed ones read.
//!
//! A service ignores a parameter it does not know, so a misspelt one changes nothing and says
//! nothing; here every parameter must be of use to the method.

use restli_wire::{ParseError, Value, parse_lone_token, parse_path_segment, parse_query_value, v1};

use super::values::Misfit;
use super::{
    At, Datum, Mismatch, PagingArgs, Rule, Spelling, by_schema, describe, keys, reserved, values,
};
use crate::model::{
    Key, Method, Model, Param, ProjectionSpelling, Protocol, Resource, ResourceKind, RestMethod,
    Type, TypeKind,
};
use crate::source::Place;

/// What the query says.
#[derive(Debug, Default)]
pub(super) struct Query {
    pub(super) params: Vec<(usize, Datum)>,
    pub(super) ids: Vec<Datum>,
    pub(super) paging: PagingArgs,
    pub(super) mask: Option<(ProjectionSpelling, restli_wire::Mask)>,
    pub(super) metadata_mask: Option<restli_wire::Mask>,
    pub(super) paging_mask: Option<restli_wire::Mask>,
    pub(super) return_entity: Option<bool>,
    pub(super) fill_defaults: bool,
}

/// A parameter as it came.
pub(super) enum Given<'q> {
    /// Its text, still escaped.
    Text(&'q str),
    /// Its value, where protocol 1.0.0 spread it over several names.
    Value(Value),
}

/// Reads texts of a request and collects what does not fit.
pub(super) struct Reader<'m> {
    pub(super) model: &'m Model,
    pub(super) resource: &'m Resource,
    pub(super) method: &'m Method,
    /// Whether the request names protocol 2.0.0, which leaves no room for raw colons.
    pub(super) strict: bool,
    /// Whether it names none and so is of 1.0.0.
    pub(super) unstated: bool,
    /// Whether the request is known to have been refused, so that its entities may lack what is required.
    pub(super) refused: bool,
    pub(super) spelling: Spelling,
    pub(super) found: Vec<Mismatch>,
}

impl<'m> Reader<'m> {
    /// Reads all parameters.
    pub(super) fn query(&mut self, pairs: &[(String, &str)]) -> Query {
        let mut query = Query::default();
        let given = self.given(pairs);
        for (name, given) in &given {
            match self.declared(name) {
                Some(index) => {
                    let param = &self.method.params[index];
                    let datum = self.parameter(param, given);
                    query.params.extend(datum.map(|datum| (index, datum)));
                }
                None => self.reserved(&mut query, name, given),
            }
        }
        if self.method.rest != RestMethod::Action {
            self.missing(&given);
        }
        query
    }

    /// The parameters by name, each once.
    fn given<'q>(&mut self, pairs: &[(String, &'q str)]) -> Vec<(String, Given<'q>)> {
        let whole = |name: &str| reserved::is_text(name) && self.declared(name).is_none();
        let v1 = self.spelled_v1(pairs);
        let (texts, spread): (Vec<_>, Vec<_>) =
            { pairs.iter().cloned() }.partition(|(name, _)| !v1 || whole(name));
        let mut given: Vec<(String, Given<'q>)> = Vec::new();
        for (name, text) in texts {
            if given.iter().any(|(earlier, _)| *earlier == name) {
                let message = format!("the query cannot be read: `{name}` is given twice");
                self.refuse::<()>(Rule::Grammar, &name, message, None);
            } else {
                given.push((name, Given::Text(text)));
            }
        }
        if v1 {
            self.spelling = Spelling::V1;
        }
        match v1::parse_pairs(&spread) {
            Ok(Value::Map(members)) => given.extend(
                { members.into_iter() }
                    .map(|(name, value)| (name.into_owned(), Given::Value(value))),
            ),
            Ok(_) => {}
            Err(error) => {
                let message = format!("the query cannot be read: {error}");
                let alone =
                    |pair: &&(String, &str)| v1::parse_pairs(std::slice::from_ref(*pair)).is_err();
                let at_fault = spread.iter().find(alone).or(spread.first());
                let name = at_fault.map(|(name, _)| name.clone()).unwrap_or_default();
                self.refuse::<()>(Rule::Grammar, &name, message, None);
            }
        }
        given
    }

    /// Whether the query is written as protocol 1.0.0 says: because it is of that protocol, or, where the
    /// request does not say otherwise, because names have structure that belongs to a parameter.
    fn spelled_v1(&self, pairs: &[(String, &str)]) -> bool {
        if self.resource.kind == ResourceKind::Plain {
            return false;
        }
        let structured = |name: &str| {
            let first = name.split(['.', '[']).next().unwrap_or_default();
            first != name
                && self.declared(name).is_none()
                && (first == reserved::IDS || self.declared(first).is_some())
        };
        // What comes twice is a list there.
        let repeated = |index: usize| {
            let (name, _) = &pairs[index];
            self.declared(name).is_some()
                && pairs[..index].iter().any(|(earlier, _)| earlier == name)
        };
        self.protocol() == Protocol::V1
            || !self.strict
                && (pairs.iter().any(|(name, _)| structured(name))
                    || (0..pairs.len()).any(repeated))
    }

    fn declared(&self, name: &str) -> Option<usize> {
        let mut params = match self.method.rest {
            RestMethod::Action => [].iter(),
            _ => self.method.params.iter(),
        };
        params.position(|param| param.name == name)
    }

    /// The protocol that the request is written in: the one it names, or else that of the resource.
    pub(super) fn protocol(&self) -> Protocol {
        self.spelling.protocol()
    }

    /// Reads a key in the path.
    pub(super) fn key(
        &mut self,
        key: &'m Key,
        text: &str,
        segment: usize,
        declared: &Place,
    ) -> Option<Datum> {
        let at = At::Path(segment);
        let value = self.segment(key, text, &at, declared)?;
        match keys::read(self.model, key, &value) {
            Ok(datum) => Some(datum),
            Err(misfits) => self.misfits(Rule::Key, at, misfits, declared),
        }
    }

    /// The value that a segment of the path stands for.
    pub(super) fn segment(
        &mut self,
        key: &'m Key,
        text: &str,
        at: &At,
        declared: &Place,
    ) -> Option<Value> {
        let simple = match &key.ty {
            crate::model::KeyType::Simple(ty) => Some(ty),
            _ => None,
        };
        let parsed = keys::parse_segment(self.model, self.protocol(), key, text);
        let of_parts = |parsed: &Result<Value, _>| matches!(parsed, Ok(Value::Map(_)));
        if simple.is_none() && self.unstated && !of_parts(&parsed) {
            // Documentation writes such keys without naming a protocol.
            let newer = parse_path_segment(text).ok();
            let newer = newer.filter(|value| matches!(value, Value::Map(_)));
            return match newer {
                Some(_) if self.model.api.bases[self.resource.base].versioned => {
                    self.unspoken(&key.name, text)
                }
                Some(value) => Some(value),
                None => self.text(text, parsed, None, &key.name, at.clone(), declared),
            };
        }
        if simple.is_none() && !self.strict && !of_parts(&parsed) {
            let old = keys::parse_segment(self.model, Protocol::V1, key, text);
            if let Ok(value) = old {
                self.spelling = Spelling::V1;
                return Some(value);
            }
        }
        self.text(text, parsed, simple, &key.name, at.clone(), declared)
    }

    fn parameter(&mut self, param: &'m Param, given: &Given<'_>) -> Option<Datum> {
        let at = At::Query(param.name.clone());
        let (place, ty) = (&param.place, &param.ty);
        let value = match given {
            Given::Text(text) => {
                let parsed = parse_query_value(text);
                self.text(text, parsed, Some(ty), &param.name, at.clone(), place)?
            }
            Given::Value(value) => {
                let newer = self.unspoken_text(value);
                if let Some(text) = newer.filter(|_| !is_text(self.model, ty)) {
                    return self.unspoken(&param.name, text);
                }
                by_schema::value(self.model, ty, value.clone())
            }
        };
        match values::read(self.model, &param.name, &value, ty) {
            Ok(datum) => Some(datum),
            Err(misfits) => self.misfits(Rule::Parameter, at, misfits, place),
        }
    }

    /// The value that a text stands for: by the grammar, or as documentation prints a lone URN or text.
    pub(super) fn text(
        &mut self,
        text: &str,
        parsed: Result<Value, ParseError>,
        ty: Option<&Type>,
        name: &str,
        at: At,
        declared: &Place,
    ) -> Option<Value> {
        let error = match parsed {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        let raw = text.starts_with("urn:") || !text.contains(['(', ')']);
        let lone = ty.is_some_and(|ty| is_text(self.model, ty)) && raw;
        let whole = parse_lone_token(text).ok().filter(|_| lone);
        let bare = self.protocol() == Protocol::V1 || self.resource.kind == ResourceKind::Plain;
        // A parameter in place of a mask is written like one, with raw commas.
        if let Some(value) = whole.clone().filter(|_| reserved::is_text(name)) {
            return Some(value);
        }
        if let Some(value) = whole.clone().filter(|_| !self.strict) {
            self.spelling = match self.spelling {
                Spelling::V2 => Spelling::Documented,
                other => other,
            };
            return Some(value);
        }
        if let Some(value) = parse_lone_token(text).ok().filter(|_| bare) {
            return Some(value);
        }
        let help = match whole {
            Some(value) => format!("write `{}`", restli_wire::QueryText::encode(&value)),
            None if text.is_empty() => "leave it out, or write `''` for the empty text".to_owned(),
            None => "percent-encode `(`, `)`, `,`, `:` and `'` where they are data".to_owned(),
        };
        self.found.push(Mismatch {
            rule: Rule::Grammar,
            at,
            message: format!("`{name}` is `{text}`, which cannot be read: {error}"),
            help: Some(help),
            declared: Some(declared.clone()),
        });
        None
    }

    fn missing(&mut self, given: &[(String, Given<'_>)]) {
        for param in self.method.params.iter().filter(|param| param.required) {
            if given.iter().any(|(name, _)| *name == param.name) {
                continue;
            }
            self.found.push(Mismatch {
                rule: Rule::MissingParameter,
                at: At::Query(param.name.clone()),
                message: format!(
                    "{} needs the parameter `{}`",
                    call(self.resource, self.method),
                    param.name
                ),
                help: Some(format!(
                    "it is {}",
                    describe::of_type(self.model, &param.ty)
                )),
                declared: Some(param.place.clone()),
            });
        }
    }

    pub(super) fn misfits<T>(
        &mut self,
        rule: Rule,
        at: At,
        misfits: Vec<Misfit>,
        declared: &Place,
    ) -> Option<T> {
        self.found
            .extend(misfits.into_iter().map(|misfit| Mismatch {
                rule,
                at: at.clone(),
                message: misfit.message,
                help: misfit.help,
                declared: Some(misfit.declared.unwrap_or_else(|| declared.clone())),
            }));
        None
    }

    pub(super) fn refuse<T>(
        &mut self,
        rule: Rule,
        name: &str,
        message: String,
        help: Option<String>,
    ) -> Option<T> {
        let declared = Some(self.method.place.clone());
        self.found.push(Mismatch {
            rule,
            at: At::Query(name.to_owned()),
            message,
            help,
            declared,
        });
        None
    }
}

/// A call by its names: "the finder `viewer` of `connections`".
pub(super) fn call(resource: &Resource, method: &Method) -> String {
    match method.rest {
        RestMethod::Finder | RestMethod::BatchFinder | RestMethod::Action | RestMethod::Plain => {
            let kind = if method.rest == RestMethod::Plain {
                "call"
            } else {
                method.rest.wire_name()
            };
            format!("the {kind} `{}` of `{}`", method.name, resource.name)
        }
        rest => format!("the {} of `{}`", rest.wire_name(), resource.name),
    }
}

/// Whether a lone text can be a value of the type.
fn is_text(model: &Model, ty: &Type) -> bool {
    match ty {
        Type::String | Type::Urn(_) => true,
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Typeref(typeref) => is_text(model, &typeref.ty),
            TypeKind::Shapes(shapes) => shapes
                .alternatives
                .iter()
                .any(|shape| is_text(model, &shape.ty)),
            _ => false,
        },
        _ => false,
    }
}
