//! What a method sends and answers: body, result, paging, projections.
//!
//! Each Rest.li method has its own defaults, so that the common case needs no word in the YAML.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Body, Paging, ProjectionSpelling, RestMethod, Returns, Type, TypeId};
use crate::resolve::context::Context;
use crate::resolve::index::TypeDeclKind;
use crate::resolve::resources::Surroundings;
use crate::syntax::{MethodSyntax, Named, PagingSyntax, Spanned, TypeExpr, TypeExprKind};

/// What is decided here.
pub(crate) struct Answer {
    pub(crate) body: Body,
    pub(crate) returns: Returns,
    pub(crate) paging: Option<Paging>,
    pub(crate) metadata: Option<TypeId>,
    pub(crate) projections: Vec<ProjectionSpelling>,
    pub(crate) decorates: bool,
}

pub(crate) fn lower(
    cx: &Context<'_>,
    resource: &Surroundings<'_>,
    rest: RestMethod,
    named: &Named<MethodSyntax>,
) -> Answer {
    let method = Method {
        cx,
        resource,
        rest,
        name: &named.name,
        syntax: &named.value,
    };
    let returns = method.returns();
    let projections = method.projections(&returns);
    Answer {
        body: method.body(),
        paging: method.paging(),
        metadata: method.metadata(),
        decorates: method.decorates(&projections),
        projections,
        returns,
    }
}

struct Method<'a> {
    cx: &'a Context<'a>,
    resource: &'a Surroundings<'a>,
    rest: RestMethod,
    name: &'a Spanned<String>,
    syntax: &'a MethodSyntax,
}

