"""What LinkedIn's Python client gets wrong by itself, and what the sandbox makes of it.

A test that fails here after an update of the client means that a fault is mended: strike it off the list
in ../README.md.
"""

import json
import unittest

from linkedin_api.clients.restli.utils.decoder import reduced_decode
from linkedin_api.clients.restli.utils.encoder import encode, param_encode
from linkedin_api.common.errors import ResponseFormattingError
from sandbox import GROUPS, MANY_GROUPS, REST, V2, client, sent

NOBODY = {"access_token": "AQXnobody", "version_string": REST["version_string"]}


class Faults(unittest.TestCase):
    def setUp(self):
        self.linkedin, self.answers = client()

    def explained(self, answer):
        self.assertGreaterEqual(answer.status_code, 400)
        return json.dumps(answer.response.json()["explanation"])

    def test_py1_a_lone_mask_follows_an_empty_parameter(self):
        answer = self.linkedin.get(resource_path="/me", query_params={"fields": "id"}, **V2)
        self.assertEqual(sent(answer).path_url, "/v2/me?&fields=id")
        self.assertEqual(answer.entity, {"id": "qV3-mBx7Lw"})

    def test_py2_an_empty_text_becomes_nothing_and_is_refused(self):
        query = {"facet": "urn:li:adTargetingFacet:locations", "query": "", "queryVersion": "QUERY_USES_URNS"}
        answer = self.linkedin.finder(
            resource_path="/adTargetingEntities", finder_name="typeahead", query_params=query, **REST
        )
        self.assertIn("&query=&", sent(answer).path_url)
        self.assertIn("write `''` for the empty text", self.explained(answer))

    def test_py3_none_becomes_nothing(self):
        self.assertEqual(param_encode({"a": None, "b": {"c": None}}), "a=&b=(c:)")

    def test_py4_a_tunnel_with_a_body_is_never_sent(self):
        with self.assertRaisesRegex(AttributeError, "'function' object has no attribute 'value'"):
            patches = [{"status": "PAUSED"}] * len(MANY_GROUPS)
            self.linkedin.batch_partial_update(
                resource_path="/adCampaignGroups", ids=MANY_GROUPS, patch_set_objects=patches, **REST
            )

    def test_py5_a_tunneled_batch_delete_is_sent_as_a_get_and_its_refusal_lost(self):
        with self.assertRaises(ResponseFormattingError):
            self.linkedin.batch_delete(
                resource_path="/adCampaignGroups", ids=MANY_GROUPS[len(GROUPS) :], **REST
            )
        self.assertEqual(self.answers[-1].request.headers["X-HTTP-Method-Override"], "GET")
        self.assertEqual(self.answers[-1].status_code, 400)
        self.assertIn("X-HTTP-Method-Override: DELETE", self.answers[-1].text)

    def test_py6_a_batch_partial_update_takes_no_keys_of_several_parts(self):
        id = {"account": "urn:li:sponsoredAccount:507300881", "user": "urn:li:person:b3Kp-Wq0a"}
        with self.assertRaisesRegex(TypeError, "unhashable"):
            self.linkedin.batch_partial_update(
                resource_path="/adAccountUsers", ids=[id], patch_set_objects=[{"role": "VIEWER"}], **REST
            )

    def test_py7_the_errors_of_batches_that_write_are_lost(self):
        answer = self.linkedin.batch_partial_update(
            resource_path="/adCampaignGroups", ids=[17], patch_set_objects=[{"name": "N"}], **REST
        )
        self.assertEqual((answer.results, hasattr(answer, "errors")), ({}, False))
        self.assertEqual(answer.response.json()["errors"]["17"]["status"], 404)

    def test_py8_the_metadata_and_with_it_the_token_of_the_next_page_is_lost(self):
        query = {"search": {"test": True, "status": {"values": ["DRAFT"]}}, "pageSize": 2}
        page = self.linkedin.finder(
            resource_path="/adAccounts", finder_name="search", query_params=query, **REST
        )
        self.assertEqual(len(page.elements), 2)
        self.assertIsNone(page.metadata)
        self.assertIn("nextPageToken", page.response.json()["metadata"])
        connections = self.linkedin.finder(resource_path="/connections", finder_name="viewer", **V2)
        self.assertEqual(set(vars(connections.paging)), {"start", "count", "total"}, "no links")

    def test_py9_an_action_that_answers_nothing_fails_after_it_was_done(self):
        request = {
            "initializeUploadRequest": {
                "owner": "urn:li:organization:2414183",
                "fileSizeBytes": 1,
                "uploadCaptions": False,
                "uploadThumbnail": False,
            }
        }
        video = self.linkedin.action(
            resource_path="/videos", action_name="initializeUpload", action_params=request, **REST
        ).value["video"]
        with self.assertRaises(ResponseFormattingError):
            finalize = {"finalizeUploadRequest": {"video": video, "uploadToken": "", "uploadedPartIds": []}}
            self.linkedin.action(
                resource_path="/videos", action_name="finalizeUpload", action_params=finalize, **REST
            )
        self.assertEqual((self.answers[-1].status_code, self.answers[-1].content), (200, b""))

    def test_py10_refusals_are_no_exceptions_or_the_wrong_ones(self):
        entity = self.linkedin.get(resource_path="/me", **{**V2, "access_token": "AQXnobody"})
        self.assertEqual(entity.entity["status"], 401, "the error is told as the entity")
        found = self.linkedin.finder(resource_path="/adAccounts", finder_name="search", **NOBODY)
        self.assertEqual((found.status_code, found.elements), (401, None))
        with self.assertRaises(ResponseFormattingError) as raised:
            self.linkedin.batch_create(resource_path="/adCampaignGroups", entities=[], **NOBODY)
        self.assertIsInstance(raised.exception.__cause__, TypeError)
        with self.assertRaises(ResponseFormattingError) as raised:
            self.linkedin.batch_delete(resource_path="/adCampaignGroups", ids=[17], **NOBODY)
        self.assertIsInstance(raised.exception.__cause__, UnboundLocalError)

    def test_py11_the_key_of_what_was_created_is_lost_when_it_comes_in_the_older_header(self):
        answer = self.linkedin.create(resource_path="/contactExporterTasks", entity={}, **V2)
        self.assertEqual((answer.status_code, answer.entity_id), (201, None))
        self.assertRegex(answer.headers["X-LinkedIn-Id"], r"^AQFx\d+q$")

    def test_py12_keys_in_bodies_are_escaped_as_in_a_query_and_percent_signs_not_read(self):
        id = {
            "campaign": "urn:li:sponsoredCampaign:600100502",
            "conversion": "urn:lla:llaPartnerConversion:1",
        }
        answer = self.linkedin.batch_update(
            resource_path="/campaignConversions", ids=[id], entities=[id], **REST
        )
        self.assertEqual(list(json.loads(sent(answer).body)["entities"]), [encode(id)])
        self.assertEqual([result.status for result in answer.results.values()], [201])
        self.assertEqual(encode("two words"), "two%20words")
        self.assertEqual(reduced_decode("(code:50%25)"), {"code": "50%25"})

    def test_py13_the_method_is_named_in_upper_case(self):
        answer = self.linkedin.get_all(resource_path="/countries", **V2)
        self.assertEqual(sent(answer).headers["X-RestLi-Method"], "GET_ALL")
        self.assertEqual(len(answer.elements), 2)

    def test_py14_headers_and_hooks_of_the_session_are_ignored(self):
        called = []
        self.linkedin.session.hooks["response"] = lambda response, **_: called.append(response)
        self.linkedin.session.headers["X-Trace"] = "1"
        answer = self.linkedin.get(resource_path="/me", **V2)
        self.assertEqual((answer.status_code, called), (200, []))
        self.assertNotIn("X-Trace", sent(answer).headers)
