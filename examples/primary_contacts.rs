//! How can these members be reached? Looks up the e-mail addresses and phone numbers of members.
//!
//! `cargo run --example primary_contacts`

use linkedin::{HandleEntity, PersonUrn};
use linkedin_tests::connect;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = connect().await?;
    let linkedin = &session.linkedin;

    let members: Vec<PersonUrn> = linkedin
        .connections()
        .find_by_viewer()
        .count(5)
        .send()
        .await?
        .elements
        .into_iter()
        .filter_map(|connection| connection.to?.into_urn())
        .collect();

    let handles = linkedin
        .client_aware_member_handles()
        .find_by_members()
        .members(members)
        .project(|handle| handle.member().primary().handle_resolved())
        .send()
        .await?;

    for handle in handles.elements {
        let member = handle.member.and_then(|member| member.into_urn());
        let member = member.as_ref().map_or("somebody", |urn| urn.as_str());
        let Some(contact) = handle.handle else {
            continue;
        };
        match contact.resolved() {
            Some(HandleEntity::EmailAddress(email)) => {
                println!(
                    "{member}  {}",
                    email.email_address.as_deref().unwrap_or("-")
                );
            }
            Some(HandleEntity::PhoneNumber(phone)) => {
                let number = phone
                    .phone_number
                    .as_ref()
                    .and_then(|phone| phone.number.as_deref());
                println!("{member}  {}", number.unwrap_or("-"));
            }
            Some(other) => println!("{member}  {other:?}"),
            None => match contact.error() {
                Some(error) => println!("{member}  refused: {error}"),
                None => println!("{member}  nothing known"),
            },
        }
    }
    Ok(())
}
