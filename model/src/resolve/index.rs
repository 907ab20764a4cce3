//! All declared names, and the ids that they will have in the model.
//!
//! Ids follow the order of names, so that they are known before anything is lowered and do not
//! depend on the order of files.

use std::collections::HashMap;

use heck::ToUpperCamelCase;

use crate::diagnostics::{Code, Diagnostic, Sink, nearest, one_of};
use crate::model::{Home, ResourceId};
use crate::source::Place;
use crate::syntax::{
    Document, Documents, EnumSyntax, Facts, FixedSyntax, GroupSyntax, KeyPartsSyntax,
    KeyTypeSyntax, Members, MountSyntax, Named, RecordSyntax, ResourceSyntax, ScopeSyntax,
    ShapesSyntax, Spanned, TyperefSyntax, TypesSyntax, UnionSyntax, UrnKindSyntax, UrnSetSyntax,
};

/// More names are not listed in a help.
const FEW: usize = 10;

/// Items of one sort, in the order of the model.
#[derive(Debug)]
pub(crate) struct Table<'a, T> {
    /// What an item is called in messages, such as `type`.
    noun: &'static str,
    /// Where items are declared, in words.
    home: &'static str,
    items: Vec<Item<'a, T>>,
    by_name: HashMap<&'a str, u32>,
}

/// Another name for a type, after the file that it stands in.
fn elsewhere(place: &Place, name: &str) -> String {
    let file = place.file.path().trim_end_matches(".yaml");
    let file = file.rsplit('/').next().unwrap_or_default();
    format!("{}{name}", file.to_upper_camel_case())
}

/// A declared item.
#[derive(Debug)]
pub(crate) struct Item<'a, T> {
    pub(crate) name: &'a Spanned<String>,
    pub(crate) value: T,
}

