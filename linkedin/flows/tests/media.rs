//! Media against the sandbox: uploaded, waited for, and posted.
#![cfg(feature = "community")]

use std::path::Path;
use std::time::Duration;

use linkedin::restli::Pace;
use linkedin::{Client, OrganizationUrn, PostPollDuration, UploadStatus};
use linkedin_flows::Error;
use linkedin_flows::media::{Available, UploadDocument, UploadImage, UploadVideo};
use linkedin_flows::post::{Article, Card, NewPost};
use linkedin_types::LittleText;
use restli_sandbox::Sandbox;

async fn sandbox() -> (Sandbox, Client) {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema");
    let sandbox = Sandbox::start(schema).await.unwrap();
    let client = Client::builder()
        .base_url(sandbox.url())
        .token(sandbox.token());
    let client = client.build().unwrap();
    (sandbox, client)
}

fn page() -> OrganizationUrn {
    OrganizationUrn::new(2414183)
}

fn fast() -> Pace {
    Pace::new().with_interval(Duration::from_millis(1))
}

#[tokio::test]
async fn a_picture_is_uploaded_waited_for_and_posted() {
    let (_sandbox, linkedin) = sandbox().await;
    let upload = UploadImage::new(page(), vec![0xff_u8, 0xd8, 0xff]);
    let picture = upload.pace(fast()).send(&linkedin).await.unwrap();
    let seen = linkedin
        .images()
        .get(picture.urn().clone())
        .send()
        .await
        .unwrap();
    assert_eq!(seen.status, Some(UploadStatus::Available));
    assert_eq!(seen.owner, Some(page().into()));

    let text = LittleText::new()
        .text("Our new ")
        .hashtag("boat")
        .text(" (2)");
    let post = NewPost::new(page(), text).image(picture.clone(), "A boat");
    let urn = post.publish(&linkedin).await.unwrap();
    let post = linkedin.posts().get(urn).send().await.unwrap();
    assert_eq!(post.commentary.unwrap().to_plain(), "Our new #boat (2)");
    let Some(linkedin::PostContent::Media(media)) = post.content else {
        panic!("{:?}", post.content);
    };
    assert_eq!(media.id, Some(picture.into_urn().into()));
    assert_eq!(media.alt_text.as_deref(), Some("A boat"));
}

#[tokio::test]
async fn a_document_is_uploaded_and_waited_for() {
    let (_sandbox, linkedin) = sandbox().await;
    let upload = UploadDocument::new(page(), "%PDF-1.7");
    let document = upload.pace(fast()).send(&linkedin).await.unwrap();
    let post = NewPost::new(page(), "Read this").document(document, "Our boats");
    post.publish(&linkedin).await.unwrap();
}

#[tokio::test]
async fn a_video_goes_up_in_parts() {
    let (_sandbox, linkedin) = sandbox().await;
    let bytes = vec![7_u8; (4 << 20) + 1];
    let upload = UploadVideo::new(page(), bytes)
        .captions("1\n")
        .thumbnail("png");
    let video = upload.pace(fast()).send(&linkedin).await.unwrap();
    let seen = linkedin
        .videos()
        .get(video.urn().clone())
        .send()
        .await
        .unwrap();
    assert_eq!(seen.duration, Some(30_000));
    NewPost::new(page(), "")
        .video(video, "Sailing")
        .publish(&linkedin)
        .await
        .unwrap();
}

#[tokio::test]
async fn what_is_never_uploaded_is_never_available() {
    let (_sandbox, linkedin) = sandbox().await;
    let error = UploadImage::new(page(), "")
        .send(&linkedin)
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "the picture has no bytes");
    let error = UploadVideo::new(page(), "")
        .send(&linkedin)
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "the video has no bytes");
    let request = linkedin::ImageUploadRequest::new(page());
    let begun = linkedin
        .images()
        .initialize_upload(request)
        .send()
        .await
        .unwrap();
    let image = begun.value.unwrap().image.unwrap();
    // Nor is a video that is said to be complete.
    let request = linkedin::VideoUploadRequest::new(page(), 10_i64);
    let begun = linkedin
        .videos()
        .initialize_upload(request)
        .send()
        .await
        .unwrap();
    let video = begun.value.unwrap().video.unwrap();
    let end = linkedin::VideoUploadEnd::new(video.clone(), "", Vec::<String>::new());
    linkedin.videos().finalize_upload(end).send().await.unwrap();
    for _ in 0..3 {
        let seen = linkedin.videos().get(video.clone()).send().await.unwrap();
        assert_eq!(seen.status, Some(UploadStatus::WaitingUpload));
        let seen = linkedin.images().get(image.clone()).send().await.unwrap();
        assert_eq!(seen.status, Some(UploadStatus::WaitingUpload));
    }
}

#[tokio::test]
async fn posts_of_every_kind_are_taken() {
    let (_sandbox, linkedin) = sandbox().await;
    let image = |n: u32| Available::assume(linkedin::ImageUrn::new(format!("C4D-{n}")));
    let article =
        Article::new("https://nordtrack.example/boats", "Boats").description("All of them");
    for post in [
        NewPost::new(page(), "A text (of [brackets]), and nothing else."),
        NewPost::new(page(), "Many").images([(image(1), "One"), (image(2), "Two")]),
        NewPost::new(page(), "Read").article(article.thumbnail(image(3), "A boat")),
        NewPost::new(page(), "Say").poll("Which?", ["This", "That"], PostPollDuration::ThreeDays),
        NewPost::new(page(), "Leaf").carousel([
            Card::new(image(4), "First", "https://nordtrack.example/1"),
            Card::new(image(5), "Second", "https://nordtrack.example/2"),
        ]),
        NewPost::new(page(), "Again")
            .resharing(linkedin::ShareUrn::new(1))
            .to_connections()
            .not_to_be_reshared(),
    ] {
        let urn = post.clone().publish(&linkedin).await.unwrap();
        let read = linkedin.posts().get(urn).send().await.unwrap();
        let sent = post.into_post().unwrap();
        assert_eq!(
            (read.content, read.visibility),
            (sent.content, sent.visibility)
        );
        assert_eq!(read.commentary, sent.commentary);
    }
}

#[test]
fn what_linkedin_would_refuse_is_not_sent() {
    let image = || Available::assume(linkedin::ImageUrn::new("C4D"));
    let new = || NewPost::new(page(), "x");
    for (post, said) in [
        (
            new().images([(image(), "a")]),
            "a post has 2 to 20 pictures, and this one has 1",
        ),
        (
            new().poll("?", ["a"], PostPollDuration::OneDay),
            "a poll has 2 to 4 answers, and this one has 1",
        ),
        (
            new().poll("x".repeat(141), ["a", "b"], PostPollDuration::OneDay),
            "the question of a poll has at most 140 characters, and this one 141",
        ),
        (
            new().poll(
                "?",
                ["a".repeat(31), "b".to_owned()],
                PostPollDuration::OneDay,
            ),
            "an answer of a poll has at most 30 characters: `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`",
        ),
        (new().carousel([]), "a carousel has at least 2 cards"),
        (
            new()
                .image(image(), "a")
                .article(Article::new("https://a.example", "b")),
            "a post has one kind of content",
        ),
    ] {
        match post.into_post() {
            Err(Error::Invalid(text)) => assert_eq!(text, said),
            other => panic!("{said}: {other:?}"),
        }
    }
    let thirty = "é".repeat(30);
    let poll = new().poll(
        "é".repeat(140),
        [thirty.as_str(), "b"],
        PostPollDuration::OneDay,
    );
    poll.into_post().unwrap();
}
