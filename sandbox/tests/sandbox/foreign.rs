//! Requests as other clients write them, byte for byte: what is odd but means something is taken, and
//! what is wrong is told how it would be right.
//!
//! `tests/clients/` has the clients themselves.

use serde_json::json;

use crate::support::served;

const JSON: (&str, &str) = ("Content-Type", "application/json");
const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
const V2: (&str, &str) = ("X-RestLi-Protocol-Version", "2.0.0");
const VERSION: (&str, &str) = ("LinkedIn-Version", "202609");

/// An empty parameter before the mask, the media type of no body, and the method in upper case.
#[tokio::test]
async fn oddities_of_reading() {
    let served = served().await;
    let headers = [V2, JSON, ("X-RestLi-Method", "GET")];
    let reply = served.send("GET", "/v2/me?&fields=id", &headers, "").await;
    assert_eq!(
        (reply.status, reply.json),
        (200, json!({"id": "qV3-mBx7Lw"}))
    );
    let escaped = "/v2/me?projection=%28id%2CprofilePicture%28displayImage~%3AplayableStreams%28paging%29%29%29";
    let reply = served.send("GET", escaped, &headers, "").await;
    let image = &reply.json["profilePicture"]["displayImage~"];
    assert_eq!(image["paging"]["total"], 4, "{:#}", reply.json);
}

/// An action without parameters has the body `null`, `{}`, nothing, or an empty form.
#[tokio::test]
async fn actions_without_parameters() {
    let served = served().await;
    let target = "/rest/globalPublisherList?action=generatePublisherListDownloadUrl";
    for (kind, body) in [(JSON, "null"), (JSON, "{}"), (JSON, ""), (FORM, "")] {
        let headers = [V2, VERSION, kind, ("X-RestLi-Method", "ACTION")];
        let reply = served.send("POST", target, &headers, body).await;
        assert_eq!(reply.status, 200, "{body}: {:#}", reply.json);
        assert_eq!(
            reply.json["value"],
            "https://media.example.org/publishers.csv"
        );
    }
}

/// The keys in the body of a batch have the escapes of a query, and their parts come in any order.
#[tokio::test]
async fn batch_keys_in_the_form_of_a_query() {
    let served = served().await;
    let target = "/rest/campaignConversions?ids=List((campaign:urn%3Ali%3AsponsoredCampaign%3A1,\
        conversion:urn%3Alla%3AllaPartnerConversion%3A2))";
    let key = "(conversion:urn%3Alla%3AllaPartnerConversion%3A2,campaign:urn%3Ali%3AsponsoredCampaign%3A1)";
    let entity = json!({
        "campaign": "urn:li:sponsoredCampaign:1",
        "conversion": "urn:lla:llaPartnerConversion:2",
    });
    let headers = [V2, VERSION, JSON, ("X-RestLi-Method", "batch_update")];
    let body = json!({"entities": {key: entity}}).to_string();
    let reply = served.send("PUT", target, &headers, &body).await;
    let results = reply.json["results"].as_object().expect("results");
    let statuses: Vec<_> = results.values().map(|result| &result["status"]).collect();
    assert_eq!(statuses, [201], "{:#}", reply.json);
    // A key that is one URN may be escaped as a whole.
    let target = "/rest/adAccounts/1/creatives?ids=List(urn%3Ali%3AsponsoredCreative%3A9)";
    let headers = [
        V2,
        VERSION,
        JSON,
        ("X-RestLi-Method", "batch_partial_update"),
    ];
    let patch = json!({"patch": {"$set": {"intendedStatus": "PAUSED"}}});
    let body = json!({"entities": {"urn%3Ali%3AsponsoredCreative%3A9": patch}}).to_string();
    let reply = served.send("POST", target, &headers, &body).await;
    assert_eq!(reply.status, 200, "{:#}", reply.json);
    let error = &reply.json["errors"]["urn:li:sponsoredCreative:9"];
    assert_eq!(error["status"], 404, "{:#}", reply.json);
}

/// A tunnel whose last line has no end, with the boundary of a random number.
#[tokio::test]
async fn tunnels_without_a_last_line_end() {
    let served = served().await;
    let headers = [
        V2,
        VERSION,
        ("X-RestLi-Method", "BATCH_PARTIAL_UPDATE"),
        ("X-HTTP-Method-Override", "POST"),
        ("Content-Type", "multipart/mixed; boundary=4fzyo82mvyr"),
    ];
    let body = "--4fzyo82mvyr\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nids=List(31400101)\r\n\
        --4fzyo82mvyr\r\nContent-Type: application/json\r\n\r\n\
        {\"entities\":{\"31400101\":{\"patch\":{\"$set\":{\"name\":\"Ticket\"}}}}}\r\n--4fzyo82mvyr--";
    let reply = served
        .send("POST", "/rest/conversions", &headers, body)
        .await;
    assert_eq!(
        reply.json["results"],
        json!({"31400101": {"status": 204}}),
        "{:#}",
        reply.json
    );
}

/// What clients get wrong is refused, and the refusal says what they meant.
#[tokio::test]
async fn mistakes_are_told_what_was_meant() {
    let served = served().await;
    let help = async |verb: &str, target: &str, headers: &[(&str, &str)], body: &str| {
        let reply = served.send(verb, target, headers, body).await;
        assert!(reply.status >= 400, "{:#}", reply.json);
        reply.json["explanation"].to_string()
    };
    // A tunnel that has GET for every request without a body.
    let tunnel = [
        V2,
        VERSION,
        FORM,
        ("X-HTTP-Method-Override", "GET"),
        ("X-RestLi-Method", "batch_delete"),
    ];
    let found = help(
        "POST",
        "/rest/adCampaignGroups",
        &tunnel,
        "ids=List(600300103)",
    )
    .await;
    assert!(
        found.contains("`X-HTTP-Method-Override: DELETE` in a tunnel"),
        "{found}"
    );
    // A get without the key, and of what has none.
    let get = [V2, VERSION, ("X-RestLi-Method", "get")];
    let found = help("GET", "/rest/adAccounts", &get, "").await;
    assert!(found.contains("`GET /rest/adAccounts/{key}`"), "{found}");
    let delete = [V2, VERSION, ("X-RestLi-Method", "delete")];
    let found = help("GET", "/rest/identityMe", &delete, "").await;
    assert!(found.contains("`DELETE /rest/identityMe` ("), "{found}");
    // The empty text as nothing.
    let target = "/rest/adTargetingEntities?facet=urn%3Ali%3AadTargetingFacet%3Alocations&q=typeahead&query=&queryVersion=QUERY_USES_URNS";
    let found = help("GET", target, &[V2, VERSION], "").await;
    assert!(found.contains("write `''` for the empty text"), "{found}");
    // A list patched like a record, by the index of its items.
    let patch = json!({"patch": {"offsitePreferences": {"iabCategories": {"include": {
        "$set": {"0": "urn:li:IABCategory:IAB2"}
    }}}}});
    let target = "/rest/adAccounts/507300881/adCampaigns/600100501";
    let found = help("POST", target, &[V2, VERSION, JSON], &patch.to_string()).await;
    assert!(
        found.contains("is an array, which is set as a whole"),
        "{found}"
    );
}
