//! Resources: where they stand, in which version and protocol, and their names in Rust.

use restli_model::model::{Key, KeyType, Protocol, Resource, ServiceError, Task};

use super::{Facts, Places, code, come_and_gone, same, shown};
use crate::finding::Node;
use crate::rule;
use crate::wire::Spot;

impl Facts<'_> {
    pub(super) fn resources(&mut self) {
        let (old, new) = (&self.old.resources, &self.new.resources);
        let (_, _, kept) = come_and_gone(old, new, |resource: &Resource| resource.name.clone());
        for (old, new) in kept {
            self.resource(&Spot::resource(&new.name), old, new);
        }
    }

    fn resource(&mut self, spot: &Spot, old: &Resource, new: &Resource) {
        let places = (Some(&old.place), Some(&new.place));
        self.base(spot, places, old, new);
        let groups = (&self.old[old.group].name, &self.new[new.group].name);
        self.changed(
            &rule::RESOURCE_GROUP_CHANGED,
            &spot.at("group"),
            places,
            groups,
            || {
                format!(
                    "it is in the group {}, and was in {}",
                    code(groups.1),
                    code(groups.0)
                )
            },
        );
        let versions = (&old.version, &new.version);
        self.changed(
            &rule::RESOURCE_VERSION_CHANGED,
            &spot.at("version"),
            places,
            versions,
            || {
                format!(
                    "it is pinned to {}, and was to {}",
                    shown(new.version.as_ref()),
                    shown(old.version.as_ref())
                )
            },
        );
        let protocols = (&old.protocol, &new.protocol);
        self.changed(
            &rule::RESOURCE_PROTOCOL_CHANGED,
            &spot.at("protocol"),
            places,
            protocols,
            || {
                format!(
                    "it speaks {}, and spoke {}",
                    protocol(new.protocol),
                    protocol(old.protocol)
                )
            },
        );
        let unofficial = (&old.unofficial, &new.unofficial);
        self.changed(
            &rule::RESOURCE_UNOFFICIAL_CHANGED,
            &spot.at("unofficial"),
            places,
            unofficial,
            || {
                let verb = if new.unofficial { "is" } else { "is no longer" };
                format!("it {verb} said to be unofficial")
            },
        );
        self.rust_name(spot, places, &old.rust_name, &new.rust_name);
        self.keys(spot, places, old, new);
        self.service_errors(&spot.at("errors"), old, new);
        self.calls(spot, old, new);
        self.tasks(&spot.at("tasks"), old, new);
    }

    /// The base that a resource stands below; what it is called is nobody's business.
    fn base(&mut self, spot: &Spot, places: Places<'_>, old: &Resource, new: &Resource) {
        let (a, b) = (&self.old.api.bases[old.base], &self.new.api.bases[new.base]);
        let is_renamed = (&a.path, a.versioned) == (&b.path, b.versioned);
        if a.name != b.name && !is_renamed {
            let text = format!(
                "it stands below the base {}, and stood below {}",
                code(&b.name),
                code(&a.name)
            );
            self.found(&rule::RESOURCE_BASE_CHANGED, &spot.at("base"), places, text);
        }
    }

    fn keys(&mut self, spot: &Spot, places: Places<'_>, old: &Resource, new: &Resource) {
        let spot = spot.at("key").about(Node::Key);
        let old_keys = old.key.iter().chain(&old.alternative_keys);
        let new_keys: Vec<&Key> = new.key.iter().chain(&new.alternative_keys).collect();
        for old in old_keys {
            let Some(new) = new_keys.iter().find(|key| key.name == old.name) else {
                continue;
            };
            self.rust_name(&spot, places, &old.rust_name, &new.rust_name);
            self.docs(&spot, places, &old.docs, &new.docs);
            if let (KeyType::Simple(a), KeyType::Simple(b)) = (&old.ty, &new.ty) {
                for (rule, text) in same::unseen((self.old, a), (self.new, b), true) {
                    self.found(
                        rule,
                        &spot,
                        places,
                        format!("the key {}: {text}", code(&old.name)),
                    );
                }
            }
        }
    }

    /// What is said of errors; their codes and statuses are Rest.li's.
    fn service_errors(&mut self, spot: &Spot, old: &Resource, new: &Resource) {
        let (before, after) = (&old.service_errors, &new.service_errors);
        let (_, _, kept) = come_and_gone(before, after, |error: &ServiceError| error.code.clone());
        for (a, b) in kept {
            let spot = spot.at(b.code.as_str());
            self.docs(&spot, (Some(&a.place), Some(&b.place)), &a.docs, &b.docs);
        }
    }

    fn tasks(&mut self, spot: &Spot, old: &Resource, new: &Resource) {
        let (before, after) = (&old.tasks, &new.tasks);
        let (come, gone, kept) = come_and_gone(before, after, |task: &Task| task.name.clone());
        let at = |name: &str| {
            let (kind, name) = ("task", name.to_owned());
            spot.about(Node::Method { kind, name })
        };
        for task in come {
            let text = format!("the task {} is new", code(&task.name));
            let places = (Some(&old.place), Some(&task.place));
            self.found(&rule::TASK_ADDED, &at(&task.name), places, text);
        }
        for task in gone {
            let text = format!("the task {} is gone", code(&task.name));
            let places = (Some(&task.place), Some(&new.place));
            self.found(&rule::TASK_REMOVED, &at(&task.name), places, text);
        }
        for (a, b) in kept {
            let spot = at(&b.name).at(b.name.as_str());
            let places = (Some(&a.place), Some(&b.place));
            let does = |resource: &Resource, task: &Task| {
                let method = |at: usize| resource.methods[at].name.clone();
                let field = [Some(task.status), Some(task.result), task.expires];
                let ends = (task.succeeded.clone(), task.failed.clone());
                (
                    method(task.create),
                    method(task.poll),
                    format!("{:?}", task.projection),
                    field,
                    ends,
                )
            };
            let told = (does(old, a), does(new, b));
            let text = || {
                format!(
                    "the task {} polls, ends or expires otherwise",
                    code(&b.name)
                )
            };
            self.changed(&rule::TASK_CHANGED, &spot, places, (&told.0, &told.1), text);
            self.rust_name(&spot, places, &a.rust_name, &b.rust_name);
            self.docs(&spot, places, &a.docs, &b.docs);
        }
    }
}

fn protocol(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::V1 => "protocol 1.0.0",
        Protocol::V2 => "protocol 2.0.0",
    }
}
