//! From the key `oauth` as written to settings, with everything checked that can be.
//!
//! A misspelt scope or a redirect URI that can never match would make a client look wrong, so they
//! are told before anything is served.

use std::collections::BTreeSet;
use std::time::Duration;

use restli_model::diagnostics::nearest;
use restli_model::interpret::{check_value, urn_kind};
use restli_model::model::{Model, ResourceId, ScopeId};
use serde_json::Value as Json;

use super::file::{AppSeed, IdTokenSeed, MemberSeed, OAuthSeed, ScopesSeed};
use super::redirect;
use super::settings::{
    Answers, App, Door, INTROSPECTION_NAMES, IdToken, Member, Refresh, Settings, TOKEN_NAMES,
};
use super::template::strangers;
use super::veil;
use super::words::Words;
use crate::clock::FURTHEST;

/// Longer lifetimes are mistakes.
const MOST_SECONDS: u64 = FURTHEST.as_secs();

/// Lengths of tokens: shorter ones can be guessed, longer ones fit into no header.
const TOKEN_LENGTHS: std::ops::RangeInclusive<usize> = 40..=2000;

impl Settings {
    /// Checks what is written; on failure, says all that is wrong.
    pub(crate) fn read(model: &Model, seed: OAuthSeed) -> Result<Self, Vec<String>> {
        let mut reader = Reader {
            model,
            wrong: Vec::new(),
        };
        let settings = reader.settings(seed);
        match reader.wrong.is_empty() {
            true => Ok(settings),
            false => Err(reader.wrong),
        }
    }
}

struct Reader<'m> {
    model: &'m Model,
    wrong: Vec<String>,
}

