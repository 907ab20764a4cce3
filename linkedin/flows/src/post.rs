//! Posts, as they can be published.
//!
//! A post has five fields that must be there and hardly ever differ, at most one kind of content, and limits
//! that LinkedIn tells only by refusing; a [`NewPost`] knows them.

use linkedin::{
    AuthorUrn, Client, DocumentUrn, ImageUrn, Post, PostArticle, PostCarousel, PostCarouselCard,
    PostCarouselMedia, PostContainerUrn, PostContent, PostDistribution, PostFeedDistribution,
    PostImage, PostLifecycleState, PostMedia, PostMultiImage, PostOrActivityUrn, PostPoll,
    PostPollDuration, PostPollOption, PostPollSettings, PostReference, PostReshareContext,
    PostTargetEntity, PostUrn, PostVisibility, VideoUrn,
};
use linkedin_types::LittleText;

use crate::error::{Error, Result};
use crate::media::Available;

/// How many pictures a post of several may have.
const IMAGES: std::ops::RangeInclusive<usize> = 2..=20;
/// How many answers a poll may have.
const OPTIONS: std::ops::RangeInclusive<usize> = 2..=4;
/// How long the question of a poll may be, in characters.
const QUESTION: usize = 140;
/// How long an answer of a poll may be, in characters.
const OPTION: usize = 30;

/// A post that is to be published: public and in the feed, unless told otherwise.
#[derive(Clone, Debug)]
#[must_use = "nothing is posted until it is published"]
pub struct NewPost {
    post: Post,
    /// What is wrong with it; the first thing that was found.
    wrong: Option<String>,
}

/// The title, description and picture that a post shows of a page of the web. LinkedIn does not look at the
/// page itself.
#[derive(Clone, Debug)]
pub struct Article(PostArticle);

impl Article {
    /// The page at this URL, with this title.
    pub fn new(url: impl Into<String>, title: impl Into<String>) -> Self {
        Self(PostArticle::new(url).title(title))
    }

    /// What it is about, in fewer than 4,086 characters.
    pub fn description(self, text: impl Into<String>) -> Self {
        Self(self.0.description(text))
    }

    /// A picture of it, and what is said of the picture to who cannot see it.
    pub fn thumbnail(self, image: Available<ImageUrn>, alt_text: impl Into<String>) -> Self {
        Self(
            self.0
                .thumbnail(image.into_urn())
                .thumbnail_alt_text(alt_text),
        )
    }
}

/// A card of a carousel.
#[derive(Clone, Debug)]
pub struct Card(PostCarouselCard);

impl Card {
    /// A picture with a title, that leads to a URL.
    pub fn new(
        image: Available<ImageUrn>,
        title: impl Into<String>,
        landing_page: impl Into<String>,
    ) -> Self {
        let media = PostCarouselMedia::new(image.into_urn()).title(title);
        Self(PostCarouselCard::new(media).landing_page(landing_page))
    }
}

impl NewPost {
    /// A text of this member or Page. A `&str` is plain text; a [`LittleText`] may mention members and Pages
    /// and have hashtags.
    pub fn new(author: impl Into<AuthorUrn>, text: impl Into<PostText>) -> Self {
        let distribution = PostDistribution::new()
            .feed_distribution(PostFeedDistribution::MainFeed)
            .target_entities(Vec::<PostTargetEntity>::new())
            .third_party_distribution_channels(Vec::<linkedin::restli::Json>::new());
        let post = Post::new(
            author,
            text.into().0,
            distribution,
            PostLifecycleState::Published,
            PostVisibility::Public,
        );
        Self { post, wrong: None }
    }

    /// With a picture, and what is said of it to who cannot see it.
    pub fn image(self, image: Available<ImageUrn>, alt_text: impl Into<String>) -> Self {
        let media = PostMedia::new(image.into_urn()).alt_text(alt_text);
        self.content(PostContent::Media(media))
    }

    /// With several pictures, 2 to 20, each with what is said of it to who cannot see it.
    pub fn images(
        self,
        images: impl IntoIterator<Item = (Available<ImageUrn>, impl Into<String>)>,
    ) -> Self {
        let images = images.into_iter();
        let images = images.map(|(image, text)| PostImage::new(image.into_urn()).alt_text(text));
        let images: Vec<_> = images.collect();
        let count = images.len();
        let content = PostContent::MultiImage(PostMultiImage::new(images));
        self.content(content).unless(
            IMAGES.contains(&count),
            format!("a post has 2 to 20 pictures, and this one has {count}"),
        )
    }

    /// With a video and its title.
    pub fn video(self, video: Available<VideoUrn>, title: impl Into<String>) -> Self {
        let media = PostMedia::new(video.into_urn()).title(title);
        self.content(PostContent::Media(media))
    }

