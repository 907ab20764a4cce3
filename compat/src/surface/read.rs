//! What a generated file says, as plain text.
//!
//! Syntax trees cannot leave the thread that read them and are large; what is kept of a file is
//! small, does not depend on other files, and so is shared by both versions where they agree.

use std::ops::Range;

use syn::spanned::Spanned;
use syn::{Item, ItemMod, Visibility};

use super::abilities;
use super::attributes::{has, lines, public};
use super::documented::Docs;
use super::gate::Gate;
use super::item::{Facet, Shape, Space, What};
use super::scope::{Scope, plain};

/// A module: a file, or one within.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// Its path from the root, which has none.
    pub(super) path: Vec<String>,
    pub(super) file: String,
    pub(super) lines: Range<usize>,
    pub(super) modules: Vec<Declared>,
    pub(super) definitions: Vec<Definition>,
    pub(super) reexports: Vec<Reexport>,
    /// Functions of types, by the type in full.
    pub(super) methods: Vec<(String, Definition)>,
    /// Traits and abilities by the type in full and their own name.
    pub(super) facets: Vec<(String, String, Facet)>,
    /// Private lines, by the type that they serve.
    pub(super) private: Vec<(String, Range<usize>)>,
}

/// `mod name`.
#[derive(Debug)]
pub(super) struct Declared {
    pub(super) name: String,
    pub(super) public: bool,
    pub(super) gate: Gate,
    pub(super) deprecated: bool,
    pub(super) lines: Range<usize>,
}

/// One name of a `pub use`, or all.
#[derive(Debug)]
pub(super) struct Reexport {
    pub(super) target: Vec<String>,
    pub(super) name: Option<String>,
    pub(super) gate: Gate,
    pub(super) lines: Range<usize>,
}

/// An item, or a part of one.
#[derive(Debug)]
pub(super) struct Definition {
    pub(super) name: String,
    pub(super) space: Space,
    pub(super) public: bool,
    pub(super) gate: Gate,
    pub(super) deprecated: bool,
    pub(super) lines: Range<usize>,
    pub(super) shape: Shape,
    pub(super) parts: Vec<Definition>,
}

/// The modules of a file. One that is not Rust has none.
pub(super) fn file(name: &str, text: &str) -> Vec<Module> {
    let (code, docs) = Docs::apart(text);
    let (Some(path), Ok(file)) = (module_of(name), syn::parse_file(&code)) else {
        return Vec::new();
    };
    let mut modules = Vec::new();
    let lines = 1..text.lines().count() + 1;
    Reader::read(path, name, lines, &file.items, &mut modules);
    for module in &mut modules {
        docs.extend(module);
    }
    modules
}

/// `src/lending/mod.rs` is `lending`.
fn module_of(file: &str) -> Option<Vec<String>> {
    let path = file.strip_prefix("src/")?.strip_suffix(".rs")?;
    let mut path: Vec<_> = path.split('/').map(str::to_owned).collect();
    if path == ["lib"] || path.last().is_some_and(|name| name == "mod") {
        path.pop();
    }
    Some(path)
}

/// Reads the items of one module.
pub(super) struct Reader<'a> {
    pub(super) scope: Scope,
    pub(super) module: Module,
    within: &'a mut Vec<Module>,
}

impl<'a> Reader<'a> {
    fn read(
        path: Vec<String>,
        file: &str,
        lines: Range<usize>,
        items: &[Item],
        into: &'a mut Vec<Module>,
    ) {
        let mut scope = Scope::new(&path, items.iter().filter_map(name));
        for item in items {
            if let Item::Use(item) = item {
                for used in scope.used(&item.tree) {
                    scope.import(&used);
                }
            }
        }
        let module = Module {
            path,
            file: file.to_owned(),
            lines,
            ..Module::default()
        };
        let mut reader = Reader {
            scope,
            module,
            within: into,
        };
        for item in items {
            reader.item(item);
        }
        let module = reader.module;
        into.push(module);
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Mod(item) => self.declared(item),
            Item::Use(item) => {
                let lines = lines(
                    &item.attrs,
                    &item.vis,
                    item.use_token.span,
                    item.semi_token.span,
                );
                let used = match public(&item.vis) {
                    true => self.scope.used(&item.tree),
                    false => Vec::new(),
                };
                let gate = Gate::read(&item.attrs);
                self.module
                    .reexports
                    .extend(used.into_iter().map(|used| Reexport {
                        target: used.target,
                        name: used.name,
                        gate: gate.clone(),
                        lines: lines.clone(),
                    }));
            }
            Item::Impl(item) => self.implementation(item),
            Item::Macro(item) => {
                let end = item
                    .semi_token
                    .map_or(item.mac.path.span(), |semi| semi.span);
                let lines = lines(
                    &item.attrs,
                    &Visibility::Inherited,
                    item.mac.path.span(),
                    end,
                );
                if let Some((on, ability)) = abilities::read(&self.scope, &item.mac) {
                    let on = self.scope.full(&[on]).join("::");
                    let name = format!("{}!", ability.name);
                    self.facet(
                        on,
                        name,
                        What::Ability(ability),
                        Gate::read(&item.attrs),
                        lines,
                    );
                }
            }
            Item::Static(item) if !public(&item.vis) => {
                let own = item.ident.to_string();
                let name = own.replace('_', "");
                let of = self.served(|of| of != own && of.to_uppercase() == name);
                let lines = lines(
                    &item.attrs,
                    &item.vis,
                    item.static_token.span,
                    item.semi_token.span,
                );
                if let Some(of) = of {
                    self.module.private.push((of, lines));
                }
            }
            item => self.definition(item),
        }
    }

    /// The type of this name, else the first that is public.
    fn served(&self, is: impl Fn(&str) -> bool) -> Option<String> {
        let found = self.scope.own().find(|name| is(name));
        let first = { self.module.definitions.iter() }.find(|definition| definition.public);
        let name = found.or(first.map(|definition| definition.name.as_str()))?;
        Some(self.scope.inner(name).join("::"))
    }

    fn declared(&mut self, item: &ItemMod) {
        let name = plain(&item.ident);
        let end = match (&item.content, item.semi) {
            (Some((brace, _)), _) => brace.span.close(),
            (None, Some(semi)) => semi.span,
            (None, None) => item.ident.span(),
        };
        let lines = lines(&item.attrs, &item.vis, item.mod_token.span, end);
        if let Some((_, items)) = &item.content {
            let mut path = self.module.path.clone();
            path.push(name.clone());
            let file = self.module.file.clone();
            Reader::read(path, &file, lines.clone(), items, self.within);
        }
        self.module.modules.push(Declared {
            name,
            public: public(&item.vis),
            gate: Gate::read(&item.attrs),
            deprecated: has(&item.attrs, "deprecated"),
            lines,
        });
    }

    /// Notes something that a type can do.
    pub(super) fn facet(
        &mut self,
        on: String,
        name: String,
        what: What,
        gate: Gate,
        lines: Range<usize>,
    ) {
        let file = self.module.file.clone();
        let facet = Facet {
            what,
            gate,
            lines,
            file,
        };
        self.module.facets.push((on, name, facet));
    }
}

/// What an item is called that others can name.
pub(super) fn name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Mod(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(plain(ident))
}
