//! How can these members be reached? Looks up the e-mail addresses and phone numbers of members.
//!
//! `cargo run --example primary_contacts`

use linkedin::PersonUrn;
use linkedin::restli::DecorationError;
use linkedin_tests::connect;

#[derive(linkedin::Projection)]
#[projection(of = linkedin::Connection)]
struct Connected {
    to: PersonUrn,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::MemberHandle)]
struct Contact {
    member: PersonUrn,
    #[projection(resolves = "handle")]
    handle: Option<Result<Handle, DecorationError>>,
}

/// What the URN of a handle resolves to, by its kind.
#[derive(linkedin::Projection)]
#[projection(of = linkedin::HandleEntity)]
enum Handle {
    EmailAddress(Email),
    PhoneNumber(Phone),
    #[projection(other)]
    Other,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::EmailHandle)]
struct Email {
    email_address: String,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::PhoneHandle)]
struct Phone {
    phone_number: Option<linkedin::PhoneNumber>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = connect().await?;
    let linkedin = &session.linkedin;

    let connections = linkedin.connections().find_by_viewer().count(5);
    let page = connections.select::<Connected>().send().await?;
    let members = page.elements.into_iter().map(|connection| connection.to);

    let contacts = linkedin
        .client_aware_member_handles()
        .find_by_members()
        .members(members)
        .select::<Contact>()
        .send()
        .await?;
    for contact in contacts.elements {
        let told = match &contact.handle {
            Some(Ok(Handle::EmailAddress(email))) => email.email_address.clone(),
            Some(Ok(Handle::PhoneNumber(phone))) => number(phone).to_owned(),
            Some(Ok(Handle::Other)) => "reached in another way".to_owned(),
            Some(Err(reason)) => format!("refused: {reason}"),
            None => "nothing known".to_owned(),
        };
        println!("{}  {told}", contact.member);
    }
    Ok(())
}

fn number(phone: &Phone) -> &str {
    let number = phone.phone_number.as_ref();
    number
        .and_then(|phone| phone.number.as_deref())
        .unwrap_or("-")
}
