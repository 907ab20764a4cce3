//! Model to files: one emitter for each kind of thing, all of one shape.
//!
//! An emitter takes the scope of its file and an item of the model, computes names and types above,
//! and has one template below. Files are made in parallel; tokens cannot leave their thread, so a
//! file is built, parsed and printed in one closure that returns its text.

pub(crate) mod argument;
mod client;
mod defaults;
mod documents;
mod enums;
mod error_rules;
mod example;
mod group;
mod library;
mod manifest;
mod method;
mod oauth;
mod open_world;
mod patch;
mod projection;
mod record;
mod resource;
mod samples;
mod scope;
mod scopes;
mod setters;
mod shapes;
mod task;
mod types;
mod union;
mod union_by_urn;
mod urns;

use rayon::prelude::*;
use restli_model::model::{GroupId, Model, ResourceId};

use crate::layout::{FileKey, Layout};
use crate::{FileSet, Options, names};

use scope::Scope;

/// What every emitter may look at.
pub(crate) struct Context<'m> {
    pub(crate) model: &'m Model,
    pub(crate) options: &'m Options,
    pub(crate) layout: Layout,
}

impl Context<'_> {
    /// Whether the schema has examples of exchanges or documents.
    fn has_tests(&self) -> bool {
        !self.model.samples.is_empty() || !self.model.documents.is_empty()
    }
}

/// Generates the files of a client crate.
///
/// Total: whatever the model holds, there is an output, and the same one every time.
pub fn emit(model: &Model, options: &Options) -> FileSet {
    let cx = Context {
        model,
        options,
        layout: Layout::new(model),
    };
    let jobs = jobs(&cx);
    let files = jobs.par_iter().map(|job| (job.path(&cx), job.text(&cx)));
    files.collect::<Vec<_>>().into_iter().collect()
}

/// One file to be made.
#[derive(Clone, Debug)]
enum Job {
    Manifest,
    Formatting,
    Library,
    Client,
    Urns,
    Scopes,
    /// A `mod.rs` of `src/types`, by its folder.
    TypesFolder(Vec<String>),
    Types(FileKey),
    Group(GroupId),
    Resource(ResourceId),
    Tests,
    OpenWorld,
    GroupTests(GroupId),
}

fn jobs(cx: &Context<'_>) -> Vec<Job> {
    let mut jobs = vec![Job::Manifest, Job::Formatting, Job::Library, Job::Client];
    if !cx.model.urn_kinds.is_empty() {
        jobs.push(Job::Urns);
    }
    if !cx.model.scopes.is_empty() {
        jobs.push(Job::Scopes);
    }
    jobs.extend(types::folders(cx).into_iter().map(Job::TypesFolder));
    let files = cx.layout.types.keys();
    let files = files.filter(|file| matches!(file, FileKey::Types(_)));
    jobs.extend(files.cloned().map(Job::Types));
    jobs.extend(group::all(cx).map(Job::Group));
    jobs.extend((0..cx.model.resources.len()).map(|index| Job::Resource(ResourceId(index as u32))));
    if cx.has_tests() {
        jobs.push(Job::Tests);
        jobs.push(Job::OpenWorld);
        jobs.extend(samples::groups(cx).into_iter().map(Job::GroupTests));
    }
    jobs
}

impl Job {
    fn path(&self, cx: &Context<'_>) -> String {
        match self {
            Self::Manifest => "Cargo.toml".to_owned(),
            Self::Formatting => "rustfmt.toml".to_owned(),
            Self::Library => "src/lib.rs".to_owned(),
            Self::Client => "src/client.rs".to_owned(),
            Self::Urns => "src/urns.rs".to_owned(),
            Self::Scopes => "src/scopes.rs".to_owned(),
            Self::TypesFolder(folder) => types::folder_path(folder),
            Self::Types(file) => types::file_path(file),
            Self::Group(id) => format!("src/{}/mod.rs", folder(cx, *id)),
            Self::Resource(id) => {
                let resource = &cx.model[*id];
                let stem = names::resource_module(resource);
                format!(
                    "src/{}/{}.rs",
                    folder(cx, resource.group),
                    names::bare(stem)
                )
            }
            Self::Tests => "tests/samples/main.rs".to_owned(),
            Self::OpenWorld => "tests/open_world.rs".to_owned(),
            Self::GroupTests(id) => format!("tests/samples/{}.rs", folder(cx, *id)),
        }
    }

    fn text(&self, cx: &Context<'_>) -> String {
        match self {
            Self::Manifest => manifest::emit(cx),
            Self::Formatting => manifest::formatting(cx),
            Self::Library => library::emit(cx),
            Self::Client => client::emit(cx),
            Self::Urns => urns::emit(cx),
            Self::Scopes => scopes::emit(cx),
            Self::TypesFolder(folder) => types::emit_folder(cx, folder),
            Self::Types(file) => types::emit_file(cx, file),
            Self::Group(id) => group::emit(cx, *id),
            Self::Resource(id) => resource::emit(cx, *id),
            Self::Tests => samples::emit(cx),
            Self::OpenWorld => open_world::emit(cx),
            Self::GroupTests(id) => samples::emit_group(cx, *id),
        }
    }
}

/// The folder of a group's modules.
fn folder(cx: &Context<'_>, group: GroupId) -> String {
    names::group_folder(&cx.model[group])
}
