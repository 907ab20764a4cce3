//! The member's connections as the introductory guide shows them, for who has built on the guide.
//!
//! The endpoint is documented nowhere else, so its answers may lack anything: nothing but the names is counted
//! on, and whoever has none is told apart.

use futures_util::TryStreamExt;
use linkedin::{Client, Error};

/// The guide's connections.
#[derive(Debug, Default, PartialEq)]
pub struct Connections {
    /// Those with a name, in the order of the service.
    pub named: Vec<Connection>,
    /// How many came without one.
    pub nameless: usize,
}

/// Somebody the member is connected with.
#[derive(Debug, PartialEq)]
pub struct Connection {
    /// First and last name.
    pub name: String,
    /// What the connection does, and for whom.
    pub occupation: Option<String>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::GuideConnection)]
struct Shown {
    first_name: Option<String>,
    last_name: Option<String>,
    occupation: Option<String>,
}

/// Reads all connections, page by page.
///
/// # Errors
/// When a page cannot be read.
pub async fn connections(linkedin: &Client) -> Result<Connections, Error> {
    let all = linkedin.me_connections().get_all().count(50);
    let mut all = all.select::<Shown>().stream();
    let mut connections = Connections::default();
    while let Some(shown) = all.try_next().await? {
        let names = [shown.first_name, shown.last_name];
        let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            connections.nameless += 1;
        } else {
            let occupation = shown.occupation;
            connections.named.push(Connection { name, occupation });
        }
    }
    Ok(connections)
}
