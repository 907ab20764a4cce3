//! The items that a finding speaks of, by their names in Rust.

use std::collections::{BTreeMap, BTreeSet};

use restli_model::model::{Method, Model, Resource, TypeDef, TypeId};

use super::names::{
    all_types, bare, entity, feature, hand_written, is_given, member_types, members, methods,
    named_in, plain, types_of,
};
use super::words;
use crate::finding::{About, Finding, Node, Renamed};
use crate::rule;
use crate::surface::Change;

/// How directly a finding speaks of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closeness {
    /// Not at all.
    #[default]
    None,
    /// Something that the finding is about leads to the type of the item.
    Reached,
    /// The item's signature names a type that the finding is about.
    Named,
    /// The item belongs to the resource or group that the finding is about.
    Around,
    /// The item belongs to the type or call that the finding is about.
    Within,
    /// The item is what the finding is about.
    Exact,
}

/// What a finding claims as its own.
#[derive(Debug, Default)]
pub(super) struct Claims {
    exact: BTreeSet<String>,
    members: Vec<MemberOf>,
    /// All members that a type has in either version, which tell apart those whose names begin alike.
    siblings: BTreeSet<String>,
    within: BTreeSet<String>,
    around: BTreeSet<String>,
    /// Types by their names in Rust, where they stand in signatures.
    named: BTreeSet<String>,
    reached: BTreeSet<String>,
    /// Records and calls that name a type that the finding is about.
    users: BTreeSet<String>,
    /// Entities that one kind of URN is resolved to, as builders of projections call them.
    variants: Vec<String>,
}

/// A member of a type: a field has a setter, a place in patch and projection, and more.
#[derive(Debug)]
struct MemberOf {
    owner: String,
    member: String,
}

impl Claims {
    /// What a finding is about in either version.
    pub(super) fn of(finding: &Finding, models: [(&Model, &BTreeMap<String, String>); 2]) -> Self {
        let mut claims = Self::default();
        for (model, names) in models {
            claims.add(finding, &finding.about, model, names);
            // A renaming is told once, with the items under both names.
            if let Some(Renamed::To(name)) = &finding.renamed {
                claims.add(finding, &finding.about.renamed(name), model, names);
            }
        }
        claims
    }

    fn add(
        &mut self,
        finding: &Finding,
        about: &About,
        model: &Model,
        names: &BTreeMap<String, String>,
    ) {
        match about {
            About::Api(node) => self.api(finding, node, model),
            About::Resource(name, node) => {
                let wanted = plain(name);
                let of = |resource: &&Resource| plain(&resource.name) == wanted;
                for resource in model.resources.iter().filter(of) {
                    self.resource(resource, node, model);
                }
            }
            About::Type(name, node) => {
                let name = names.get(name).unwrap_or(name);
                let is = |def: &&TypeDef| def.name == *name;
                for def in model.types.iter().filter(is) {
                    self.type_def(finding, def, node, model);
                }
            }
        }
    }

    fn api(&mut self, finding: &Finding, node: &Node, model: &Model) {
        let Node::Member(name) = node else {
            if finding.rule == &rule::OAUTH_CHANGED {
                self.exact.insert("Client::oauth".to_owned());
                self.exact.insert(feature("oauth"));
            }
            return;
        };
        for group in model.groups.iter().filter(|group| group.name == *name) {
            self.exact.insert(feature(&group.name));
            self.exact.insert(group.name.clone());
            self.around.insert(group.name.clone());
        }
        for scope in model.scopes.iter().filter(|scope| scope.name == *name) {
            self.exact.insert(format!(
                "{}::{}",
                restli_model::names::SCOPE,
                bare(&scope.rust_name)
            ));
        }
        for kind in model.urn_kinds.iter().filter(|kind| kind.name == *name) {
            self.urn(&kind.rust_name);
            self.within.insert(format!("kind::{}", kind.rust_name));
            let sets = model.urn_sets.iter();
            let sets = sets.filter(|set| set.kinds.iter().any(|id| model[*id].name == kind.name));
            self.within
                .extend(sets.map(|set| format!("{}Urn::{}", set.rust_name, kind.rust_name)));
            self.variants.extend(
                kind.variants
                    .iter()
                    .map(|variant| bare(&variant.rust_name).to_owned()),
            );
        }
        for set in model.urn_sets.iter().filter(|set| set.name == *name) {
            self.urn(&set.rust_name);
        }
    }

