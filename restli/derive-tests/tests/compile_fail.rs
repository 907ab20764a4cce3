//! Every way to write a projection wrong, with what the compiler says about it.
//!
//! `TRYBUILD=overwrite cargo test -p restli-derive-tests --test compile_fail` writes the messages anew; read
//! them as somebody would who has never seen the derive.

use std::process::Command;

/// The compiler that the messages were written by; others word them otherwise.
const RUSTC: &str = "rustc 1.95.";

#[test]
fn mistakes_are_refused_in_words_that_help() {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let version = Command::new(rustc).arg("--version").output();
    let version = String::from_utf8(version.expect("a compiler").stdout).expect("its version");
    if !version.starts_with(RUSTC) {
        println!("skipped: the messages are those of {RUSTC}x, this is {version}");
        return;
    }
    trybuild::TestCases::new().compile_fail("tests/refused/*.rs");
}
