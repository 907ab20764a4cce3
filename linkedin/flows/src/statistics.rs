//! Statistics of a Page: its followers and how its posts fare, in total and over time.
//!
//! One finder answers two shapes, depending on a parameter, in a record that has the fields of both; here each
//! shape is a function and a type of its own.

use std::future::poll_fn;
use std::pin::pin;

use futures_core::Stream as _;
use linkedin::restli::EpochMillis;
use linkedin::{
    Client, FollowerCounts, FunctionUrn, GeoUrn, IndustryUrn, OrganizationFollowerStatistics,
    OrganizationPageUrn, OrganizationShareStatistics, OrganizationUrn, PostUrn, SeniorityUrn,
    ShareStatistics, StaffCountRange, TimeGranularity, TimeIntervals, TimeRange,
};

use crate::error::{Error, Result, needed};

/// A span of time, from its start up to its end, which does not belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// When it begins.
    pub start: EpochMillis,
    /// When it has ended.
    pub end: EpochMillis,
}

/// Followers with one thing in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Facet<T> {
    /// What they have in common.
    pub of: T,
    /// Those who came by themselves.
    pub organic: i64,
    /// Those who came by ads.
    pub paid: i64,
}

/// The followers of a Page up to now, counted by what they have in common. Of each there are the 100 most
/// frequent at most, so the numbers do not add up to all followers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Followers {
    /// By job function.
    pub by_function: Vec<Facet<FunctionUrn>>,
    /// By seniority.
    pub by_seniority: Vec<Facet<SeniorityUrn>>,
    /// By industry.
    pub by_industry: Vec<Facet<IndustryUrn>>,
    /// By place.
    pub by_place: Vec<Facet<GeoUrn>>,
    /// By country.
    pub by_country: Vec<Facet<GeoUrn>>,
    /// By the size of their employer.
    pub by_staff_count: Vec<Facet<StaffCountRange>>,
}

/// The followers that a Page has gained in a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowerGain {
    /// When.
    pub span: Span,
    /// Those who came by themselves.
    pub organic: i64,
    /// Those who came by ads.
    pub paid: i64,
}

/// How members have met with the posts of a Page in a span of time.
#[derive(Clone, Debug, PartialEq)]
pub struct PostsInSpan {
    /// When.
    pub span: Span,
    /// The numbers.
    pub numbers: ShareStatistics,
}

/// The followers of a Page up to now. The token's member has to administer it.
pub async fn followers(linkedin: &Client, page: impl Into<OrganizationUrn>) -> Result<Followers> {
    let found = linkedin.organizational_entity_follower_statistics();
    let found = found.find_by_organizational_entity(page).send().await?;
    let statistics = found.elements.into_iter().next().unwrap_or_default();
    Ok(Followers::of(statistics))
}

/// The followers that a Page has gained in each day, week or month of a span, the oldest first. The span may
/// begin twelve months ago and end two days ago.
pub async fn follower_gains(
    linkedin: &Client,
    page: impl Into<OrganizationUrn>,
    span: Span,
    each: TimeGranularity,
) -> Result<Vec<FollowerGain>> {
    const WHAT: &str = "the reading of statistics";
    let found = linkedin.organizational_entity_follower_statistics();
    let found = found.find_by_organizational_entity(page);
    let mut found = pin!(found.time_intervals(intervals(span, each)).stream());
    // There is an element for each interval, and a page has ten.
    let mut elements = Vec::new();
    while let Some(element) = poll_fn(|context| found.as_mut().poll_next(context)).await {
        elements.push(element?);
    }
    let gains = elements.into_iter().map(|element| {
        let gained = needed(element.follower_gains, "followerGains", WHAT)?;
        Ok(FollowerGain {
            span: Span::of(element.time_range, WHAT)?,
            organic: gained.organic_follower_gain.unwrap_or(0),
            paid: gained.paid_follower_gain.unwrap_or(0),
        })
    });
    let mut gains: Vec<_> = gains.collect::<Result<_>>()?;
    gains.sort_by_key(|gain| gain.span.start);
    Ok(gains)
}

/// How members have met with all posts of a Page, within the last twelve months.
pub async fn posts_in_total(
    linkedin: &Client,
    page: impl Into<OrganizationPageUrn>,
) -> Result<ShareStatistics> {
    let found = linkedin.organizational_entity_share_statistics();
    let found = found.find_by_organizational_entity(page).send().await?;
    let first = found.elements.into_iter().next();
    Ok(first.map(numbers).unwrap_or_default())
}

