//! `gen --watch`: again whenever the schema says something else.
//!
//! Events only wake the loop; what it goes by is the content of the files. So neither its own
//! writes, nor an editor's temporary files, nor a save without a change make it run.

use std::error::Error;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use restli_model::source::SourceSet;

use super::Gen;
use crate::schema::Sources;

/// How long nothing must have changed: an editor saves in several steps, a checkout in many.
const QUIET: Duration = Duration::from_millis(150);
/// How often to look where no event will tell, as while the folder is missing.
const POLL: Duration = Duration::from_millis(500);

/// What wakes the loop.
enum Signal {
    Changed,
    Stop,
}

impl Gen {
    /// Generates at once and after each change, until the user interrupts it; a run that has begun
    /// is finished first.
    pub(super) fn watch(&self) -> Result<ExitCode, Box<dyn Error>> {
        let (sender, signals) = mpsc::channel();
        let stop = sender.clone();
        ctrlc::set_handler(move || {
            let _ = stop.send(Signal::Stop);
        })?;
        let schema = self.schema();
        let mut last: Option<Result<SourceSet, String>> = None;
        loop {
            // Anew each time and before reading: a folder that was replaced is another one to the
            // system, and what changes while it is read counts.
            let watcher = watcher(&schema, sender.clone());
            let sources = Sources::read(&schema);
            let now = match &sources {
                Ok(sources) => Ok(sources.files.clone()),
                Err(error) => Err(error.to_string()),
            };
            if last.as_ref() != Some(&now) {
                clear()?;
                if let Err(error) = sources.map_err(Box::from).and_then(|s| self.once(s)) {
                    eprintln!("error: {error}");
                }
                eprintln!("waiting for changes of {}; Ctrl-C ends", schema.display());
            }
            let wait = match watcher.is_ok() && now.is_ok() {
                true => Duration::MAX,
                false => POLL,
            };
            if !changed(&signals, wait) {
                return Ok(ExitCode::SUCCESS);
            }
            last = Some(now);
        }
    }
}

/// Tells of every change below a folder, for as long as it is kept.
fn watcher(folder: &Path, sender: Sender<Signal>) -> notify::Result<RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Reading the folder is an event too.
        if !event.is_ok_and(|event| event.kind.is_access()) {
            let _ = sender.send(Signal::Changed);
        }
    })?;
    watcher.watch(folder, RecursiveMode::Recursive)?;
    Ok(watcher)
}

/// Waits for a change and for quiet after it, or until it is time to look; false when it is time to stop.
fn changed(signals: &Receiver<Signal>, mut wait: Duration) -> bool {
    loop {
        match signals.recv_timeout(wait) {
            Ok(Signal::Changed) => wait = QUIET,
            Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
            Err(RecvTimeoutError::Timeout) => return true,
        }
    }
}

/// Empties a terminal, so that what is on it is about the schema as it is now.
fn clear() -> io::Result<()> {
    let mut out = io::stdout();
    if out.is_terminal() {
        write!(out, "\x1b[2J\x1b[3J\x1b[H")?;
        out.flush()?;
    }
    Ok(())
}
