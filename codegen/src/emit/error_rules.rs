//! What errors mean, as data for the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use restli_model::model::{ErrorMeaning, ErrorRule, Quota, QuotaOf, QuotaWindow};

/// A rule, in the words of the runtime.
pub(super) fn rule(rule: &ErrorRule) -> TokenStream {
    let meaning = meaning(rule.means);
    let status = rule.status.map(|status| {
        let status = Literal::u16_unsuffixed(status);
        quote!(.status(#status))
    });
    let code = rule.code.as_ref().map(|code| quote!(.code(#code)));
    let number = rule.service_error_code.map(|code| {
        let code = Literal::u32_unsuffixed(code);
        quote!(.service_error_code(#code))
    });
    let message = rule.message.as_ref().map(|text| quote!(.message(#text)));
    quote!(restli::ErrorRule::new(#meaning) #status #code #number #message)
}

fn meaning(means: ErrorMeaning) -> TokenStream {
    let word = match means {
        ErrorMeaning::Throttled(quota) => {
            let quota = self::quota(quota);
            return quote!(restli::ErrorMeaning::Throttled(#quota));
        }
        ErrorMeaning::Duplicate => quote!(Duplicate),
        ErrorMeaning::VersionSunset => quote!(VersionSunset),
        ErrorMeaning::MissingPermission => quote!(MissingPermission),
        ErrorMeaning::Reauthorization => quote!(Reauthorization),
        ErrorMeaning::Expired => quote!(Expired),
    };
    quote!(restli::ErrorMeaning::#word)
}

fn quota(quota: Quota) -> TokenStream {
    let of = match quota.of {
        None => quote!(None),
        Some(QuotaOf::Application) => quote!(Some(restli::QuotaOf::Application)),
        Some(QuotaOf::Member) => quote!(Some(restli::QuotaOf::Member)),
    };
    let window = match quota.window {
        None => quote!(None),
        Some(QuotaWindow::Day) => quote!(Some(restli::QuotaWindow::Day)),
        Some(QuotaWindow::Short) => quote!(Some(restli::QuotaWindow::Short)),
    };
    quote!(restli::Quota { of: #of, window: #window })
}
