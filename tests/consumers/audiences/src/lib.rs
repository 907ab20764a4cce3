//! Sends what was sold to LinkedIn's Conversions API, in batches, and tells which sales were refused.
//!
//! A nightly job: a batch succeeds even if some of its events do not, so each outcome has to be matched
//! with the sale that it is about.

use linkedin::restli::EpochMillis;
use linkedin::{
    Client, ConversionEvent, ConversionUser, ConversionUserId, ConversionUserIdType, Error,
    LlaPartnerConversionUrn, MoneyAmount, SponsoredAccountUrn,
};

/// The most events that LinkedIn takes at once.
pub const MAX_EVENTS: usize = 5000;

/// Something that was sold.
#[derive(Clone, Debug)]
pub struct Sale {
    /// The number of the order.
    pub order: String,
    /// When it was sold.
    pub sold_at: EpochMillis,
    /// The SHA-256 of the buyer's e-mail address, in hexadecimal digits.
    pub buyer: String,
    /// What was paid.
    pub paid: MoneyAmount,
}

/// What became of the sales.
#[derive(Debug, Default, PartialEq)]
pub struct Outcome {
    /// How many were taken.
    pub taken: usize,
    /// Those that were not.
    pub refused: Vec<Refused>,
}

/// A sale that was refused.
#[derive(Debug, PartialEq)]
pub struct Refused {
    /// The number of the order.
    pub order: String,
    /// The status of the one event.
    pub status: u16,
    /// What LinkedIn says about it.
    pub reason: String,
}

/// A conversion that events can be sent for.
#[derive(Debug, PartialEq, linkedin::Projection)]
#[projection(of = linkedin::Conversion)]
pub struct Conversion {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Whether events are counted.
    pub enabled: bool,
}

/// The conversions of an ad account that count events.
///
/// # Errors
/// When the call fails.
pub async fn conversions(linkedin: &Client, account: i64) -> Result<Vec<Conversion>, Error> {
    let found = linkedin
        .conversions()
        .find_by_account(SponsoredAccountUrn::new(account))
        .select::<Conversion>()
        .send()
        .await?;
    let enabled = found.elements.into_iter().filter(|one| one.enabled);
    Ok(enabled.collect())
}

/// Sends sales as events of a conversion, so many in one call.
///
/// # Errors
/// When a whole call fails; what was sent before stays sent, and may be sent again, because events of the
/// same id count once.
pub async fn send(
    linkedin: &Client,
    conversion: i64,
    sales: &[Sale],
    at_once: usize,
) -> Result<Outcome, Error> {
    let conversion = LlaPartnerConversionUrn::new(conversion);
    let mut outcome = Outcome::default();
    for batch in sales.chunks(at_once.clamp(1, MAX_EVENTS)) {
        let events = batch.iter().map(|sale| event(&conversion, sale));
        let sent = linkedin.conversion_events().batch_create(events).send();
        for (sale, element) in batch.iter().zip(sent.await?.elements) {
            match element.error() {
                None => outcome.taken += 1,
                Some(error) => outcome.refused.push(Refused {
                    order: sale.order.clone(),
                    status: element.status(),
                    reason: error.message.clone().unwrap_or_default(),
                }),
            }
        }
    }
    Ok(outcome)
}

fn event(conversion: &LlaPartnerConversionUrn, sale: &Sale) -> ConversionEvent {
    let buyer = ConversionUserId::new(ConversionUserIdType::Sha256Email, &sale.buyer);
    ConversionEvent::new(
        conversion.clone(),
        sale.sold_at,
        ConversionUser::new([buyer]),
    )
    .conversion_value(sale.paid.clone())
    .event_id(&sale.order)
}
