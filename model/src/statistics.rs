//! How much there is of everything in a model, by group.
//!
//! Counted here, so that the summary of each command says the same numbers.

use std::iter::Sum;
use std::ops::{Add, AddAssign};

use crate::coverage::Coverage;
use crate::model::{Home, Model, ResourceId, TypeDef, TypeKind};

/// What a model holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistics {
    /// For each of [`Model::groups`], what stands in its resources' files, and its samples.
    pub groups: Vec<Counts>,
    /// What belongs to no group: shared types, and samples whose call cannot be told.
    pub shared: Counts,
}

/// How many there are of each thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Resources, each mount for itself.
    pub resources: usize,
    /// Calls.
    pub methods: usize,
    /// Calls with a sample.
    pub sampled_methods: usize,
    /// Records.
    pub records: usize,
    /// Fields of records, included ones too.
    pub fields: usize,
    /// Enums.
    pub enums: usize,
    /// Unions of every kind: told apart by key, by URN or by JSON shape.
    pub unions: usize,
    /// Recorded exchanges.
    pub samples: usize,
}

impl Statistics {
    /// Counts what a model holds.
    pub fn of(model: &Model) -> Self {
        let coverage = Coverage::of(model);
        let mut all = Self {
            groups: vec![Counts::default(); model.groups.len()],
            shared: Counts::default(),
        };
        for (index, resource) in model.resources.iter().enumerate() {
            let id = ResourceId(index as u32);
            let methods = coverage.resource(id);
            *all.at(model, Some(id)) += Counts {
                resources: 1,
                methods: resource.methods.len(),
                sampled_methods: methods.iter().filter(|m| m.samples > 0).count(),
                ..Counts::default()
            };
        }
        for ty in &model.types {
            let resource = match ty.home {
                Home::Resource(id) => Some(id),
                Home::Shared(_) => None,
            };
            *all.at(model, resource) += Counts::of_type(ty);
        }
        for sample in &model.samples {
            let resource = sample.call.as_ref().map(|call| call.method.resource);
            all.at(model, resource).samples += 1;
        }
        all
    }

    /// All groups and what is shared.
    pub fn total(&self) -> Counts {
        self.groups.iter().copied().sum::<Counts>() + self.shared
    }

    fn at(&mut self, model: &Model, resource: Option<ResourceId>) -> &mut Counts {
        match resource {
            Some(id) => &mut self.groups[model[id].group.0 as usize],
            None => &mut self.shared,
        }
    }
}

impl Counts {
    fn of_type(ty: &TypeDef) -> Self {
        let mut counts = Self::default();
        match &ty.kind {
            TypeKind::Record(record) => {
                counts.records = 1;
                counts.fields = record.fields.len();
            }
            TypeKind::Enum(_) => counts.enums = 1,
            TypeKind::Union(_) | TypeKind::UnionByUrn(_) | TypeKind::Shapes(_) => counts.unions = 1,
            TypeKind::Typeref(_) | TypeKind::Fixed(_) => {}
        }
        counts
    }
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            resources: self.resources + other.resources,
            methods: self.methods + other.methods,
            sampled_methods: self.sampled_methods + other.sampled_methods,
            records: self.records + other.records,
            fields: self.fields + other.fields,
            enums: self.enums + other.enums,
            unions: self.unions + other.unions,
            samples: self.samples + other.samples,
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}