    /// With a document and its title, which it must have.
    pub fn document(self, document: Available<DocumentUrn>, title: impl Into<String>) -> Self {
        let media = PostMedia::new(document.into_urn()).title(title);
        self.content(PostContent::Media(media))
    }

    /// With a page of the web.
    pub fn article(self, article: Article) -> Self {
        self.content(PostContent::Article(article.0))
    }

    /// With a poll: a question of at most 140 characters, and 2 to 4 answers of at most 30.
    pub fn poll(
        self,
        question: impl Into<String>,
        options: impl IntoIterator<Item = impl Into<String>>,
        duration: PostPollDuration,
    ) -> Self {
        let (question, options) = (question.into(), options.into_iter().map(Into::into));
        let options: Vec<String> = options.collect();
        let (asked, count) = (question.chars().count(), options.len());
        let long = { options.iter() }.find(|text| text.chars().count() > OPTION);
        let long =
            long.map(|text| format!("an answer of a poll has at most 30 characters: `{text}`"));
        let options = options.into_iter().map(PostPollOption::new);
        let settings = PostPollSettings::new().duration(duration);
        let poll = PostPoll::new(question, options).settings(settings);
        self.content(PostContent::Poll(poll))
            .unless(
                OPTIONS.contains(&count),
                format!("a poll has 2 to 4 answers, and this one has {count}"),
            )
            .unless(
                asked <= QUESTION,
                format!("the question of a poll has at most 140 characters, and this one {asked}"),
            )
            .unless(long.is_none(), long.unwrap_or_default())
    }

    /// With cards to leaf through; for advertising only.
    pub fn carousel(self, cards: impl IntoIterator<Item = Card>) -> Self {
        let cards: Vec<_> = cards.into_iter().map(|card| card.0).collect();
        let enough = cards.len() >= 2;
        self.content(PostContent::Carousel(PostCarousel::new(cards)))
            .unless(enough, "a carousel has at least 2 cards".to_owned())
    }

    /// With something that is on LinkedIn, such as an event.
    pub fn reference(self, urn: impl Into<linkedin::restli::Urn>) -> Self {
        self.content(PostContent::Reference(PostReference::new(urn)))
    }

    /// Reshares another post.
    pub fn resharing(mut self, post: impl Into<PostOrActivityUrn>) -> Self {
        self.post = self.post.reshare_context(PostReshareContext::new(post));
        self
    }

    /// Shown to the author's connections alone.
    pub fn to_connections(mut self) -> Self {
        self.post.visibility = Some(PostVisibility::Connections);
        self
    }

    /// Posted in a group or event.
    pub fn within(mut self, container: impl Into<PostContainerUrn>) -> Self {
        self.post = self.post.container(container);
        self
    }

    /// Shown to one of these audiences alone; posts of Pages only.
    pub fn targeted(mut self, audiences: impl IntoIterator<Item = PostTargetEntity>) -> Self {
        let distribution = self.post.distribution.take().unwrap_or_default();
        self.post.distribution = Some(distribution.target_entities(audiences));
        self
    }

    /// Not to be reshared by others.
    pub fn not_to_be_reshared(mut self) -> Self {
        self.post = self.post.is_reshare_disabled_by_author(true);
        self
    }

    /// The post as the client takes it, to change what is not foreseen here.
    ///
    /// # Errors
    /// [`Error::Invalid`] when LinkedIn would refuse it.
    pub fn into_post(self) -> Result<Post> {
        match self.wrong {
            Some(wrong) => Err(Error::Invalid(wrong)),
            None => Ok(self.post),
        }
    }

    /// Publishes it.
    ///
    /// # Errors
    /// [`Error::Invalid`] when LinkedIn would refuse it, and nothing was sent; [`Error::Call`] when it did.
    pub async fn publish(self, linkedin: &Client) -> Result<PostUrn> {
        let post = self.into_post()?;
        Ok(linkedin.posts().create(post).send().await?.id)
    }

    fn content(mut self, content: PostContent) -> Self {
        let is_first = self.post.content.is_none();
        self.post = self.post.content(content);
        self.unless(is_first, "a post has one kind of content".to_owned())
    }

    fn unless(mut self, right: bool, wrong: String) -> Self {
        if !right {
            self.wrong.get_or_insert(wrong);
        }
        self
    }
}

/// The text of a post: plain where it comes from a string, so that brackets and signs in it mean nothing.
#[derive(Clone, Debug)]
pub struct PostText(LittleText);

impl From<&str> for PostText {
    fn from(text: &str) -> Self {
        Self(LittleText::plain(text))
    }
}

impl From<String> for PostText {
    fn from(text: String) -> Self {
        Self(LittleText::plain(&text))
    }
}

impl From<LittleText> for PostText {
    fn from(text: LittleText) -> Self {
        Self(text)
    }
}
