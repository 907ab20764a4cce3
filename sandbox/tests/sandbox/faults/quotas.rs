//! So many requests and no more, until the clock says otherwise.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use restli_sandbox::faults::{By, Fault, Quota, Rule};

use super::raw::{get, header, json, status};
use crate::support::{Served, library, served};

const BOOK: &str = "/lib/books/7";
const DAY: u64 = 86_400;

async fn statuses(served: &Served, target: &str, count: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..count {
        statuses.push(status(&get(served, target, "").await.0));
    }
    statuses
}

/// To the beginning of a window, so that no test runs across its end.
fn begin_window(served: &Served, seconds: u64) {
    let now = served.sandbox.now().duration_since(UNIX_EPOCH).unwrap();
    let left = Duration::from_secs(seconds)
        - Duration::from_millis(now.as_millis() as u64 % (seconds * 1_000));
    served.sandbox.advance(left);
}

#[tokio::test]
async fn a_day_quota_lasts_until_midnight() {
    let served = served().await;
    let faults = served.sandbox.faults();
    begin_window(&served, DAY);
    faults
        .add(Rule::quota(Quota::per_day(3)).resource("me"))
        .unwrap();
    assert_eq!(
        statuses(&served, "/v2/me", 5).await,
        [200, 200, 200, 429, 429]
    );
    assert_eq!(
        statuses(&served, "/v2/connections?q=viewer", 2).await,
        [200, 200]
    );
    let (reply, _) = get(&served, "/v2/me", "").await;
    assert_eq!(
        header(&reply, "retry-after"),
        [""; 0],
        "the service sends none"
    );
    assert_eq!(json(&reply)["serviceErrorCode"], 101);
    assert_eq!(
        json(&reply)["message"],
        "Resource level throttle limit for calls to this resource is reached."
    );
    served.sandbox.advance(Duration::from_secs(DAY - 60));
    assert_eq!(statuses(&served, "/v2/me", 1).await, [429]);
    served.sandbox.advance(Duration::from_secs(60));
    assert_eq!(statuses(&served, "/v2/me", 4).await, [200, 200, 200, 429]);
    let rules = faults.rules();
    assert_eq!(
        (rules[0].seen, rules[0].hit),
        (5, 5),
        "it counts those that are too many"
    );
}

#[tokio::test]
async fn a_quota_may_say_when_it_is_there_again() {
    let library = library().await;
    let faults = library.sandbox.faults();
    begin_window(&library, 600);
    let quota = || Quota::new(0, Duration::from_secs(600));
    let refuse = |text: &str| Rule::quota(quota()).and(text.parse::<Fault>().unwrap());
    faults.add(refuse("status=429; retry-after=reset")).unwrap();
    let (reply, _) = get(&library, BOOK, "").await;
    let seconds: u64 = header(&reply, "retry-after")[0].parse().unwrap();
    assert!((590..=600).contains(&seconds), "{seconds}");
    faults.clear();
    faults
        .add(refuse("status=503; retry-after=reset-date"))
        .unwrap();
    let (reply, _) = get(&library, BOOK, "").await;
    assert_eq!(status(&reply), 503);
    let date = httpdate::parse_http_date(header(&reply, "retry-after")[0]).unwrap();
    let left = date.duration_since(SystemTime::now()).unwrap().as_secs();
    assert!(
        (590..=601).contains(&left),
        "by the client's own clock: {left}"
    );
}

#[tokio::test]
async fn members_have_quotas_of_their_own() {
    let library = library().await;
    let faults = library.sandbox.faults();
    begin_window(&library, 60);
    let minute = Duration::from_secs(60);
    faults
        .add(Rule::quota(Quota::new(1, minute).by(By::Token)))
        .unwrap();
    let other = async || {
        let request = super::raw::request(&library, "GET", BOOK, "", "");
        let request = request.replace(library.sandbox.token(), "another");
        status(&super::raw::Raw::to(&library).await.ask(&request).await.0)
    };
    assert_eq!(statuses(&library, BOOK, 2).await, [200, 429]);
    assert_eq!(
        (other().await, other().await),
        (401, 429),
        "whoever that may be"
    );
}

#[tokio::test]
async fn quotas_can_be_told_in_a_scenario() {
    let library = library().await;
    begin_window(&library, 10);
    let scenario = "
rules:
  - name: burst
    quota: { per: 10s, limit: 2, by: token+resource }
  - name: day
    quota: { per: day, limit: 5 }
    fault: status=429; retry-after=reset
";
    library
        .sandbox
        .faults()
        .load("burst.yaml", scenario)
        .unwrap();
    assert_eq!(statuses(&library, BOOK, 3).await, [200, 200, 429]);
    assert_eq!(
        statuses(&library, "/lib/shelves/12", 3).await,
        [200, 200, 429]
    );
    // The sixth request of the day is one too many for both; the first rule says so.
    library.sandbox.advance(Duration::from_secs(10));
    let (reply, _) = get(&library, BOOK, "").await;
    assert_eq!(
        (status(&reply), header(&reply, "retry-after").len()),
        (429, 1)
    );
}
