//! What the generator must be told beside the schema.
//!
//! Everything that ends up in the output comes from the [`Model`](restli_model::model::Model) or
//! from here, so that the same input gives the same bytes on every machine.

use std::collections::BTreeMap;

/// Settings of the generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Name of the package, and of the crate: `linkedin`.
    pub crate_name: String,
    /// The schema folder as seen from the generated crate, such as `../schema`.
    ///
    /// The wire tests read the recorded exchanges from there.
    pub schema_dir: String,
    /// How the manifest names the crates that the generated one needs.
    pub dependencies: Dependencies,
}

/// How the manifest names its dependencies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dependencies {
    /// The crate is a member of a workspace that declares them: `restli.workspace = true`.
    Workspace,
    /// The crate stands alone: paths by package name, as seen from the crate; a package without a
    /// path comes from the registry.
    Paths(BTreeMap<String, String>),
}

impl Options {
    /// The usual settings for a crate beside its schema folder, in one workspace.
    pub fn new(crate_name: impl Into<String>) -> Self {
        Self {
            crate_name: crate_name.into(),
            schema_dir: "../schema".to_owned(),
            dependencies: Dependencies::Workspace,
        }
    }

    /// The crate's name as an identifier. A name that cannot be one is cargo's to refuse.
    pub(crate) fn crate_ident(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let name: String = self.crate_name.chars().map(plain).collect();
        match syn::parse_str::<syn::Ident>(&name) {
            Ok(_) => name,
            Err(_) => format!("crate_{name}"),
        }
    }

    /// How headers name a file of the schema: no path of this machine, only the folder's own name.
    pub(crate) fn source(&self, file: &str) -> String {
        let folder = self.schema_dir.trim_end_matches(['/', '\\']);
        let folder = folder.rsplit(['/', '\\']).next().unwrap_or(folder);
        match folder {
            "" | "." | ".." => file.to_owned(),
            folder => format!("{folder}/{file}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_gives_an_identifier() {
        for (name, expected) in [
            ("linkedin", "linkedin"),
            ("my-client", "my_client"),
            ("type", "crate_type"),
            ("2d \u{202E}", "crate_2d__"),
            ("", "crate_"),
        ] {
            assert_eq!(Options::new(name).crate_ident(), expected);
        }
    }

    #[test]
    fn headers_name_the_schema_folder_and_nothing_above_it() {
        let mut options = Options::new("linkedin");
        for (dir, expected) in [
            ("../schema", "schema/api.yaml"),
            ("/home/somebody/pets", "pets/api.yaml"),
            ("../schema/", "schema/api.yaml"),
            ("..", "api.yaml"),
        ] {
            options.schema_dir = dir.to_owned();
            assert_eq!(options.source("api.yaml"), expected, "{dir}");
        }
    }
}