    fn urn(&mut self, rust_name: &str) {
        let urn = format!("{rust_name}Urn");
        self.exact.insert(urn.clone());
        self.within.insert(urn.clone());
        self.named.insert(urn);
    }

    fn resource(&mut self, resource: &Resource, node: &Node, model: &Model) {
        let module = bare(&resource.rust_name);
        match node {
            Node::Whole | Node::Key | Node::Member(_) => {
                self.exact.insert(format!("Client::{module}"));
                self.exact.insert(module.to_owned());
                self.around.insert(module.to_owned());
                // A group comes and goes with its only resource.
                let group = &model[resource.group].name;
                self.around.extend([group.clone(), feature(group)]);
                let types = resource
                    .methods
                    .iter()
                    .flat_map(|method| types_of(resource, method));
                self.reach(types.collect(), model);
            }
            Node::Method { kind: "task", name } => {
                for task in resource.tasks.iter().filter(|task| task.name == *name) {
                    self.call(module, &task.rust_name, &task.rust_type);
                }
            }
            Node::Method { kind, name } => {
                for method in methods(resource, kind, name) {
                    self.call(module, &method.rust_name, &method.rust_type);
                    self.reach(types_of(resource, method), model);
                }
            }
            Node::Parameter { kind, method, name } => {
                for method in methods(resource, kind, method) {
                    self.parameter(module, method, name, model);
                }
            }
        }
    }

    fn call(&mut self, module: &str, function: &str, builder: &str) {
        self.exact
            .insert(format!("{module}::*::{}", bare(function)));
        self.exact.insert(format!("{module}::{builder}"));
        self.within.insert(format!("{module}::{builder}"));
    }

    /// What must be given is an argument of the call, what may be left out a setter.
    fn parameter(&mut self, module: &str, method: &Method, name: &str, model: &Model) {
        let params = method
            .params
            .iter()
            .chain(&method.headers)
            .chain(&method.partial_key);
        for param in params.filter(|param| param.name == *name) {
            match param.required {
                true => self
                    .exact
                    .insert(format!("{module}::*::{}", bare(&method.rust_name))),
                false => {
                    let (builder, setter) = (&method.rust_type, bare(&param.rust_name));
                    self.exact.insert(format!("{module}::{builder}::{setter}"))
                }
            };
            self.reach(named_in(&param.ty), model);
        }
        self.within
            .insert(format!("{module}::{}", method.rust_type));
    }

    fn type_def(&mut self, finding: &Finding, def: &TypeDef, node: &Node, model: &Model) {
        let owner = &def.rust_name;
        self.named
            .extend(["", "Projection", "Patch"].map(|suffix| format!("{owner}{suffix}")));
        self.named.extend(hand_written(def));
        self.users_of(def, model);
        match node {
            Node::Member(name) => {
                // What all of a record can do may hang on one field, such as having a default.
                self.around
                    .extend(["", "Projection", "Patch"].map(|suffix| format!("{owner}{suffix}")));
                for (wire, member) in members(model, def) {
                    if wire == *name {
                        let (owner, member) = (owner.clone(), member.clone());
                        self.members.push(MemberOf { owner, member });
                    }
                    self.siblings.insert(member);
                }
                if is_given(def, name) {
                    self.exact.insert(format!("{owner}::new"));
                }
                self.reach(member_types(def, name), model);
            }
            _ => {
                self.exact.insert(owner.clone());
                for suffix in ["", "Projection", "Patch"] {
                    self.within.insert(format!("{owner}{suffix}"));
                }
                self.around
                    .extend(hand_written(def).filter(|name| name.starts_with(char::is_lowercase)));
                if finding.rule == &rule::FIELDS_REORDERED {
                    self.exact.insert(format!("{owner}::new"));
                }
                self.reach(all_types(def), model);
            }
        }
    }

    /// Remembers what names a type outright.
    fn users_of(&mut self, def: &TypeDef, model: &Model) {
        let is_it = |id: &TypeId| model[*id].rust_name == def.rust_name;
        let types = model
            .types
            .iter()
            .filter(|user| all_types(user).iter().any(is_it));
        self.users.extend(types.map(|user| user.rust_name.clone()));
        for resource in &model.resources {
            let module = bare(&resource.rust_name);
            let users = resource.methods.iter();
            let users = users.filter(|method| types_of(resource, method).iter().any(is_it));
            self.users
                .extend(users.map(|method| format!("{module}::{}", method.rust_type)));
        }
    }

