//! Who has signed in: name, headline and picture of the profile, and the e-mail address that LinkedIn vouches for.
//!
//! A sign-in needs both: the profile has no address, and the claims of OpenID Connect have no headline.

use linkedin::{Client, Error, MultiLocaleString};

/// The member who has signed in.
#[derive(Debug, PartialEq)]
pub struct Account {
    /// The member's id, for this application.
    pub id: String,
    /// First and last name, in the language that was asked for if the profile has it.
    pub name: String,
    /// What the member does.
    pub headline: Option<String>,
    /// The largest picture, if there is one.
    pub picture: Option<Picture>,
    /// The e-mail address, if LinkedIn has confirmed it.
    pub verified_email: Option<String>,
}

/// A picture.
#[derive(Debug, PartialEq)]
pub struct Picture {
    /// Where it is.
    pub url: String,
    /// How wide it is, in pixels.
    pub width: i32,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::Person)]
struct Me {
    id: String,
    first_name: MultiLocaleString,
    last_name: MultiLocaleString,
    headline: Option<MultiLocaleString>,
    profile_picture: Option<ProfilePicture>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::ProfilePicture)]
struct ProfilePicture {
    #[projection(resolves = "display_image", variant = "playable_streams")]
    renditions: Option<linkedin::MediaArtifactCollection>,
}

/// Reads the profile and the claims of the member whose token the client has.
///
/// # Errors
/// When a call fails; the claims need the permissions `openid` and `email`.
pub async fn account(linkedin: &Client, language: &str) -> Result<Account, Error> {
    let me = linkedin.me().get().select::<Me>().send().await?;
    let claims = linkedin.userinfo().get().send().await?;
    let names = [&me.first_name, &me.last_name].into_iter();
    let names = names.filter_map(|name| name.in_locale(language));
    let headline = me.headline.as_ref();
    let is_verified = claims.email_verified == Some(true);
    Ok(Account {
        name: names.map(String::as_str).collect::<Vec<_>>().join(" "),
        headline: headline.and_then(|text| text.in_locale(language).cloned()),
        picture: me.profile_picture.and_then(largest),
        verified_email: claims.email.filter(|_| is_verified),
        id: me.id,
    })
}

fn largest(picture: ProfilePicture) -> Option<Picture> {
    let renditions = picture.renditions?.elements?.into_iter();
    let pictures = renditions.filter_map(|rendition| {
        let file = rendition.identifiers?.into_iter().next()?;
        Some(Picture {
            url: file.identifier?,
            width: width(rendition.data?)?,
        })
    });
    pictures.max_by_key(|picture| picture.width)
}

fn width(facts: linkedin::MediaArtifactData) -> Option<i32> {
    match facts {
        linkedin::MediaArtifactData::StillImage(image) => image.storage_size?.width,
        _ => None,
    }
}
