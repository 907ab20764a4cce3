// What LinkedIn's JavaScript client gets wrong by itself, and what the sandbox makes of it.
//
// A test that fails here after an update of the client means that a fault is mended: strike it off the
// list in ../README.md.
import assert from "node:assert/strict";
import { test } from "node:test";
import { client, groups, manyGroups, refused, rest, sent, utils, v2 } from "./sandbox.js";

const linkedin = client();
const explained = ({ data }) => JSON.stringify(data.explanation);
const typeahead = (query, queryVersion = "QUERY_USES_URNS") =>
  linkedin.finder({
    resourcePath: "/adTargetingEntities",
    finderName: "typeahead",
    queryParams: { facet: "urn:li:adTargetingFacet:locations", query, queryVersion },
    ...rest,
  });

test("JS1: a lone mask follows an empty parameter", async () => {
  const response = await linkedin.get({ resourcePath: "/me", queryParams: { fields: "id" }, ...v2 });
  assert.equal(sent(response).path, "/v2/me?&fields=id");
  assert.deepEqual(response.data, { id: "qV3-mBx7Lw" });
});

test("JS2: an empty text becomes two quotes, because the URL library escapes them", async () => {
  const response = await typeahead("");
  assert.match(sent(response).path, /&query=%27%27&/);
  assert.deepEqual(response.data.elements, [], "every name begins with the empty text, none with two quotes");
});

test("JS3: null becomes the text `null`", async () => {
  assert.equal(utils.paramEncode({ query: null }), "query=null");
  const response = await typeahead(null);
  assert.match(sent(response).path, /&query=null&/);
});

test("JS4: a tunneled batch delete is sent as a GET, and refused", async () => {
  const response = await refused(
    linkedin
      .batchDelete({ resourcePath: "/adCampaignGroups", ids: manyGroups.slice(groups.length), ...rest })
      .then(
        (response) => response,
        (error) => {
          assert.equal(error.config.headers["X-HTTP-Method-Override"], "GET");
          throw error;
        },
      ),
  );
  assert.equal(response.status, 400);
  assert.match(explained(response), /X-HTTP-Method-Override: DELETE/);
});

test("JS5: create, batch create and action are never tunneled", async () => {
  const queryParams = { reason: "x".repeat(5000) };
  const { request } = await refused(
    linkedin.action({
      resourcePath: "/images",
      actionName: "initializeUpload",
      queryParams,
      data: {},
      ...rest,
    }),
  );
  assert.ok(request.path.length > 5000);
  const created = await refused(
    linkedin.create({ resourcePath: "/adAccounts", entity: {}, queryParams, ...rest }),
  );
  assert.ok(created.request.path.length > 5000);
});

test("JS6: additionalConfig is lost in actions and in tunnels with a body", async () => {
  const additionalConfig = { headers: { "X-Trace": "1" } };
  const patch = {
    resourcePath: "/adCampaignGroups",
    ids: manyGroups,
    patchSetObjects: manyGroups.map(() => ({ name: "N" })),
    ...rest,
  };
  const short = await linkedin.batchPartialUpdate({
    ...patch,
    ids: [17],
    patchSetObjects: [{ name: "N" }],
    additionalConfig,
  });
  assert.equal(sent(short).headers["X-Trace"], "1");
  const tunneled = await linkedin.batchPartialUpdate({
    ...patch,
    ids: manyGroups.slice(groups.length),
    patchSetObjects: manyGroups.slice(groups.length).map(() => ({ name: "N" })),
    additionalConfig,
  });
  assert.equal(sent(tunneled).headers["X-Trace"], undefined);
  const action = await linkedin.action({
    resourcePath: "/globalPublisherList",
    actionName: "generatePublisherListDownloadUrl",
    additionalConfig,
    ...rest,
  });
  assert.equal(sent(action).headers["X-Trace"], undefined);
});

test("JS7: an action without parameters has the body `null`", async () => {
  const response = await linkedin.action({
    resourcePath: "/globalPublisherList",
    actionName: "generatePublisherListDownloadUrl",
    ...rest,
  });
  assert.equal(sent(response).body, "null");
  assert.equal(response.data.value, "https://media.example.org/publishers.csv");
});

