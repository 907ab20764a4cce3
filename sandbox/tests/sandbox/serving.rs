//! The sandbox on the project's own schema: what a client of the real service would see.

use crate::support::{library, served};
use serde_json::{Value as Json, json};

const CONNECTIONS: &str = "/v2/connections?q=viewer";

#[tokio::test]
async fn connections_come_in_three_pages() {
    let served = served().await;
    let mut seen = Vec::new();
    for (start, rels) in [
        (0, vec!["next"]),
        (50, vec!["prev", "next"]),
        (100, vec!["prev"]),
    ] {
        let page = served
            .ok(&format!("{CONNECTIONS}&start={start}&count=50"))
            .await;
        assert_eq!(page["paging"]["start"], start);
        assert_eq!(page["paging"]["count"], 50);
        assert_eq!(page["paging"]["total"], 120);
        let links = page["paging"]["links"].as_array().unwrap();
        assert_eq!(
            links
                .iter()
                .map(|link| link["rel"].as_str().unwrap())
                .collect::<Vec<_>>(),
            rels
        );
        seen.extend(
            page["elements"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["to"].as_str().unwrap().to_owned()),
        );
    }
    assert_eq!(seen.len(), 120);
    let mut distinct = seen.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), 120);
}

#[tokio::test]
async fn links_lead_on() {
    let served = served().await;
    let page = served
        .ok(&format!(
            "{CONNECTIONS}&projection=(elements*(to),paging)&count=7&start=3"
        ))
        .await;
    let link = |rel: &str| {
        let links = page["paging"]["links"].as_array().unwrap();
        let link = links.iter().find(|link| link["rel"] == rel).unwrap();
        assert_eq!(link["type"], "application/json");
        link["href"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        link("next"),
        "/v2/connections?count=7&projection=(elements*(to),paging)&q=viewer&start=10"
    );
    assert_eq!(
        link("prev"),
        "/v2/connections?count=7&projection=(elements*(to),paging)&q=viewer&start=0"
    );
    let next = served.ok(&link("next")).await;
    assert_eq!(next["paging"]["start"], 10);
    assert_ne!(next["elements"], page["elements"]);
}

#[tokio::test]
async fn pages_default_and_end() {
    let served = served().await;
    let page = served.ok(CONNECTIONS).await;
    assert_eq!(page["elements"].as_array().unwrap().len(), 10);
    let page = served
        .ok(&format!("{CONNECTIONS}&start=118&count=10"))
        .await;
    assert_eq!(page["elements"].as_array().unwrap().len(), 2);
    let page = served.ok(&format!("{CONNECTIONS}&start=500")).await;
    assert_eq!(page["elements"], json!([]));
    let page = served.ok("/v2/clientAwareMemberHandles?q=members").await;
    assert!(
        page["paging"].get("total").is_none(),
        "only where the schema says that it is sent: {page:#}"
    );
}

#[tokio::test]
async fn answers_have_default_fields() {
    let served = served().await;
    let fields = |json: &Json| {
        json.as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let me = served.ok("/v2/me").await;
    assert_eq!(
        fields(&me),
        "firstName headline id lastName localizedFirstName localizedHeadline localizedLastName profilePicture vanityName"
    );
    assert_eq!(fields(&me["profilePicture"]), "displayImage");
    let whole = served.ok("/v2/me?projection=(*)").await;
    assert!(whole.get("positions").is_some());
    let id = me["id"].as_str().unwrap();
    let person = served.ok(&format!("/v2/people/(id:{id})")).await;
    assert_eq!(
        fields(&person),
        "firstName id lastName localizedFirstName localizedLastName profilePicture"
    );
    let size = served
        .ok(&format!("/v2/connections/urn%3Ali%3Aperson%3A{id}"))
        .await;
    assert_eq!(size, json!({"firstDegreeSize": 120}));
    let raw = format!("/v2/connections/urn:li:person:{id}");
    let raw = served.send_as_is("GET", &raw, &[], "").await;
    assert_eq!(raw.json, size, "as documentation writes it");
}

#[tokio::test]
async fn masks_in_both_spellings() {
    let served = served().await;
    let expected = json!({"id": "qV3-mBx7Lw", "firstName": {"localized": {"de_DE": "Jürgen"}}});
    assert_eq!(
        served
            .ok("/v2/me?projection=(id,firstName(localized(de_DE)))")
            .await,
        expected
    );
    assert_eq!(
        served
            .ok("/v2/me?fields=id,firstName:(localized:(de_DE))")
            .await,
        expected
    );
    let titles = served
        .ok("/v2/me?projection=(positions*(title(localized(en_US))))")
        .await;
    assert_eq!(
        served
            .ok("/v2/me?fields=positions:($*:(title:(localized:(en_US))))")
            .await,
        titles
    );
    assert_eq!(
        titles["positions"]["700411"],
        json!({"title": {"localized": {"en_US": "Technician"}}})
    );
    assert_eq!(
        served
            .ok("/v2/me?fields=supportedLocales:($*:(language),$start:1,$count:1)")
            .await,
        json!({"supportedLocales": [{"language": "de"}]})
    );
    let all_but = served.ok("/v2/me?fields=-positions").await;
    assert!(all_but.get("positions").is_none() && all_but.get("educations").is_some());
    assert_eq!(
        served.ok("/v2/me?fields=maidenName:(localized)").await,
        json!({})
    );
    assert_eq!(
        served
            .ok("/v2/me?fields=profilePicture:(photoFilterEditInfo)")
            .await,
        json!({"profilePicture": {}})
    );
}

#[tokio::test]
async fn the_envelope_holds_what_is_asked_for() {
    let served = served().await;
    let paging = served
        .ok(&format!("{CONNECTIONS}&projection=(paging)"))
        .await;
    assert_eq!(paging["paging"]["total"], 120);
    assert!(paging.get("elements").is_none());
    let elements = served
        .ok(&format!("{CONNECTIONS}&count=1&projection=(elements*(to))"))
        .await;
    assert_eq!(
        elements,
        json!({"elements": [{"to": "urn:li:person:b3Kp-Wq0a"}]})
    );
    assert_eq!(
        served
            .ok(&format!("{CONNECTIONS}&count=1&projection=(elements)"))
            .await,
        elements
    );
    let total = served
        .ok(&format!("{CONNECTIONS}&count=1&projection=(paging(total))"))
        .await;
    assert_eq!(total, json!({"paging": {"total": 120}}));
}

#[tokio::test]
async fn decorations_resolve_or_tell_why_not() {
    let served = served().await;
    let page = served
        .ok(&format!(
            "{CONNECTIONS}&count=5&projection=(elements*(to~))"
        ))
        .await;
    let first = &page["elements"][0];
    assert_eq!(
        first["to"], "urn:li:person:b3Kp-Wq0a",
        "decorating a field implies the field"
    );
    assert_eq!(
        first["to~"].as_object().unwrap().keys().collect::<Vec<_>>(),
        ["firstName", "id", "lastName"]
    );
    assert_eq!(
        page["elements"][3],
        json!({"to": "urn:li:person:hJ7-closed", "to!": {"status": 403, "serviceErrorCode": 100, "message": "Member data is not available"}})
    );
    let gone = served
        .ok(&format!(
            "{CONNECTIONS}&start=45&count=1&projection=(elements*(to~(id)))"
        ))
        .await;
    assert_eq!(gone["elements"][0]["to!"]["status"], 404);
    assert!(gone["elements"][0].get("to~").is_none());
    let wildcard = served
        .ok(&format!(
            "{CONNECTIONS}&count=1&projection=(elements(*(to~(localizedFirstName))))"
        ))
        .await;
    assert_eq!(
        wildcard["elements"][0]["to~"],
        json!({"localizedFirstName": "Amara"})
    );
    let nothing = served
        .ok(&format!(
            "{CONNECTIONS}&count=1&projection=(elements*(to~(vanityName)))"
        ))
        .await;
    assert_eq!(nothing["elements"][0]["to~"], json!({}));
}

#[tokio::test]
async fn decorations_nest_and_have_variants() {
    let served = served().await;
    for deco in [
        "~:playableStreams",
        "~digitalmediaAsset:playableStreams",
        "~",
    ] {
        let mask = format!(
            "(elements*(to~(profilePicture(displayImage{deco}(elements*(identifiers*(identifier)))))))"
        );
        let page = served
            .ok(&format!("{CONNECTIONS}&count=1&projection={mask}"))
            .await;
        let picture = &page["elements"][0]["to~"]["profilePicture"];
        let renditions = picture["displayImage~"]["elements"].as_array().unwrap();
        assert_eq!(renditions.len(), 4, "{deco}");
        assert_eq!(
            renditions[1],
            json!({"identifiers": [{"identifier": "https://media.example.org/member/1Yd42/200.jpg"}]})
        );
    }
    let me = served.ok("/v2/me?projection=(summaryRichMediaAssociations*(richMedia~(title)),backgroundPicture(displayImage~))").await;
    let associations = me["summaryRichMediaAssociations"].as_array().unwrap();
    assert!(associations[0]["richMedia~"]["title"].is_object());
    assert_eq!(associations[1]["richMedia!"]["status"], 403);
    assert_eq!(me["backgroundPicture"]["displayImage!"]["status"], 404);
}

#[tokio::test]
async fn handles_of_both_kinds() {
    let served = served().await;
    let finder = "/v2/clientAwareMemberHandles?q=members";
    let own = served
        .ok(&format!("{finder}&projection=(elements*(handle,type))"))
        .await;
    assert_eq!(
        own,
        json!({"elements": [{"handle": "urn:li:emailAddress:3301", "type": "EMAIL"}, {"handle": "urn:li:phoneNumber:7810", "type": "PHONE"}]})
    );
    let members = "members=List(urn%3Ali%3Aperson%3Ab3Kp-Wq0a,urn%3Ali%3Aperson%3ALx9vE2-pH)";
    let mask =
        "(elements*(member,handle~emailAddress(emailAddress)~phoneNumber(phoneNumber(number))))";
    let page = served
        .ok(&format!("{finder}&{members}&projection={mask}"))
        .await;
    let elements = page["elements"].as_array().unwrap();
    assert_eq!(
        elements[0]["handle~"],
        json!({"emailAddress": "amara.nwosu@example.org"})
    );
    assert_eq!(
        elements[1]["handle~"],
        json!({"phoneNumber": {"number": "+234 800 555 0147"}})
    );
    assert_eq!(elements[2]["handle!"]["status"], 403);
    let only_mail = served
        .ok(&format!(
            "{finder}&{members}&projection=(elements*(handle~emailAddress(emailAddress)))"
        ))
        .await;
    assert_eq!(
        only_mail["elements"][1],
        json!({"handle": "urn:li:phoneNumber:7811"}),
        "no instruction for this kind"
    );

    let headers = [
        ("X-Forwarded-For", "203.0.113.9"),
        ("Caller-Account-Age", "2"),
        ("Caller-Device-UUID", "none"),
    ];
    let look_up =
        |mail: &str| format!("/v2/clientAwareMemberHandles?q=handleString&handleString={mail}");
    let found = served
        .send("GET", &look_up("idris.farouk@example.org"), &headers, "")
        .await;
    assert_eq!(
        found.json["elements"],
        json!([{"member": "urn:li:person:_c4Wn0Rsd", "handle": "urn:li:emailAddress:-90233"}])
    );
    let nobody = served
        .send("GET", &look_up("nobody@example.org"), &headers, "")
        .await;
    assert_eq!((nobody.status, &nobody.json["elements"]), (200, &json!([])));
}

#[tokio::test]
async fn an_export_runs_succeeds_and_expires_later() {
    let served = served().await;
    let created = served
        .send(
            "POST",
            "/v2/contactExporterTasks",
            &[("Content-Type", "application/json")],
            "{}",
        )
        .await;
    assert_eq!(created.status, 201);
    assert_eq!(created.json, Json::Null);
    let id = created.header("x-linkedin-id").unwrap().to_owned();
    assert_eq!(
        created.header("location"),
        Some(format!("/v2/contactExporterTasks/{id}").as_str())
    );
    let poll = format!("/v2/contactExporterTasks/{id}?projection=(id,owner,status,result~)");
    for _ in 0..2 {
        let task = served.ok(&poll).await;
        assert_eq!(task["status"], "IN_PROGRESS");
        assert!(task.get("result").is_none() && task.get("result~").is_none());
    }
    let task = served.ok(&poll).await;
    assert_eq!(task["status"], "SUCCEEDED");
    let book = &task["result~"];
    assert!(book["contacts"].as_array().unwrap().len() > 20);
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_millis();
    assert!(u128::from(book["expiresAt"].as_u64().unwrap()) > now);
    assert_eq!(
        &served.ok(&poll).await["result~"],
        book,
        "and stays as it is"
    );
    let second = served
        .send("POST", "/v2/contactExporterTasks", &[], "{}")
        .await;
    assert_ne!(second.header("x-linkedin-id"), Some(id.as_str()));
}

#[tokio::test]
async fn plain_endpoints_answer_their_entity() {
    let served = served().await;
    let who = served.ok("/v2/userinfo").await;
    assert_eq!(who["sub"], served.ok("/v2/me").await["id"]);
    let reply = served.send("POST", "/v2/userinfo", &[], "").await;
    assert_eq!(reply.status, 405);
}

/// Whether a recorded request continues a walk, whose tokens nobody else knows.
fn has_token(sample: &Json) -> bool {
    let path = sample["request"]["path"].as_str();
    path.is_some_and(|path| path.contains("pageToken="))
}

#[tokio::test]
async fn every_recorded_request_is_a_call() {
    let served = served().await;
    let root = crate::support::schema();
    let succeeded = |sample: &Json| sample["response"]["status"].as_u64() < Some(300);
    let (mut refused, mut routed) = (Vec::new(), 0);
    for sample in crate::support::samples(&root).into_iter().filter(succeeded) {
        let reply = served.replay(&sample["request"]).await;
        // The data may lack what was recorded.
        let rule = reply.json["explanation"][0]["rule"].as_str();
        match (reply.status, rule) {
            (200..300, _) => routed += 1,
            (404, Some("not-found")) => {}
            (400, Some("paging")) if has_token(&sample) => {}
            _ => refused.push(format!("{}: {:#}", sample["id"], reply.json)),
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    assert!(routed > 100, "{routed}");
}

#[tokio::test]
async fn every_recorded_request_of_the_library_is_a_call() {
    let library = library().await;
    let root = crate::support::features();
    let succeeded = |sample: &Json| sample["response"]["status"].as_u64() < Some(300);
    let mut refused = Vec::new();
    for sample in crate::support::samples(&root).into_iter().filter(succeeded) {
        let reply = library.replay(&sample["request"]).await;
        let rule = reply.json["explanation"][0]["rule"].as_str();
        // What the data holds is another matter than what was recorded.
        let foreign = rule == Some("paging") && has_token(&sample);
        if [400, 405, 406, 415, 501].contains(&reply.status) && !foreign {
            refused.push(format!("{}: {:#}", sample["id"], reply.json));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}
