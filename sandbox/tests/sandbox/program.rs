//! The program `restli-sandbox`: what it prints, and how it fails.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_restli-sandbox");

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the program on the project's schema: what it prints first, and the program.
fn started(arguments: &[&str]) -> (String, String, Running) {
    let mut child = Command::new(PROGRAM)
        .arg("--schema")
        .arg(crate::support::schema())
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let running = Running(child);
    let url = lines.next().unwrap().unwrap();
    let token = lines.next().unwrap().unwrap();
    let token = token.strip_prefix("token: ").unwrap().to_owned();
    (url, token, running)
}

#[tokio::test]
async fn it_prints_a_url_and_a_token_that_work() {
    let (url, token, _running) = started(&["--month", "202710"]);
    let bearer = format!("Bearer {token}");
    let reply =
        crate::support::send(&url, "GET", "/v2/me", &[("Authorization", &bearer)], "").await;
    assert_eq!(reply.status, 200);
    let version = ("LinkedIn-Version", "202609");
    let headers = [("Authorization", bearer.as_str()), version];
    let reply = crate::support::send(&url, "GET", "/rest/adAccounts/1", &headers, "").await;
    assert_eq!(reply.status, 426, "it is another month there");
}

#[tokio::test]
async fn its_token_may_be_chosen_and_have_some_scopes_only() {
    let (url, token, _running) =
        started(&["--token=-lazy-", "--scopes=r_liteprofile,r_1st_connections"]);
    assert_eq!(token, "-lazy-");
    let headers = [("Authorization", "Bearer -lazy-")];
    for (target, status) in [
        ("/v2/me", 200),
        ("/v2/connections?q=viewer", 200),
        ("/v2/userinfo", 403),
    ] {
        let answer = crate::support::send(&url, "GET", target, &headers, "").await;
        assert_eq!(answer.status, status, "{target}");
    }
    let output = Command::new(PROGRAM)
        .arg("--schema")
        .arg(crate::support::schema())
        .args(["--scopes", "r_lite_profil"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    let why = "because: the schema has no scope `r_lite_profil`; did you mean `r_liteprofile`?";
    assert!(text.contains(why), "{text}");
}

#[test]
fn it_fails_with_a_reason() {
    let output = Command::new(PROGRAM)
        .args(["--schema", "no/such/folder"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        text.starts_with("error: cannot read `no/such/folder`\n  because: "),
        "{text}"
    );
    assert_eq!(
        Command::new(PROGRAM).output().unwrap().status.code(),
        Some(2),
        "no schema is wrong usage"
    );
}

#[test]
fn it_names_the_line_of_a_scenario_that_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bad-day.yaml");
    std::fs::write(&file, "rules:\n  - fault: staus=503\n").unwrap();
    let output = Command::new(PROGRAM)
        .arg("--schema")
        .arg(crate::support::features())
        .arg("--scenario")
        .arg(&file)
        .args(["--max-connections", "9"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    let line = format!(
        "{}:2: there is no fault `staus`; did you mean `status`?",
        file.display()
    );
    assert!(text.contains(&line), "{text}");
}
