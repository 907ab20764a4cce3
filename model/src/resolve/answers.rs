//! What a method sends and answers: body, result, paging, projections.
//!
//! Each Rest.li method has its own defaults, so that the common case needs no word in the YAML.

use crate::diagnostics::{Code, Diagnostic, Edit};
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
        let resource = self.resource;
        let is_known = resource.is_mount || resource.entity_written || misspelt();
        if resource.entity.is_none() && !is_known {
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
                self.cx.report(
                    Diagnostic::error(Code::Returns, &expr.place, message).remove(
                        format!("remove it, or write a type; {}", self.answers()),
                        &expr.place,
                    ),
                );
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

    /// What a method answers that says nothing of it.
    fn answers(&self) -> &'static str {
        use RestMethod as M;
        match self.rest {
            M::Get => "the method answers the entity by itself",
            M::BatchGet | M::GetAll | M::Finder | M::BatchFinder => {
                "the method answers entities by itself"
            }
            M::Create | M::BatchCreate => "the method answers the key by itself",
            _ => "the method answers nothing by itself",
        }
    }

    fn returns_type(&self, expr: &TypeExpr) -> Option<Returns> {
        use RestMethod as M;
        if self
            .cx
            .is_misspelt_word(expr, &["nothing", "created", "entity"])
        {
            return None;
        }
        let ty = self.cx.ty(expr)?;
        let named = || {
            let Type::Named(id) = ty else {
                let message = format!(
                    "`{}` answers several elements, whose type must have a name",
                    self.name.value
                );
                let diagnostic = Diagnostic::error(Code::Returns, &expr.place, message);
                self.cx.report(match &expr.kind {
                    TypeExprKind::Array(item) => diagnostic.fix(
                        "write the type of one element",
                        &expr.place,
                        item.place.text(),
                    ),
                    _ => diagnostic.help("declare a record below `records:`, and write its name"),
                });
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
                let diagnostic = Diagnostic::error(Code::Returns, &expr.place, message);
                self.cx
                    .report(diagnostic.remove("remove `returns:`", &expr.place));
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
                let diagnostic = Diagnostic::error(Code::Body, &expr.place, message);
                self.cx
                    .report(diagnostic.remove("remove `body:`", &expr.place));
                None
            }
        };
        body.unwrap_or(Body::None)
    }

    fn body_record(&self, expr: &TypeExpr) -> Option<TypeId> {
        if self.cx.is_misspelt_word(expr, &["empty", "none"]) {
            return None;
        }
        match self.cx.ty(expr)? {
            Type::Named(id) => self.cx.expect_record(id, &expr.place, "a body"),
            _ => {
                let message = "a body is a record";
                self.cx.report(
                    Diagnostic::error(Code::Body, &expr.place, message)
                        .help("declare one below `records:` that holds it, and write its name"),
                );
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
            let diagnostic = Diagnostic::error(Code::Paging, &paging.place, message);
            self.cx
                .report(diagnostic.remove("remove `paging:`", &paging.place));
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
                let help = format!("remove `{name}:`, or write a number from 1 on");
                let diagnostic = Diagnostic::error(Code::Paging, &size.place, message);
                self.cx.report(diagnostic.remove(help, &size.place));
            }
            if let Some((other, larger)) = known.peek()
                && larger.value < size.value
                && larger.value > 0
            {
                let message = format!("`{name}` is larger than `{other}`");
                let most = larger.value.to_string();
                self.cx.report(
                    Diagnostic::error(Code::Paging, &size.place, message)
                        .label(format!("`{name}`"))
                        .also(&larger.place, format!("`{other}`"))
                        .fix(format!("write `{most}` or less"), &size.place, most),
                );
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
        let choices = [
            ("{ style: offset, default: 10 }", "for `start` and `count`"),
            (
                "{ style: cursor, default: 10 }",
                "for `pageToken` and `pageSize`",
            ),
            ("none", "if all elements come at once"),
        ];
        let mut diagnostic = Diagnostic::error(Code::PagingMissing, &self.name.place, message);
        for (paging, why) in choices {
            let entry = format!("paging: {paging}");
            let edit = Edit::below(&self.name.place, &entry);
            diagnostic = diagnostic.try_fix(format!("write `{entry}` {why}"), edit);
        }
        self.cx.report(diagnostic);
    }

    fn metadata(&self) -> Option<TypeId> {
        let metadata = self.syntax.metadata.as_ref()?;
        if !self.is_collection() {
            let message = "only the envelope of a collection has metadata";
            let diagnostic = Diagnostic::error(Code::Returns, &metadata.place, message);
            self.cx
                .report(diagnostic.remove("remove `metadata:`", &metadata.place));
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
            let diagnostic = Diagnostic::error(Code::Projection, &written.place, message);
            self.cx
                .report(diagnostic.remove("remove `projections:`", &written.place));
        }
        let mut spellings: Vec<ProjectionSpelling> = Vec::new();
        for (at, spelling) in written.value.iter().enumerate() {
            let mut before = written.value[..at].iter();
            if let Some(first) = before.find(|other| other.value == spelling.value) {
                let message = "the same spelling twice";
                self.cx.report(
                    Diagnostic::error(Code::Projection, &spelling.place, message)
                        .label("second")
                        .also(&first.place, "first")
                        .remove("remove it", &spelling.place),
                );
            } else if spelling.value == ProjectionSpelling::Projection
                && self.has_results_around_entities()
            {
                let message = format!("`{}` takes no mask from its envelope on", self.name.value);
                let diagnostic = Diagnostic::error(Code::Projection, &spelling.place, message);
                let help = "remove it; only `fields` can choose here, and `[]` means no projection";
                self.cx.report(diagnostic.remove(help, &spelling.place));
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
                    let diagnostic = Diagnostic::error(Code::Projection, &written.place, message);
                    let diagnostic = match &self.syntax.projections {
                        Some(spellings) => diagnostic.also(&spellings.place, "its spellings"),
                        None => diagnostic,
                    };
                    self.cx
                        .report(diagnostic.remove("remove `decorates:`", &written.place));
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
