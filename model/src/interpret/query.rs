//! The query of a request: declared parameters, reserved ones, the page, the mask.
//!
//! A service ignores a parameter it does not know, so a misspelt one changes nothing and says
//! nothing; here every parameter must be of use to the method.

use restli_wire::{Value, parse_lone_token, parse_query_value};

use super::values::Misfit;
use super::{At, Datum, Mismatch, PagingArgs, Rule, Spelling, describe, keys, mask, values};
use crate::model::{
    Key, Method, Model, PagingStyle, Param, ProjectionSpelling, Protocol, Resource, ResourceKind,
    RestMethod, Type, TypeKind,
};
use crate::source::Place;

/// What the query says.
#[derive(Debug, Default)]
pub(super) struct Query {
    pub(super) params: Vec<(usize, Datum)>,
    pub(super) ids: Vec<Datum>,
    pub(super) paging: PagingArgs,
    pub(super) mask: Option<(ProjectionSpelling, restli_wire::Mask)>,
}

/// Reads texts of a request and collects what does not fit.
pub(super) struct Reader<'m> {
    pub(super) model: &'m Model,
    pub(super) resource: &'m Resource,
    pub(super) method: &'m Method,
    /// Whether the request names protocol 2.0.0, which leaves no room for raw colons.
    pub(super) strict: bool,
    pub(super) spelling: Spelling,
    pub(super) found: Vec<Mismatch>,
}

impl<'m> Reader<'m> {
    /// Reads all parameters.
    pub(super) fn query(&mut self, pairs: &[(String, &str)]) -> Query {
        let mut query = Query::default();
        for (name, text) in pairs {
            let declared = match self.method.rest {
                RestMethod::Action => None,
                _ => self
                    .method
                    .params
                    .iter()
                    .position(|param| param.name == *name),
            };
            match declared {
                Some(index) => {
                    let param = &self.method.params[index];
                    let datum = self.parameter(param, text);
                    query.params.extend(datum.map(|datum| (index, datum)));
                }
                None => self.reserved(&mut query, name, text),
            }
        }
        if self.method.rest != RestMethod::Action {
            self.missing(pairs);
        }
        query
    }

    /// Reads a key in the path.
    pub(super) fn key(
        &mut self,
        key: &'m Key,
        text: &str,
        segment: usize,
        declared: &Place,
    ) -> Option<Datum> {
        let simple = match &key.ty {
            crate::model::KeyType::Simple(ty) => Some(ty),
            _ => None,
        };
        let at = At::Path(segment);
        let parsed = restli_wire::parse_path_segment(text);
        let value = self.text(text, parsed, simple, &key.name, at.clone(), declared)?;
        match keys::read(self.model, key, &value) {
            Ok(datum) => Some(datum),
            Err(misfits) => self.misfits(Rule::Key, at, misfits, declared),
        }
    }

    fn parameter(&mut self, param: &'m Param, text: &str) -> Option<Datum> {
        let at = At::Query(param.name.clone());
        let parsed = parse_query_value(text);
        let value = self.text(
            text,
            parsed,
            Some(&param.ty),
            &param.name,
            at.clone(),
            &param.place,
        )?;
        match values::read(self.model, &param.name, &value, &param.ty) {
            Ok(datum) => Some(datum),
            Err(misfits) => self.misfits(Rule::Parameter, at, misfits, &param.place),
        }
    }

