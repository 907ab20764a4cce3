//! Who am I? Reads the member's name, e-mail address and picture.
//!
//! `cargo run --example me`

use linkedin_tests::connect;

#[derive(linkedin::Projection)]
#[projection(of = linkedin::Person)]
struct Me {
    first_name: linkedin::MultiLocaleString,
    last_name: linkedin::MultiLocaleString,
    profile_picture: Option<Picture>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::ProfilePicture)]
struct Picture {
    #[projection(resolves = "display_image", variant = "playable_streams")]
    renditions: Option<linkedin::MediaArtifactCollection>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = connect().await?;
    let linkedin = &session.linkedin;

    let me = linkedin.me().get().select::<Me>().send().await?;
    for name in [&me.first_name, &me.last_name] {
        let preferred = name.preferred();
        println!("{}", preferred.map_or("-", String::as_str));
        let in_german = name.in_locale("de").filter(|text| Some(*text) != preferred);
        if let Some(text) = in_german {
            println!("  in German: {text}");
        }
    }

    let renditions = me.profile_picture.and_then(|picture| picture.renditions);
    let renditions = renditions.and_then(|renditions| renditions.elements);
    for rendition in renditions.unwrap_or_default() {
        for file in rendition.identifiers.unwrap_or_default() {
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
