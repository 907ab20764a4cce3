//! Starting and ending a sandbox.
//!
//! The server runs on a thread of its own with a runtime of its own, so that blocking clients can
//! talk to it from any runtime, and dropping the handle ends it for certain.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use restli_model::Month;
use secrecy::SecretString;
use thiserror::Error;
use tokio::sync::oneshot;

use crate::auth::{OwnToken, TokenError, TokenRequest};
use crate::behaviours::Behaviour;
use crate::connection::Limits;
use crate::faults::{Faults, RuleError};
use crate::journal::{Exchange, Expected, KEPT, Unverified};
use crate::serve;
use crate::service::{Service, unread};
use crate::store::Store;
use crate::world::World;

/// A running server; it ends when this is dropped, and its data with it.
pub struct Sandbox {
    world: Arc<World>,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
}

/// What was there at some time.
#[derive(Clone)]
pub struct Snapshot(Store);

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Snapshot")
    }
}

/// How a sandbox is to be started.
#[derive(Clone, Debug)]
#[must_use = "nothing runs until it is started"]
pub struct Builder {
    of: Of,
    port: u16,
    seed: Option<PathBuf>,
    journal: usize,
    month: Option<String>,
    scenarios: Vec<PathBuf>,
    limits: Limits,
    token: OwnToken,
}

/// What is to be served.
#[derive(Clone, Debug)]
enum Of {
    Folder(PathBuf),
    Service(Service),
}

/// Why a sandbox cannot be started.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StartError {
    /// A file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The schema has errors; the text shows them all.
    #[error("the schema has errors\n{0}")]
    Schema(String),
    /// The text is no month such as `202609`.
    #[error("`{0}` is no month; write it as `202609`")]
    Month(String),
    /// The data to start with does not fit the schema.
    #[error("the sandbox's data does not fit the schema\n{}", .0.join("\n"))]
    Seed(Vec<String>),
    /// A scenario does not fit the schema; each line names the file, its line and a cure.
    #[error("the scenario has errors\n{0}")]
    Scenario(RuleError),
    /// The token that it is to print cannot be.
    #[error("the sandbox cannot have this token")]
    Token(#[from] TokenError),
    /// The port cannot be opened.
    #[error("cannot listen on port {port}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl Sandbox {
    /// Starts a sandbox of a schema folder on a free port.
    ///
    /// # Errors
    /// When the schema or its sandbox data cannot be read or has errors.
    pub async fn start(schema: impl AsRef<Path>) -> Result<Self, StartError> {
        Self::builder(schema).start().await
    }

    /// Starts a sandbox with more to say about it.
    pub fn builder(schema: impl AsRef<Path>) -> Builder {
        Builder::of(Of::Folder(schema.as_ref().to_owned()))
    }

    /// Where it is, such as `http://127.0.0.1:40213`.
    pub fn url(&self) -> &str {
        self.world.url()
    }

    /// The bearer token that it was started with; it may do everything unless the builder said
    /// otherwise.
    pub fn token(&self) -> &str {
        self.world.auth.token()
    }

    /// Issues another token, such as one with some scopes only.
    ///
    /// # Errors
    /// When the schema does not know one of the scopes or the member, or its sandbox data not the
    /// application.
    pub fn issue(&self, request: &TokenRequest) -> Result<String, TokenError> {
        self.world.auth.issue(request)
    }

    /// Revokes a token, with a refresh token all that came from it; whether there was one.
    pub fn revoke(&self, token: &str) -> bool {
        self.world.auth.revoke(token)
    }

    /// Lets a token expire at once; whether there was one.
    pub fn expire(&self, token: &str) -> bool {
        self.world.auth.expire(token)
    }

    /// From now on, a scope that is granted beside earlier ones counts only after this time.
    pub fn scope_lag(&self, lag: Duration) {
        self.world.auth.set_scope_lag(lag);
    }

    /// The time by the sandbox's clock, by which tokens live and quotas last.
    pub fn now(&self) -> SystemTime {
        self.world.clock.now()
    }

    /// Lets time pass by the sandbox's clock; a hundred years in all are the most.
    pub fn advance(&self, by: Duration) {
        self.world.clock.advance(by);
    }

    /// Makes everything as it was at the start: data, journal, snapshots, faults and tokens. The clock and
    /// the month go on.
    pub fn reset(&self) {
        self.world.reset();
    }

    /// Keeps what is there now.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(self.world.store().clone())
    }

    /// Puts back what was kept, in this sandbox or in another one of the same service.
    pub fn restore(&self, snapshot: &Snapshot) {
        self.world.restore(&snapshot.0);
    }

    /// The last exchanges, the oldest first; their secrets are hidden.
    pub fn journal(&self) -> Vec<Exchange> {
        self.world.journal.exchanges()
    }

    /// Forgets the exchanges that there were.
    pub fn clear_journal(&self) {
        self.world.journal.clear();
    }

    /// Whether the expected calls were made; others may have been made as well.
    ///
    /// # Errors
    /// When one was not, or not so often: with the call that comes nearest, and how it differs.
    pub fn verify(&self, expected: &[Expected]) -> Result<(), Unverified> {
        self.world.verify(expected, false)
    }

    /// Whether the expected calls were made and nothing else was sent.
    ///
    /// # Errors
    /// As [`Sandbox::verify`], and with each request that was not expected.
    pub fn verify_only(&self, expected: &[Expected]) -> Result<(), Unverified> {
        self.world.verify(expected, true)
    }

    /// Turns the sandbox's calendar to a month such as `202609`: later versions are yet to come, and those
    /// that the schema's data says live no longer are refused. Without a month it is that of the schema's
    /// version, so that clients generated from it always work.
    ///
    /// # Errors
    /// When the text is no month; the calendar stays as it was.
    pub fn turn_to(&self, month: Option<&str>) -> Result<(), StartError> {
        let month = month.map(self::month).transpose()?;
        self.world.calendar.turn_to(month);
        Ok(())
    }

    /// What it does, and how it is known that the service does the same.
    pub fn behaviours(&self) -> Vec<Behaviour> {
        self.world.behaviours()
    }

    /// What goes wrong on purpose.
    pub fn faults(&self) -> &Faults {
        &self.world.faults
    }

    /// Waits until the server ends by itself, which it only does when its listener breaks.
    pub fn wait(mut self) {
        if let Some(server) = self.server.take() {
            // A server that panicked has ended too.
            let _ = server.join();
        }
    }
}