impl Reader<'_> {
    fn settings(&mut self, seed: OAuthSeed) -> Settings {
        let default = Settings::default();
        let (words, wrong) = Words::read(seed.errors);
        self.wrong.extend(wrong);
        let lifetimes = seed.lifetimes;
        let member_lifetime = lifetimes
            .member
            .map(|s| self.seconds("lifetimes.member", s));
        let application_lifetime = { lifetimes.application }
            .map(|seconds| self.seconds("lifetimes.application", seconds))
            .unwrap_or(default.member_lifetime);
        let mut settings = Settings {
            evidence: seed.evidence,
            code_lifetime: { lifetimes.code }
                .map(|seconds| self.seconds("lifetimes.code", seconds))
                .unwrap_or(default.code_lifetime),
            member_lifetime: member_lifetime.unwrap_or(default.member_lifetime),
            scope_lag: Duration::from_secs(seed.scope_lag.min(MOST_SECONDS)),
            new_scopes_revoke: seed.new_scopes_revoke,
            exclusive_scopes: { seed.exclusive_scopes.iter() }
                .map(|scopes| self.scopes("exclusive_scopes", scopes))
                .collect(),
            scope_separator: seed.scope_separator.unwrap_or(default.scope_separator),
            token_length: seed.token_length.unwrap_or(default.token_length),
            query_parameters: seed.query_parameters.unwrap_or(default.query_parameters),
            plain_challenge: seed.plain_challenge,
            ignores_redirect_query: seed.ignores_redirect_query,
            commas_separate_scopes: seed.commas_separate_scopes,
            consent: seed.consent,
            words,
            ..Settings::default()
        };
        if !TOKEN_LENGTHS.contains(&settings.token_length) {
            let (least, most) = (TOKEN_LENGTHS.start(), TOKEN_LENGTHS.end());
            self.complain(format!("`token_length` is none from {least} to {most}"));
        }
        let own = &seed.endpoints;
        let endpoints = [
            (&own.authorization, Door::Authorization { native: false }),
            (
                &own.native_authorization,
                Door::Authorization { native: true },
            ),
            (&own.token, Door::Token),
            (&own.introspection, Door::Introspection),
            (&own.revocation, Door::Revocation),
            (&own.discovery, Door::Discovery),
            (&own.keys, Door::Keys),
        ];
        for (path, door) in endpoints {
            let Some(path) = path else { continue };
            if !path.starts_with('/') || path.contains(['?', '#']) || !path.is_ascii() {
                self.complain(format!("the endpoint `{path}` is no path such as `/oauth`"));
            } else if settings.door(path).is_some() {
                self.complain(format!("two endpoints are at `{path}`"));
            }
            settings.endpoints.push((path.clone(), door));
        }
        for app in seed.apps {
            if settings.app(&app.client_id).is_some() {
                self.complain(format!("two apps are called `{}`", app.client_id));
            }
            let app = self.app(app, settings.member_lifetime, application_lifetime);
            settings.apps.push(app);
        }
        settings.id_token = seed.id_token.and_then(|own| self.id_token(own));
        let claims = settings.id_token.as_ref().map(|own| own.claims);
        for member in seed.members {
            if settings.member(&member.subject).is_some() {
                self.complain(format!("two members are `{}`", member.subject));
            }
            let member = self.member(member, claims);
            settings.members.push(member);
        }
        let has = |door: Door| settings.endpoints.iter().any(|(_, own)| *own == door);
        let asks = [false, true].map(|native| Door::Authorization { native });
        if asks.into_iter().any(has) && settings.members.is_empty() {
            self.complain("nobody can sign in: list `members`".to_owned());
        }
        if settings.id_token.is_some() && !has(Door::Keys) {
            self.complain("id tokens cannot be checked without the endpoint `keys`".to_owned());
        }
        if has(Door::Discovery) != seed.discovery.is_some() {
            self.complain(
                "the endpoint `discovery` and the document `discovery` take each other".to_owned(),
            );
        }
        settings.discovery = self.template("discovery", seed.discovery, Json::Null, &["url"]);
        let standard = Answers::default();
        let own = seed.answers;
        settings.answers = Answers {
            member: self.template("answers.member", own.member, standard.member, &TOKEN_NAMES),
            application: self.template(
                "answers.application",
                own.application,
                standard.application,
                &TOKEN_NAMES,
            ),
            introspected_member: self.template(
                "answers.introspected_member",
                own.introspected_member,
                standard.introspected_member,
                &INTROSPECTION_NAMES,
            ),
            introspected_application: self.template(
                "answers.introspected_application",
                own.introspected_application,
                standard.introspected_application,
                &INTROSPECTION_NAMES,
            ),
        };
        settings
    }

    fn app(&mut self, seed: AppSeed, member: Duration, application: Duration) -> App {
        let at = format!("app `{}`", seed.client_id);
        if seed.client_id.is_empty() {
            self.complain("an app has an empty `client_id`".to_owned());
        }
        if seed.secret.is_none() && seed.native_redirect_uris.is_empty() && !seed.pkce {
            self.complain(format!(
                "{at} has no `secret`; only apps with `native_redirect_uris` or `pkce: true` do without"
            ));
        }
        for uri in &seed.redirect_uris {
            if let Err(why) = redirect::check(uri) {
                self.complain(format!("{at}: the redirect URI `{uri}` {why}"));
            }
        }
        for uri in &seed.native_redirect_uris {
            if redirect::without_port(uri).as_ref() != Some(uri) {
                self.complain(format!(
                    "{at}: the native redirect URI `{uri}` is not such as `http://127.0.0.1` or `http://[::1]/path`: a loopback address without its port"
                ));
            }
        }
        let scopes = match &seed.scopes {
            ScopesSeed::List(names) => self.scopes(&at, names),
            ScopesSeed::Word(word) => {
                if word != "all" {
                    self.complain(format!("{at}: `scopes` is a list of scopes or `all`"));
                }
                let count = u32::try_from(self.model.scopes.len()).unwrap_or(u32::MAX);
                (0..count).map(ScopeId).collect()
            }
        };
        let application_scopes = seed.application_scopes.as_ref();
        let lifetimes = seed.lifetimes;
        if lifetimes.code.is_some() {
            self.complain(format!("{at}: how long codes last is no app's own choice"));
        }
        App {
            name: seed.name.unwrap_or_else(|| seed.client_id.clone()),
            redirect_uris: seed.redirect_uris,
            native_redirect_uris: seed.native_redirect_uris,
            scopes,
            application_scopes: application_scopes.map(|names| self.scopes(&at, names)),
            refresh: seed.refresh.map(|own| Refresh {
                lifetime: self.seconds(&at, own.lifetime),
                rotate: own.rotate,
            }),
            pkce: seed.pkce || seed.secret.is_none(),
            member_lifetime: { lifetimes.member }.map_or(member, |own| self.seconds(&at, own)),
            application_lifetime: { lifetimes.application }
                .map_or(application, |own| self.seconds(&at, own)),
            client_id: seed.client_id,
            secret: seed.secret,
        }
    }

    fn member(&mut self, seed: MemberSeed, claims: Option<ResourceId>) -> Member {
        if urn_kind(self.model, &seed.subject).is_none() {
            self.complain(format!(
                "the member `{}` is no URN of the schema",
                seed.subject
            ));
        }
        let ty = claims.and_then(|resource| veil::read_type(&self.model[resource]));
        match (ty, claims) {
            (Some(ty), Some(resource)) => {
                let place = &self.model[resource].place;
                let json = Json::Object(seed.claims.clone());
                for mismatch in check_value(self.model, ty, &json, place) {
                    let help = mismatch.help.map(|help| format!(" ({help})"));
                    let (at, what) = (&seed.subject, mismatch.message);
                    self.complain(format!(
                        "claims of `{at}`: {what}{}",
                        help.unwrap_or_default()
                    ));
                }
            }
            _ if !seed.claims.is_empty() => self.complain(format!(
                "`{}` has claims, and there is no `id_token` to have them",
                seed.subject
            )),
            _ => {}
        }
        Member {
            subject: seed.subject,
            name: seed.name,
            claims: seed.claims,
        }
    }

    fn id_token(&mut self, seed: IdTokenSeed) -> Option<IdToken> {
        let names = std::slice::from_ref(&seed.scope);
        let scope = self.scopes("id_token", names).into_iter().next();
        let known = || self.model.resources.iter();
        let index = known().position(|resource| resource.name == seed.claims);
        let Some(claims) = index.map(|index| ResourceId(index as u32)) else {
            let near = nearest(&seed.claims, known().map(|known| known.name.as_str()));
            let near = near.map(|near| format!("; did you mean `{near}`?"));
            self.complain(format!(
                "id_token: the schema has no resource `{}`{}",
                seed.claims,
                near.unwrap_or_default()
            ));
            return None;
        };
        if veil::read_type(&self.model[claims]).is_none() {
            let name = &seed.claims;
            self.complain(format!("id_token: nothing is read at `{name}`"));
        }
        let issuer = Json::from(seed.issuer.as_str());
        self.template("id_token.issuer", Some(issuer), Json::Null, &["url"]);
        let lifetime = self.seconds("id_token.lifetime", seed.lifetime);
        Some(IdToken {
            scope: scope?,
            issuer: seed.issuer,
            lifetime,
            claims,
            nonce: seed.nonce,
        })
    }

    fn scopes(&mut self, at: &str, names: &[String]) -> BTreeSet<ScopeId> {
        let mut found = BTreeSet::new();
        for name in names {
            match scope(self.model, name) {
                Ok(id) => {
                    found.insert(id);
                }
                Err(why) => self.complain(format!("{at}: {why}")),
            }
        }
        found
    }

    /// The template that is given, or else the standard one; it may speak of these names.
    fn template(&mut self, at: &str, own: Option<Json>, standard: Json, known: &[&str]) -> Json {
        let template = own.unwrap_or(standard);
        for stranger in strangers(&template, known) {
            let known = known.join("}, {");
            self.complain(format!(
                "{at} speaks of `{{{stranger}}}`; there are {{{known}}}"
            ));
        }
        template
    }

    fn seconds(&mut self, at: &str, seconds: u64) -> Duration {
        if !(1..=MOST_SECONDS).contains(&seconds) {
            self.complain(format!(
                "{at}: a lifetime is a number of seconds from 1 to {MOST_SECONDS}"
            ));
        }
        Duration::from_secs(seconds.min(MOST_SECONDS))
    }

    fn complain(&mut self, message: String) {
        self.wrong.push(message);
    }
}

/// The scope of this name; otherwise, why there is none.
pub(super) fn scope(model: &Model, name: &str) -> Result<ScopeId, String> {
    let known = || model.scopes.iter().map(|scope| scope.name.as_str());
    match known().position(|known| known == name) {
        Some(index) => Ok(ScopeId(index as u32)),
        None => {
            let near = nearest(name, known()).map(|near| format!("; did you mean `{near}`?"));
            Err(format!(
                "the schema has no scope `{name}`{}",
                near.unwrap_or_default()
            ))
        }
    }
}
