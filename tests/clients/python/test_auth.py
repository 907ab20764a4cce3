"""LinkedIn's Python client signs a member in at the sandbox's OAuth server."""

import unittest
from urllib.parse import parse_qs, urlsplit

from sandbox import auth_client, browse, client

CALLBACK = "https://app.example.org/auth/callback"


class SigningIn(unittest.TestCase):
    def setUp(self):
        self.partner = auth_client("sandbox-partner", "partner-secret", CALLBACK)

    def code(self, *scopes):
        back = urlsplit(browse(self.partner.generate_member_auth_url(list(scopes), "x1")))
        self.assertEqual(f"{back.scheme}://{back.netloc}{back.path}", CALLBACK)
        query = parse_qs(back.query)
        self.assertEqual(query["state"], ["x1"])
        return query["code"][0]

    def test_authorization_code_is_asked_for_exchanged_used_and_refreshed(self):
        granted = self.partner.exchange_auth_code_for_access_token(
            self.code("r_liteprofile", "r_1st_connections")
        )
        self.assertEqual((granted.status_code, granted.expires_in), (200, 5184000))
        self.assertEqual(granted.refresh_token_expires_in, 31536000)
        self.assertEqual(granted.scope, "r_1st_connections,r_liteprofile")
        linkedin, _ = client()
        token = granted.access_token
        self.assertEqual(linkedin.get(resource_path="/me", access_token=token).entity["id"], "qV3-mBx7Lw")
        self.assertEqual(linkedin.get(resource_path="/userinfo", access_token=token).status_code, 403)

        refreshed = self.partner.exchange_refresh_token_for_access_token(granted.refresh_token)
        self.assertNotEqual(refreshed.access_token, token)
        again = linkedin.get(resource_path="/me", access_token=refreshed.access_token)
        self.assertEqual(again.status_code, 200)

    def test_introspection(self):
        granted = self.partner.exchange_auth_code_for_access_token(self.code("r_liteprofile"))
        told = self.partner.introspect_access_token(granted.access_token)
        self.assertEqual((told.active, told.status, told.auth_type), (True, "active", "3L"))
        self.assertEqual((told.client_id, told.scope), ("sandbox-partner", "r_liteprofile"))
        self.assertEqual(told.expires_at - told.created_at, 5184000)

    def test_client_credentials(self):
        server = auth_client("sandbox-server", "server-secret")
        granted = server.get_two_legged_access_token()
        self.assertEqual(int(granted.expires_in), 1800)
        self.assertEqual(server.introspect_access_token(granted.access_token).auth_type, "2L")

    def test_py15_a_refusal_is_an_answer_without_a_token(self):
        once = self.code("r_liteprofile")
        self.partner.exchange_auth_code_for_access_token(once)
        refused = self.partner.exchange_auth_code_for_access_token(once)
        self.assertEqual((refused.status_code, refused.access_token), (401, None))

    def test_py16_the_state_is_not_escaped(self):
        url = self.partner.generate_member_auth_url(["r_liteprofile"], "a&scope=r_ads")
        self.assertTrue(url.endswith("state=a&scope=r_ads"), url)
        self.assertIn("error=", browse(url))


if __name__ == "__main__":
    unittest.main()
