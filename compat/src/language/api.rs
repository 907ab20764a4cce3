//! The API as a whole: where it is served, in which version, with which groups and permissions.

use restli_model::model::{Base, Docs, Group, Model, OAuth, Scope};

use super::{Facts, Members, code, come_and_gone, shown};
use crate::rule;
use crate::wire::Spot;

const GROUPS: Members<Group> = Members {
    what: "group",
    added: &rule::GROUP_ADDED,
    removed: &rule::GROUP_REMOVED,
    name: |group| &group.name,
    place: |_| None,
    docs: |group| &group.docs,
    is_same: |old, new| old.default == new.default,
};

const SCOPES: Members<Scope> = Members {
    what: "permission",
    added: &rule::SCOPE_ADDED,
    removed: &rule::SCOPE_REMOVED,
    name: |scope| &scope.name,
    place: |_| None,
    docs: |scope| &scope.docs,
    is_same: |old, new| old.product == new.product,
};

impl Facts<'_> {
    pub(super) fn api(&mut self) {
        let (old, new) = (&self.old.api, &self.new.api);
        let spot = Spot::api();
        let none = (None, None);
        self.changed(
            &rule::HOST_CHANGED,
            &spot.at("host"),
            none,
            (&old.host, &new.host),
            || {
                format!(
                    "the host is {}, and was {}",
                    code(&new.host),
                    code(&old.host)
                )
            },
        );
        let header =
            |api: &restli_model::model::Api| api.version.as_ref().map(|v| v.header.clone());
        let version =
            |api: &restli_model::model::Api| api.version.as_ref().map(|v| v.default.clone());
        let (headers, versions) = ((header(old), header(new)), (version(old), version(new)));
        let at = spot.at("version");
        let rule = &rule::API_VERSION_HEADER_CHANGED;
        self.changed(
            rule,
            &at.at("header"),
            none,
            (&headers.0, &headers.1),
            || {
                format!(
                    "the version is in {}, and was in {}",
                    shown(headers.1.as_ref()),
                    shown(headers.0.as_ref())
                )
            },
        );
        if headers.0.is_some() && headers.1.is_some() {
            let rule = &rule::API_VERSION_CHANGED;
            self.changed(
                rule,
                &at.at("default"),
                none,
                (&versions.0, &versions.1),
                || {
                    format!(
                        "the version is {}, and was {}",
                        shown(versions.1.as_ref()),
                        shown(versions.0.as_ref())
                    )
                },
            );
        }
        let ids = (&old.id_headers, &new.id_headers);
        self.changed(
            &rule::ID_HEADERS_CHANGED,
            &spot.at("id_headers"),
            none,
            ids,
            || {
                format!(
                    "keys are read from {}, and were from {}",
                    ids.1.join(", "),
                    ids.0.join(", ")
                )
            },
        );
        self.docs_of_api(&spot);
        self.bases(&spot.at("bases"));
        self.groups(&spot.at("groups"));
        self.scopes(&spot.at("scopes"));
        self.oauth(&spot.at("oauth"));
        self.error_rules(&spot.at("errors"));
    }

    fn docs_of_api(&mut self, spot: &Spot) {
        fn said(model: &Model) -> (&String, &Docs, &Option<String>) {
            (&model.api.name, &model.api.docs, &model.api.docs_base)
        }
        let docs = (&said(self.old), &said(self.new));
        let text = || "its name or documentation reads otherwise".to_owned();
        self.changed(
            &rule::DOCS_CHANGED,
            &spot.at("docs"),
            (None, None),
            docs,
            text,
        );
    }

    fn bases(&mut self, spot: &Spot) {
        let (old, new) = (&self.old.api.bases, &self.new.api.bases);
        let (_, _, kept) = come_and_gone(old, new, |base: &Base| base.name.clone());
        for (old, new) in kept {
            let mut what = Vec::new();
            if old.path != new.path {
                what.push(format!(
                    "its path is {}, and was {}",
                    code(&new.path),
                    code(&old.path)
                ));
            }
            if old.versioned != new.versioned {
                let verb = if new.versioned {
                    "it has a version"
                } else {
                    "it has no more version"
                };
                what.push(verb.to_owned());
            }
            if old.projection != new.projection {
                what.push("its masks are spelled otherwise".to_owned());
            }
            if old.decorates != new.decorates {
                let verb = if new.decorates {
                    "it resolves URNs"
                } else {
                    "it no longer resolves URNs"
                };
                what.push(verb.to_owned());
            }
            if !what.is_empty() {
                let text = format!("the base {}: {}", code(&new.name), what.join("; "));
                self.found(
                    &rule::BASE_CHANGED,
                    &spot.at(new.name.as_str()),
                    (None, None),
                    text,
                );
            }
        }
    }

    fn groups(&mut self, spot: &Spot) {
        let (old, new) = (self.old, self.new);
        for (spot, old, new) in self.members(spot, GROUPS, &old.groups, &new.groups) {
            let verb = if new.default {
                "is compiled"
            } else {
                "is no longer compiled"
            };
            let text = || format!("the group {} {verb} by default", code(&new.name));
            let default = (&old.default, &new.default);
            self.changed(
                &rule::GROUP_DEFAULT_CHANGED,
                &spot.at("default"),
                (None, None),
                default,
                text,
            );
            self.docs(&spot, (None, None), &old.docs, &new.docs);
            let examples = (&old.example, &new.example);
            let text = || "its documentation shows another call".to_owned();
            self.changed(
                &rule::DOCS_CHANGED,
                &spot.at("example"),
                (None, None),
                examples,
                text,
            );
        }
    }

    fn scopes(&mut self, spot: &Spot) {
        let (old, new) = (self.old, self.new);
        for (spot, old, new) in self.members(spot, SCOPES, &old.scopes, &new.scopes) {
            self.rust_name(&spot, (None, None), &old.rust_name, &new.rust_name);
            self.docs(&spot, (None, None), &old.docs, &new.docs);
            let products = (&old.product, &new.product);
            self.changed(
                &rule::DOCS_CHANGED,
                &spot.at("product"),
                (None, None),
                products,
                || {
                    let (old, new) = (shown(old.product.as_ref()), shown(new.product.as_ref()));
                    format!("it comes with {new}, and came with {old}")
                },
            );
        }
    }

    fn oauth(&mut self, spot: &Spot) {
        let told = |model: &Model| model.api.oauth.as_ref().map(|oauth| terms(model, oauth));
        let (old, new) = (told(self.old), told(self.new));
        let text = || match (&old, &new) {
            (None, Some(_)) => "members can sign in".to_owned(),
            (Some(_), None) => "nothing is said any more of how members sign in".to_owned(),
            (Some(old), Some(new)) => {
                let differ = old.iter().zip(new).filter(|(old, new)| old != new);
                let names: Vec<String> = differ.map(|((name, _), _)| code(name)).collect();
                format!("of how members sign in, {} changed", names.join(", "))
            }
            (None, None) => String::new(),
        };
        self.changed(&rule::OAUTH_CHANGED, spot, (None, None), (&old, &new), text);
    }

    fn error_rules(&mut self, spot: &Spot) {
        let told = |model: &Model| -> Vec<String> {
            let rules = model.api.errors.iter().map(|rule| {
                let of = (
                    &rule.status,
                    &rule.code,
                    &rule.service_error_code,
                    &rule.message,
                );
                format!("{:?} {of:?}", rule.means)
            });
            rules.collect()
        };
        let (old, new) = (told(self.old), told(self.new));
        let text = || "what errors mean is told by other rules".to_owned();
        self.changed(
            &rule::ERROR_MEANING_CHANGED,
            spot,
            (None, None),
            (&old, &new),
            text,
        );
    }
}

/// The addresses of an authorization server, and the permissions that it grants apart, by the keys of
/// the YAML.
fn terms(model: &Model, oauth: &OAuth) -> [(&'static str, Vec<String>); 6] {
    let address = |address: &Option<String>| address.iter().cloned().collect();
    let apart = oauth.exclusive_scopes.iter().map(|scopes| {
        let names = scopes.iter().map(|id| model[*id].name.as_str());
        names.collect::<Vec<_>>().join(" ")
    });
    [
        ("authorization", address(&oauth.authorization)),
        ("native_authorization", address(&oauth.native_authorization)),
        ("token", vec![oauth.token.clone()]),
        ("introspection", address(&oauth.introspection)),
        ("revocation", address(&oauth.revocation)),
        ("exclusive_scopes", apart.collect()),
    ]
}