/// How members have met with the posts of a Page in each day or month of a span, the oldest first.
pub async fn posts_over_time(
    linkedin: &Client,
    page: impl Into<OrganizationPageUrn>,
    span: Span,
    each: TimeGranularity,
) -> Result<Vec<PostsInSpan>> {
    const WHAT: &str = "the reading of statistics";
    let found = linkedin.organizational_entity_share_statistics();
    let found = found.find_by_organizational_entity(page);
    let found = found.time_intervals(intervals(span, each)).send().await?;
    let spans = found.elements.into_iter().map(|mut element| {
        Ok(PostsInSpan {
            span: Span::of(element.time_range.take(), WHAT)?,
            numbers: numbers(element),
        })
    });
    let mut spans: Vec<_> = spans.collect::<Result<_>>()?;
    spans.sort_by_key(|found| found.span.start);
    Ok(spans)
}

/// How members have met with each of these posts of a Page, in the order of the posts. LinkedIn leaves those
/// out that nobody has met with; here they have no numbers.
pub async fn posts_each(
    linkedin: &Client,
    page: impl Into<OrganizationPageUrn>,
    posts: impl IntoIterator<Item = impl Into<PostUrn>>,
) -> Result<Vec<(PostUrn, ShareStatistics)>> {
    let posts: Vec<PostUrn> = posts.into_iter().map(Into::into).collect();
    let shares = posts.iter().filter_map(|post| match post {
        PostUrn::Share(share) => Some(share.clone()),
        _ => None,
    });
    let ugc_posts = posts.iter().filter_map(|post| match post {
        PostUrn::UgcPost(post) => Some(post.clone()),
        _ => None,
    });
    let (shares, ugc_posts): (Vec<_>, Vec<_>) = (shares.collect(), ugc_posts.collect());
    if shares.len() + ugc_posts.len() < posts.len() {
        let message = "there are statistics of the kinds `share` and `ugcPost` alone";
        return Err(Error::Invalid(message.to_owned()));
    }
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    let found = linkedin.organizational_entity_share_statistics();
    let mut found = found.find_by_organizational_entity(page);
    if !shares.is_empty() {
        found = found.shares(shares);
    }
    if !ugc_posts.is_empty() {
        found = found.ugc_posts(ugc_posts);
    }
    let elements = found.send().await?.elements;
    let of = |post: &PostUrn| {
        let found = elements.iter().find(|element| match post {
            PostUrn::Share(share) => element.share.as_ref() == Some(share),
            PostUrn::UgcPost(post) => element.ugc_post.as_ref() == Some(post),
            _ => false,
        });
        found.cloned().map(numbers).unwrap_or_default()
    };
    let numbers: Vec<_> = posts.iter().map(of).collect();
    Ok(posts.into_iter().zip(numbers).collect())
}

fn numbers(element: OrganizationShareStatistics) -> ShareStatistics {
    element.total_share_statistics.unwrap_or_default()
}

fn intervals(span: Span, each: TimeGranularity) -> TimeIntervals {
    let range = TimeRange::new().start(span.start).end(span.end);
    TimeIntervals::new(range, each)
}

impl Span {
    fn of(range: Option<TimeRange>, what: &str) -> Result<Self> {
        let range = needed(range, "timeRange", what)?;
        Ok(Self {
            start: needed(range.start, "timeRange.start", what)?,
            end: needed(range.end, "timeRange.end", what)?,
        })
    }
}

impl Followers {
    fn of(statistics: OrganizationFollowerStatistics) -> Self {
        Self {
            by_function: facets(statistics.follower_counts_by_function, |f| {
                (f.function, f.follower_counts)
            }),
            by_seniority: facets(statistics.follower_counts_by_seniority, |f| {
                (f.seniority, f.follower_counts)
            }),
            by_industry: facets(statistics.follower_counts_by_industry, |f| {
                (f.industry, f.follower_counts)
            }),
            by_place: facets(statistics.follower_counts_by_geo, |f| {
                (f.geo, f.follower_counts)
            }),
            by_country: facets(statistics.follower_counts_by_geo_country, |f| {
                (f.geo, f.follower_counts)
            }),
            by_staff_count: facets(statistics.follower_counts_by_staff_count_range, |f| {
                (f.staff_count_range, f.follower_counts)
            }),
        }
    }
}

fn facets<F, T>(
    found: Option<Vec<F>>,
    parts: impl Fn(F) -> (Option<T>, Option<FollowerCounts>),
) -> Vec<Facet<T>> {
    let facets = found.unwrap_or_default().into_iter().filter_map(|found| {
        let (of, counts) = parts(found);
        let counts = counts.unwrap_or_default();
        Some(Facet {
            of: of?,
            organic: counts.organic_follower_count.unwrap_or(0),
            paid: counts.paid_follower_count.unwrap_or(0),
        })
    });
    facets.collect()
}
