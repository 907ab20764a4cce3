"""A session of LinkedIn's Python client: every Rest.li method that it has, on resources with data."""

import json
import re
import unittest
from urllib.parse import quote

from sandbox import GROUPS, MANY_GROUPS, REST, URL, V2, client, sent

VIEWER = "urn:li:person:qV3-mBx7Lw"
MUSEUM = "urn:li:sponsoredAccount:507300881"


def values(*values):
    return {"values": list(values)}


class Reading(unittest.TestCase):
    def setUp(self):
        self.linkedin, _ = client()

    def test_get_with_default_fields(self):
        answer = self.linkedin.get(resource_path="/me", **V2)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.entity["id"], "qV3-mBx7Lw")
        self.assertEqual(answer.entity["firstName"]["localized"]["de_DE"], "Jürgen")
        self.assertNotIn("positions", answer.entity)

    def test_get_with_a_projection(self):
        answer = self.linkedin.get(
            resource_path="/adAccounts/{id}",
            path_keys={"id": 507300881},
            query_params={"fields": "id,name"},
            **REST,
        )
        self.assertEqual(answer.entity, {"id": 507300881, "name": "Okertal Railway Museum"})

    def test_get_with_a_decoration(self):
        projection = "(id,profilePicture(displayImage~:playableStreams))"
        answer = self.linkedin.get(resource_path="/me", query_params={"projection": projection}, **V2)
        self.assertEqual(set(answer.entity), {"id", "profilePicture"})
        picture = answer.entity["profilePicture"]
        self.assertEqual(picture["displayImage"], "urn:li:digitalmediaAsset:C4D03AQcB_41")
        urls = [size["identifiers"][0]["identifier"] for size in picture["displayImage~"]["elements"]]
        self.assertEqual([url.rsplit("/")[-1] for url in urls], ["100.jpg", "200.jpg", "400.jpg", "800.jpg"])

    def search(self, **search):
        return self.linkedin.finder(
            resource_path="/adAccounts", finder_name="search", query_params={"search": search}, **REST
        )

    def test_finder_with_lists_and_records(self):
        active = self.search(
            status=values("ACTIVE", "PENDING_DELETION"),
            reference=values("urn:li:organization:2414183"),
            test=False,
        )
        self.assertEqual([account["name"] for account in active.elements], ["Okertal Railway Museum"])
        named = self.search(name=values("Trial 2", "Ferry of the reservoir"))
        self.assertEqual([account["id"] for account in named.elements], [507300999, 507400002])

    def test_finder_in_pages_with_decorated_elements(self):
        people, start, total = set(), 0, 1
        while start < total:
            query = {"start": start, "count": 50, "projection": "(elements*(to~(id)),paging)"}
            page = self.linkedin.finder(
                resource_path="/connections", finder_name="viewer", query_params=query, **V2
            )
            people.update(element["to"] for element in page.elements)
            self.assertTrue(
                all(
                    element["to"].endswith(element["to~"]["id"])
                    for element in page.elements
                    if "to~" in element
                )
            )
            self.assertGreater(sum("to~" in element for element in page.elements), 10)
            self.assertEqual(page.paging.start, start)
            start, total = start + page.paging.count, page.paging.total
        self.assertEqual((total, len(people)), (120, 120))

    def test_batch_get(self):
        answer = self.linkedin.batch_get(
            resource_path="/adCampaignGroups", ids=[600300101, 17], query_params={"fields": "name"}, **REST
        )
        self.assertEqual(answer.results, {"600300101": {"name": "Season opening"}})
        self.assertEqual(answer.statuses["600300101"], 200)
        self.assertEqual(answer.errors["17"]["status"], 404)

    def test_get_all(self):
        answer = self.linkedin.get_all(
            resource_path="/countries", query_params={"start": 0, "count": 15}, **V2
        )
        self.assertEqual([country["countryCode"] for country in answer.elements], ["de", "pt"])
        self.assertEqual(answer.paging.count, 15)

    def test_batch_finder(self):
        actions = [
            ("organizationRoleAuthorizationAction", "ADMINISTRATOR_READ"),
            ("organizationContentAuthorizationAction", "ORGANIC_SHARE_DELETE"),
        ]
        criteria = [{"authorizationAction": {member: {"actionType": action}}} for member, action in actions]
        answer = self.linkedin.batch_finder(
            resource_path="/organizationAuthorizations",
            finder_name="authorizationActionsAndImpersonator",
            finder_criteria=("authorizationActions", criteria),
            query_params={"impersonator": VIEWER},
            **REST,
        )
        self.assertEqual(len(answer.results), 2)
        self.assertFalse(any(result.isError for result in answer.results))
        self.assertTrue(all(isinstance(result.elements, list) for result in answer.results))

    def test_tunnel(self):
        answer = self.linkedin.batch_get(resource_path="/adCampaignGroups", ids=MANY_GROUPS, **REST)
        request = sent(answer)
        self.assertEqual((request.method, request.url), ("POST", f"{URL}/rest/adCampaignGroups"))
        self.assertEqual(request.headers["X-HTTP-Method-Override"], "GET")
        self.assertTrue(request.body.startswith("ids=List(600300101,") and len(request.body) > 4000)
        self.assertEqual([int(id) for id in answer.results], GROUPS)
        self.assertEqual(len(answer.errors), len(MANY_GROUPS) - len(GROUPS))


