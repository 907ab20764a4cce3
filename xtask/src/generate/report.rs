//! `gen --report`: how much was generated, and how well it is founded.
//!
//! The text is Markdown whose table is aligned, so that a terminal and a pull request take the same.

use std::fmt::Write;

use restli_codegen::{FileSet, group_folder};
use restli_model::coverage::Coverage;
use restli_model::evidence;
use restli_model::model::{MethodId, Model, ResourceId};
use restli_model::statistics::{Counts, Statistics};

use super::table;

/// The report on a model and what was generated from it; it has no times, so that it can be compared.
pub(super) fn render(model: &Model, files: &FileSet) -> String {
    let mut text = counts(model, files);
    for (title, items) in gaps(model) {
        if !items.is_empty() {
            let _ = write!(text, "\n{title}:\n\n");
        }
        for item in items {
            let _ = writeln!(text, "- {item}");
        }
    }
    text
}

/// The table: a row for each group, one for what they share, one for all.
fn counts(model: &Model, files: &FileSet) -> String {
    let statistics = Statistics::of(model);
    let folders: Vec<String> = model.groups.iter().map(group_folder).collect();
    let group_of = |path: &str| folders.iter().position(|folder| stands_in(path, folder));
    let code = |group: Option<usize>| {
        let files = files.iter();
        Code::of(files.filter(|(path, _)| group_of(path) == group))
    };

    let head = [
        "group",
        "resources",
        "methods",
        "sampled",
        "records",
        "fields",
        "enums",
        "unions",
        "samples",
        "lines",
        "bytes",
    ];
    let mut rows = vec![head.map(str::to_owned)];
    for (index, (group, counts)) in model.groups.iter().zip(&statistics.groups).enumerate() {
        rows.push(row(&group.name, counts, &code(Some(index))));
    }
    rows.push(row("(shared)", &statistics.shared, &code(None)));
    rows.push(row("total", &statistics.total(), &Code::of(files.iter())));
    table::render(&rows)
}

fn row(name: &str, counts: &Counts, code: &Code) -> [String; 11] {
    let sampled = match (counts.sampled_methods * 100).checked_div(counts.methods) {
        Some(percent) => format!("{} ({percent} %)", counts.sampled_methods),
        None => counts.sampled_methods.to_string(),
    };
    [
        name.to_owned(),
        counts.resources.to_string(),
        counts.methods.to_string(),
        sampled,
        counts.records.to_string(),
        counts.fields.to_string(),
        counts.enums.to_string(),
        counts.unions.to_string(),
        counts.samples.to_string(),
        code.lines.to_string(),
        code.bytes.to_string(),
    ]
}

/// How much text was generated.
#[derive(Default)]
struct Code {
    lines: usize,
    bytes: usize,
}

impl Code {
    fn of<'f>(files: impl Iterator<Item = (&'f str, &'f str)>) -> Self {
        files.fold(Self::default(), |sum, (_, text)| Self {
            lines: sum.lines + text.lines().count(),
            bytes: sum.bytes + text.len(),
        })
    }
}

/// Whether a generated file is a group's: below its folder, or the tests of its samples.
fn stands_in(path: &str, folder: &str) -> bool {
    let source = path.strip_prefix("src/");
    let module = source.and_then(|path| path.split_once('/'));
    let tests = path.strip_prefix("tests/samples/");
    let tests = tests.and_then(|path| path.strip_suffix(".rs"));
    module.map(|(module, _)| module).or(tests) == Some(folder)
}

/// Where little stands behind the schema: what is missing or doubtful, and of whom.
fn gaps(model: &Model) -> [(&'static str, Vec<String>); 7] {
    let coverage = Coverage::of(model);
    let resources = (0..).map(ResourceId).zip(&model.resources);
    let unused = resources.flat_map(|(id, resource)| {
        let params = coverage.unsampled_finder_params(model, id);
        params.map(|(method, param)| {
            let method = &resource.methods[method];
            let param = &method.params[param].name;
            format!("{}: {param} of {}", resource.name, method.rust_name)
        })
    });
    let unofficial = model.resources.iter().filter(|r| r.unofficial);
    let samples = model.samples.iter();
    let refusals = samples.filter(|sample| sample.call.is_none() && sample.misfit.is_none());
    let docs = |id: MethodId| {
        [
            &model[id.resource].docs,
            &model[id.resource].methods[id.method].docs,
        ]
    };
    [
        (
            "Methods without a sample",
            by_resource(model, |id| coverage.method(id).samples == 0),
        ),
        ("Parameters of finders in no sample", unused.collect()),
        (
            "Methods without a link to documentation",
            by_resource(model, |id| docs(id).iter().all(|docs| docs.link.is_none())),
        ),
        (
            "Unofficial resources",
            unofficial.map(|resource| resource.name.clone()).collect(),
        ),
        (
            "Deprecated methods",
            by_resource(model, |id| {
                docs(id).iter().any(|docs| docs.deprecated.is_some())
            }),
        ),
        ("Thin evidence", evidence::thin(model)),
        (
            "Samples of refusals that no typed call can provoke",
            refusals.map(|sample| sample.id.clone()).collect(),
        ),
    ]
}

/// `people: get, update`, a line for each resource that has such methods.
fn by_resource(model: &Model, is: impl Fn(MethodId) -> bool) -> Vec<String> {
    let mut lines = Vec::new();
    for (id, resource) in (0..).map(ResourceId).zip(&model.resources) {
        let id = |method| MethodId {
            resource: id,
            method,
        };
        let methods = resource.methods.iter().enumerate();
        let found = methods.filter(|(method, _)| is(id(*method)));
        let found: Vec<&str> = found.map(|(_, m)| m.rust_name.as_str()).collect();
        if found.len() == resource.methods.len() && found.len() > 1 {
            lines.push(format!("{}: every method", resource.name));
        } else if !found.is_empty() {
            lines.push(format!("{}: {}", resource.name, found.join(", ")));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use restli_codegen::Options;

    use super::*;

    #[test]
    fn the_report_of_a_small_schema() {
        let schema = crate::root().join("model/tests/library");
        let loaded = crate::schema::load(&schema, None).expect("it can be read");
        let model = loaded.model.expect("it has no errors");
        let files = restli_codegen::emit(&model, &Options::new("library"));
        insta::assert_snapshot!(render(&model, &files), @r"
        | group     | resources | methods |  sampled | records | fields | enums | unions | samples | lines | bytes |
        | --------- | ---------:| -------:| --------:| -------:| ------:| -----:| ------:| -------:| -----:| -----:|
        | catalogue |         1 |       2 | 1 (50 %) |       0 |      0 |     0 |      0 |       1 |   107 |  3457 |
        | lending   |         1 |       2 |  0 (0 %) |       2 |      4 |     1 |      0 |       0 |   250 |  7385 |
        | (shared)  |         0 |       0 |        0 |       4 |      8 |     1 |      1 |       0 |   646 | 17809 |
        | total     |         2 |       4 | 1 (25 %) |       6 |     12 |     2 |      1 |       1 |  1003 | 28651 |

        Methods without a sample:

        - books: find_by_author
        - reports: every method

        Parameters of finders in no sample:

        - books: author of find_by_author

        Methods without a link to documentation:

        - reports: every method
        ");
    }
}
