//! Exports the address book: starts the export, waits until it is done and prints what is in it.
//!
//! `cargo run --example contacts`

use linkedin_tests::connect;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = connect().await?;

    let book = session
        .linkedin
        .contact_exporter_tasks()
        .export()
        .wait()
        .await?;

    let contacts = book.get()?.contacts.as_deref().unwrap_or_default();
    println!("{} contacts", contacts.len());
    for contact in contacts {
        let name = contact.name.as_deref().unwrap_or("(no name)");
        let email = contact
            .email_address
            .as_deref()
            .filter(|text| !text.is_empty());
        let phone = contact
            .phone_number
            .as_ref()
            .and_then(|phone| phone.number.as_deref());
        println!(
            "{name:30} {:32} {}",
            email.unwrap_or("-"),
            phone.unwrap_or("-")
        );
    }
    Ok(())
}
