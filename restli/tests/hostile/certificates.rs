//! A server that cannot prove who it is gets no token.
//!
//! There is no setting that turns this off; a company's own authority can be trusted in addition.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use restli::{Error, ErrorKind, RetryPolicy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::mini::Client;

/// A server with a certificate, and how many requests it has read.
async fn server(certificate: CertificateDer<'static>, key: &KeyPair) -> (String, Arc<AtomicUsize>) {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    let seen = Arc::new(AtomicUsize::new(0));
    let log = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut head = [0; 4096];
            if stream.read(&mut head).await.is_ok_and(|length| length > 0) {
                log.fetch_add(1, Ordering::SeqCst);
            }
            let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
            let _ = stream.write_all(answer).await;
            let _ = stream.shutdown().await;
        }
    });
    (url, seen)
}

async fn call(url: &str, authority: &str) -> Result<(), Error> {
    let builder = Client::builder().base_url(url).token("s3cr3t-t0k3n");
    let builder = builder
        .root_certificate(authority)
        .retry(RetryPolicy::never());
    builder.build()?.books().get(1).send().await.map(|_| ())
}

#[tokio::test]
async fn only_the_server_that_is_meant_is_trusted() {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority
        .distinguished_name
        .push(DnType::CommonName, "Authority of the library");
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let pem = authority.pem();
    let names = |name: &str| CertificateParams::new(vec![name.to_owned()]).unwrap();

    let key = KeyPair::generate().unwrap();
    let right = names("localhost").signed_by(&key, &authority).unwrap();
    let (url, seen) = server(right.into(), &key).await;
    call(&url, &pem).await.unwrap();
    assert_eq!(seen.load(Ordering::SeqCst), 1);

    let elsewhere = names("library.example.org")
        .signed_by(&key, &authority)
        .unwrap();
    let mut expired = names("localhost");
    (expired.not_before, expired.not_after) =
        (date_time_ymd(2001, 1, 1), date_time_ymd(2002, 1, 1));
    let expired = expired.signed_by(&key, &authority).unwrap();
    let by_itself = names("localhost").self_signed(&key).unwrap();
    let mut refused = 0;
    for (certificate, reason) in [
        (elsewhere, ["not valid for name", "hostname mismatch"]),
        (expired, ["expired", "has expired"]),
        (by_itself, ["unknownissuer", "self-signed certificate"]),
    ] {
        let (url, seen) = server(certificate.into(), &key).await;
        let error = call(&url, &pem).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
        // Each TLS library has its words for it.
        let text = error.to_string().to_lowercase();
        assert!(reason.iter().any(|reason| text.contains(reason)), "{text}");
        assert_eq!(seen.load(Ordering::SeqCst), 0);
        refused += 1;
    }
    println!(
        "figure T16: {refused} of 3 bad certificates refused, 0 requests sent to their servers"
    );
    let error = call("https://localhost:1", "no certificate")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config, "{error}");
}
