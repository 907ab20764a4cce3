//! Whatever is printed of signing in holds no secret: values, errors, and what is traced.

use std::fmt;
use std::sync::{Arc, Mutex};

use restli::TokenSource;
use restli::oauth::{Application, ClientCredentials, ExposeSecret, FileStorage, Grant, Session};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::support::{SECRET, SPEC, Scripted, expired, granted_body, offline};

/// Remembers all that is traced.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let line = format!("{field}={value:?}\n");
        self.0.lock().unwrap().push_str(&line);
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Everything that is printed while signing in goes well and badly, and all secrets that were around.
async fn printed() -> (String, Vec<String>) {
    let mut printed = String::new();
    let mut print = |value: &dyn fmt::Debug| printed.push_str(&format!("{value:?} {value:#?}\n"));
    let mut secrets: Vec<String> = ["canary", SECRET, "s3cr3t"].map(str::to_owned).into();

    let granting = offline().pkce().transport(Scripted::granting());
    print(&granting);
    let authorization = granting.authorize(["r_mail"]).unwrap();
    let saved = authorization.save();
    let saved = saved.expose_secret();
    let state = authorization.state().expose_secret().to_owned();
    let (_, verifier) = saved.split_once("verifier=").unwrap();
    secrets.extend([state.clone(), verifier.to_owned()]);
    print(&authorization);
    print(&authorization.save());
    let redirected = format!("code=canary%2Fcode+1&state={state}");
    let grant = authorization.finish(&redirected).await.unwrap();
    print(&grant);
    print(&grant.to_json());
    print(&grant.token());
    print(&(grant.refresh_token(), grant.access_token()));

    let session = Session::new(granting.clone(), expired());
    session.token().await.unwrap();
    print(&session);
    let source = ClientCredentials::new(granting.clone());
    source.token().await.unwrap();
    print(&source);

    let native = Application::new(&SPEC, "client-1").authorize(["r_mail"]);
    let listening = native.unwrap().listen().await.unwrap();
    secrets.push(url_state(listening.url()));
    print(&listening);

    for scripted in [
        echo(400),
        echo(401),
        Scripted::always(200, r#"{"refresh_token": "canary-x"}"#),
        Scripted::always(200, "canary-x"),
        Scripted::always(502, "<html>canary-x</html>"),
    ] {
        let refusing = offline().pkce().transport(scripted);
        let resumed = refusing.resume(saved).unwrap();
        let session = Session::new(refusing.clone(), expired());
        let errors = [
            resumed.finish(&redirected).await.err(),
            resumed
                .finish("code=canary-code&state=canary-other")
                .await
                .err(),
            refusing.refresh(&expired()).await.err(),
            refusing.client_credentials(["a"]).await.err(),
            refusing.introspect("canary-token").await.err(),
            refusing.revoke("canary-token").await.err(),
            session.token().await.err(),
            session.renew(&expired().token()).await.err(),
        ];
        for error in errors.into_iter().flatten() {
            print(&error);
            print(&error.to_string());
            print(&(error.message(), error.code(), error.hint(), error.body()));
            print(&error.response());
        }
    }
    let said = format!(
        "error=canary-code-{state}&error_description={state}&code=canary-code&state={state}"
    );
    let error = authorization.finish(&said).await.unwrap_err();
    assert!(error.to_string().contains("[hidden]"), "{error}");
    let code = error.code().unwrap().replace("canary-code", "");
    assert!(!code.contains(&state), "{code}");

    let folder = tempfile::tempdir().unwrap();
    let storage = FileStorage::new(folder.path().join("grant.json"));
    std::fs::create_dir(folder.path().join("grant.json")).unwrap();
    let session = Session::new(granting, Grant::new("canary-access")).stored_in(storage.clone());
    print(&storage);
    print(&session.save().await.unwrap_err());
    session
        .renew(&Grant::new("canary-access").token())
        .await
        .unwrap_err();
    (printed, secrets)
}

/// A server that repeats all it is sent, as it is and decoded, and shows what it would grant.
fn echo(status: u16) -> Scripted {
    Scripted::new(move |_, body| {
        let body = std::str::from_utf8(body).unwrap();
        let decoded = body.replace("%2F", "/").replace('+', " ");
        let json = serde_json::json!({
            "error": format!("no-{SECRET}"),
            "error_description": format!("{body} {decoded}"),
            "granted": granted_body(1),
        });
        (status, json.to_string().into_bytes())
    })
}

fn url_state(url: &str) -> String {
    let (_, rest) = url.split_once("state=").unwrap();
    rest.split('&').next().unwrap().to_owned()
}

#[test]
fn no_secret_is_printed_or_traced() {
    let log = Log::default();
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    let (printed, secrets) =
        tracing::subscriber::with_default(log.clone(), || runtime.block_on(printed()));
    let traced = log.0.lock().unwrap().clone();
    assert!(
        traced.contains("a token could not be refreshed"),
        "{traced}"
    );
    assert!(traced.contains("a token was granted"), "{traced}");
    assert!(
        printed.contains("client-1") && printed.len() > 5000,
        "{printed}"
    );
    for secret in secrets {
        assert!(
            !printed.contains(&secret),
            "{secret} is printed:\n{printed}"
        );
        assert!(!traced.contains(&secret), "{secret} is traced:\n{traced}");
    }
}
