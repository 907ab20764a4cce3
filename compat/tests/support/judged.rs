//! Two versions of an API, compared as `cargo xtask diff` compares them.

use restli_codegen::Options;
use restli_compat::version::{Content, Version};
use restli_compat::{Comparison, Refused};
use restli_model::source::SourceSet;

/// The comparison of two schemas in YAML.
pub(crate) fn compare(old: &[(String, String)], new: &[(String, String)]) -> Comparison {
    let content = |files: &[(String, String)]| {
        let files = files.iter().cloned();
        Content::Schema(SourceSet::from_files(files))
    };
    comparison(content(old), content(new)).unwrap_or_else(|refused| match refused {
        Refused::Faulty { report, .. } => panic!("{}", report.render(false)),
        refused => panic!("{refused}"),
    })
}

/// The comparison of two versions of IDL.
pub(crate) fn compare_idl(
    old: &[(String, String)],
    new: &[(String, String)],
) -> Result<Comparison, Refused> {
    let content = |files: &[(String, String)]| {
        let files = files.iter().cloned();
        Content::Idl(files.map(Into::into).collect())
    };
    comparison(content(old), content(new))
}

fn comparison(old: Content, new: Content) -> Result<Comparison, Refused> {
    let version = |label: &str, content| Version {
        label: label.to_owned(),
        content,
    };
    let compared = restli_compat::compare(
        &version("the old version", old),
        &version("the new version", new),
        restli_compat::Options::default(),
        &Options::new("client"),
    )?;
    Ok(compared.comparison)
}
