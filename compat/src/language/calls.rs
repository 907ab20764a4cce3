//! Calls: permissions, headers, paging, projections, and their names in Rust.

use restli_model::model::{
    Method, Paging, Param, ProjectionSpelling, Resource, ResourceKind, RestMethod,
};

use super::{Facts, Places, code, come_and_gone, same, shown};
use crate::finding::Node;
use crate::rule;
use crate::wire::Spot;

impl Facts<'_> {
    pub(super) fn calls(&mut self, spot: &Spot, old: &Resource, new: &Resource) {
        let key = |method: &Method| (method.rest, method.name.clone(), method.alternative_key);
        let (_, _, kept) = come_and_gone(&old.methods, &new.methods, key);
        // Calls by an alternative key repeat the call that they stem from.
        let kept = kept
            .into_iter()
            .filter(|(method, _)| method.alternative_key.is_none());
        for (a, b) in kept {
            let spot = self.at_call(spot, old, a);
            self.call(&spot, (old, a), (new, b));
            self.alternatives(&spot, (old, a), (new, b));
        }
    }

    /// The place of a call, as findings about the IDL have it.
    fn at_call(&self, spot: &Spot, resource: &Resource, method: &Method) -> Spot {
        let of = match resource.kind {
            ResourceKind::Collection => "collection",
            ResourceKind::Association => "association",
            ResourceKind::Simple => "simple",
            ResourceKind::ActionSet | ResourceKind::Plain => "actionsSet",
        };
        let spot = match method.rest {
            RestMethod::Finder => spot.at(of).at("finders"),
            RestMethod::BatchFinder => spot.at(of).at("batchFinders"),
            RestMethod::Action if method.key.is_some() => spot.at(of).at("entity").at("actions"),
            RestMethod::Action | RestMethod::Plain => spot.at(of).at("actions"),
            _ => spot.at(of).at("methods"),
        };
        let (kind, name) = (kind(method), method.name.clone());
        spot.at(name.as_str()).about(Node::Method { kind, name })
    }

    /// The alternative keys that a call takes, of those that there are in both versions.
    fn alternatives(
        &mut self,
        spot: &Spot,
        (old_of, old): (&Resource, &Method),
        (new_of, new): (&Resource, &Method),
    ) {
        fn keys<'r>(resource: &'r Resource, method: &Method) -> Vec<&'r String> {
            let same = resource.methods.iter();
            let same = same.filter(|m| m.rest == method.rest && m.name == method.name);
            let keys =
                same.filter_map(|m| Some(&resource.alternative_keys[m.alternative_key?].name));
            keys.collect()
        }
        let (before, after) = (keys(old_of, old), keys(new_of, new));
        let places = (Some(&old.place), Some(&new.place));
        for (list, others, resource, rule, verb) in [
            (&after, &before, old_of, &rule::METHOD_ADDED, "can be"),
            (
                &before,
                &after,
                new_of,
                &rule::METHOD_REMOVED,
                "can no longer be",
            ),
        ] {
            for key in list {
                let is_kept = resource
                    .alternative_keys
                    .iter()
                    .any(|own| own.name == **key);
                if is_kept && !others.contains(key) {
                    let text = format!("{} {verb} called by {}", code(&old.name), code(key));
                    self.found(rule, &spot.at("alternativeKeys"), places, text);
                }
            }
        }
    }

    fn call(
        &mut self,
        spot: &Spot,
        (old_of, old): (&Resource, &Method),
        (new_of, new): (&Resource, &Method),
    ) {
        let places = (Some(&old.place), Some(&new.place));
        self.permissions(spot, places, (&old.permissions, &new.permissions));
        self.params(spot, old, new);
        self.headers(&spot.at("headers"), old, new);
        if let (Some(a), Some(b)) = (&old.paging, &new.paging) {
            self.paging(&spot.at("paging"), places, a, b);
        }
        self.projections(
            &spot.at("projection"),
            places,
            &old.projections,
            &new.projections,
        );
        let (rule, verb) = match new.decorates {
            true => (&rule::DECORATING_ADDED, "can"),
            false => (&rule::DECORATING_REMOVED, "can no longer"),
        };
        let decorates = (&old.decorates, &new.decorates);
        self.changed(rule, &spot.at("decorates"), places, decorates, || {
            format!("it {verb} resolve URNs")
        });
        self.sent_and_answered(spot, (old_of, old), (new_of, new));
        let verbs = (&old.verb, &new.verb);
        let word = |method: &Method| {
            let verb = method.verb.map(|verb| format!("{verb:?}").to_uppercase());
            shown(verb)
        };
        let text = || format!("its HTTP verb is {}, and was {}", word(new), word(old));
        self.changed(&rule::VERB_CHANGED, &spot.at("verb"), places, verbs, text);
        let idempotent = (&old.idempotent, &new.idempotent);
        self.changed(
            &rule::REPEATABILITY_CHANGED,
            &spot.at("idempotent"),
            places,
            idempotent,
            || {
                match new.idempotent {
                    Some(true) => "it may be made again after a failure",
                    Some(false) => "it may not be made again after a failure",
                    None => "whether it may be made again follows from its method",
                }
                .to_owned()
            },
        );
        let most = (&old.max_body, &new.max_body);
        self.changed(
            &rule::MAX_BODY_CHANGED,
            &spot.at("max_body"),
            places,
            most,
            || {
                format!(
                    "an answer may have {} bytes, and had {}",
                    shown(new.max_body),
                    shown(old.max_body)
                )
            },
        );
        self.rust_name(spot, places, &old.rust_name, &new.rust_name);
        if old.rust_name == new.rust_name {
            self.rust_name(spot, places, &old.rust_type, &new.rust_type);
        }
    }

    /// What the IDL does not tell of parameters.
    fn params(&mut self, spot: &Spot, old: &Method, new: &Method) {
        let named = |param: &Param| param.name.clone();
        let (_, _, params) = come_and_gone(&old.params, &new.params, named);
        let (_, _, keys) = come_and_gone(&old.partial_key, &new.partial_key, named);
        let is_given = |param: &Param| param.required;
        if same::is_reordered(&old.params, &new.params, named, is_given) {
            let text = format!("its required parameters {}", same::REORDERED);
            let places = (Some(&old.place), Some(&new.place));
            self.found(
                &rule::PARAMETERS_REORDERED,
                &spot.at("parameters"),
                places,
                text,
            );
        }
        for (a, b) in params.into_iter().chain(keys) {
            let spot = self.at_param(&spot.at("parameters").at(a.name.as_str()), old, a);
            self.param(&spot, a, b);
        }
    }

    fn param(&mut self, spot: &Spot, old: &Param, new: &Param) {
        let places = (Some(&old.place), Some(&new.place));
        for (rule, text) in same::unseen((self.old, &old.ty), (self.new, &new.ty), true) {
            self.found(rule, spot, places, format!("{}: {text}", code(&old.name)));
        }
        self.rust_name(spot, places, &old.rust_name, &new.rust_name);
    }

    fn at_param(&self, spot: &Spot, method: &Method, param: &Param) -> Spot {
        spot.about(Node::Parameter {
            kind: kind(method),
            method: method.name.clone(),
            name: param.name.clone(),
        })
    }

    fn headers(&mut self, spot: &Spot, old: &Method, new: &Method) {
        let (come, gone, kept) = come_and_gone(&old.headers, &new.headers, |header: &Param| {
            header.name.clone()
        });
        for header in come {
            let (rule, verb) = match header.required {
                true => (&rule::HEADER_ADDED_REQUIRED, "must be given"),
                false => (&rule::HEADER_ADDED, "may be left out"),
            };
            let text = format!("the header {} is new, and {verb}", code(&header.name));
            let spot = self.at_param(spot, old, header);
            self.found(rule, &spot, (Some(&old.place), Some(&header.place)), text);
        }
        for header in gone {
            let text = format!("the header {} is gone", code(&header.name));
            let spot = self.at_param(spot, old, header);
            let places = (Some(&header.place), Some(&new.place));
            self.found(&rule::HEADER_REMOVED, &spot, places, text);
        }
        for (a, b) in kept {
            let spot = self.at_param(&spot.at(a.name.as_str()), old, a);
            self.header(&spot, a, b);
        }
    }

    fn header(&mut self, spot: &Spot, old: &Param, new: &Param) {
        let places = (Some(&old.place), Some(&new.place));
        let name = code(&old.name);
        let (rule, verb) = match new.required {
            true => (&rule::HEADER_MADE_REQUIRED, "must be given"),
            false => (&rule::HEADER_MADE_OPTIONAL, "may be left out"),
        };
        let required = (&old.required, &new.required);
        self.changed(rule, spot, places, required, || {
            format!("the header {name} {verb}")
        });
        let types = (
            same::spelled(self.old, &old.ty),
            same::spelled(self.new, &new.ty),
        );
        self.changed(
            &rule::HEADER_TYPE_CHANGED,
            spot,
            places,
            (&types.0, &types.1),
            || {
                format!(
                    "the header {name}: {} becomes {}",
                    code(&types.0),
                    code(&types.1)
                )
            },
        );
        self.rust_name(spot, places, &old.rust_name, &new.rust_name);
        self.docs(spot, places, &old.docs, &new.docs);
    }

    fn paging(&mut self, spot: &Spot, places: Places<'_>, old: &Paging, new: &Paging) {
        let styles = (&old.style, &new.style);
        self.changed(
            &rule::PAGING_STYLE_CHANGED,
            &spot.at("style"),
            places,
            styles,
            || {
                let word = |paging: &Paging| format!("{:?}", paging.style).to_lowercase();
                format!(
                    "pages are asked for by {}, and were by {}",
                    word(new),
                    word(old)
                )
            },
        );
        // Pages that are asked for in another way are another thing altogether.
        if old.style == new.style {
            let (rule, verb) = match new.total {
                true => (&rule::PAGING_TOTAL_ADDED, "pages tell"),
                false => (&rule::PAGING_TOTAL_REMOVED, "pages no longer tell"),
            };
            let totals = (&old.total, &new.total);
            let text = || format!("{verb} how many elements there are");
            self.changed(rule, &spot.at("total"), places, totals, text);
        }
        let limits = |paging: &Paging| (paging.default, paging.recommended_max, paging.max);
        let limits = (limits(old), limits(new));
        let size = |(default, recommended, most): (Option<u32>, Option<u32>, Option<u32>)| {
            let sizes = [
                default.map(|size| format!("{size} by default")),
                recommended.map(|size| format!("{size} at most by recommendation")),
                most.map(|size| format!("{size} at most")),
            ];
            let sizes: Vec<String> = sizes.into_iter().flatten().collect();
            match sizes.is_empty() {
                true => "unstated".to_owned(),
                false => sizes.join(", "),
            }
        };
        let text = || {
            format!(
                "the size of a page is {}, and was {}",
                size(limits.1),
                size(limits.0)
            )
        };
        self.changed(
            &rule::PAGING_LIMITS_CHANGED,
            spot,
            places,
            (&limits.0, &limits.1),
            text,
        );
    }

    fn projections(
        &mut self,
        spot: &Spot,
        places: Places<'_>,
        old: &[ProjectionSpelling],
        new: &[ProjectionSpelling],
    ) {
        let word = |spelling: &ProjectionSpelling| match spelling {
            ProjectionSpelling::Projection => code("projection"),
            ProjectionSpelling::Fields => code("fields"),
        };
        let listed = |list: &[ProjectionSpelling]| match list {
            [] => "not at all".to_owned(),
            list => list.iter().map(word).collect::<Vec<_>>().join(" or "),
        };
        let rule = if old.iter().any(|spelling| !new.contains(spelling)) {
            &rule::PROJECTION_REMOVED
        } else if new.iter().any(|spelling| !old.contains(spelling)) {
            &rule::PROJECTION_ADDED
        } else {
            &rule::PROJECTION_SPELLING_CHANGED
        };
        if old != new {
            let text = format!(
                "masks are spelled {}, and were {}",
                listed(new),
                listed(old)
            );
            self.found(rule, spot, places, text);
        }
    }
}

/// The word for the kind of a call, as findings about the IDL have it.
pub(crate) fn kind(method: &Method) -> &'static str {
    match method.rest {
        RestMethod::Plain => RestMethod::Action.wire_name(),
        rest => rest.wire_name(),
    }
}
