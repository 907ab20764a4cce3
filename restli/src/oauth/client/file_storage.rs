//! A grant in a file that only its owner can read.
//!
//! A half-written file would cost the refresh token, so a new one is written beside it and takes its place.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use super::failure::hinted;
use super::{Grant, GrantStorage, random};
use crate::error::{Error, Result};

/// Larger files hold no grant.
const MOST: u64 = 1 << 20;

/// Keeps a grant in a JSON file.
///
/// On Unix only its owner can read it (mode 0600), from its first byte on; a file that others can read is
/// refused, since a token that others have seen is to be replaced. On other systems the folder decides. A folder
/// that is not there is made, for the owner only.
///
/// The file is replaced as a whole when the new content is on the disk, so neither a crash nor a full disk leave
/// half of one.
#[derive(Clone, Debug)]
pub struct FileStorage {
    path: PathBuf,
}

impl FileStorage {
    /// A storage at a path. The file need not be there.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn failed(&self, what: &str, error: &io::Error) -> Error {
        Error::auth(format!("`{}` cannot be {what}", self.path.display()))
            .with_cause(error.to_string())
    }

    fn write(&self, text: &SecretString) -> io::Result<()> {
        // A link stays one; what it leads to is replaced.
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        create_folder(folder)?;
        let suffix = random::suffix().map_err(|error| io::Error::other(error.to_string()))?;
        let mut beside = std::ffi::OsString::from(".");
        beside.push(name);
        beside.push(format!(".{suffix}"));
        let beside = folder.join(beside);
        let replaced = write_whole(&beside, text).and_then(|()| fs::rename(&beside, &path));
        if let Err(error) = replaced {
            let _ = fs::remove_file(&beside);
            return Err(error);
        }
        sync_folder(folder)
    }
}

impl GrantStorage for FileStorage {
    fn load(&self) -> Result<Option<Grant>> {
        let failed = |error: io::Error| self.failed("read", &error);
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        let about = file.metadata().map_err(failed)?;
        if let Some(mode) = open_to_others(&about) {
            let path = self.path.display();
            return Err(hinted(
                format!("`{path}` holds tokens, and others can read it (mode {mode:03o})"),
                &format!(
                    "if nobody has: `chmod 600 {path}`; otherwise revoke the tokens and delete it"
                ),
            ));
        }
        let mut bytes = Vec::new();
        let mut limited = io::Read::take(file, MOST);
        io::Read::read_to_end(&mut limited, &mut bytes).map_err(failed)?;
        let text = SecretString::from(String::from_utf8_lossy(&bytes).into_owned());
        match Grant::from_json(text.expose_secret()) {
            Ok(grant) => Ok(Some(grant)),
            Err(error) => Err(hinted(
                format!("`{}` is damaged", self.path.display()),
                "delete it, and sign in again",
            )
            .with_cause(error.to_string())),
        }
    }

    fn save(&self, grant: &Grant) -> Result<()> {
        { self.write(&grant.to_json()) }.map_err(|error| self.failed("written", &error))
    }

    fn clear(&self) -> Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(self.failed("deleted", &error))
            }
            _ => Ok(()),
        }
    }
}

/// Writes a file that is not there yet, and waits until the disk has it.
fn write_whole(path: &Path, text: &SecretString) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.expose_secret().as_bytes())?;
    file.sync_all()
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// That a file has taken another one's place is on the disk only when its folder is.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The mode of a file that is not its owner's alone.
#[cfg(unix)]
fn open_to_others(about: &fs::Metadata) -> Option<u32> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

#[cfg(not(unix))]
fn open_to_others(_: &fs::Metadata) -> Option<u32> {
    None
}
