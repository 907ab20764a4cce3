//! Where connections come in.
//!
//! Only so many are let in at once: a client that forgets to close its own must not take the
//! descriptors of the tests that it runs in.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::{Connection, Limits, Script};

/// How long to wait before trying again when the system has no place for a connection.
const AGAIN: Duration = Duration::from_millis(50);

/// A socket that connections come from, each with what is to be played before anything is read.
pub(crate) struct Listener<P> {
    socket: TcpListener,
    places: Arc<Semaphore>,
    limits: Limits,
    prologue: P,
}

impl<P> Listener<P>
where
    P: FnMut() -> Option<Script> + Send + 'static,
{
    /// Takes connections from a socket. `prologue` is asked about each.
    pub(crate) fn new(socket: TcpListener, limits: Limits, prologue: P) -> Self {
        Listener {
            socket,
            places: Arc::new(Semaphore::new(limits.connections)),
            limits,
            prologue,
        }
    }
}

impl<P> axum::serve::Listener for Listener<P>
where
    P: FnMut() -> Option<Script> + Send + 'static,
{
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        loop {
            let Ok(place) = Arc::clone(&self.places).acquire_owned().await else {
                // Nobody closes the semaphore; if somebody did, no connection would have a place.
                return std::future::pending().await;
            };
            match self.socket.accept().await {
                Ok((stream, address)) => {
                    // Small pieces must leave one by one; without this they still would, but later.
                    let _ = stream.set_nodelay(true);
                    let prologue = (self.prologue)();
                    let connection = Connection::new(stream, self.limits, prologue, place);
                    return (connection, address);
                }
                // The client is gone before it was let in, or the system is out of descriptors.
                Err(_) => tokio::time::sleep(AGAIN).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }
}