    /// The value that a text stands for: by the grammar, or as documentation prints a lone URN.
    fn text(
        &mut self,
        text: &str,
        parsed: Result<Value, restli_wire::ParseError>,
        ty: Option<&Type>,
        name: &str,
        at: At,
        declared: &Place,
    ) -> Option<Value> {
        let error = match parsed {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        let lone = ty.is_some_and(|ty| is_text(self.model, ty)) && text.starts_with("urn:");
        let whole = parse_lone_token(text).ok().filter(|_| lone);
        let bare =
            self.resource.protocol == Protocol::V1 || self.resource.kind == ResourceKind::Plain;
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

    fn reserved(&mut self, query: &mut Query, name: &str, text: &str) {
        let method = self.method;
        let style = method.paging.as_ref().map(|paging| paging.style);
        match (name, method.rest) {
            ("q", RestMethod::Finder)
            | ("bq", RestMethod::BatchFinder)
            | ("action", RestMethod::Action) => {}
            ("ids", rest) if is_batch(rest) => query.ids = self.ids(text),
            ("start", _) if style == Some(PagingStyle::Offset) => {
                query.paging.start = self.number(name, text)
            }
            ("count", _) if style == Some(PagingStyle::Offset) => {
                query.paging.count = self.size(name, text)
            }
            ("pageSize", _) if style == Some(PagingStyle::Cursor) => {
                query.paging.page_size = self.size(name, text)
            }
            ("pageToken", _) if style == Some(PagingStyle::Cursor) => {
                query.paging.page_token = match parse_query_value(text) {
                    Ok(Value::Token(token)) => Some(token.into_owned()),
                    _ => self.refuse(
                        Rule::Paging,
                        name,
                        format!("`{name}` is `{text}`, not a text"),
                        None,
                    ),
                };
            }
            ("projection", _) => self.mask(query, ProjectionSpelling::Projection, text),
            ("fields", _) => self.mask(query, ProjectionSpelling::Fields, text),
            _ => self.unknown(name),
        }
    }

    fn mask(&mut self, query: &mut Query, spelling: ProjectionSpelling, text: &str) {
        let name = mask::parameter(spelling);
        if !self.method.projections.contains(&spelling) {
            let (message, help) = match self.method.projections.first() {
                None => (
                    "its answer cannot be projected".to_owned(),
                    "leave it out".to_owned(),
                ),
                Some(other) => {
                    let other = mask::parameter(*other);
                    (
                        format!("its mask is spelled `{other}`"),
                        format!("write `{other}=…`"),
                    )
                }
            };
            let message = format!("`{name}` is no parameter of this method: {message}");
            self.refuse::<()>(Rule::Projection, name, message, Some(help));
        } else if query.mask.is_some() {
            let message = "the mask is given twice, as `projection` and as `fields`".to_owned();
            self.refuse::<()>(
                Rule::Projection,
                name,
                message,
                Some("give one of them".to_owned()),
            );
        } else {
            match mask::read(self.model, self.method, spelling, text) {
                Ok(mask) => query.mask = Some((spelling, mask)),
                Err(mismatches) => self.found.extend(mismatches),
            }
        }
    }

    fn ids(&mut self, text: &str) -> Vec<Datum> {
        let declared = &self.method.place;
        let Some(key) = self.method.key.as_ref().or(self.resource.key.as_ref()) else {
            return Vec::new();
        };
        let Some(value) = self.text(
            text,
            parse_query_value(text),
            None,
            "ids",
            At::Query("ids".to_owned()),
            declared,
        ) else {
            return Vec::new();
        };
        let Value::List(values) = value else {
            let message = format!("`ids` is `{text}`, not a list of keys");
            self.refuse::<()>(
                Rule::Key,
                "ids",
                message,
                Some("lists are written `List(a,b)`".to_owned()),
            );
            return Vec::new();
        };
        let read = |value| match keys::read(self.model, key, value) {
            Ok(datum) => Some(datum),
            Err(misfits) => self.misfits(Rule::Key, At::Query("ids".to_owned()), misfits, declared),
        };
        values.iter().filter_map(read).collect()
    }

    fn size(&mut self, name: &str, text: &str) -> Option<u64> {
        let size = self.number(name, text)?;
        match self.method.paging.as_ref().and_then(|paging| paging.max) {
            Some(max) if size > u64::from(max) => {
                let message =
                    format!("`{name}` is {size}, more than the {max} that this method serves");
                self.refuse(
                    Rule::Paging,
                    name,
                    message,
                    Some(format!("write `{name}={max}`")),
                )
            }
            _ => Some(size),
        }
    }

    fn number(&mut self, name: &str, text: &str) -> Option<u64> {
        match text.parse::<u32>() {
            Ok(number) => Some(u64::from(number)),
            Err(_) => {
                let message = format!("`{name}` is `{text}`, not a whole number from 0 on");
                self.refuse(Rule::Paging, name, message, None)
            }
        }
    }

    fn unknown(&mut self, name: &str) {
        let known = self.known();
        let help = describe::instead(name, known.iter().copied());
        let what = match self.method.paging {
            None if ["start", "count", "pageSize", "pageToken"].contains(&name) => {
                ", which has no pages"
            }
            _ => "",
        };
        let message = format!(
            "`{name}` is no parameter of {}{what}",
            call(self.resource, self.method)
        );
        self.found.push(Mismatch {
            rule: Rule::UnknownParameter,
            at: At::Query(name.to_owned()),
            message,
            help,
            declared: Some(self.method.place.clone()),
        });
    }

    /// The names that may stand in the query.
    fn known(&self) -> Vec<&'m str> {
        let mut known: Vec<&str> = Vec::new();
        if self.method.rest != RestMethod::Action {
            known.extend(self.method.params.iter().map(|param| param.name.as_str()));
        }
        known.extend(match self.method.rest {
            RestMethod::Finder => Some("q"),
            RestMethod::BatchFinder => Some("bq"),
            RestMethod::Action => Some("action"),
            rest if is_batch(rest) => Some("ids"),
            _ => None,
        });
        match self.method.paging.as_ref().map(|paging| paging.style) {
            Some(PagingStyle::Offset) => known.extend(["start", "count"]),
            Some(PagingStyle::Cursor) => known.extend(["pageSize", "pageToken"]),
            None => {}
        }
        known.extend(
            self.method
                .projections
                .iter()
                .map(|spelling| mask::parameter(*spelling)),
        );
        known
    }

    fn missing(&mut self, pairs: &[(String, &str)]) {
        for param in self.method.params.iter().filter(|param| param.required) {
            if pairs.iter().any(|(name, _)| *name == param.name) {
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

    fn misfits<T>(
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

    fn refuse<T>(
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

pub(super) fn is_batch(rest: RestMethod) -> bool {
    matches!(
        rest,
        RestMethod::BatchGet
            | RestMethod::BatchUpdate
            | RestMethod::BatchPartialUpdate
            | RestMethod::BatchDelete
    )
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
