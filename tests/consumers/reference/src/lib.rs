//! A field for places: what the user types becomes a place and its country, named in two languages.
//!
//! Suggestions are texts of one language, so what is chosen is stored by its number and read again in every
//! language that a form is shown in.

use linkedin::{Client, GeoSuggestion, GeoUrn, Locale};

/// The failures of this crate: calls and URNs.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// A place that somebody has typed.
#[derive(Debug, PartialEq)]
pub struct Place {
    /// Its number and names.
    pub place: Named,
    /// The country it lies in; the same as the place if that is a country.
    pub country: Named,
}

/// Something with a name in each of the languages that were asked for.
#[derive(Debug, PartialEq)]
pub struct Named {
    /// Its number.
    pub id: i64,
    /// Its names, in the order of the languages.
    pub names: Vec<String>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::StandardizedGeo)]
struct Geo {
    default_localized_name: Name,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::LocaleString)]
struct Name {
    value: String,
}

/// The texts to suggest, in a language.
///
/// # Errors
/// When the call fails.
pub async fn suggestions(
    linkedin: &Client,
    typed: &str,
    language: &Locale,
) -> Result<Vec<String>, Error> {
    let found = typeahead(linkedin, typed, language).await?;
    let texts = found.into_iter().filter_map(|one| one.display_text);
    Ok(texts.collect())
}

/// The place that a suggestion in the first language stands for, and its country, in all languages.
///
/// Places do not name their country, so it is looked up by the last part of the suggestion.
///
/// # Errors
/// When a call fails, or a place has no name in one of the languages.
pub async fn chosen(
    linkedin: &Client,
    suggestion: &str,
    languages: &[Locale],
) -> Result<Option<Place>, Error> {
    let Some(first) = languages.first() else {
        return Ok(None);
    };
    let (_, country) = suggestion.rsplit_once(", ").unwrap_or(("", suggestion));
    let place = exactly(linkedin, suggestion, first).await?;
    let country = exactly(linkedin, country, first).await?;
    let (Some(place), Some(country)) = (place, country) else {
        return Ok(None);
    };
    let mut place = Named {
        id: place.id()?,
        names: Vec::new(),
    };
    let mut country = Named {
        id: country.id()?,
        names: Vec::new(),
    };
    for language in languages {
        let ids = [place.id, country.id];
        let geos = linkedin.geo().batch_get(ids).locale(language.clone());
        let geos = geos.select::<Geo>().send().await?;
        for named in [&mut place, &mut country] {
            let geo = geos.get(&named.id).ok_or("a place without a name")?;
            let geo = geo.map_err(Clone::clone)?;
            named.names.push(geo.default_localized_name.value.clone());
        }
    }
    Ok(Some(Place { place, country }))
}

/// The place that is called exactly so.
async fn exactly(
    linkedin: &Client,
    name: &str,
    language: &Locale,
) -> Result<Option<GeoUrn>, Error> {
    let found = typeahead(linkedin, name, language).await?;
    let mut exact = found
        .into_iter()
        .filter(|one| one.display_text.as_deref() == Some(name));
    Ok(exact.find_map(|one| one.entity))
}

async fn typeahead(
    linkedin: &Client,
    typed: &str,
    language: &Locale,
) -> Result<Vec<GeoSuggestion>, Error> {
    let found = linkedin.geo_typeahead().find_by_search(typed);
    Ok(found.locale(language.clone()).send().await?.elements)
}
