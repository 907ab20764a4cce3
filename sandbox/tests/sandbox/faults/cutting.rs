//! Replies that end or halt within.

use std::time::Duration;

use super::raw::{End, Raw, get, is_whole, parts, request};
use crate::support::library;

const SHELF: &str = "/lib/shelves/12";
const SHELVES: &str = "/lib/shelves";

#[tokio::test]
async fn a_reply_is_cut_at_every_byte() {
    let library = library().await;
    let (whole, _) = get(&library, SHELVES, "content-length=+0").await;
    assert!(is_whole(whole.as_bytes()), "{whole}");
    let length = whole.len();
    assert!(length > 500, "{length}");
    let date = whole.find("date: ").unwrap() + "date: ".len();
    for at in 0..length {
        let (reply, end) = get(&library, SHELVES, &format!("cut-after={at}")).await;
        assert_eq!((reply.len(), end), (at, End::Closed));
        assert!(!is_whole(reply.as_bytes()), "{reply}");
        assert_eq!(reply[..at.min(date)], whole[..at.min(date)]);
    }
    let (reply, end) = get(&library, SHELVES, &format!("cut-after={}", length + 1)).await;
    assert_eq!(end, End::Open, "nothing is cut behind the end");
    assert!(is_whole(reply.as_bytes()));
}

#[tokio::test]
async fn a_reply_is_cut_behind_its_headers_or_by_a_reset() {
    let library = library().await;
    let (reply, end) = get(&library, SHELF, "cut-after=headers").await;
    assert!(reply.ends_with("\r\n\r\n") && end == End::Closed, "{reply}");
    let (reply, end) = get(&library, SHELF, "cut-after=120; by=reset").await;
    // A reset may overtake what was sent before it.
    assert!(reply.len() <= 120 && end == End::Reset, "{reply}");
}

#[tokio::test]
async fn a_reply_halts_where_it_is_told() {
    let library = library().await;
    let (reply, end) = get(&library, SHELF, "stall-after=0").await;
    assert_eq!((reply.as_str(), end), ("", End::Open));
    let (reply, end) = get(&library, SHELF, "stall-after=headers").await;
    assert!(reply.ends_with("\r\n\r\n") && end == End::Open, "{reply}");
    let (reply, end) = get(&library, SHELF, "stall-after=300").await;
    assert_eq!((reply.len(), end), (300, End::Open));
}

#[tokio::test]
async fn a_reply_goes_on_after_it_halted() {
    let library = library().await;
    let fault = "stall-after=100; for=150ms";
    let request =
        request(&library, "GET", SHELF, fault, "").replace("Host", "Connection: close\r\nHost");
    let pieces = Raw::to(&library).await.timed(&request).await;
    assert_eq!(pieces[0].1.len(), 100);
    let (early, late) = (pieces[0].0, pieces[1].0);
    assert!(early < Duration::from_millis(100), "{early:?}");
    assert!(late >= Duration::from_millis(150), "{late:?}");
    let all: Vec<u8> = pieces.into_iter().flat_map(|(_, piece)| piece).collect();
    let text = String::from_utf8(all).unwrap();
    assert!(is_whole(text.as_bytes()), "{text}");
}

#[tokio::test]
async fn a_reply_dribbles() {
    let library = library().await;
    let ask = async |fault: &str| {
        let request = request(&library, "GET", "/lib/settings?fields=open", fault, "");
        let request = request.replace("Host", "Connection: close\r\nHost");
        Raw::to(&library).await.timed(&request).await
    };
    // A busy machine may bring several pieces at once, but none of them too early.
    let pace = |pieces: &[(Duration, Vec<u8>)], at_once: usize, bytes: usize| {
        let length: usize = pieces.iter().map(|(_, piece)| piece.len()).sum();
        let pauses = (length - at_once).div_ceil(bytes) - 1;
        let time = pieces[pieces.len() - 1].0;
        assert!(
            time >= Duration::from_millis(10) * pauses as u32,
            "{time:?} for {pauses}"
        );
        assert!(pieces.len() > 2, "{pieces:?}");
    };
    let pieces = ask("dribble=10; every=10ms").await;
    pace(&pieces, 0, 10);
    assert!(pieces[0].1.len() < 100, "{pieces:?}");

    let pieces = ask("dribble=4; every=10ms; after=headers").await;
    let first = String::from_utf8_lossy(&pieces[0].1).into_owned();
    let (head, _) = parts(&first);
    pace(&pieces, head.len() + 4, 4);
}

#[tokio::test]
async fn a_client_that_leaves_is_not_waited_for() {
    let library = library().await;
    let request = request(&library, "GET", SHELF, "stall-after=0", "");
    for _ in 0..20 {
        let mut raw = Raw::to(&library).await;
        raw.send(&request).await;
        drop(raw);
    }
    assert!(get(&library, SHELF, "").await.0.contains("Poetry"));
}