    /// Remembers types and all that these lead to.
    fn reach(&mut self, types: Vec<TypeId>, model: &Model) {
        let mut open = types;
        while let Some(id) = open.pop() {
            if self.reached.insert(model[id].rust_name.clone()) {
                open.extend(all_types(&model[id]));
            }
        }
    }

    /// How directly this speaks of an item.
    pub(super) fn closeness(&self, change: &Change) -> Closeness {
        let item = change
            .item
            .split_once("::")
            .map_or(change.item.as_str(), |(_, rest)| rest);
        let steps: Vec<&str> = item.split("::").map(bare).collect();
        let path = steps.join("::");
        // A function of a resource's handle, whatever that is called.
        let of_handle = match steps.as_slice() {
            [module, _, function] => format!("{module}::*::{function}"),
            _ => String::new(),
        };
        let is_member = { self.members.iter() }.any(|member| member.holds(&steps, &self.siblings));
        if is_member || self.exact.contains(&path) || self.exact.contains(&of_handle) {
            return Closeness::Exact;
        }
        let above = |set: &BTreeSet<String>| {
            (1..=steps.len()).any(|end| set.contains(&steps[..end].join("::")))
        };
        if above(&self.within) {
            return Closeness::Within;
        }
        if above(&self.around) {
            return Closeness::Around;
        }
        if words(&change.text)
            .iter()
            .any(|word| self.named.contains(*word))
        {
            return Closeness::Named;
        }
        let owner = entity(steps[0]);
        let call = steps[..steps.len().min(2)].join("::");
        let is_variant = |variant: &String| {
            let last = steps[steps.len() - 1];
            last.strip_suffix("_with")
                .unwrap_or(last)
                .ends_with(&format!("_{variant}"))
        };
        let is_reached = self.reached.contains(owner)
            || self.users.contains(owner)
            || self.users.contains(&call)
            || self.variants.iter().any(is_variant);
        match is_reached {
            true => Closeness::Reached,
            false => Closeness::None,
        }
    }
}

impl MemberOf {
    /// Whether an item is this member's: `name`, `with_name`, `name_resolved`, and the like, unless
    /// another member's name fits better.
    fn holds(&self, steps: &[&str], siblings: &BTreeSet<String>) -> bool {
        let [owner, item] = steps else { return false };
        if entity(owner) != self.owner {
            return false;
        }
        let fit = |member: &str| {
            let operations = ["", "with_", "set_", "delete_", "reorder_", "within_"];
            let rest = operations
                .iter()
                .filter_map(|operation| item.strip_prefix(operation));
            let fits = rest.filter(|rest| {
                let behind = rest.strip_prefix(bare(member));
                behind.is_some_and(|behind| behind.is_empty() || behind.starts_with('_'))
            });
            fits.count() > 0
        };
        let mut better = siblings
            .iter()
            .filter(|sibling| sibling.len() > self.member.len());
        fit(&self.member) && !better.any(|sibling| fit(sibling))
    }
}

impl About {
    /// The same under another name.
    fn renamed(&self, to: &str) -> Self {
        let node = |node: &Node| match node {
            Node::Method { kind, .. } => Node::Method {
                kind,
                name: to.to_owned(),
            },
            Node::Parameter { kind, method, .. } => Node::Parameter {
                kind,
                method: method.clone(),
                name: to.to_owned(),
            },
            Node::Member(_) => Node::Member(to.to_owned()),
            Node::Whole | Node::Key => node.clone(),
        };
        match self {
            Self::Resource(name, Node::Whole) => {
                let above = name.rsplit_once('/').map(|(above, _)| format!("{above}/"));
                let name = match to.contains('/') {
                    true => to.to_owned(),
                    false => format!("{}{to}", above.unwrap_or_default()),
                };
                Self::Resource(name, Node::Whole)
            }
            Self::Type(_, Node::Whole) => Self::Type(to.to_owned(), Node::Whole),
            Self::Api(own) => Self::Api(node(own)),
            Self::Resource(name, own) => Self::Resource(name.clone(), node(own)),
            Self::Type(name, own) => Self::Type(name.clone(), node(own)),
        }
    }
}
