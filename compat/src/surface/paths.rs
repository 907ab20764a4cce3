//! All paths that lead to an item.
//!
//! The root shows nearly everything at once by `pub use group::*`, so one item has several paths,
//! and which of them users write nobody knows: losing any may break them.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::gate::Gate;
use super::item::Space;
use super::read::Module;

/// What a path leads to: a definition or module by its place, or an item of another crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Target {
    Definition(usize, usize),
    Module(usize),
    Foreign(String),
}

/// One path, from the root.
pub(super) struct Place {
    pub(super) path: String,
    pub(super) space: Space,
    pub(super) target: Target,
    pub(super) gate: Gate,
    /// Whether users can write it.
    pub(super) public: bool,
    /// The file and line that make it one of another crate's items.
    pub(super) reexport: Option<(usize, usize)>,
}

/// What a module calls something.
#[derive(Clone)]
struct Named {
    target: Target,
    gate: Gate,
    public: bool,
    reexport: Option<(usize, usize)>,
    /// By a glob, which what is written out hides.
    glob: bool,
    /// Two globs mean two things by it, so that nobody can use it.
    ambiguous: bool,
}

type Names = BTreeMap<(String, Space), Named>;

/// The modules of a crate, for looking names up.
pub(super) struct Tree<'a> {
    modules: Vec<&'a Module>,
    by_path: HashMap<Vec<String>, usize>,
    /// The names of each module; most are asked for again and again.
    names: RefCell<HashMap<usize, Rc<Names>>>,
}

impl<'a> Tree<'a> {
    /// All modules, by their paths.
    pub(super) fn new(modules: Vec<&'a Module>) -> Self {
        let paths = modules.iter().enumerate();
        let by_path = paths.map(|(index, module)| (module.path.clone(), index));
        Self {
            by_path: by_path.collect(),
            modules,
            names: RefCell::default(),
        }
    }

    /// Every path of the crate.
    pub(super) fn places(&self) -> Vec<Place> {
        let mut places = Vec::new();
        if let Some(&root) = self.by_path.get([].as_slice()) {
            let mut open = vec![root];
            self.walk(root, "", &(Gate::default(), true), &mut open, &mut places);
        }
        places
    }

    fn walk(
        &self,
        module: usize,
        prefix: &str,
        (gate, public): &(Gate, bool),
        open: &mut Vec<usize>,
        places: &mut Vec<Place>,
    ) {
        for ((name, space), named) in self.names(module, &mut Vec::new()).iter() {
            let path = match prefix {
                "" => name.clone(),
                _ => format!("{prefix}::{name}"),
            };
            let inner = (
                gate.and(&named.gate),
                *public && named.public && !named.ambiguous,
            );
            if let Target::Module(module) = named.target
                && !open.contains(&module)
            {
                open.push(module);
                self.walk(module, &path, &inner, open, places);
                open.pop();
            }
            places.push(Place {
                path,
                space: *space,
                target: named.target.clone(),
                gate: inner.0,
                public: inner.1,
                reexport: named.reexport,
            });
        }
    }

    /// What a module declares, and what it shows of others.
    fn names(&self, index: usize, open: &mut Vec<usize>) -> Rc<Names> {
        if let Some(names) = self.names.borrow().get(&index) {
            return names.clone();
        }
        if open.contains(&index) {
            return Rc::default();
        }
        let names = Rc::new(self.collect(index, open));
        self.names.borrow_mut().insert(index, names.clone());
        names
    }

    fn collect(&self, index: usize, open: &mut Vec<usize>) -> Names {
        let mut names = Names::new();
        open.push(index);
        let module = self.modules[index];
        for (at, definition) in module.definitions.iter().enumerate() {
            let target = Target::Definition(index, at);
            let named = Named::new(target, &definition.gate, definition.public);
            names.insert((definition.name.clone(), definition.space), named);
        }
        for declared in &module.modules {
            let mut path = module.path.clone();
            path.push(declared.name.clone());
            if let Some(&inner) = self.by_path.get(&path) {
                let named = Named::new(Target::Module(inner), &declared.gate, declared.public);
                names.insert((declared.name.clone(), Space::Type), named);
            }
        }
        for (at, reexport) in module.reexports.iter().enumerate() {
            let found = match &reexport.name {
                Some(name) => self.find(&reexport.target, name, (index, at), open),
                None => self.glob(&reexport.target, open),
            };
            for (key, mut named) in found {
                named.gate = named.gate.and(&reexport.gate);
                merge(&mut names, key, named);
            }
        }
        open.pop();
        names
    }

    /// What a `pub use` of one name brings.
    fn find(
        &self,
        target: &[String],
        name: &str,
        reexport: (usize, usize),
        open: &mut Vec<usize>,
    ) -> Names {
        let Some(path) = target.strip_prefix(&["crate".to_owned()]) else {
            let target = Target::Foreign(target.join("::"));
            let mut named = Named::new(target, &Gate::default(), true);
            named.reexport = Some(reexport);
            return Names::from([((name.to_owned(), Space::Type), named)]);
        };
        let Some((last, parent)) = path.split_last() else {
            return Names::new();
        };
        let Some(&parent) = self.by_path.get(parent) else {
            return Names::new();
        };
        let names = self.names(parent, open);
        let spaces = [Space::Type, Space::Value].into_iter();
        let found = spaces.filter_map(|space| Some((space, names.get(&(last.clone(), space))?)));
        let found = found.map(|(space, named)| {
            let named = Named {
                public: true,
                glob: false,
                ..named.clone()
            };
            ((name.to_owned(), space), named)
        });
        found.collect()
    }

    /// What a `pub use` of all names brings.
    fn glob(&self, target: &[String], open: &mut Vec<usize>) -> Names {
        let path = target.strip_prefix(&["crate".to_owned()]);
        let Some(&module) = path.and_then(|path| self.by_path.get(path)) else {
            return Names::new();
        };
        let names = self.names(module, open);
        let public = names.iter().filter(|(_, named)| named.public);
        let globs = public.map(|(key, named)| {
            let named = Named {
                glob: true,
                ..named.clone()
            };
            (key.clone(), named)
        });
        globs.collect()
    }
}

impl Named {
    fn new(target: Target, gate: &Gate, public: bool) -> Self {
        Self {
            target,
            gate: gate.clone(),
            public,
            reexport: None,
            glob: false,
            ambiguous: false,
        }
    }
}

fn merge(names: &mut Names, key: (String, Space), new: Named) {
    let Some(old) = names.get_mut(&key) else {
        names.insert(key, new);
        return;
    };
    match (old.glob, new.glob) {
        _ if old.target == new.target => {
            old.gate = old.gate.or(&new.gate);
            old.public |= new.public;
            old.glob &= new.glob;
        }
        (true, true) => old.ambiguous = true,
        (true, false) => *old = new,
        (false, _) => {}
    }
}
