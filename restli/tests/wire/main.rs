//! Calls over a real socket: the exact bytes that go out, and whatever a server may do in return.

#[path = "../mini/mod.rs"]
mod mini;
#[path = "../texts/mod.rs"]
mod texts;

mod answers;
mod batches;
mod bytes;
mod connections;
mod errors;
mod hostile;
mod injection;

use mini::server::Server;
use restli::Error;

/// Reads book 1 from a server that answers so, and fails.
async fn failure(response: impl Into<Vec<u8>>) -> Error {
    let server = Server::always(response);
    let client = server.client();
    let call = client.books().get(1).with_attempts(1);
    let error = call.send().await.unwrap_err();
    let printed = format!("{error} {error:?}");
    assert!(!printed.contains("s3cr3t"), "{printed}");
    assert!(!error.to_string().contains(['\n', '\r']), "{error}");
    error
}
