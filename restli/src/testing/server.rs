//! A server on this machine that answers one recorded exchange.
//!
//! It is a plain TCP listener, so nothing between the client's socket and the comparison interprets a byte.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::{Difference, Received, Sample, answer, mutation, request};
use crate::answer::RecordedAnswer;
use crate::client::{Client, ClientBuilder};
use crate::error::Result;
use crate::retry::RetryPolicy;

/// A server that answers as a sample says. It ends when it is dropped.
#[derive(Debug)]
pub struct Server {
    sample: Sample,
    url: String,
    received: Arc<Mutex<Vec<Received>>>,
    /// The clients of this server, to ask them what they received.
    clients: Mutex<Vec<Client>>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    pub(super) async fn start(sample: Sample) -> Self {
        let listener = match TcpListener::bind(("127.0.0.1", 0)).await {
            Ok(listener) => listener,
            Err(error) => panic!("no port on this machine: {error}"),
        };
        let url = match listener.local_addr() {
            Ok(address) => format!("http://{address}"),
            Err(error) => panic!("no port on this machine: {error}"),
        };
        let received = Arc::new(Mutex::new(Vec::new()));
        let response = response(&sample);
        let requests = Arc::clone(&received);
        let task = tokio::spawn(async move {
            // One connection after the other: a sample has one request.
            while let Ok((stream, _)) = listener.accept().await {
                exchange(stream, &response, &requests).await;
            }
        });
        Self {
            sample,
            url,
            received,
            clients: Mutex::default(),
            task,
        }
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A client of this server, which makes each call once.
    ///
    /// # Panics
    ///
    /// When the client cannot be built.
    #[track_caller]
    pub fn client<C: From<Client>>(&self, builder: ClientBuilder<C>) -> C {
        let builder = match self.sample.protocol {
            Some(protocol) => builder.protocol(protocol),
            None => builder,
        };
        match builder
            .base_url(self.url())
            .token("token-of-a-test")
            .retry(RetryPolicy::never())
            .connect()
        {
            Ok(client) => {
                let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
                clients.push(client.clone());
                C::from(client)
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// The requests that have come so far.
    pub fn received(&self) -> Vec<Received> {
        let received = self.received.lock();
        received.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Compares the request that came, and the answer that was read, with the sample.
    ///
    /// The path and the query are compared token by token, each as text; members of maps and parameters may
    /// stand in any order, projections are compared by what they ask for. Of the headers, those count that
    /// the sample shows. The answer must encode to the recorded body again, except for `null`s and for what
    /// the sample's `unknown` list names; an error answer must be the recorded error. Keys of a batch are
    /// compared by what they mean. The status counts, and the id and place of what was created.
    ///
    /// Where the environment variable `RESTLI_MUTATIONS` has a number, as many damaged bodies are read as the
    /// same answer: none may panic or take long, and a value of a wrong type is refused with its place.
    ///
    /// # Panics
    ///
    /// With all differences, if there are any.
    #[track_caller]
    pub fn verify<T: RecordedAnswer>(self, answer: Result<T>) {
        let differences = self.differences(&answer);
        self.report(&differences);
        let clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(response) = clients.iter().rev().find_map(Client::last_response) {
            mutation::read::<T>(&self.sample.name, &response);
        }
    }

    #[track_caller]
    fn report(&self, differences: &[Difference]) {
        if differences.is_empty() {
            return;
        }
        let mut report = format!("the exchange is not as recorded in {}\n", self.sample.name);
        for difference in differences {
            // Writing into a string cannot fail.
            let _ = writeln!(report, "{difference}");
        }
        panic!("{report}");
    }

    /// Compares the answer alone, of a request that no typed call makes: the service has refused it.
    ///
    /// # Panics
    ///
    /// With all differences, if there are any.
    #[track_caller]
    pub fn verify_refusal(self, answer: Result<crate::types::Json>) {
        let differences = self.differences(&answer);
        let of_request = |place: &str| place.starts_with("request");
        let differences: Vec<_> = { differences.into_iter() }
            .filter(|difference| !of_request(&difference.place))
            .collect();
        self.report(&differences);
    }

    /// What [`verify`](Self::verify) would complain about.
    pub fn differences<T: RecordedAnswer>(&self, answer: &Result<T>) -> Vec<Difference> {
        let received = self.received();
        let clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let api = clients.last().map(Client::api);
        let mut differences = match received.as_slice() {
            [request] => {
                let version_header = api.and_then(|api| api.version_header);
                request::compare(&self.sample, request.clone(), version_header)
            }
            [] => vec![Difference::missing(
                "request",
                self.sample.request.target.clone(),
            )],
            more => {
                let targets: Vec<_> = more.iter().map(|request| request.target.as_str()).collect();
                vec![Difference::new(
                    "request",
                    "one request",
                    targets.join(", "),
                )]
            }
        };
        let is_older = received.first().is_some_and(Received::is_older);
        let mut responses = clients.iter().rev();
        let response = responses.find_map(Client::last_response);
        let seen = answer::Seen {
            is_older,
            status: response.map(|response| response.status()),
            id_headers: api.map_or(&[], |api| api.id_headers),
        };
        drop(clients);
        differences.extend(answer::compare(&self.sample, answer, seen));
        if let Some(served) = &self.sample.served {
            // Nothing of what was really answered may be lost either.
            let mut sample = self.sample.clone();
            sample.response = served.clone();
            differences.extend(answer::compare(&sample, answer, seen));
        }
        differences
    }
}

/// Reads one request, keeps it and answers it.
async fn exchange(mut stream: TcpStream, response: &[u8], received: &Mutex<Vec<Received>>) {
    let mut raw = Vec::new();
    let request = loop {
        match stream.read_buf(&mut raw).await {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        match Received::parse(&raw) {
            Ok(Some(request)) => break request,
            Ok(None) => {}
            Err(_) => return,
        }
    };
    // First kept, then answered: whoever has the answer may ask for the request at once.
    received
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(request);
    // The client may have gone; what it sent counts nevertheless.
    let _ = stream.write_all(response).await;
    let _ = stream.shutdown().await;
}

/// The recorded answer as bytes.
fn response(sample: &Sample) -> Vec<u8> {
    let response = sample.served.as_ref().unwrap_or(&sample.response);
    let body = match &response.body {
        None => String::new(),
        // A text stands for a body that is no JSON.
        Some(json) => json
            .deserialize::<String>()
            .unwrap_or_else(|_| json.to_string()),
    };
    let mut head = format!("HTTP/1.1 {} Recorded\r\n", response.status);
    let shown = |name: &str| {
        response
            .headers
            .keys()
            .any(|own| own.eq_ignore_ascii_case(name))
    };
    for (name, value) in &response.headers {
        let framing = [
            "content-length",
            "transfer-encoding",
            "content-encoding",
            "connection",
        ];
        if !framing.contains(&name.to_ascii_lowercase().as_str()) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    if !body.is_empty() && !shown("content-type") {
        head.push_str("Content-Type: application/json\r\n");
    }
    head.push_str(&format!(
        "Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    ));
    let mut bytes = head.into_bytes();
    bytes.extend(body.into_bytes());
    bytes
}