class Writing(unittest.TestCase):
    def setUp(self):
        self.linkedin, _ = client()

    def test_an_account_from_creation_to_deletion(self):
        entity = {
            "name": "Test Ad Account",
            "reference": "urn:li:organization:123",
            "status": "ACTIVE",
            "type": "BUSINESS",
            "test": True,
        }
        created = self.linkedin.create(resource_path="/adAccounts", entity=entity, **REST)
        self.assertEqual(created.status_code, 201)
        self.assertRegex(created.entity_id, r"^\d+$")
        one = {"resource_path": "/adAccounts/{id}", "path_keys": {"id": created.decoded_entity_id}, **REST}
        self.assertLessEqual(entity.items(), self.linkedin.get(**one).entity.items())

        changed = self.linkedin.partial_update(patch_set_object={"name": "Modified Test Ad Account"}, **one)
        self.assertEqual(changed.status_code, 204)
        search = {
            "reference": values("urn:li:organization:123"),
            "name": values("Modified Test Ad Account"),
            "test": True,
        }
        found = self.linkedin.finder(
            resource_path="/adAccounts", finder_name="search", query_params={"search": search}, **REST
        )
        self.assertEqual([str(account["id"]) for account in found.elements], [created.entity_id])

        self.assertEqual(self.linkedin.delete(**one).status_code, 204)
        self.assertEqual(self.linkedin.get(**one).status_code, 404)

    def test_create_with_a_urn_as_key(self):
        entity = {
            "author": "urn:li:organization:2414183",
            "commentary": "The signal box is open.",
            "distribution": {"feedDistribution": "MAIN_FEED"},
            "lifecycleState": "PUBLISHED",
            "visibility": "PUBLIC",
        }
        created = self.linkedin.create(resource_path="/posts", entity=entity, **REST)
        self.assertRegex(created.entity_id, r"^urn:li:share:\d+$")
        post = self.linkedin.get(resource_path="/posts/{id}", path_keys={"id": created.entity_id}, **REST)
        self.assertEqual(post.entity["commentary"], "The signal box is open.")
        self.assertEqual(post.url, f"{URL}/rest/posts/{quote(created.entity_id, safe='')}")

    def test_update_of_a_key_of_two_urns(self):
        id = {"account": MUSEUM, "user": "urn:li:person:Lx9vE2-pH"}
        one = {"resource_path": "/adAccountUsers/{id}", "path_keys": {"id": id}, **REST}
        self.assertEqual(self.linkedin.update(entity={**id, "role": "VIEWER"}, **one).status_code, 201)
        self.assertEqual(
            self.linkedin.update(entity={**id, "role": "CREATIVE_MANAGER"}, **one).status_code, 204
        )
        self.assertEqual(
            self.linkedin.get(query_params={"fields": "role"}, **one).entity, {"role": "CREATIVE_MANAGER"}
        )
        self.assertEqual(self.linkedin.delete(**one).status_code, 204)

    def test_batches_of_keys_of_two_urns(self):
        ids = [
            {
                "campaign": "urn:li:sponsoredCampaign:600100501",
                "conversion": f"urn:lla:llaPartnerConversion:{n}",
            }
            for n in (456, 789)
        ]
        texts = [f"(campaign:{quote(id['campaign'])},conversion:{quote(id['conversion'])})" for id in ids]
        all = {"resource_path": "/campaignConversions", "ids": ids, **REST}
        updated = self.linkedin.batch_update(entities=ids, **all)
        self.assertEqual(
            {key: result.status for key, result in updated.results.items()}, {texts[0]: 201, texts[1]: 201}
        )
        read = self.linkedin.batch_get(query_params={"fields": "campaign,conversion"}, **all)
        self.assertEqual(read.results, dict(zip(texts, ids)))
        deleted = self.linkedin.batch_delete(**{**all, "ids": ids[:1]})
        self.assertEqual({key: result.status for key, result in deleted.results.items()}, {texts[0]: 204})
        self.assertEqual(list(self.linkedin.batch_get(**all).errors), texts[:1])

    def test_batch_create_and_batch_partial_update(self):
        entities = [
            {"account": MUSEUM, "name": name, "status": "DRAFT", "runSchedule": {"start": 1811800800000}}
            for name in ("One", "Two")
        ]
        created = self.linkedin.batch_create(resource_path="/adCampaignGroups", entities=entities, **REST)
        self.assertEqual([element.status for element in created.elements], [201, 201])
        ids = [element.id for element in created.elements]
        patches = [{"status": "ACTIVE"}, {"runSchedule": {"start": 1678029270721, "end": 1679029270721}}]
        changed = self.linkedin.batch_partial_update(
            resource_path="/adCampaignGroups", ids=ids, patch_set_objects=patches, **REST
        )
        self.assertEqual([changed.results[id].status for id in ids], [204, 204])
        read = self.linkedin.batch_get(
            resource_path="/adCampaignGroups",
            ids=ids,
            query_params={"fields": "name,status,runSchedule"},
            **REST,
        )
        self.assertEqual(
            read.results[ids[0]], {"name": "One", "status": "ACTIVE", "runSchedule": {"start": 1811800800000}}
        )
        self.assertEqual(read.results[ids[1]], {"name": "Two", "status": "DRAFT", **patches[1]})

    def test_actions(self):
        request = {"initializeUploadRequest": {"owner": "urn:li:organization:2414183"}}
        upload = self.linkedin.action(
            resource_path="/images", action_name="initializeUpload", action_params=request, **REST
        )
        self.assertRegex(upload.value["image"], "^urn:li:image:")
        self.assertTrue(upload.value["uploadUrl"].startswith(URL))
        publishers = self.linkedin.action(
            resource_path="/globalPublisherList", action_name="generatePublisherListDownloadUrl", **REST
        )
        self.assertEqual(publishers.value, "https://media.example.org/publishers.csv")


