//! Who am I? Reads the member's name, e-mail address and picture.
//!
//! `cargo run --example me`

use linkedin_tests::connect;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = connect().await?;
    let linkedin = &session.linkedin;

    let me = linkedin
        .me()
        .get()
        .project(|person| {
            person
                .id()
                .first_name()
                .last_name()
                .profile_picture_with(|picture| picture.display_image_playable_streams())
        })
        .send()
        .await?;

    for name in [&me.first_name, &me.last_name].into_iter().flatten() {
        let in_german = name
            .in_locale("de")
            .filter(|text| Some(*text) != name.preferred());
        println!("{}", name.preferred().map_or("-", String::as_str));
        if let Some(text) = in_german {
            println!("  in German: {text}");
        }
    }

    let picture = me.profile_picture.and_then(|picture| picture.display_image);
    let renditions = picture.as_ref().and_then(|image| image.resolved());
    for rendition in renditions
        .and_then(|all| all.elements.as_deref())
        .unwrap_or_default()
    {
        for file in rendition.identifiers.as_deref().unwrap_or_default() {
            println!("picture: {}", file.identifier.as_deref().unwrap_or("-"));
        }
    }

    let who = linkedin.userinfo().get().send().await?;
    println!(
        "signed in as {} <{}>",
        who.name.unwrap_or_default(),
        who.email.unwrap_or_default()
    );
    Ok(())
}
