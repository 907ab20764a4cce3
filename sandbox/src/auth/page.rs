//! The pages that people see: the question whether an application is let in, and why it cannot be
//! asked.
//!
//! Whatever stands in them may come from anywhere, so everything is escaped, and the policy that
//! goes with them lets nothing run or load.

use axum::response::Response;
use restli_model::model::{Model, ScopeId};

use super::Auth;
use super::asked::Asked;
use super::reply;
use super::secret::policy_digest;
use super::settings::App;
use super::words::Failure;

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.4rem}\
dt{font-family:ui-monospace,monospace}\
fieldset{margin:1rem 0}\
label{display:block;padding:.3rem 0}\
button{font:inherit;padding:.5rem 1rem;margin:0 .5rem .5rem 0}\
";

/// The question; the secret is that of the request, so that only this page can answer it.
pub(super) fn consent(
    auth: &Auth,
    app: &App,
    asked: &Asked,
    signed_in: Option<&str>,
    secret: &str,
) -> Response {
    let name = escaped(&app.name);
    let scopes: String = { asked.scopes.iter() }
        .map(|scope| scope_entry(&auth.model, *scope))
        .collect();
    let first = auth
        .settings
        .members
        .first()
        .map(|own| own.subject.as_str());
    let chosen = signed_in.or(first);
    let members = auth.settings.members.iter().map(|member| {
        let chosen = chosen == Some(&member.subject);
        format!(
            "<label><input type=\"radio\" name=\"member\" value=\"{}\"{}> {}</label>\n",
            escaped(&member.subject),
            if chosen { " checked" } else { "" },
            escaped(&member.name),
        )
    });
    let body = format!(
        "<p>This is a sandbox: nobody's real account is asked for.</p>\n\
         <p><strong>{name}</strong> wants to act for a member, with these permissions:</p>\n\
         <dl>\n{scopes}</dl>\n\
         <form method=\"post\">\n\
         <input type=\"hidden\" name=\"request\" value=\"{}\">\n\
         <fieldset>\n<legend>Sign in as</legend>\n{}</fieldset>\n\
         <button name=\"decision\" value=\"allow\">Allow</button>\n\
         <button name=\"decision\" value=\"deny\">Deny</button>\n\
         <button name=\"decision\" value=\"leave\">Do not sign in</button>\n\
         </form>\n",
        escaped(secret),
        members.collect::<String>(),
    );
    // Browsers hold the target of the redirect behind a form against this policy too.
    let targets = format!("'self' {}", asked.redirect.source());
    let title = format!("Let {name} in?");
    reply::page(200, &policy(&targets), document(&title, &body))
}

/// Why nobody can be asked, and nobody be sent back either.
pub(super) fn failure(failure: &Failure) -> Response {
    let body = format!(
        "<p>{}</p>\n<p><code>{}</code></p>\n<p>{}</p>\n",
        escaped(&failure.description),
        escaped(&failure.error),
        escaped(&failure.explanation),
    );
    let html = document("The application cannot be let in", &body);
    reply::page(failure.status, &policy("'none'"), html)
}

fn scope_entry(model: &Model, scope: ScopeId) -> String {
    let scope = &model[scope];
    let summary = scope.docs.summary.as_deref().unwrap_or_default();
    format!(
        "<dt>{}</dt><dd>{}</dd>\n",
        escaped(&scope.name),
        escaped(summary)
    )
}

fn document(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
    )
}

fn policy(form_targets: &str) -> String {
    let style = policy_digest(STYLE);
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action {form_targets}; \
         base-uri 'none'; frame-ancestors 'none'"
    )
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_gets_out_of_its_place() {
        assert_eq!(
            escaped("<b a=\"1\" c='2'>&amp;"),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;"
        );
    }
}
