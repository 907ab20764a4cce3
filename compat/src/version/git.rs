//! Versions that git keeps, read by its own commands.
//!
//! Files are listed by `ls-tree` and read by one `cat-file --batch`, so that nothing is checked
//! out, and a schema of some hundred files takes two processes.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use restli_model::source::SourceSet;

use super::{Content, Samples, Version, VersionError, is_schema_file};

/// A repository.
#[derive(Clone, Debug)]
pub struct Repository {
    root: PathBuf,
}

/// What a version is compared with when nobody says with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// The commit.
    pub commit: String,
    /// What reports call it.
    pub label: String,
}

impl Repository {
    /// The repository that a folder is in.
    ///
    /// # Errors
    /// When there is no git, or no repository.
    pub fn open(folder: &Path) -> Result<Self, VersionError> {
        let mut repository = Self {
            root: folder.to_owned(),
        };
        let found = repository.run(["rev-parse", "--show-toplevel"])?;
        if !found.status.success() {
            let message = format!("`{}` is in no git repository", folder.display());
            return Err(
                VersionError::new(message).help("compare two folders: `--old DIR --new DIR`")
            );
        }
        repository.root = PathBuf::from(text(&found.stdout));
        Ok(repository)
    }

    /// The path of a folder as seen from the root; nothing if it is outside.
    pub fn below(&self, folder: &Path) -> Option<String> {
        let (root, folder) = (self.root.canonicalize().ok()?, folder.canonicalize().ok()?);
        let path = folder.strip_prefix(&root).ok()?.to_str()?;
        Some(path.replace('\\', "/"))
    }

