// LinkedIn's JavaScript client signs a member in at the sandbox's OAuth server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { authClient, browse, client, refused } from "./sandbox.js";

const callback = "https://app.example.org/auth/callback";
const partner = authClient("sandbox-partner", "partner-secret", callback);

async function code(scopes) {
  const back = await browse(partner.generateMemberAuthorizationUrl(scopes, "x1"));
  assert.equal(`${back.origin}${back.pathname}`, callback);
  assert.equal(back.searchParams.get("state"), "x1");
  return back.searchParams.get("code");
}

test("authorization code: asked, exchanged, used, refreshed", async () => {
  const granted = await partner.exchangeAuthCodeForAccessToken(await code(["r_liteprofile", "r_1st_connections"]));
  assert.equal(granted.expires_in, 5184000);
  assert.equal(granted.refresh_token_expires_in, 31536000);
  assert.equal(granted.scope, "r_1st_connections,r_liteprofile");
  const accessToken = granted.access_token;
  const { data } = await client().get({ resourcePath: "/me", accessToken });
  assert.equal(data.id, "qV3-mBx7Lw");
  const { status } = await refused(client().get({ resourcePath: "/userinfo", accessToken }));
  assert.equal(status, 403);

  const refreshed = await partner.exchangeRefreshTokenForAccessToken(granted.refresh_token);
  assert.notEqual(refreshed.access_token, accessToken);
  const again = await client().get({ resourcePath: "/me", accessToken: refreshed.access_token });
  assert.equal(again.status, 200);
});

test("a code is exchanged once", async () => {
  const once = await code(["r_liteprofile"]);
  await partner.exchangeAuthCodeForAccessToken(once);
  const { status, data } = await refused(partner.exchangeAuthCodeForAccessToken(once));
  assert.equal(status, 401);
  assert.match(data.error_description, /authorization code not found/);
});

test("client credentials", async () => {
  const server = authClient("sandbox-server", "server-secret");
  const { access_token: token, expires_in: lifetime } = await server.getTwoLeggedAccessToken();
  assert.equal(Number(lifetime), 1800);
  const { data } = await server.introspectAccessToken(token);
  assert.equal(data.auth_type, "2L");
  const { status } = await refused(partner.getTwoLeggedAccessToken());
  assert.equal(status, 401);
});

test("js15: introspection answers the whole response, not what its type says", async () => {
  const { access_token: token } = await partner.exchangeAuthCodeForAccessToken(await code(["r_liteprofile"]));
  const answer = await partner.introspectAccessToken(token);
  assert.equal(answer.active, undefined);
  assert.equal(answer.data.active, true);
  assert.equal(answer.data.status, "active");
  assert.equal(answer.data.auth_type, "3L");
});

test("js16: nothing in the authorization URL is escaped", async () => {
  const url = partner.generateMemberAuthorizationUrl(["r_liteprofile"], "a&scope=r_ads");
  assert.match(url, /state=a&scope=r_ads$/);
  await assert.rejects(browse(url), /"scope" is given more than once|more than once/);
});
