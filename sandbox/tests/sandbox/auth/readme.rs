//! What the README says about signing in: each of its lines is sent, and works.

use std::collections::BTreeMap;

use restli_sandbox::Sandbox;

use super::wire::{Answer, send};
use crate::support::schema;

const README: &str = include_str!("../../../README.md");

/// The lines of a shell in a section, each in one piece.
fn lines(section: &str) -> Vec<String> {
    let (_, section) = README.split_once(section).expect("the section");
    let section = section.split("\n## ").next().expect("its text");
    let blocks = section.split("```sh\n").skip(1);
    let blocks = blocks.map(|block| block.split("```").next().expect("a block"));
    let text: String = blocks.collect();
    let text = text.replace("\\\n", " ");
    text.lines().map(str::to_owned).collect()
}

/// The words of a line as a shell reads them; names that begin with `$` stand for their values.
fn words(line: &str, names: &BTreeMap<&str, String>) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let word = words.last_mut().expect("there is one");
        match (letter, quote) {
            ('\'' | '"', None) => quote = Some(letter),
            (' ', None) if word.is_empty() => {}
            (' ', None) => words.push(String::new()),
            ('$', None | Some('"')) => {
                let mut name = String::new();
                while let Some(letter) = letters.next_if(char::is_ascii_uppercase) {
                    name.push(letter);
                }
                word.push_str(&names[name.as_str()]);
            }
            (letter, Some(open)) if letter == open => quote = None,
            (letter, _) => word.push(letter),
        }
    }
    words
}

/// Sends what `curl` would send with these words.
async fn curl(sandbox: &Sandbox, words: &[String]) -> Answer {
    let mut words = words.iter().map(String::as_str);
    assert_eq!(words.next(), Some("curl"));
    let (mut headers, mut data, mut in_query, mut url) = (Vec::new(), Vec::new(), false, "");
    while let Some(word) = words.next() {
        let mut value = || words.next().expect("a value").to_owned();
        match word {
            "-i" => {}
            "-G" => in_query = true,
            "-H" => headers.push(value()),
            "-d" => data.push(value()),
            "--data-urlencode" => {
                let value = value();
                let (name, value) = value.split_once('=').expect("a name");
                data.push(super::wire::encoded(&[(name, value)]));
            }
            "-u" => {
                let base64 = &base64::engine::general_purpose::STANDARD;
                let text = base64::Engine::encode(base64, value());
                headers.push(format!("Authorization: Basic {text}"));
            }
            word if word.starts_with("http") => url = word,
            word => panic!("the test does not know `{word}`"),
        }
    }
    let target = url
        .strip_prefix(sandbox.url())
        .expect("it is for the sandbox");
    let form = "Content-Type: application/x-www-form-urlencoded".to_owned();
    if !data.is_empty() && !headers.iter().any(|own| own.starts_with("Content-Type")) {
        headers.push(form);
    }
    let data = data.join("&");
    let headers: Vec<_> = { headers.iter() }
        .filter_map(|own| own.split_once(": "))
        .collect();
    match (in_query, data.as_str()) {
        (true, data) => send(sandbox, "GET", &format!("{target}?{data}"), &headers, "").await,
        (false, "") => send(sandbox, "GET", target, &headers, "").await,
        (false, data) => send(sandbox, "POST", target, &headers, data).await,
    }
}

#[tokio::test]
async fn every_line_works() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let mut names = BTreeMap::from([("SANDBOX", sandbox.url().to_owned())]);
    let mut statuses = Vec::new();
    for line in lines("## Signing in") {
        let answer = curl(&sandbox, &words(&line, &names)).await;
        assert!(answer.status < 400, "{line}\n{answer:?}");
        statuses.push(answer.status);
        if answer.status == 302 {
            names.insert("CODE", answer.parameter("code"));
        } else if answer.body.starts_with('{') {
            let json = answer.json();
            for (name, member) in [("TOKEN", "access_token"), ("REFRESH", "refresh_token")] {
                if let Some(value) = json[member].as_str() {
                    names.insert(name, value.to_owned());
                }
            }
        }
    }
    assert_eq!(statuses, [201, 302, 200, 200, 200, 200, 200, 200, 200, 200]);
}

/// The applications that the README names are those of the seed.
#[test]
fn the_table_has_all_applications() {
    let seed = std::fs::read_to_string(schema().join("sandbox/oauth.yaml")).unwrap();
    let apps = seed
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- client_id: "));
    let table = README.lines().filter_map(|line| line.strip_prefix("| `"));
    let table = table.filter_map(|line| line.split('`').next());
    assert_eq!(table.collect::<Vec<_>>(), apps.collect::<Vec<_>>());
}