    /// The commit that a revision names; nothing if there is none of this name.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn commit(&self, revision: &str) -> Result<Option<String>, VersionError> {
        let name = format!("{revision}^{{commit}}");
        let found = self.run([
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &name,
        ])?;
        Ok(found.status.success().then(|| text(&found.stdout)))
    }

    /// Where the branch that is checked out left `main`: the merge base with `origin/main`, or with
    /// `main` where there is no such remote. On `main` itself that is `HEAD`, so that what is not
    /// committed yet is compared.
    ///
    /// # Errors
    /// When there is no commit yet, or the clone is too shallow to tell.
    pub fn base(&self) -> Result<Base, VersionError> {
        let Some(head) = self.commit("HEAD")? else {
            return Err(VersionError::new("the repository has no commit yet"));
        };
        let own = |head: String| Base {
            label: format!("HEAD ({})", short(&head)),
            commit: head,
        };
        for (name, reference) in [
            ("origin/main", "refs/remotes/origin/main"),
            ("main", "refs/heads/main"),
        ] {
            let Some(main) = self.commit(reference)? else {
                continue;
            };
            let found = self.run(["merge-base", &main, &head])?;
            if !found.status.success() {
                let message = format!("HEAD and {name} have no commit in common");
                return Err(self.shallow_or(VersionError::new(message)));
            }
            let base = text(&found.stdout);
            if base == head {
                break;
            }
            return Ok(Base {
                label: format!("where HEAD left {name} ({})", short(&base)),
                commit: base,
            });
        }
        Ok(own(head))
    }

    /// The schema at a revision.
    ///
    /// # Errors
    /// When there is no such revision, or it has no schema in this folder.
    pub fn version(
        &self,
        revision: &str,
        folder: &str,
        samples: Samples,
    ) -> Result<Version, VersionError> {
        let files = self.files(revision, folder, |path| is_schema_file(path, samples))?;
        if !files.iter().any(|(path, _)| path == "api.yaml") {
            let message = format!("the revision `{revision}` has no `{folder}/api.yaml`");
            return Err(VersionError::new(message));
        }
        // What is no UTF-8 was refused when it was checked in.
        let files = files.into_iter().map(|(path, bytes)| {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            (path, text)
        });
        let commit = self.commit(revision)?.unwrap_or_default();
        let label = match commit.starts_with(revision) {
            true => short(&commit).to_owned(),
            false => format!("{revision} ({})", short(&commit)),
        };
        Ok(Version {
            label,
            content: Content::Schema(SourceSet::from_files(files)),
        })
    }

    /// The files of a folder at a revision that are asked for, by their paths below it.
    ///
    /// # Errors
    /// When there is no such revision.
    pub fn files(
        &self,
        revision: &str,
        folder: &str,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<(String, Vec<u8>)>, VersionError> {
        let Some(commit) = self.commit(revision)? else {
            let unknown = VersionError::new(format!("git knows no revision `{revision}`"));
            return Err(self.shallow_or(unknown));
        };
        let mut list = vec!["ls-tree", "-r", "-z", "--full-tree", &commit];
        let folder = match folder.trim_end_matches('/') {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        if !folder.is_empty() {
            list.extend(["--", &folder]);
        }
        let list = self.output(list)?;
        let mut paths = Vec::new();
        let mut objects = String::new();
        for entry in list.split(|byte| *byte == 0) {
            // `100644 blob 1f7d001…<tab>path`; what is no regular file is left out.
            let Some((kind, path)) = split(entry, b'\t') else {
                continue;
            };
            let (Ok(kind), Ok(path)) = (str::from_utf8(kind), str::from_utf8(path)) else {
                continue;
            };
            let path = path.strip_prefix(&folder).unwrap_or(path);
            let mut words = kind.split(' ');
            if let (Some("100644" | "100755"), Some("blob"), Some(object)) =
                (words.next(), words.next(), words.next())
                && wanted(path)
            {
                paths.push(path.to_owned());
                objects.push_str(object);
                objects.push('\n');
            }
        }
        let contents = self.contents(objects, paths.len());
        let contents = contents.map_err(|error| {
            // A partial clone fetches what it lacks, and cannot without a network.
            VersionError::new(format!(
                "git cannot read the files of `{revision}`: {error}"
            ))
        })?;
        Ok(paths.into_iter().zip(contents).collect())
    }

    /// The contents of objects, in their order.
    fn contents(&self, objects: String, count: usize) -> io::Result<Vec<Vec<u8>>> {
        let mut git = self
            .git(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut input = git.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let output = git.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        // Both pipes are bounded, so one side must not wait for the other.
        let writer = thread::spawn(move || input.write_all(objects.as_bytes()));
        let contents = read_objects(BufReader::new(output), count);
        let _ = writer.join();
        git.wait()?;
        contents
    }

    /// The error of something that is not there, or of a clone that does not reach so far.
    fn shallow_or(&self, error: VersionError) -> VersionError {
        let found = self.output(["rev-parse", "--is-shallow-repository"]);
        match found.is_ok_and(|answer| text(&answer) == "true") {
            true => error.help(
                "this clone is shallow: `git fetch --unshallow` gets the rest \
                 (`fetch-depth: 0` in a workflow)",
            ),
            false => error,
        }
    }

    fn output<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<Vec<u8>, VersionError> {
        let output = self.run(arguments)?;
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(VersionError::new(format!("git: {}", text(&output.stderr)))),
        }
    }

    fn run<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<Output, VersionError> {
        let output = self.git(arguments).stdin(Stdio::null()).output();
        output.map_err(|error| VersionError::new(format!("git cannot be run: {error}")))
    }

    fn git<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut git = Command::new("git");
        git.arg("-C").arg(&self.root).args(arguments);
        git.env("LC_ALL", "C");
        git
    }
}

/// `<object> blob <size>\n<bytes>\n`, so many times.
fn read_objects(mut output: impl BufRead, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut contents = Vec::with_capacity(count);
    for _ in 0..count {
        let mut line = String::new();
        output.read_line(&mut line)?;
        let size = line.trim_end().rsplit_once(' ').map(|(_, size)| size);
        let Some(size) = size.and_then(|size| size.parse::<u64>().ok()) else {
            return Err(io::Error::other(format!("`{}`", line.trim_end())));
        };
        let mut bytes = Vec::new();
        output.by_ref().take(size).read_to_end(&mut bytes)?;
        output.read_line(&mut String::new())?;
        contents.push(bytes);
    }
    Ok(contents)
}

fn split(bytes: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|byte| *byte == at)?;
    Some((&bytes[..at], &bytes[at + 1..]))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

/// As much of a commit's name as people read.
fn short(commit: &str) -> &str {
    commit.get(..9).unwrap_or(commit)
}
