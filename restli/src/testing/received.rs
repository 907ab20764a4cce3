//! A request as it came over the socket.
//!
//! The raw bytes are kept: what an HTTP library shows of a request is not always what it sent.

/// A request, as received.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Received {
    /// Every byte of it.
    pub raw: Vec<u8>,
    /// The verb.
    pub method: String,
    /// Path and query, raw.
    pub target: String,
    /// The headers in order, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Received {
    /// Reads a request; nothing while it is not complete.
    ///
    /// # Errors
    ///
    /// When the bytes are no HTTP request.
    pub(super) fn parse(raw: &[u8]) -> Result<Option<Self>, String> {
        let mut space = [httparse::EMPTY_HEADER; 100];
        let mut request = httparse::Request::new(&mut space);
        let status = request.parse(raw).map_err(|error| error.to_string())?;
        let httparse::Status::Complete(head) = status else {
            return Ok(None);
        };
        let headers: Vec<_> = request
            .headers
            .iter()
            .map(|header| {
                let value = String::from_utf8_lossy(header.value).into_owned();
                (header.name.to_ascii_lowercase(), value)
            })
            .collect();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length = length.map_or(Ok(0), |(_, length)| length.parse::<usize>());
        let length = length.map_err(|_| "the content length is not a number".to_owned())?;
        let Some(body) = raw.get(head..head + length) else {
            return Ok(None);
        };
        Ok(Some(Self {
            raw: raw.to_vec(),
            method: request.method.unwrap_or_default().to_owned(),
            target: request.path.unwrap_or_default().to_owned(),
            body: body.to_vec(),
            headers,
        }))
    }

    /// A header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(own, _)| own.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    /// Whether it is written in protocol 1.0.0. Recorded requests often leave the header out.
    pub(super) fn is_older(&self) -> bool {
        self.header("x-restli-protocol-version") == Some("1.0.0")
    }

    /// The same request with its query where it was before tunneling.
    pub(super) fn untunneled(self) -> Self {
        let Some(verb) = self.header("x-http-method-override").map(str::to_owned) else {
            return self;
        };
        let content_type = self.header("content-type").unwrap_or_default().to_owned();
        let text = String::from_utf8_lossy(&self.body).into_owned();
        let (query, body) = match content_type.split_once("boundary=") {
            None => (text, None),
            Some((_, boundary)) => match parts(&text, boundary.trim_matches('"')) {
                Some((query, body)) => (query, Some(body)),
                None => return self,
            },
        };
        let mut headers = self.headers;
        headers.retain(|(name, _)| {
            !["x-http-method-override", "content-type", "content-length"].contains(&name.as_str())
        });
        if body.is_some() {
            headers.push(("content-type".to_owned(), "application/json".to_owned()));
        }
        Self {
            raw: self.raw,
            method: verb,
            target: match query.is_empty() {
                true => self.target,
                false => format!("{}?{query}", self.target),
            },
            headers,
            body: body.unwrap_or_default().into_bytes(),
        }
    }
}

/// The query and the body of a multipart text.
fn parts(text: &str, boundary: &str) -> Option<(String, String)> {
    let delimiter = format!("--{boundary}");
    let mut query = None;
    let mut body = None;
    for part in text.split(&delimiter).skip(1) {
        let Some((head, content)) = part.trim_start().split_once("\r\n\r\n") else {
            continue;
        };
        let content = content.strip_suffix("\r\n").unwrap_or(content).to_owned();
        match head.to_ascii_lowercase().contains("x-www-form-urlencoded") {
            true => query = query.or(Some(content)),
            false => body = body.or(Some(content)),
        }
    }
    query.zip(body)
}
