//! What the active campaigns of an ad account have cost in a month, day by day, and places to aim at.
//!
//! An agency's report: the campaigns first, then one call for the statistics of all of them, because each
//! call counts against a limit of the application.

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use linkedin::{
    AdCampaignSearch, AdCampaignStatus, AdCampaignStatusValues, AdDateRange, AdPivot,
    AdPivotChoice, AdTargetingFacetUrn, AdTargetingQueryVersion, AdTimeGranularity,
    AdTimeGranularityChoice, Client, Date, SponsoredCampaignUrn,
};
use rust_decimal::Decimal;

/// The failures of this crate: calls, URNs and amounts.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// What a campaign has cost in a month.
#[derive(Debug, PartialEq)]
pub struct Spending {
    /// The campaign's number.
    pub campaign: i64,
    /// Its name.
    pub name: String,
    /// What each day has cost, by the day of the month; days without ads are not there.
    pub days: BTreeMap<i32, Decimal>,
    /// How often its ads were shown in the month.
    pub impressions: i64,
}

impl Spending {
    /// What the campaign has cost in the whole month.
    pub fn total(&self) -> Decimal {
        self.days.values().sum()
    }
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::AdCampaign)]
struct Campaign {
    id: i64,
    name: String,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::AdStatistics)]
struct Row {
    date_range: Days,
    pivot_values: Vec<String>,
    impressions: Option<i64>,
    cost_in_local_currency: Option<linkedin::restli::Decimal>,
}

#[derive(linkedin::Projection)]
#[projection(of = linkedin::AdDateRange)]
struct Days {
    start: Date,
}

/// What each active campaign of the account has cost in a month, in the order of the account.
///
/// # Errors
/// When a call fails, or an answer has no day, campaign or amount where it should.
pub async fn spending(
    linkedin: &Client,
    account: i64,
    year: i32,
    month: i32,
) -> Result<Vec<Spending>, Error> {
    let active = AdCampaignStatusValues::new().values([AdCampaignStatus::Active]);
    let campaigns: Vec<Campaign> = linkedin
        .ad_campaigns()
        .find_by_search(account, AdCampaignSearch::new().status(active))
        .select::<Campaign>()
        .stream()
        .try_collect()
        .await?;
    if campaigns.is_empty() {
        return Ok(Vec::new());
    }

    let day = |day| Date::new().year(year).month(month).day(day);
    let rows = linkedin
        .ad_analytics()
        .find_by_analytics(
            AdDateRange::new(day(1)).end(day(days_of(year, month))),
            AdTimeGranularityChoice::Plain(AdTimeGranularity::Daily),
        )
        .pivot(AdPivotChoice::Plain(AdPivot::Campaign))
        .campaigns(
            campaigns
                .iter()
                .map(|campaign| SponsoredCampaignUrn::new(campaign.id)),
        )
        .select::<Row>()
        .send()
        .await?;

    let mut spending: Vec<Spending> = { campaigns.into_iter() }
        .map(|campaign| Spending {
            campaign: campaign.id,
            name: campaign.name,
            days: BTreeMap::new(),
            impressions: 0,
        })
        .collect();
    for row in rows.elements {
        let urn = row.pivot_values.first().ok_or("a row without a campaign")?;
        let campaign = urn.parse::<SponsoredCampaignUrn>()?.id()?;
        let Some(of) = spending.iter_mut().find(|known| known.campaign == campaign) else {
            continue;
        };
        let day = row.date_range.start.day.ok_or("a row without a day")?;
        if let Some(cost) = row.cost_in_local_currency {
            of.days.insert(day, cost.to_decimal()?);
        }
        of.impressions += row.impressions.unwrap_or_default();
    }
    Ok(spending)
}

/// A place that a campaign can aim at.
#[derive(Debug, PartialEq, linkedin::Projection)]
#[projection(of = linkedin::AdTargetingEntity)]
pub struct Place {
    /// What targeting criteria name.
    pub urn: linkedin::restli::Urn,
    /// What to show.
    pub name: String,
}

/// The places whose names begin as the user types.
///
/// # Errors
/// When the call fails.
pub async fn places(linkedin: &Client, typed: &str) -> Result<Vec<Place>, Error> {
    let found = linkedin
        .ad_targeting_entities()
        .find_by_typeahead(
            AdTargetingQueryVersion::QueryUsesUrns,
            AdTargetingFacetUrn::new("locations"),
            typed,
        )
        .select::<Place>()
        .send()
        .await?;
    Ok(found.elements)
}

/// How many days a month has.
fn days_of(year: i32, month: i32) -> i32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
