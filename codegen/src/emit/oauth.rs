//! Where tokens come from: the addresses as data, and the function of the client that begins there.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{Model, OAuth};

use crate::docs::Text;
use crate::emit::{Context, client};
use crate::names;

/// The constant with the addresses, if the schema names some.
pub(super) fn spec(model: &Model) -> Option<TokenStream> {
    let oauth = model.api.oauth.as_ref()?;
    let OAuth {
        authorization,
        native_authorization,
        token,
        introspection,
        revocation,
        exclusive_scopes,
    } = oauth;
    let optional = |url: &Option<String>| match url {
        Some(url) => quote!(Some(#url)),
        None => quote!(None),
    };
    let (authorization, native) = (optional(authorization), optional(native_authorization));
    let (introspection, revocation) = (optional(introspection), optional(revocation));
    let exclusive = exclusive_scopes.iter().map(|set| {
        let names = set.iter().map(|id| &model[*id].name);
        quote!(&[#(#names),*])
    });
    Some(quote! {
        static OAUTH: restli::oauth::OAuthSpec = restli::oauth::OAuthSpec {
            authorization: #authorization,
            native_authorization: #native,
            token: #token,
            introspection: #introspection,
            revocation: #revocation,
            exclusive_scopes: &[#(#exclusive),*],
        };
    })
}

/// The function of the client.
pub(super) fn function(cx: &Context<'_>) -> Option<TokenStream> {
    cx.model.api.oauth.as_ref()?;
    let mut text =
        Text::new("An application that signs members in and gets tokens, by its client id.");
    text.paragraph(&format!(
        "The tokens that it gets are those that [`Client::new`] takes. Its addresses are those of {}",
        client::summary(cx)
    ));
    if !cx.model.scopes.is_empty() {
        text.paragraph(&format!(
            "What it may ask for is listed by [`{scope}`](crate::{scope}).",
            scope = names::SCOPE
        ));
    }
    let docs = text.outer();
    Some(quote! {
        #docs
        #[cfg(feature = "oauth")]
        pub fn oauth(client_id: impl Into<String>) -> restli::oauth::Application {
            restli::oauth::Application::new(&OAUTH, client_id)
        }
    })
}
