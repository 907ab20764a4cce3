//! `RULES.md` is written from the rules and the pairs that show them.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::{env, fs};

use restli_compat::rule::{self, Wire};

use support::pair::Pair;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/RULES.md");

#[test]
fn rules_are_written_down() {
    let rules = table();
    if env::var_os("BLESS").is_some() {
        fs::write(PATH, &rules).expect("it can be written");
    }
    let written = fs::read_to_string(PATH).unwrap_or_default();
    assert!(
        written.replace("\r\n", "\n") == rules,
        "RULES.md is stale; `BLESS=1 cargo test -p restli-compat --test rules` writes it"
    );
}

fn table() -> String {
    let mut text = "# Rules of `cargo xtask diff`\n\n\
        <!-- Written from src/rule/table.rs and the pairs of tests/: \
        `BLESS=1 cargo test -p restli-compat --test rules`. -->\n\n\
        The wire is judged by the rule, at Rest.li's own levels. Rust is judged by the public items \
        of the generated crate before and after; here stands what became of them in the pairs of \
        versions that show the rule, whose users are compiled against both. A rule without a mark \
        in *IDL* is about a fact that only the YAML can say.\n\n\
        | rule | wire | IDL | Rust | what changed | shown by |\n\
        | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    let (yaml, idl) = (Pair::all("yaml"), Pair::all("idl"));
    let effects = effects(&yaml);
    for rule in rule::ALL {
        let wire = match rule.wire {
            Wire::None => "–",
            wire => wire.word(),
        };
        let mark = if rule.idl { "yes" } else { "" };
        let rust = effects.get(rule.id).map_or("–".to_owned(), |effects| {
            effects.iter().cloned().collect::<Vec<_>>().join(", ")
        });
        let pairs = [("yaml", &yaml), ("idl", &idl)]
            .into_iter()
            .flat_map(|(folder, pairs)| {
                let those = pairs.iter().filter(|pair| pair.rule() == rule.id);
                those.map(move |pair| link(folder, pair))
            });
        let pairs = pairs.collect::<Vec<_>>().join(", ");
        let summary = rule.summary.replace('|', "\\|");
        let _ = writeln!(
            text,
            "| `{}` | {wire} | {mark} | {rust} | {summary} | {pairs} |",
            rule.id
        );
    }
    text
}

fn link(folder: &str, pair: &Pair) -> String {
    let case = pair.name.split_once('.').map_or("it", |(_, case)| case);
    let case = case.replace(['_', '.'], " ");
    format!("[{case}](tests/{folder}/{}.pair)", pair.name)
}

/// The effects that findings of each rule have, in the pairs that are named after it.
fn effects(pairs: &[Pair]) -> BTreeMap<&str, BTreeSet<String>> {
    let mut effects: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for pair in pairs {
        for line in pair.section("findings").lines() {
            let mut words = line.split(' ');
            if let (Some(_), Some(effect), Some(rule)) = (words.next(), words.next(), words.next())
                && rule == pair.rule()
            {
                effects
                    .entry(pair.rule())
                    .or_default()
                    .insert(effect.to_owned());
            }
        }
    }
    effects
}
