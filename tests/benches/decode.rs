//! Decodes a page of 50 decorated connections into the generated records, into derived projections, and into
//! hand-written serde structs that hold no more than the page does, in turns, and prints the ratios.
//!
//! `cargo bench -p linkedin-tests --bench decode`

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Deserialize;

/// What somebody would write by hand for this page.
mod by_hand {
    use super::{BTreeMap, Deserialize};

    #[derive(Deserialize)]
    pub(crate) struct Page {
        pub(crate) elements: Vec<Connection>,
        #[serde(rename = "paging")]
        _paging: Option<Paging>,
    }

    #[derive(Deserialize)]
    pub(crate) struct Paging {
        #[serde(rename = "start")]
        _start: u64,
        #[serde(rename = "count")]
        _count: u64,
        #[serde(rename = "total")]
        _total: Option<u64>,
    }

    #[derive(Deserialize)]
    pub(crate) struct Connection {
        #[serde(rename = "to")]
        _to: String,
        #[serde(rename = "to~")]
        pub(crate) person: Option<Person>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(crate) struct Person {
        #[serde(rename = "id")]
        _id: Option<String>,
        pub(crate) first_name: Option<MultiLocaleString>,
        #[serde(rename = "lastName")]
        _last_name: Option<MultiLocaleString>,
        #[serde(rename = "headline")]
        _headline: Option<MultiLocaleString>,
        #[serde(rename = "vanityName")]
        _vanity_name: Option<String>,
        #[serde(rename = "localizedFirstName")]
        _localized_first_name: Option<String>,
        #[serde(rename = "localizedLastName")]
        _localized_last_name: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(crate) struct MultiLocaleString {
        pub(crate) localized: Option<BTreeMap<String, String>>,
        #[serde(rename = "preferredLocale")]
        _preferred_locale: Option<Locale>,
    }

    #[derive(Deserialize)]
    pub(crate) struct Locale {
        #[serde(rename = "country")]
        _country: Option<String>,
        #[serde(rename = "language")]
        _language: Option<String>,
    }
}

/// The same as derived projections.
mod selected {
    use linkedin::{MultiLocaleString, PersonUrn};

    #[derive(linkedin::Projection)]
    #[projection(of = linkedin::Connection)]
    #[expect(dead_code, reason = "it is only read")]
    pub(crate) struct Connection {
        to: PersonUrn,
        #[projection(resolves = "to")]
        pub(crate) person: Option<Person>,
    }

    #[derive(linkedin::Projection)]
    #[projection(of = linkedin::Person)]
    #[expect(dead_code, reason = "it is only read")]
    pub(crate) struct Person {
        id: Option<String>,
        pub(crate) first_name: Option<MultiLocaleString>,
        last_name: Option<MultiLocaleString>,
        headline: Option<MultiLocaleString>,
        vanity_name: Option<String>,
        localized_first_name: Option<String>,
        localized_last_name: Option<String>,
    }
}

/// A page as LinkedIn sends it: the resolved member before the URN, in no particular order.
fn page() -> String {
    let connections: Vec<String> = (0..50)
        .map(|index| {
            let localized = |text: &str| {
                format!(
                    r#"{{"localized":{{"en_US":"{text}"}},"preferredLocale":{{"country":"US","language":"en"}}}}"#
                )
            };
            format!(
                r#"{{"to~":{{"localizedLastName":"Okafor{index}","lastName":{},"firstName":{},"headline":{},"vanityName":"chidi-okafor-{index}","localizedFirstName":"Chidi","id":"b_9-kQ2m{index}"}},"to":"urn:li:person:b_9-kQ2m{index}"}}"#,
                localized(&format!("Okafor{index}")),
                localized("Chidi"),
                localized("Harbour master and part-time tram engineer"),
            )
        })
        .collect();
    format!(
        r#"{{"elements":[{}],"paging":{{"total":318,"count":50,"start":0,"links":[]}}}}"#,
        connections.join(",")
    )
}

fn time(work: &dyn Fn()) -> Duration {
    let start = Instant::now();
    for _ in 0..200 {
        work();
    }
    start.elapsed() / 200
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn main() {
    let text = page();
    let by_hand = || {
        let page: by_hand::Page = serde_json::from_slice(black_box(text.as_bytes())).unwrap();
        let first = page.elements[0]
            .person
            .as_ref()
            .unwrap()
            .first_name
            .as_ref()
            .unwrap();
        assert!(first.localized.is_some());
        black_box(&page);
    };
    let generated = || {
        let page: restli::Collection<linkedin::Connection> =
            serde_json::from_slice(black_box(text.as_bytes())).unwrap();
        assert!(
            page.elements[0]
                .to
                .as_ref()
                .unwrap()
                .resolved()
                .unwrap()
                .first_name
                .is_some()
        );
        black_box(&page);
    };
    let selected = || {
        let page: restli::Collection<selected::Connection> =
            serde_json::from_slice(black_box(text.as_bytes())).unwrap();
        let first = page.elements[0].person.as_ref().unwrap();
        assert!(first.first_name.is_some());
        black_box(&page);
    };
    time(&by_hand);
    time(&generated);
    time(&selected);
    // In turns, because the machine may be busy with something else meanwhile.
    let works: [(&str, &dyn Fn()); 3] = [
        ("hand-written serde structs", &by_hand),
        ("generated records", &generated),
        ("derived projections", &selected),
    ];
    let mut times = works.map(|_| Vec::new());
    for _ in 0..41 {
        for ((_, work), times) in works.iter().zip(&mut times) {
            times.push(time(work));
        }
    }
    let medians = times.map(|times| median(times).as_secs_f64());
    println!("page of 50 decorated connections, {} bytes", text.len());
    for ((what, _), time) in works.iter().zip(medians) {
        println!(
            "{what:27} {:7.1} µs  ratio {:.2}",
            time * 1e6,
            time / medians[0]
        );
    }
}
