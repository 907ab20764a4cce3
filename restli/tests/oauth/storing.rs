//! Grants on the disk: nobody else reads them, nothing is half-written, and what is damaged is told.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use restli::oauth::{ExposeSecret, FileStorage, Grant, GrantStorage, Session};
use restli::{Error, Result, TokenSource};

use crate::mini::server::{Reply, Server};
use crate::support::{Scripted, expired, granted, offline, session, shown};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("grant.json")
    }

    fn storage(&self) -> FileStorage {
        FileStorage::new(self.file())
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
        entries
            .map(|entry| name(entry).into_string().unwrap())
            .collect()
    }
}

fn access(grant: &Grant) -> &str {
    grant.access_token().expose_secret()
}

#[test]
fn a_grant_is_saved_loaded_and_cleared() {
    let folder = Folder::new();
    let storage = folder.storage();
    assert!(storage.load().unwrap().is_none());
    storage.clear().unwrap();
    storage.save(&Grant::new("a").with_scopes(["x"])).unwrap();
    storage.save(&Grant::new("b").with_scopes(["y"])).unwrap();
    let loaded = storage.load().unwrap().unwrap();
    assert_eq!(
        (access(&loaded), loaded.scopes().unwrap()),
        ("b", &["y".to_owned()][..])
    );
    assert_eq!(folder.names(), ["grant.json"], "nothing is left beside it");
    storage.clear().unwrap();
    assert!(storage.load().unwrap().is_none());

    let below = FileStorage::new(folder.0.path().join("a/b/grant.json"));
    below.save(&Grant::new("c")).unwrap();
    assert_eq!(access(&below.load().unwrap().unwrap()), "c");
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let storage = folder.storage();
    let mode = || fs::metadata(folder.file()).unwrap().permissions().mode() & 0o777;
    storage.save(&Grant::new("a")).unwrap();
    assert_eq!(mode(), 0o600);

    for open in [0o640, 0o604, 0o660, 0o644, 0o620] {
        fs::set_permissions(folder.file(), fs::Permissions::from_mode(open)).unwrap();
        let error = storage.load().unwrap_err();
        let text = error.to_string();
        assert!(text.contains(&format!("mode {open:03o}")), "{text}");
        let path = folder.file();
        assert!(
            text.contains(&format!("`chmod 600 {}`", path.display())),
            "{text}"
        );
    }
    storage.save(&Grant::new("b")).unwrap();
    assert_eq!(
        mode(),
        0o600,
        "a file that was open is replaced by one that is not"
    );
    assert_eq!(access(&storage.load().unwrap().unwrap()), "b");

    let below = folder.0.path().join("a/grant.json");
    FileStorage::new(&below).save(&Grant::new("c")).unwrap();
    let made = fs::metadata(below.parent().unwrap()).unwrap().permissions();
    assert_eq!(made.mode() & 0o777, 0o700);
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_the_file_still() {
    let folder = Folder::new();
    let link = folder.0.path().join("link.json");
    folder.storage().save(&Grant::new("a")).unwrap();
    std::os::unix::fs::symlink(folder.file(), &link).unwrap();
    FileStorage::new(&link).save(&Grant::new("b")).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(access(&folder.storage().load().unwrap().unwrap()), "b");
}

#[test]
fn a_damaged_file_is_told_with_its_path_and_what_helps() {
    let folder = Folder::new();
    let storage = folder.storage();
    storage.save(&Grant::new("canary-access-1")).unwrap();
    let whole = fs::read(folder.file()).unwrap();
    for damaged in [
        &whole[..whole.len() / 2],
        b"",
        b"[]",
        b"{\"canary\": 1}",
        &[0xff, 0xfe],
    ] {
        fs::write(folder.file(), damaged).unwrap();
        let error = storage.load().unwrap_err();
        let text = format!("{error} {error:?}");
        let path = folder.file();
        assert!(
            text.contains(&format!("`{}` is damaged", path.display())),
            "{text}"
        );
        assert!(
            error
                .hint()
                .unwrap()
                .contains("delete it, and sign in again"),
            "{text}"
        );
        assert!(!text.contains("canary"), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_replaced_stays_as_it_is() {
    let folder = Folder::new();
    let storage = folder.storage();
    fs::create_dir(folder.file()).unwrap();
    let error = storage.save(&Grant::new("canary-access-1")).unwrap_err();
    assert!(error.to_string().contains("cannot be written"), "{error}");
    assert_eq!(folder.names(), ["grant.json"], "nothing is left beside it");
}

#[tokio::test]
async fn a_session_is_saved_after_each_refresh_and_goes_on_in_the_next_run() {
    let folder = Folder::new();
    let application = || offline().transport(Scripted::granting());
    let none = Session::load(application(), folder.storage())
        .await
        .unwrap();
    assert!(none.is_none());

    let session = Session::new(application(), expired()).stored_in(folder.storage());
    session.save().await.unwrap();
    assert_eq!(
        access(&folder.storage().load().unwrap().unwrap()),
        "old-access"
    );
    session.token().await.unwrap();
    let stored = folder.storage().load().unwrap().unwrap();
    assert_eq!(access(&stored), "canary-access-1");
    assert_eq!(
        stored.refresh_token().unwrap().expose_secret(),
        "canary-refresh-1"
    );

    let again = Scripted::granting();
    let session = Session::load(offline().transport(again.clone()), folder.storage());
    let session = session.await.unwrap().unwrap();
    assert_eq!(
        shown(&session.token().await.unwrap()),
        "Bearer canary-access-1"
    );
    assert_eq!(again.requests(), 0);

    session.sign_out().await.unwrap();
    assert_eq!(again.requests(), 2, "both tokens are revoked");
    assert!(folder.storage().load().unwrap().is_none());
    let error = session.token().await.unwrap_err();
    assert!(error.to_string().contains("the session is over"), "{error}");
}

#[tokio::test]
async fn what_a_refresh_brings_after_signing_out_is_not_kept() {
    let folder = Folder::new();
    let pause = std::time::Duration::from_millis(150);
    let server = Server::start(move |number, _| {
        std::thread::sleep(pause * u32::from(number == 0));
        Reply::Bytes(granted(number + 1))
    });
    let session = session(&server).stored_in(folder.storage());
    let waiting = tokio::spawn({
        let session = session.clone();
        async move { session.token().await }
    });
    while server.requests().is_empty() {
        tokio::time::sleep(pause / 20).await;
    }
    session.sign_out().await.unwrap();
    let error = waiting.await.unwrap().unwrap_err();
    assert!(error.to_string().contains("the session is over"), "{error}");
    assert!(session.grant().is_none());
    assert_eq!(folder.names(), Vec::<String>::new());
}

#[tokio::test]
async fn what_another_program_has_stored_is_used_instead_of_a_refresh() {
    let folder = Folder::new();
    let (one, other) = (Scripted::granting(), Scripted::granting());
    let session = |scripted: &Scripted| {
        let session = Session::new(offline().transport(scripted.clone()), old());
        session.stored_in(folder.storage())
    };
    let (first, second) = (session(&one), session(&other));
    first.token().await.unwrap();
    let token = second.token().await.unwrap();
    assert_eq!(shown(&token), "Bearer canary-access-1");
    assert_eq!((one.requests(), other.requests()), (1, 0));

    fs::write(folder.file(), "damaged").unwrap();
    let refused = second.token().await.unwrap();
    let renewed = second.renew(&refused).await.unwrap();
    assert!(
        renewed.is_none(),
        "the same name, by the script: {renewed:?}"
    );
    assert_eq!(other.requests(), 1, "a damaged file stops nothing");
}

#[tokio::test]
async fn what_was_stored_before_is_not_used_instead_of_a_refresh() {
    let folder = Folder::new();
    // Good by its clock still, and older than the grant that is refused.
    let json =
        r#"{"access_token": "stored-access", "granted_at": 1000, "expires_at": 90000000000}"#;
    folder
        .storage()
        .save(&Grant::from_json(json).unwrap())
        .unwrap();
    let session = Session::new(offline().transport(Scripted::granting()), expired());
    let session = session.stored_in(folder.storage());
    assert_eq!(
        shown(&session.token().await.unwrap()),
        "Bearer canary-access-1"
    );
}

/// A grant of long ago.
fn old() -> Grant {
    let json = r#"{"access_token": "old-access", "refresh_token": "canary-refresh-0",
        "granted_at": 1000, "expires_at": 2000}"#;
    Grant::from_json(json).unwrap()
}

/// A storage that fails, or does worse.
struct Failing {
    saves: Arc<AtomicUsize>,
    panics: bool,
}

impl GrantStorage for Failing {
    fn load(&self) -> Result<Option<Grant>> {
        Ok(None)
    }

    fn save(&self, _: &Grant) -> Result<()> {
        self.saves.fetch_add(1, Ordering::SeqCst);
        assert!(!self.panics, "the storage is broken");
        Err(Error::auth("the disk is full"))
    }

    fn clear(&self) -> Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_token_that_cannot_be_saved_is_not_lost() {
    for panics in [false, true] {
        let saves = Arc::new(AtomicUsize::new(0));
        let scripted = Scripted::granting();
        let failing = Failing {
            saves: Arc::clone(&saves),
            panics,
        };
        let session = Session::new(offline().transport(scripted.clone()), expired());
        let session = session.stored_in(failing);
        for _ in 0..3 {
            let token = session.token().await.unwrap();
            assert_eq!(shown(&token), "Bearer canary-access-1");
        }
        assert_eq!(scripted.requests(), 1);
        assert_eq!(saves.load(Ordering::SeqCst), 1);
        let error = session.save().await.unwrap_err();
        let expected = match panics {
            true => "the storage of the grant has panicked",
            false => "the disk is full",
        };
        assert!(error.to_string().contains(expected), "{error}");
    }
}