const patched = (originalEntity, modifiedEntity) =>
  linkedin.partialUpdate({
    resourcePath: "/adAccounts/{account}/adCampaigns/{id}",
    pathKeys: { account: 507300881, id: 600100504 },
    originalEntity,
    modifiedEntity,
    ...rest,
  });

test("JS8: the difference of two lists is a patch by index, which no list has", async () => {
  const categories = (...include) => ({ offsitePreferences: { iabCategories: { include } } });
  const response = await refused(
    patched(categories("urn:li:IABCategory:1"), categories("urn:li:IABCategory:2", "urn:li:IABCategory:3")),
  );
  assert.deepEqual(JSON.parse(response.config.data), {
    patch: {
      offsitePreferences: {
        iabCategories: { include: { $set: { 0: "urn:li:IABCategory:2", 1: "urn:li:IABCategory:3" } } },
      },
    },
  });
  assert.match(explained(response), /is an array, which is set as a whole or reordered/);
});

test("JS9: the difference of equal entities is the patch `null`, which is refused", async () => {
  const response = await refused(patched({ name: "A" }, { name: "A" }));
  assert.equal(response.config.data, '{"patch":null}');
  assert.equal(response.status, 400);
});

test("JS10: a field that is changed to the empty text is deleted", async () => {
  const response = await refused(patched({ name: "A" }, { name: "" }));
  assert.equal(response.config.data, '{"patch":{"$delete":["name"]}}');
  assert.match(explained(response), /deletes the required member `name`/);
});

test("JS11: the key of what was created is lost when it comes in the older header", async () => {
  const response = await linkedin.create({ resourcePath: "/contactExporterTasks", entity: {}, ...v2 });
  assert.equal(response.status, 201);
  assert.match(response.headers["x-linkedin-id"], /^AQFx\d+q$/);
  assert.equal(response.createdEntityId, "");
});

test("JS12: keys in bodies are escaped as in a query, and percent signs are not read", async () => {
  const id = { account: "urn:li:sponsoredAccount:507300881", user: "urn:li:person:b3Kp-Wq0a" };
  const response = await linkedin.batchPartialUpdate({
    resourcePath: "/adAccountUsers",
    ids: [id],
    patchSetObjects: [{ role: "VIEWER" }],
    ...rest,
  });
  assert.deepEqual(Object.keys(JSON.parse(sent(response).body).entities), [utils.encode(id)]);
  assert.deepEqual(
    Object.values(response.data.results),
    [{ status: 204 }],
    "what is parsed as a key may be escaped more",
  );
  assert.deepEqual(
    [utils.encode("two words"), utils.reducedEncode("two words")],
    ["two%20words", "two words"],
  );
  assert.deepEqual(utils.reducedDecode("(code:50%25)"), { code: "50%25" });
  assert.equal(utils.reducedEncode({ code: "50%25" }), "(code:50%25)", "which is read as 50%");
});

test("JS13: get has an option `id` that does nothing", async () => {
  const response = await refused(linkedin.get({ resourcePath: "/adAccounts", id: 507300881, ...rest }));
  assert.equal(response.request.path, "/rest/adAccounts");
  assert.match(explained(response), /`GET \/rest\/adAccounts\/\{key\}`/);
});

test("JS14: examples of its documentation that do not fit the documented API", async () => {
  const criterion = { OrganizationRoleAuthorizationAction: { actionType: "ADMINISTRATOR_READ" } };
  const finder = {
    resourcePath: "/organizationAuthorizations",
    finderName: "authorizationActionsAndImpersonator",
    ...rest,
  };
  const found = await refused(
    linkedin.batchFinder({ ...finder, finderCriteria: { name: "authorizationActions", value: [criterion] } }),
  );
  assert.match(explained(found), /write `authorizationAction`/);
  const deleted = await refused(
    linkedin.batchDelete({ resourcePath: "/adAccounts", ids: [123, 456], ...rest }),
  );
  assert.match(explained(deleted), /`adAccounts` has no batch_delete/);
  const entities = [{ account: "urn:li:sponsoredAccount:111", name: "CampaignGroupTest1", status: "DRAFT" }];
  const created = await refused(
    linkedin.batchCreate({ resourcePath: "/adCampaignGroups", entities, ...rest }),
  );
  assert.match(explained(created), /`runSchedule`/);
});