class Refused(unittest.TestCase):
    def setUp(self):
        self.linkedin, _ = client()

    def test_an_entity_that_is_not_there(self):
        answer = self.linkedin.get(resource_path="/adAccounts/{id}", path_keys={"id": 17}, **REST)
        self.assertEqual((answer.status_code, answer.entity["status"]), (404, 404))
        self.assertEqual(answer.headers["X-RestLi-Error-Response"], "true")

    def test_a_resource_that_is_not_there(self):
        answer = self.linkedin.get(resource_path="/adAcounts/{id}", path_keys={"id": 507300881}, **REST)
        self.assertEqual(answer.status_code, 404)
        self.assertIn("/rest/adAccounts", json.dumps(answer.entity["explanation"]))

    def test_a_token_that_is_not_the_sandboxs(self):
        answer = self.linkedin.get(resource_path="/me", access_token="AQXnobody")
        self.assertEqual((answer.status_code, answer.entity["serviceErrorCode"]), (401, 65600))

    def test_a_misspelt_parameter(self):
        answer = self.linkedin.finder(
            resource_path="/adAccounts", finder_name="search", query_params={"serch": {"test": True}}, **REST
        )
        self.assertEqual(answer.status_code, 400)
        error = answer.response.json()
        explanation = json.dumps(error["explanation"])
        self.assertIn("`serch`", explanation)
        self.assertIn("did you mean `search`", explanation)
        self.assertTrue(re.search(r"resources/ads/adAccounts\.yaml:\d+", explanation), explanation)

    def test_an_entity_without_what_it_must_have(self):
        answer = self.linkedin.create(resource_path="/adAccounts", entity={"name": "Nothing else"}, **REST)
        self.assertEqual(answer.status_code, 400)
        self.assertIn("`type`", json.dumps(answer.response.json()["explanation"]))
