//! The promise about any input: refused with places, or generated as Rust below the output folder.

use std::collections::BTreeMap;

use restli_codegen::{FileSet, Options, emit};
use restli_model::diagnostics::{Format, Report, View};
use restli_model::source::SourceSet;

/// What became of an input.
pub(crate) enum Verdict {
    Refused(Report),
    Accepted(FileSet),
}

/// Loads, reports and generates; panics if any of these does not keep its promise.
pub(crate) fn judge(sources: &SourceSet, options: &Options) -> Verdict {
    let (model, report) = restli_model::load(sources);
    reported(sources, &report);
    assert_eq!(model.is_none(), report.has_schema_errors());
    match model {
        None => Verdict::Refused(report),
        Some(model) => {
            let _ = restli_codegen::unsupported(&model);
            let files = emit(&model, options);
            generated(&files);
            Verdict::Accepted(files)
        }
    }
}

/// Every finding points at a text, and can be shown.
fn reported(sources: &SourceSet, report: &Report) {
    for diagnostic in report.diagnostics() {
        for label in &diagnostic.labels {
            let file = &label.place.file;
            let known = sources.file(file.path()).is_some() || file.path() == "api.yaml";
            assert!(known, "no such file: {diagnostic:?}");
        }
    }
    for colour in [false, true] {
        let shown = report.render(colour);
        assert_eq!(shown.is_empty(), report.is_empty());
    }
    // A finding that takes two lines could pass for two, or for a command of its own.
    for format in [Format::Json, Format::Github] {
        let view = View {
            format,
            ..View::plain()
        };
        let shown = report.show(&view);
        let lines = shown.matches(['\n', '\r']).count();
        assert_eq!(lines, report.diagnostics().len(), "{shown}");
    }
}

/// Every file can be parsed, and stands where it may on every system.
fn generated(files: &FileSet) {
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for (path, text) in files.iter() {
        for (at, _) in path.match_indices('/').chain([(path.len(), "")]) {
            let path = &path[..at];
            if let Some(other) = folded.insert(path.to_ascii_lowercase(), path) {
                assert_eq!(other, path, "one file where case does not count");
            }
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        for part in path.split('/') {
            let stem = part.strip_suffix(".rs").or(part.strip_suffix(".toml"));
            let stem = stem.unwrap_or(part);
            assert!(!stem.is_empty() && stem.chars().all(plain), "{path:?}");
            let device = restli_model::names::FILES.contains(&stem);
            assert!(
                !device || matches!(stem, "mod" | "lib" | "main"),
                "{path:?}"
            );
        }
        if path.ends_with(".rs")
            && let Err(error) = syn::parse_file(text)
        {
            panic!("{path}: {error}\n{text}");
        }
    }
}
