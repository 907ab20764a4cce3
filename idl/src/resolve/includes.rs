//! Includes: typerefs replaced by their records, circles cut, fields that meet reported.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::ast::{Field, FullName, Record, SchemaKind, Type, TypeKind};
use crate::diagnostics::{Code, Diagnostic, Place, Sink};
use crate::resolve::Idl;

/// Makes every include the name of a record, and every chain of them end.
pub(crate) fn resolve(idl: &mut Idl, sink: &Sink) {
    let names: Vec<FullName> = idl.schemas.keys().cloned().collect();
    for name in names {
        let Some(SchemaKind::Record(record)) = idl.schemas.get(&name).map(|schema| &schema.kind)
        else {
            continue;
        };
        let settle = |types: &[Type]| -> Vec<Type> {
            types
                .iter()
                .filter_map(|ty| target(idl, ty, sink))
                .collect()
        };
        let include = settle(&record.include);
        let include_after = settle(&record.include_after);
        if let Some(record) = record_mut(idl, &name) {
            record.include = include;
            record.include_after = include_after;
        }
    }
    let cycles = cycles(idl);
    for (name, place) in &cycles {
        let message = format!("`{name}` includes itself");
        let diagnostic = Diagnostic::error(Code::IdlInclude, place, message);
        sink.push(diagnostic.label("this include is left out"));
    }
    let key = |place: &Place| {
        (
            place.file.path().to_owned(),
            place.span.start,
            place.span.end,
        )
    };
    let cut: BTreeSet<_> = cycles.iter().map(|(_, place)| key(place)).collect();
    if !cut.is_empty() {
        for schema in idl.schemas.values_mut() {
            if let SchemaKind::Record(record) = &mut schema.kind {
                record.include.retain(|ty| !cut.contains(&key(&ty.place)));
                record
                    .include_after
                    .retain(|ty| !cut.contains(&key(&ty.place)));
            }
        }
    }
    check_fields(idl, sink);
}

fn record_mut<'i>(idl: &'i mut Idl, name: &FullName) -> Option<&'i mut Record> {
    match &mut idl.schemas.get_mut(name)?.kind {
        SchemaKind::Record(record) => Some(record),
        _ => None,
    }
}

/// An include as the name of a record.
fn target(idl: &Idl, ty: &Type, sink: &Sink) -> Option<Type> {
    if let Some((name, _)) = idl.record(ty) {
        let kind = TypeKind::Named(name.clone());
        return Some(Type::new(kind, ty.place.clone()));
    }
    if idl.is_unknown(ty) {
        return ty.as_name().is_some().then(|| ty.clone());
    }
    let message = "only a record can be included";
    let diagnostic = Diagnostic::error(Code::IdlInclude, &ty.place, message);
    sink.push(match idl.schema(ty) {
        Some(schema) => {
            let what = format!("this is {}", schema.kind.what());
            diagnostic.also(&schema.name.place, what)
        }
        None => diagnostic,
    });
    None
}

/// The includes that close a circle. Walks without recursion, because chains may be long.
fn cycles(idl: &Idl) -> Vec<(FullName, Place)> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        Open,
        Done,
    }
    let mut states: HashMap<&FullName, State> = HashMap::new();
    let mut found = Vec::new();
    for start in idl.schemas.keys() {
        if states.contains_key(start) {
            continue;
        }
        states.insert(start, State::Open);
        let mut stack = vec![(start, included(idl, start))];
        while let Some((name, rest)) = stack.last_mut() {
            let Some(ty) = rest.pop() else {
                states.insert(name, State::Done);
                stack.pop();
                continue;
            };
            let Some((target, _)) = idl.record(ty) else {
                continue;
            };
            match states.get(target) {
                Some(State::Open) => found.push((target.clone(), ty.place.clone())),
                Some(State::Done) => {}
                None => {
                    states.insert(target, State::Open);
                    stack.push((target, included(idl, target)));
                }
            }
        }
    }
    found
}

/// What a record includes, last first.
fn included<'i>(idl: &'i Idl, name: &FullName) -> Vec<&'i Type> {
    match idl.schemas.get(name).map(|schema| &schema.kind) {
        Some(SchemaKind::Record(record)) => {
            let included: Vec<&Type> = record.included().collect();
            included.into_iter().rev().collect()
        }
        _ => Vec::new(),
    }
}

/// After so many included fields no more are compared: records that include each other a thousand
/// times over are nobody's schema, and the schema language checks them once more.
const MAX_FIELDS: usize = 500_000;

/// Reports fields of one name in one record, its own and those of what it includes.
fn check_fields(idl: &mut Idl, sink: &Sink) {
    let mut twice: BTreeMap<FullName, BTreeSet<usize>> = BTreeMap::new();
    let mut budget = MAX_FIELDS;
    for schema in idl.schemas.values() {
        let SchemaKind::Record(record) = &schema.kind else {
            continue;
        };
        let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
        for (at, field) in record.fields.iter().enumerate() {
            let name = field.name.value.as_str();
            match seen.get(name) {
                Some(first) => {
                    report(&schema.name.value, field, first, sink);
                    twice
                        .entry(schema.name.value.clone())
                        .or_default()
                        .insert(at);
                }
                None => {
                    seen.insert(name, &field.name.place);
                }
            }
        }
        for field in inherited(idl, record, &mut budget) {
            let name = field.name.value.as_str();
            match seen.get(name) {
                Some(first) => {
                    let message = format!("`{}` has the field `{name}` twice", schema.name.value);
                    let diagnostic =
                        Diagnostic::error(Code::IdlFieldTwice, &schema.name.place, message);
                    let diagnostic = diagnostic.also(&field.name.place, "an included one");
                    sink.push(diagnostic.also(first, "another one"));
                }
                None => {
                    seen.insert(name, &field.name.place);
                }
            }
        }
    }
    for (name, at) in twice {
        if let Some(record) = record_mut(idl, &name) {
            let mut position = 0..;
            record
                .fields
                .retain(|_| position.next().is_none_or(|now| !at.contains(&now)));
        }
    }
}

fn report(record: &FullName, field: &Field, first: &Place, sink: &Sink) {
    let name = &field.name;
    let message = format!("`{record}` has the field `{}` twice", name.value);
    let diagnostic = Diagnostic::error(Code::IdlFieldTwice, &name.place, message);
    sink.push(diagnostic.label("left out").also(first, "first"));
}

impl Idl {
    /// The fields of a record, its own first, then those of everything that it includes.
    pub fn fields<'i>(&'i self, record: &'i Record) -> impl Iterator<Item = &'i Field> {
        let mut budget = MAX_FIELDS;
        record
            .fields
            .iter()
            .chain(inherited(self, record, &mut budget))
    }
}

/// The fields of everything that a record includes.
fn inherited<'i>(idl: &'i Idl, record: &'i Record, budget: &mut usize) -> Vec<&'i Field> {
    let mut fields = Vec::new();
    let mut open: Vec<&Type> = record.included().collect();
    while let Some(ty) = open.pop() {
        let Some((_, included)) = idl.record(ty) else {
            continue;
        };
        open.extend(included.included());
        fields.extend(&included.fields);
        let cost = included.fields.len() + 1;
        match budget.checked_sub(cost) {
            Some(rest) => *budget = rest,
            None => break,
        }
    }
    fields
}
