//! The table of groups in the project's README: what there is, and how much.
//!
//! Written by `gen`, so that the first page people read cannot promise what the client does not have.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::PathBuf;

use restli_codegen::output::Summary;
use restli_model::model::Model;
use restli_model::statistics::{Counts, Statistics};

/// The file, in the root of the repository.
const FILE: &str = "README.md";
/// The lines between which the table stands.
const BEGIN: &str = "<!-- groups: written by `cargo xtask gen` -->";
const END: &str = "<!-- end of groups -->";

/// The README with the table of this model.
pub(super) struct Readme {
    path: PathBuf,
    /// The text of the file, and what it should be.
    texts: [String; 2],
}

impl Readme {
    /// Reads the README.
    ///
    /// # Errors
    /// When it cannot be read, or there is no place for the table.
    pub(super) fn of(model: &Model) -> io::Result<Self> {
        let path = crate::root().join(FILE);
        // Git may check it out with other line ends.
        let text = fs::read_to_string(&path)?.replace("\r\n", "\n");
        let parts = text
            .split_once(BEGIN)
            .and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
        let Some((before, after)) = parts else {
            let message = format!("{FILE} needs the lines `{BEGIN}` and `{END}`");
            return Err(io::Error::other(message));
        };
        let updated = format!("{before}{BEGIN}\n{}{END}{after}", render(model));
        Ok(Self {
            path,
            texts: [text, updated],
        })
    }

    /// Says in which list of the summary it belongs, and writes it unless it is only to be checked.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn update(&self, check: bool, summary: &mut Summary) -> io::Result<()> {
        let [old, new] = &self.texts;
        if old == new {
            summary.unchanged.push(FILE.to_owned());
            return Ok(());
        }
        summary.written.push(FILE.to_owned());
        if check {
            println!("{FILE}: the table of groups is stale");
            return Ok(());
        }
        // The file is written beside and then moved, so that nobody finds half of it.
        let beside = self.path.with_extension("md.new");
        fs::write(&beside, new)?;
        fs::rename(&beside, &self.path)
    }
}

/// A row for each group, and one for all; types that groups share count there alone.
fn render(model: &Model) -> String {
    let statistics = Statistics::of(model);
    let mut text = "| feature | what | resources | calls | records | recorded exchanges |\n\
                    | --- | --- | ---:| ---:| ---:| ---:|\n"
        .to_owned();
    for (group, counts) in model.groups.iter().zip(&statistics.groups) {
        let summary = group.docs.summary.as_deref().unwrap_or_default();
        let default = if group.default { ", on by default" } else { "" };
        row(
            &mut text,
            &format!("`{}`{default}", group.name),
            summary,
            counts,
        );
    }
    row(
        &mut text,
        "`full`",
        "All of them, with the types that they share.",
        &statistics.total(),
    );
    text
}

fn row(text: &mut String, name: &str, what: &str, counts: &Counts) {
    // A bar would begin a new cell. Writing into a string cannot fail.
    let _ = writeln!(
        text,
        "| {name} | {} | {} | {} | {} | {} |",
        what.replace('|', "\\|").replace('\n', " "),
        counts.resources,
        counts.methods,
        counts.records,
        counts.samples
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_group_has_a_row() {
        let schema = crate::root().join("model/tests/library");
        let loaded = crate::schema::load(&schema, None).expect("it can be read");
        let model = loaded.model.expect("it has no errors");
        insta::assert_snapshot!(render(&model), @r"
        | feature | what | resources | calls | records | recorded exchanges |
        | --- | --- | ---:| ---:| ---:| ---:|
        | `catalogue`, on by default | What there is to read. | 1 | 2 | 0 | 1 |
        | `lending` | Who reads it. | 1 | 2 | 2 | 0 |
        | `full` | All of them, with the types that they share. | 2 | 4 | 6 | 1 |
        ");
    }
}
