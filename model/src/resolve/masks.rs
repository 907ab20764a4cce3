//! Masks written in the schema: every field in them must exist.

use restli_wire::{Mask, Resolution};

use crate::diagnostics::{nearest, one_of};
use crate::model::{Field, Model, Record, Type, TypeId, TypeKind};
use crate::resolve::types::behind_typerefs;
use crate::source::Place;

/// Masks are not looked into any deeper.
const MAX_DEPTH: usize = 32;

/// Something that a mask asks for in vain.
pub(crate) struct Problem {
    pub(crate) message: String,
    /// The name in the mask.
    pub(crate) name: String,
    /// Where what lacks the name, or is of another type, is declared.
    pub(crate) declared: Place,
    pub(crate) help: Help,
}

/// What to write instead.
pub(crate) enum Help {
    /// Another name.
    Name(String),
    Words(String),
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
                let help = match nearest(name, names.clone()) {
                    Some(meant) => Help::Name(meant.to_owned()),
                    None => Help::Words(format!("its fields are {}", one_of(names))),
                };
                self.problems.push(Problem {
                    message: format!("`{}` has no field `{name}`", self.model[id].name),
                    name: name.to_owned(),
                    declared: self.model[id].place.clone(),
                    help,
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
                let message = format!("`{name}` is neither array nor map");
                self.problem(
                    field,
                    message,
                    format!("leave `:(*…)` behind `{name}` away"),
                );
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
            _ => {
                let name = &field.name;
                let message = format!("`{name}` has no fields to choose");
                self.problem(field, message, format!("write `{name}` alone"));
            }
        }
    }

    fn resolution(&mut self, field: &Field, resolution: &Resolution, depth: usize) {
        let Some(decoration) = &field.decoration else {
            let name = &field.name;
            let message = format!("`{name}` cannot be resolved");
            let help = format!("write `{name}` without `~`, or give the field `decorates:`");
            self.problem(field, message, help);
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

    fn problem(&mut self, field: &Field, message: String, help: String) {
        self.problems.push(Problem {
            message,
            name: field.name.clone(),
            declared: field.place.clone(),
            help: Help::Words(help),
        });
    }
}
