//! Masks written in the schema: every field in them must exist.

use restli_wire::{Mask, Resolution};

use crate::diagnostics::nearest;
use crate::model::{Field, Model, Record, Type, TypeId, TypeKind};
use crate::resolve::types::behind_typerefs;

/// Masks are not looked into any deeper.
const MAX_DEPTH: usize = 32;

/// Something that a mask asks for in vain.
pub(crate) struct Problem {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// What is wrong with a mask of a record.
pub(crate) fn problems(model: &Model, record: TypeId, mask: &Mask) -> Vec<Problem> {
    let mut walk = Walk {
        model,
        problems: Vec::new(),
    };
    walk.record(record, mask, 0);
    walk.problems
}

struct Walk<'a> {
    model: &'a Model,
    problems: Vec<Problem>,
}

impl Walk<'_> {
    fn record(&mut self, id: TypeId, mask: &Mask, depth: usize) {
        let TypeKind::Record(Record { fields }) = &self.model[id].kind else {
            return;
        };
        if depth > MAX_DEPTH {
            return;
        }
        for (name, item) in mask.items() {
            let Some(field) = fields.iter().find(|field| field.name == name) else {
                let names = fields.iter().map(|field| field.name.as_str());
                let meant = nearest(name, names);
                self.problems.push(Problem {
                    message: format!("`{}` has no field `{name}`", self.model[id].name),
                    help: meant.map(|meant| format!("did you mean `{meant}`?")),
                });
                continue;
            };
            let ty = behind_typerefs(&self.model.types, &field.ty);
            if let Some(within) = &item.within {
                self.value(ty, within, field, depth);
            }
            if let (Some(each), Type::Array(of) | Type::Map(_, of)) = (&item.each, ty) {
                let of = behind_typerefs(&self.model.types, of);
                self.value(of, each, field, depth);
            } else if item.each.is_some() {
                self.problem(format!("`{name}` is neither array nor map"));
            }
            for resolution in &item.resolutions {
                self.resolution(field, resolution, depth);
            }
        }
    }

    fn value(&mut self, ty: &Type, mask: &Mask, field: &Field, depth: usize) {
        match ty {
            Type::Named(id) => self.record(*id, mask, depth + 1),
            Type::Json => {}
            _ => self.problem(format!("`{}` has no fields to choose", field.name)),
        }
    }

    fn resolution(&mut self, field: &Field, resolution: &Resolution, depth: usize) {
        let Some(decoration) = &field.decoration else {
            self.problem(format!("`{}` cannot be resolved", field.name));
            return;
        };
        let Some(mask) = &resolution.mask else {
            return;
        };
        let wanted = resolution.kind.as_deref();
        for (kind, target) in &decoration.kinds {
            if wanted.is_none_or(|wanted| self.model[*kind].name == wanted) {
                self.record(*target, mask, depth + 1);
            }
        }
    }

    fn problem(&mut self, message: String) {
        self.problems.push(Problem {
            message,
            help: None,
        });
    }
}
