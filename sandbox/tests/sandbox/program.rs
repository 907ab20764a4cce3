//! The program `restli-sandbox`: what it prints, and how it fails.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_restli-sandbox");

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn it_prints_a_url_and_a_token_that_work() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
    let mut child = Command::new(PROGRAM)
        .arg("--schema")
        .arg(schema)
        .args(["--month", "202710"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let _running = Running(child);
    let url = lines.next().unwrap().unwrap();
    let token = lines.next().unwrap().unwrap();
    let bearer = format!("Bearer {}", token.strip_prefix("token: ").unwrap());
    let reply =
        crate::support::send(&url, "GET", "/v2/me", &[("Authorization", &bearer)], "").await;
    assert_eq!(reply.status, 200);
    let version = ("LinkedIn-Version", "202609");
    let headers = [("Authorization", bearer.as_str()), version];
    let reply = crate::support::send(&url, "GET", "/rest/adAccounts/1", &headers, "").await;
    assert_eq!(reply.status, 426, "it is another month there");
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