impl Builder {
    pub(crate) fn of_service(service: Service) -> Self {
        Builder::of(Of::Service(service))
    }

    fn of(of: Of) -> Self {
        Builder {
            of,
            port: 0,
            seed: None,
            journal: KEPT,
            month: None,
            scenarios: Vec::new(),
            limits: Limits::default(),
            token: OwnToken::default(),
        }
    }

    /// The port to listen on; any free one unless given.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// A file with the data to start with, instead of the schema's `sandbox/` folder.
    pub fn seed(mut self, file: impl AsRef<Path>) -> Self {
        self.seed = Some(file.as_ref().to_owned());
        self
    }

    /// How many of the last exchanges the journal keeps; 1000 unless given.
    pub fn journal(mut self, exchanges: usize) -> Self {
        self.journal = exchanges;
        self
    }

    /// The month that it is for the sandbox, such as `202609`; see [`Sandbox::turn_to`].
    pub fn month(mut self, month: impl Into<String>) -> Self {
        self.month = Some(month.into());
        self
    }

    /// A file with rules of what goes wrong, from the start on; several add up. See [`crate::faults`].
    pub fn scenario(mut self, file: impl AsRef<Path>) -> Self {
        self.scenarios.push(file.as_ref().to_owned());
        self
    }

    /// How many connections there are at once, 1,024 unless said; further ones wait for one to end.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.limits.connections = connections.max(1);
        self
    }

    /// The text of the token that it accepts; a random one unless given.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token.text = Some(SecretString::from(token.into()));
        self
    }

    /// The scopes of that token, which may do everything without them.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.token.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Starts it. All there is to wait for is a few files.
    ///
    /// # Errors
    /// When the schema, the data or a scenario cannot be read or has errors, the month is none, the token
    /// cannot be, or the port is taken.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let mut service = match self.of {
            Of::Folder(schema) => Service::read(schema)?,
            Of::Service(service) => service,
        };
        if let Some(file) = self.seed {
            service = service.seeded(&file)?;
        }
        let data = service.data()?;
        let month = self.month.as_deref().map(month).transpose()?;

        let listen = |source| StartError::Listen {
            port: self.port,
            source,
        };
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)))
            .map_err(listen)?;
        listener.set_nonblocking(true).map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let url = format!("http://{address}");
        let world = Arc::new(World::new(service, data, self.journal, &self.token, url)?);
        world.calendar.turn_to(month);
        for file in &self.scenarios {
            let text = std::fs::read_to_string(file).map_err(unread(file))?;
            let name = file.display().to_string();
            let loaded = world.faults.load(&name, &text);
            loaded.map_err(StartError::Scenario)?;
        }
        let served = Arc::clone(&world);
        let limits = self.limits;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(listen)?;
        let (stop, stopped) = oneshot::channel();
        let server = thread::Builder::new()
            .name("restli-sandbox".to_owned())
            .spawn(move || {
                // Dropping the runtime afterwards ends every connection that is still open.
                runtime.block_on(async {
                    tokio::select! {
                        () = serve::run(listener, served, limits) => {}
                        _ = stopped => {}
                    }
                });
            })
            .map_err(listen)?;
        Ok(Sandbox {
            world,
            stop: Some(stop),
            server: Some(server),
        })
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sandbox = f.debug_struct("Sandbox");
        sandbox.field("url", &self.url()).finish_non_exhaustive()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(server) = self.server.take() {
            let _ = server.join();
        }
    }
}

fn month(text: &str) -> Result<Month, StartError> {
    let whole = text.len() == "202609".len();
    let month = Month::of_version(text).filter(|_| whole);
    month.ok_or_else(|| StartError::Month(text.to_owned()))
}