impl<'a, T> Table<'a, T> {
    /// Sorts the items by `key`; of two with one name, the first is kept and both are reported.
    fn new<K: Ord>(
        (noun, home): (&'static str, &'static str),
        mut items: Vec<Item<'a, T>>,
        key: impl Fn(&Item<'a, T>) -> K,
        sink: &Sink,
    ) -> Self {
        items.sort_by_key(|item| item.name.place.clone());
        let mut first: HashMap<&str, &Place> = HashMap::new();
        items.retain(|item| {
            let name = item.name.value.as_str();
            let Some(other) = first.get(name) else {
                first.insert(name, &item.name.place);
                return true;
            };
            let message = format!("the {noun} `{name}` is declared twice");
            let place = &item.name.place;
            let help = match noun {
                "type" if place.text() == name => {
                    format!(
                        "remove one of them, or call this one `{}`",
                        elsewhere(place, name)
                    )
                }
                "type" => "choose a name for the record of the key with `rust_type:`".to_owned(),
                _ => "remove one of them, or give it another name".to_owned(),
            };
            sink.push(
                Diagnostic::error(Code::DeclaredTwice, &item.name.place, message)
                    .label("second")
                    .also(other, "first")
                    .help(help),
            );
            false
        });
        items.sort_by_key(key);
        let ids = 0_u32..;
        let names = items.iter().map(|item| item.name.value.as_str());
        Self {
            noun,
            home,
            by_name: names.zip(ids).collect(),
            items,
        }
    }

    fn by_name(words: (&'static str, &'static str), items: Vec<Item<'a, T>>, sink: &Sink) -> Self {
        Self::new(words, items, |item| item.name.value.clone(), sink)
    }

    pub(crate) fn get(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    pub(crate) fn item(&self, id: u32) -> &Item<'a, T> {
        &self.items[id as usize]
    }

    pub(crate) fn items(&self) -> &[Item<'a, T>] {
        &self.items
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.items.iter().map(|item| item.name.value.as_str())
    }

    /// The finding that nothing is declared under a name.
    pub(crate) fn unknown(&self, code: Code, name: &Spanned<String>) -> Diagnostic {
        let message = format!("unknown {} `{}`", self.noun, name.value);
        let meant = nearest(&name.value, self.names());
        let diagnostic = Diagnostic::error(code, &name.place, message);
        match meant {
            Some(_) => diagnostic
                .did_you_mean(meant)
                .note(format!("a new one is declared {}", self.home)),
            None => diagnostic.help(self.declare()),
        }
    }

    /// What to do about an unknown name that is near to no other.
    pub(crate) fn declare(&self) -> String {
        let home = self.home;
        match self.items.len() {
            1..=FEW => format!("write {}, or declare it {home}", one_of(self.names())),
            _ => format!("declare it {home}"),
        }
    }
}

/// A type as declared.
#[derive(Debug)]
pub(crate) struct TypeDecl<'a> {
    pub(crate) home: Home,
    pub(crate) facts: &'a Facts,
    pub(crate) kind: TypeDeclKind<'a>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum TypeDeclKind<'a> {
    Record(&'a RecordSyntax),
    Enum(&'a EnumSyntax),
    Union(&'a UnionSyntax),
    Shapes(&'a ShapesSyntax),
    Typeref(&'a TyperefSyntax),
    Fixed(&'a FixedSyntax),
    /// The record that holds the parts of a compound key.
    Key(&'a KeyPartsSyntax),
}

impl TypeDeclKind<'_> {
    /// What it is, in words.
    pub(crate) fn what(self) -> &'static str {
        match self {
            Self::Record(_) | Self::Key(_) => "a record",
            Self::Enum(_) => "an enum",
            Self::Union(union) => match union.members {
                Members::Keys { .. } => "a union",
                Members::ByUrn(_) => "a union by URN",
            },
            Self::Shapes(_) => "a choice of shapes",
            Self::Typeref(_) => "a typeref",
            Self::Fixed(_) => "a fixed",
        }
    }
}

/// A resource as declared, or one more place where it is mounted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ResourceDecl<'a> {
    pub(crate) document: &'a Document<ResourceSyntax>,
    pub(crate) mount: Option<&'a Named<MountSyntax>>,
}

/// All names of the schema.
#[derive(Debug)]
pub(crate) struct Index<'a> {
    pub(crate) groups: Table<'a, &'a GroupSyntax>,
    pub(crate) scopes: Table<'a, &'a ScopeSyntax>,
    pub(crate) kinds: Table<'a, &'a UrnKindSyntax>,
    pub(crate) sets: Table<'a, &'a UrnSetSyntax>,
    pub(crate) resources: Table<'a, ResourceDecl<'a>>,
    pub(crate) types: Table<'a, TypeDecl<'a>>,
}

impl<'a> Index<'a> {
    pub(crate) fn new(documents: &'a Documents, sink: &Sink) -> Self {
        let api = documents.api.as_ref().map(|document| &document.syntax);
        let scopes = documents.scopes.as_ref().map(|document| &document.syntax);
        let urns = documents.urns.as_ref().map(|document| &document.syntax);
        let groups = api.into_iter().flat_map(|api| items(&api.groups));
        let scopes = scopes.into_iter().flat_map(|scopes| items(&scopes.scopes));
        let kinds = urns.into_iter().flat_map(|urns| items(&urns.kinds));
        let sets = urns.into_iter().flat_map(|urns| items(&urns.sets));
        let resources = resources(documents, sink);
        let types = types(documents, &resources, sink);
        Self {
            groups: Table::by_name(
                ("group", "below `groups:` in `api.yaml`"),
                groups.collect(),
                sink,
            ),
            scopes: Table::by_name(
                ("permission", "below `scopes:` in `scopes.yaml`"),
                scopes.collect(),
                sink,
            ),
            kinds: Table::by_name(
                ("URN kind", "below `kinds:` in `urns.yaml`"),
                kinds.collect(),
                sink,
            ),
            sets: Table::by_name(
                ("set of URN kinds", "below `sets:` in `urns.yaml`"),
                sets.collect(),
                sink,
            ),
            resources,
            types,
        }
    }
}

fn items<T>(named: &[Named<T>]) -> impl Iterator<Item = Item<'_, &T>> {
    named.iter().map(|named| Item {
        name: &named.name,
        value: &named.value,
    })
}

fn resources<'a>(documents: &'a Documents, sink: &Sink) -> Table<'a, ResourceDecl<'a>> {
    let mut items = Vec::new();
    for document in &documents.resources {
        let Some(name) = &document.syntax.full_name else {
            continue;
        };
        let mut add = |name, mount| {
            let value = ResourceDecl { document, mount };
            items.push(Item { name, value });
        };
        add(name, None);
        for mount in &document.syntax.mounts {
            add(&mount.value.full_name, Some(mount));
        }
    }
    let key = |item: &Item<'a, ResourceDecl<'a>>| {
        let home = &item.value.document.home;
        (home.first().cloned(), item.name.value.clone())
    };
    Table::new(
        ("resource", "in a file below `resources/`"),
        items,
        key,
        sink,
    )
}

fn types<'a>(
    documents: &'a Documents,
    resources: &Table<'a, ResourceDecl<'a>>,
    sink: &Sink,
) -> Table<'a, TypeDecl<'a>> {
    let mut items = Vec::new();
    for document in &documents.types {
        let home = Home::Shared(document.home.clone());
        declare(&mut items, &document.syntax, &home);
    }
    for document in &documents.resources {
        let name = document.syntax.full_name.as_ref();
        let id = name.and_then(|name| resources.get(&name.value));
        // A file that does not name its resource has been reported; its types are still declared.
        let home = match id {
            Some(id) => Home::Resource(ResourceId(id)),
            None => Home::Shared(document.home.clone()),
        };
        declare(&mut items, &document.syntax.types, &home);
        let key = document.syntax.key.as_ref();
        if let Some(KeyTypeSyntax::Parts(parts)) = key.and_then(|key| key.ty.as_ref()) {
            items.push(Item {
                name: &parts.record,
                value: TypeDecl {
                    home,
                    facts: &parts.facts,
                    kind: TypeDeclKind::Key(parts),
                },
            });
        }
    }
    Table::by_name(("type", "in a file below `types/`"), items, sink)
}

fn declare<'a>(items: &mut Vec<Item<'a, TypeDecl<'a>>>, types: &'a TypesSyntax, home: &Home) {
    let mut add = |name: &'a Spanned<String>, facts: &'a Facts, kind: TypeDeclKind<'a>| {
        let home = home.clone();
        let value = TypeDecl { home, facts, kind };
        items.push(Item { name, value });
    };
    for Named { name, value } in &types.records {
        add(name, &value.facts, TypeDeclKind::Record(value));
    }
    for Named { name, value } in &types.enums {
        add(name, &value.facts, TypeDeclKind::Enum(value));
    }
    for Named { name, value } in &types.unions {
        add(name, &value.facts, TypeDeclKind::Union(value));
    }
    for Named { name, value } in &types.shapes {
        add(name, &value.facts, TypeDeclKind::Shapes(value));
    }
    for Named { name, value } in &types.typerefs {
        add(name, &value.facts, TypeDeclKind::Typeref(value));
    }
    for Named { name, value } in &types.fixed {
        add(name, &value.facts, TypeDeclKind::Fixed(value));
    }
}
