//! Sending sales to the sandbox, which refuses some of them.
//!
//! What is refused in the middle of a batch must be told by its order, whatever batch it was in.

use consumer_audiences::{Conversion, MAX_EVENTS, Outcome, Refused, Sale, conversions, send};
use linkedin::restli::{Decimal, EpochMillis};
use linkedin::{Client, MoneyAmount};
use restli_sandbox::Sandbox;

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../schema");

async fn connect() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(SCHEMA).await.expect("the sandbox starts");
    let builder = Client::builder().base_url(sandbox.url());
    let client = builder.token(sandbox.token()).build().expect("a client");
    (sandbox, client)
}

fn sale(order: usize, currency: &str) -> Sale {
    Sale {
        order: format!("T-{order}"),
        sold_at: EpochMillis::from_millis(1_790_000_000_000),
        buyer: format!("{order:064x}"),
        paid: MoneyAmount::new(Decimal::new(1450, 2), currency),
    }
}

#[tokio::test]
async fn conversions_that_count() {
    let (_sandbox, linkedin) = connect().await;
    let found = conversions(&linkedin, 507_300_881).await.unwrap();
    let counter = Conversion {
        id: 31_400_101,
        name: "Ticket at the counter".to_owned(),
        enabled: true,
    };
    assert_eq!(found, [counter]);
}

#[tokio::test]
async fn every_refused_sale_is_told_whatever_its_batch() {
    let (_sandbox, linkedin) = connect().await;
    let mut sales: Vec<_> = (1..=25).map(|order| sale(order, "EUR")).collect();
    sales[3] = sale(4, "XTS");
    sales[24] = sale(25, "XTS");
    sales[10].buyer = "nobody@example.org".to_owned();
    let outcome = send(&linkedin, 31_400_101, &sales, 10).await.unwrap();

    let refused = |order: &str, status, reason: &str| Refused {
        order: order.to_owned(),
        status,
        reason: reason.to_owned(),
    };
    assert_eq!(outcome.taken, 22);
    assert_eq!(
        outcome.refused,
        [
            refused("T-4", 422, "The currency XTS is not supported"),
            refused("T-11", 400, "idValue is no SHA-256 in hexadecimal digits"),
            refused("T-25", 422, "The currency XTS is not supported"),
        ]
    );
}

#[tokio::test]
async fn the_conversion_of_another_account_takes_nothing() {
    let (_sandbox, linkedin) = connect().await;
    let sales = [sale(1, "EUR"), sale(2, "EUR")];
    let outcome = send(&linkedin, 31_400_109, &sales, MAX_EVENTS)
        .await
        .unwrap();
    assert_eq!(outcome.taken, 0);
    let told: Vec<_> = { outcome.refused.iter() }
        .map(|refused| (refused.order.as_str(), refused.status))
        .collect();
    assert_eq!(told, [("T-1", 403), ("T-2", 403)]);
}

#[tokio::test]
async fn without_sales_nothing_is_sent() {
    let (_sandbox, linkedin) = connect().await;
    let outcome = send(&linkedin, 31_400_101, &[], MAX_EVENTS).await.unwrap();
    assert_eq!(outcome, Outcome::default());
}
