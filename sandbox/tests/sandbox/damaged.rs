//! Damaged requests: whatever comes, it is answered, and a refusal is an error object.

use serde_json::{Value as Json, json};

use crate::support::{features, library, samples};

/// Characters that mean something to some part of a request.
const LOADED: &[u8] = b"()',:%*$-&=?/;~.{}[]\"0a";

/// Numbers that look random and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap_or_default()
    }

    /// A text with one character left out, doubled, replaced or added.
    fn damage(&mut self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        let at = self.below(bytes.len());
        let other = LOADED[self.below(LOADED.len())];
        match (self.below(4), bytes.get(at).copied()) {
            (0, Some(_)) => {
                bytes.remove(at);
            }
            (1, Some(byte)) => bytes.insert(at, byte),
            (2, Some(_)) => bytes[at] = other,
            _ => bytes.insert(at, other),
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

#[tokio::test]
async fn every_damaged_request_is_answered() {
    let library = library().await;
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    for sample in samples(&features()) {
        for part in ["path", "body", "body"] {
            let mut request = sample["request"].clone();
            let text = match &request[part] {
                Json::Null => continue,
                Json::String(text) => text.clone(),
                other => other.to_string(),
            };
            let damaged = match part {
                // The first slash is HTTP's, and what HTTP forbids never arrives.
                "path" => format!("/{}", chance.damage(&text[1..]).replace(' ', "")),
                _ => chance.damage(&text),
            };
            request[part] = json!(damaged);
            let reply = library.replay(&request).await;
            let id = &sample["id"];
            assert!((200..600).contains(&reply.status), "{id}: {damaged}");
            // A target that is no URI at all is refused before anything looks at it.
            let no_uri = part == "path" && reply.json.is_null();
            if reply.status >= 400 && !no_uri {
                let told =
                    reply.json["status"] == reply.status && reply.json["message"].is_string();
                assert!(told, "{id}: {damaged}: {:#}", reply.json);
            }
        }
    }
}