impl Method<'_> {
    fn is_collection(&self) -> bool {
        matches!(
            self.rest,
            RestMethod::GetAll | RestMethod::Finder | RestMethod::BatchFinder
        )
    }

    /// The resource's entity; reported where there is none.
    fn entity(&self, instead: &str) -> Option<TypeId> {
        let misspelt = || self.cx.sink.is_misspelt(&self.name.place, "entity");
        if self.resource.entity.is_none() && !self.resource.entity_written && !misspelt() {
            let message = format!(
                "`{}` needs an entity, and `{}` has none",
                self.name.value, self.resource.name.value
            );
            self.cx.report(
                Diagnostic::error(Code::Entity, &self.name.place, message)
                    .also(&self.resource.name.place, "the resource")
                    .help(format!(
                        "write `entity:` for the resource, or `{instead}` here"
                    )),
            );
        }
        self.resource.entity
    }

    fn returns(&self) -> Returns {
        use RestMethod as M;
        let written = self.syntax.returns.as_ref();
        let word = written.and_then(word);
        let returns = match (self.rest, word, written) {
            (_, Some("nothing"), _) if !self.is_collection() => Some(Returns::Nothing),
            (M::Create | M::BatchCreate | M::Action, Some("created"), _) => Some(Returns::Created),
            (M::Create | M::BatchCreate, Some("entity"), _) => {
                self.entity("returns:").map(Returns::CreatedEntity)
            }
            (M::Create | M::BatchCreate, None, None) => Some(Returns::Created),
            (M::PartialUpdate | M::BatchPartialUpdate, Some("entity"), _) => {
                self.entity("returns:").map(Returns::UpdatedEntity)
            }
            (M::Update | M::Delete, Some("entity"), _) => {
                let entity = self.entity("returns:");
                entity.map(|id| Returns::Value(Type::Named(id)))
            }
            (_, Some(word @ ("nothing" | "created" | "entity")), Some(expr)) => {
                let message = format!("`{}` cannot answer `{word}`", self.name.value);
                self.cx.error(Code::Returns, &expr.place, message);
                None
            }
            (M::Get, _, None) => {
                let entity = self.entity("returns:");
                entity.map(|id| Returns::Value(Type::Named(id)))
            }
            (M::BatchGet, _, None) => self.entity("returns:").map(Returns::Batch),
            (M::GetAll | M::Finder | M::BatchFinder, _, None) => {
                self.entity("returns:").map(Returns::Collection)
            }
            (_, _, None) => Some(Returns::Nothing),
            (_, _, Some(expr)) => self.returns_type(expr),
        };
        returns.unwrap_or(Returns::Nothing)
    }

    fn returns_type(&self, expr: &TypeExpr) -> Option<Returns> {
        use RestMethod as M;
        let ty = self.cx.ty(expr)?;
        let named = || {
            let Type::Named(id) = ty else {
                let message = format!(
                    "`{}` answers several elements, whose type must have a name",
                    self.name.value
                );
                self.cx.error(Code::Returns, &expr.place, message);
                return None;
            };
            Some(id)
        };
        match self.rest {
            M::Get | M::Create | M::Update | M::PartialUpdate | M::Delete | M::Plain => {
                Some(Returns::Value(ty))
            }
            M::Action => Some(Returns::ActionValue(ty)),
            M::BatchGet => named().map(Returns::Batch),
            M::GetAll | M::Finder | M::BatchFinder => named().map(Returns::Collection),
            M::BatchCreate | M::BatchUpdate | M::BatchPartialUpdate | M::BatchDelete => {
                let message = format!("what `{}` answers is given by the method", self.name.value);
                self.cx.error(Code::Returns, &expr.place, message);
                None
            }
        }
    }

    fn body(&self) -> Body {
        use RestMethod as M;
        let written = self.syntax.body.as_ref();
        let word = written.and_then(word);
        let body = match (self.rest, word, written) {
            (M::Create | M::Update | M::Plain, Some("empty"), _) => Some(Body::Empty),
            (M::Create | M::Update | M::Plain, Some("none"), _) => Some(Body::None),
            (M::Create | M::BatchCreate | M::Update | M::BatchUpdate, None, None) => {
                self.entity("body:").map(Body::Record)
            }
            (M::PartialUpdate | M::BatchPartialUpdate, None, None) => {
                self.entity("body:").map(Body::Patch)
            }
            (M::Action, _, None) => Some(Body::Params),
            (_, _, None) => Some(Body::None),
            (
                M::Create | M::BatchCreate | M::Update | M::BatchUpdate | M::Plain,
                None,
                Some(expr),
            ) => self.body_record(expr).map(Body::Record),
            (M::PartialUpdate | M::BatchPartialUpdate, None, Some(expr)) => {
                self.body_record(expr).map(Body::Patch)
            }
            (M::Action, _, Some(expr)) => {
                let message = "the body of an action is its parameters";
                let diagnostic = Diagnostic::error(Code::Body, &expr.place, message);
                self.cx
                    .report(diagnostic.help("write them below `params:`"));
                None
            }
            (_, _, Some(expr)) => {
                let message = match word {
                    Some(word) => format!("`{}` cannot send `{word}`", self.name.value),
                    None => format!("`{}` sends no body", self.name.value),
                };
                self.cx.error(Code::Body, &expr.place, message);
                None
            }
        };
        body.unwrap_or(Body::None)
    }

    fn body_record(&self, expr: &TypeExpr) -> Option<TypeId> {
        match self.cx.ty(expr)? {
            Type::Named(id) => self.cx.expect_record(id, &expr.place, "a body"),
            _ => {
                let message = "a body is a record";
                self.cx.error(Code::Body, &expr.place, message);
                None
            }
        }
    }

    fn paging(&self) -> Option<Paging> {
        let Some(paging) = &self.syntax.paging else {
            if self.is_collection() && !self.cx.sink.is_misspelt(&self.name.place, "paging") {
                self.report_paging_missing();
            }
            return None;
        };
        if !self.is_collection() {
            let message = format!(
                "`{}` does not answer a collection, so it has no pages",
                self.name.value
            );
            self.cx.error(Code::Paging, &paging.place, message);
            return None;
        }
        let PagingSyntax::Paged {
            style,
            default,
            recommended_max,
            max,
            total,
        } = &paging.value
        else {
            return None;
        };
        let sizes = [
            ("default", default),
            ("recommended_max", recommended_max),
            ("max", max),
        ];
        let mut known = sizes
            .iter()
            .filter_map(|(name, size)| Some((*name, size.as_ref()?)))
            .peekable();
        while let Some((name, size)) = known.next() {
            if size.value == 0 {
                let message = "a page has at least one element";
                self.cx.error(Code::Paging, &size.place, message);
            }
            if let Some((other, larger)) = known.peek()
                && larger.value < size.value
            {
                let message = format!("`{name}` is larger than `{other}`");
                let diagnostic = Diagnostic::error(Code::Paging, &size.place, message);
                self.cx
                    .report(diagnostic.also(&larger.place, format!("`{other}`")));
            }
        }
        let value = |size: &Option<Spanned<u32>>| size.as_ref().map(|size| size.value);
        Some(Paging {
            style: style.as_ref()?.value,
            default: value(default),
            recommended_max: value(recommended_max),
            max: value(max),
            total: *total,
        })
    }

    fn report_paging_missing(&self) {
        let what = match self.rest {
            RestMethod::Finder => format!("the finder `{}`", self.name.value),
            RestMethod::BatchFinder => format!("the batch finder `{}`", self.name.value),
            _ => format!("`{}`", self.name.value),
        };
        let message = format!("{what} does not say how it is paged");
        self.cx.report(
            Diagnostic::error(Code::PagingMissing, &self.name.place, message)
                .help("write `paging: { style: offset, default: 10 }` for `start` and `count`")
                .help(
                    "write `paging: { style: cursor, default: 10 }` for `pageToken` and `pageSize`",
                )
                .help("write `paging: none` if all elements come at once"),
        );
    }

    fn metadata(&self) -> Option<TypeId> {
        let metadata = self.syntax.metadata.as_ref()?;
        if !self.is_collection() {
            let message = "only the envelope of a collection has metadata";
            self.cx.error(Code::Returns, &metadata.place, message);
            return None;
        }
        self.cx.record(metadata, "metadata")
    }

    /// Whether a mask has something to choose from.
    fn is_projectable(&self, returns: &Returns) -> bool {
        let is_record = |id: TypeId| {
            let kind = self.cx.index.types.item(id.0).value.kind;
            matches!(kind, TypeDeclKind::Record(_) | TypeDeclKind::Key(_))
        };
        match returns {
            Returns::Value(Type::Named(id)) => is_record(*id),
            Returns::Collection(id)
            | Returns::Batch(id)
            | Returns::CreatedEntity(id)
            | Returns::UpdatedEntity(id) => is_record(*id),
            _ => false,
        }
    }

    fn projections(&self, returns: &Returns) -> Vec<ProjectionSpelling> {
        use RestMethod as M;
        let projectable = self.is_projectable(returns);
        let Some(written) = &self.syntax.projections else {
            let reads = matches!(
                self.rest,
                M::Get | M::BatchGet | M::GetAll | M::Finder | M::BatchFinder
            );
            // An entity that a write returns can be chosen from by `fields` alone.
            let returned = matches!(
                returns,
                Returns::CreatedEntity(_) | Returns::UpdatedEntity(_)
            );
            let base = self.resource.base.filter(|base| {
                let by_fields = base.projection == ProjectionSpelling::Fields;
                let open = by_fields || !self.has_results_around_entities();
                projectable && open && (reads || (returned && by_fields))
            });
            return base.map(|base| base.projection).into_iter().collect();
        };
        if !projectable && !written.value.is_empty() {
            let message = format!(
                "the answer of `{}` is no record, so it has no fields to choose",
                self.name.value
            );
            self.cx.error(Code::Projection, &written.place, message);
        }
        let mut spellings: Vec<ProjectionSpelling> = Vec::new();
        for spelling in &written.value {
            if spellings.contains(&spelling.value) {
                let message = "the same spelling twice";
                self.cx.error(Code::Projection, &spelling.place, message);
            } else if spelling.value == ProjectionSpelling::Projection
                && self.has_results_around_entities()
            {
                let message = format!("`{}` takes no mask from its envelope on", self.name.value);
                let diagnostic = Diagnostic::error(Code::Projection, &spelling.place, message);
                self.cx
                    .report(diagnostic.help("write `fields`, or `[]` for none"));
            } else {
                spellings.push(spelling.value);
            }
        }
        spellings
    }

    /// Whether each entity stands in a result of its own, of which nobody has documented how a mask that
    /// begins at the envelope reaches through it.
    fn has_results_around_entities(&self) -> bool {
        use RestMethod as M;
        matches!(
            self.rest,
            M::BatchFinder | M::BatchCreate | M::BatchUpdate | M::BatchPartialUpdate
        )
    }

    fn decorates(&self, projections: &[ProjectionSpelling]) -> bool {
        let can = projections.contains(&ProjectionSpelling::Projection);
        match &self.syntax.decorates {
            None => can && self.resource.base.is_some_and(|base| base.decorates),
            Some(written) => {
                if written.value && !can {
                    let message = "only a method with the `projection` spelling can decorate";
                    self.cx.error(Code::Projection, &written.place, message);
                }
                written.value
            }
        }
    }
}

/// A word such as `nothing`, which no type can be called.
fn word(expr: &TypeExpr) -> Option<&str> {
    match &expr.kind {
        TypeExprKind::Name(name)
            if ["nothing", "created", "entity", "empty", "none"].contains(&name.as_str()) =>
        {
            Some(name)
        }
        _ => None,
    }
}
