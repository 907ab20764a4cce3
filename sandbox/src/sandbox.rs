//! Starting and ending a sandbox.
//!
//! The server runs on a thread of its own with a runtime of its own, so that blocking clients can
//! talk to it from any runtime, and dropping the handle ends it for certain.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use restli_model::source::SourceSet;
use thiserror::Error;
use tokio::sync::oneshot;

use crate::seed;
use crate::serve;
use crate::world::World;

/// A running server; it ends when this is dropped, and its data with it.
pub struct Sandbox {
    world: Arc<World>,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
}

/// How a sandbox is to be started.
#[derive(Clone, Debug)]
#[must_use = "nothing runs until it is started"]
pub struct Builder {
    schema: PathBuf,
    port: u16,
    seed: Option<PathBuf>,
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
    /// The data to start with does not fit the schema.
    #[error("the sandbox's data does not fit the schema\n{}", .0.join("\n"))]
    Seed(Vec<String>),
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
        Builder {
            schema: schema.as_ref().to_owned(),
            port: 0,
            seed: None,
        }
    }

    /// Where it is, such as `http://127.0.0.1:40213`.
    pub fn url(&self) -> &str {
        self.world.url()
    }

    /// The bearer token that it accepts.
    pub fn token(&self) -> &str {
        self.world.token()
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

    /// Starts it. All there is to wait for is a few files.
    ///
    /// # Errors
    /// When the schema or the data cannot be read or has errors, or the port is taken.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let read = |path: &Path| {
            let path = path.to_owned();
            move |source| StartError::Read { path, source }
        };
        let sources = SourceSet::read(&self.schema).map_err(read(&self.schema))?;
        let sources = sources.without_samples();
        let (model, report) = restli_model::load(&sources);
        let model = match model {
            Some(model) if !report.has_schema_errors() => model,
            _ => return Err(StartError::Schema(report.render(false))),
        };
        let seeds: Vec<(String, String)> = match &self.seed {
            Some(file) => {
                let text = std::fs::read_to_string(file).map_err(read(file))?;
                vec![(file.display().to_string(), text)]
            }
            None => seed::files(&sources),
        };
        let data = seed::read(&model, &seeds).map_err(StartError::Seed)?;

        let listen = |source| StartError::Listen {
            port: self.port,
            source,
        };
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)))
            .map_err(listen)?;
        listener.set_nonblocking(true).map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let url = format!("http://{address}");
        let world = Arc::new(World::new(Arc::new(model), data, token(), url));
        let served = Arc::clone(&world);
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
                        () = serve::run(listener, served) => {}
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

/// A token that no other sandbox has: a client of one must not get into another by accident.
fn token() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("sandbox-{:016x}{:016x}", random(), random())
}
