//! Signs a member in, and says who it is; the next run goes on without signing in again.
//!
//! `cargo run --example sign_in`
//!
//! Offline, a sandbox plays the authorization server, and the browser too. With `LINKEDIN_CLIENT_ID` set it is a
//! real application, on this machine and without a secret; with `LINKEDIN_CLIENT_SECRET` and
//! `LINKEDIN_REDIRECT_URI` (such as `http://localhost:3000/callback`, as it is registered) it is one with a secret.

use std::env::var;
use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpStream;

use linkedin::Scope;
use linkedin_tests::SCHEMA;
use restli::oauth::{FileStorage, Session};
use restli_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut application = match var("LINKEDIN_CLIENT_ID") {
        Ok(client_id) => linkedin::Client::oauth(client_id),
        Err(_) => return offline().await,
    };
    if let Ok(secret) = var("LINKEDIN_CLIENT_SECRET") {
        application = application.secret(secret);
    }
    if let Ok(uri) = var("LINKEDIN_REDIRECT_URI") {
        application = application.redirect_uri(uri);
    }
    let storage = FileStorage::new("linkedin-grant.json");
    let session = match Session::load(application.clone(), storage.clone()).await? {
        Some(session) => session,
        None => {
            let authorization =
                application.authorize([Scope::Openid, Scope::Profile, Scope::Email])?;
            let listening = authorization.listen().await?;
            println!("open {}", listening.url());
            let session = Session::new(application, listening.grant().await?).stored_in(storage);
            session.save().await?;
            session
        }
    };
    let linkedin = linkedin::Client::builder().token_source(session).build()?;
    let who = linkedin.userinfo().get().send().await?;
    println!("signed in as {}", who.name.unwrap_or_default());
    Ok(())
}

/// The same with a sandbox, whose member agrees at once.
async fn offline() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start(SCHEMA).await?;
    let application = linkedin::Client::oauth("sandbox-native").base_url(sandbox.url());
    let listening = application.authorize(["r_liteprofile"])?.listen().await?;
    let url = listening.url().to_owned();
    std::thread::spawn(move || browse(&url));
    let session = Session::new(application, listening.grant().await?);
    let linkedin = linkedin::Client::builder()
        .base_url(sandbox.url())
        .token_source(session.clone())
        .build()?;
    let me = linkedin.me().get().send().await?;
    println!("signed in as member {}", me.id.unwrap_or_default());
    if let Some(end) = session.sign_in_again_by() {
        let left = end.duration_since(std::time::SystemTime::now())?;
        println!("for {} days", left.as_secs().div_ceil(24 * 60 * 60));
    }
    Ok(())
}

/// A browser: goes to a URL, lets the sandbox's application in, and follows where it is sent.
fn browse(url: &str) -> std::io::Result<()> {
    let rest = url.trim_start_matches("http://");
    let (host, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let slash = if target.starts_with('/') { "" } else { "/" };
    let mut stream = TcpStream::connect(host)?;
    write!(
        stream,
        "GET {slash}{target} HTTP/1.1\r\nHost: {host}\r\nX-Sandbox-Consent: allow\r\n\
         Connection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let location = answer
        .lines()
        .find_map(|line| line.strip_prefix("location: "));
    location.map_or(Ok(()), browse)
}
