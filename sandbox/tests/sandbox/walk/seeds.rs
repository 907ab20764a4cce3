//! What the sandbox's data says of each resource, read without the sandbox.

use std::path::Path;

use restli_model::model::{Model, Resource, RestMethod};
use serde_json::{Map, Value as Json};

/// The data of a schema: its files, each with its name.
pub(super) struct Seeds {
    pub(super) files: Vec<(String, Json)>,
}

impl Seeds {
    pub(super) fn of(schema: &Path) -> Self {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(schema.join("sandbox")).expect("a folder") {
            let path = entry.expect("a file").path();
            if path.extension().is_none_or(|extension| extension != "yaml") {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a text");
            let json: Option<Json> = serde_saphyr::from_str(&text).expect("YAML");
            let name = path.file_name().expect("a name").to_string_lossy();
            files.push((name.into_owned(), json.unwrap_or_default()));
        }
        files.sort_by(|left, right| left.0.cmp(&right.0));
        Seeds { files }
    }

    /// What is said of the resource itself.
    pub(super) fn own(&self, name: &str) -> Option<&Json> {
        let mut files = self.files.iter();
        files.find_map(|(_, file)| file.get("resources")?.get(name))
    }

    /// A part of what is said of a resource, or else of the one that it mounts.
    pub(super) fn get(&self, model: &Model, resource: &Resource, path: &[&str]) -> Option<&Json> {
        let mounted = resource.mount_of.map(|first| model[first].name.as_str());
        let mut names = [Some(resource.name.as_str()), mounted]
            .into_iter()
            .flatten();
        names.find_map(|name| {
            let seed = self.own(name)?;
            path.iter().try_fold(seed, |seed, step| seed.get(step))
        })
    }

    /// What is said of a finder, of any kind.
    pub(super) fn finder(
        &self,
        model: &Model,
        resource: &Resource,
        rest: RestMethod,
        name: &str,
    ) -> Option<&Map<String, Json>> {
        let path: &[&str] = match rest {
            RestMethod::Finder => &["finders", name],
            RestMethod::BatchFinder => &["batch_finders", name],
            _ => &["get_all"],
        };
        self.get(model, resource, path)?.as_object()
    }
}
