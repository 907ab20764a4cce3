//! Fills an address book: the contacts of an export, and the connections page by page.
//!
//! Contacts have addresses and no URN, connections have a URN and no address, so a program that knows a
//! member's network reads both and joins them by name.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::TryStreamExt;
use linkedin::restli::DecorationError;
use linkedin::{Client, Error, MultiLocaleString, PersonUrn};

/// A member's network.
#[derive(Debug, PartialEq)]
pub struct Network {
    /// Everybody the member is connected with, in the order of the service.
    pub connections: Vec<Connected>,
    /// Contacts that are no connections: name and addresses.
    pub others: BTreeMap<String, Addresses>,
}

/// A connection.
#[derive(Debug, PartialEq)]
pub struct Connected {
    /// Who it is.
    pub person: PersonUrn,
    /// First and last name, or the status of why it cannot be shown.
    pub name: Result<String, Option<u16>>,
    /// How to reach the person, if the contacts tell.
    pub addresses: Option<Addresses>,
}

/// How to reach somebody.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Addresses {
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::Connection)]
struct Card {
    to: PersonUrn,
    #[projection(resolves = "to")]
    person: Result<Name, DecorationError>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::Person)]
struct Name {
    first_name: MultiLocaleString,
    last_name: MultiLocaleString,
}

/// Exports the contacts, looking for them in this interval, and reads all connections.
///
/// # Errors
/// When a call or the export fails.
pub async fn network(linkedin: &Client, interval: Duration) -> Result<Network, Error> {
    let mut others = contacts(linkedin, interval).await?;
    let cards = linkedin.connections().find_by_viewer().count(50);
    let mut cards = cards.select::<Card>().stream();
    let mut connections = Vec::new();
    while let Some(card) = cards.try_next().await? {
        let name = match card.person {
            Ok(person) => Ok(person.full()),
            Err(reason) => Err(reason.status()),
        };
        connections.push(Connected {
            person: card.to,
            addresses: name.as_ref().ok().and_then(|name| others.remove(name)),
            name,
        });
    }
    Ok(Network {
        connections,
        others,
    })
}

/// The contacts of the address book, by name.
async fn contacts(
    linkedin: &Client,
    interval: Duration,
) -> Result<BTreeMap<String, Addresses>, Error> {
    let export = linkedin.contact_exporter_tasks().export();
    let book = export.with_poll_interval(interval).wait().await?;
    let contacts = book.into_inner().contacts.unwrap_or_default();
    let named = contacts.into_iter().filter_map(|contact| {
        let phone = contact.phone_number.and_then(|phone| phone.number);
        let addresses = Addresses {
            email: contact.email_address.filter(|text| !text.is_empty()),
            phone,
        };
        Some((contact.name?, addresses))
    });
    Ok(named.collect())
}

impl Name {
    fn full(&self) -> String {
        let names = [&self.first_name, &self.last_name].into_iter();
        let names = names.filter_map(|name| name.preferred());
        names.map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}
