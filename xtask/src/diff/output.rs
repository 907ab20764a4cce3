//! Where the report goes: to stdout, and into the changelog.

use std::error::Error;
use std::fs;
use std::io::{self, IsTerminal, Write};

use restli_compat::Comparison;
use restli_compat::code::CodeDiff;
use restli_compat::report::{self, MAX_CHARACTERS, Report};

use super::Style;
use crate::root;

/// The file, in the root of the repository.
const CHANGELOG: &str = "CHANGELOG.md";

pub(super) fn print(
    report: &Report<'_>,
    code: Option<&CodeDiff>,
    style: Style,
) -> Result<(), Box<dyn Error>> {
    let colour = io::stdout().is_terminal();
    let text = match style {
        Style::Human => {
            // The verdict is last on the screen.
            let code = code.map(|code| code.human(colour) + "\n");
            code.unwrap_or_default() + &report::human(report, colour)
        }
        Style::Json => report::json(report),
        Style::Markdown => {
            let text = report::markdown(report);
            let room = MAX_CHARACTERS.saturating_sub(text.chars().count());
            let code = code.map(|code| code.markdown(room));
            text + &code.unwrap_or_default()
        }
    };
    write(&text)
}

/// Writes to stdout. Whoever closes it has read enough, as `head` has.
pub(super) fn write(text: &str) -> Result<(), Box<dyn Error>> {
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("stdout cannot be written: {error}").into())
        }
        _ => Ok(()),
    }
}

/// Adds to the changelog what it does not say yet.
pub(super) fn write_changelog(comparison: &Comparison) -> Result<(), Box<dyn Error>> {
    let path = root().join(CHANGELOG);
    let failed =
        |what: &str, error: io::Error| format!("{} cannot be {what}: {error}", path.display());
    let text = fs::read_to_string(&path).map_err(|error| failed("read", error))?;
    // Git may check it out with other line ends.
    let text = text.replace("\r\n", "\n");
    let entries = report::changelog_entries(comparison);
    let updated = report::update_changelog(&text, &entries)?;
    if updated == text {
        eprintln!("{CHANGELOG}: nothing to add");
        return Ok(());
    }
    // The file is written beside and then moved, so that nobody finds half of it.
    let beside = path.with_extension("md.new");
    fs::write(&beside, updated)
        .and_then(|()| fs::rename(&beside, &path))
        .map_err(|error| failed("written", error))?;
    eprintln!("{CHANGELOG}: written");
    Ok(())
}
