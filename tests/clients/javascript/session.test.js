// A session of LinkedIn's JavaScript client: every Rest.li method that it has, on resources with data.
import assert from "node:assert/strict";
import { test } from "node:test";
import { client, groups, manyGroups, refused, rest, sent, v2 } from "./sandbox.js";

const linkedin = client();
const viewer = "urn:li:person:qV3-mBx7Lw";
const museum = "urn:li:sponsoredAccount:507300881";

test("get: the default fields", async () => {
  const { status, data } = await linkedin.get({ resourcePath: "/me", ...v2 });
  assert.equal(status, 200);
  assert.equal(data.id, "qV3-mBx7Lw");
  assert.equal(data.firstName.localized.de_DE, "Jürgen");
  assert.equal(data.positions, undefined);
});

test("get: a projection by fields", async () => {
  const queryParams = { fields: "id,name" };
  const { data } = await linkedin.get({
    resourcePath: "/adAccounts/{id}",
    pathKeys: { id: 507300881 },
    queryParams,
    ...rest,
  });
  assert.deepEqual(data, { id: 507300881, name: "Okertal Railway Museum" });
});

test("get: a decoration", async () => {
  const queryParams = { projection: "(id,profilePicture(displayImage~:playableStreams))" };
  const { data } = await linkedin.get({ resourcePath: "/me", queryParams, ...v2 });
  assert.deepEqual(Object.keys(data).sort(), ["id", "profilePicture"]);
  const { displayImage, "displayImage~": image } = data.profilePicture;
  assert.equal(displayImage, "urn:li:digitalmediaAsset:C4D03AQcB_41");
  assert.equal(image.paging.total, 4);
  const sizes = image.elements.map((size) => size.identifiers[0].identifier.match(/(\d+)\.jpg$/)[1]);
  assert.deepEqual(sizes, ["100", "200", "400", "800"]);
});

test("finder: lists and records in a parameter", async () => {
  const search = (search) =>
    linkedin.finder({ resourcePath: "/adAccounts", finderName: "search", queryParams: { search }, ...rest });
  const values = (...values) => ({ values });
  const active = await search({
    status: values("ACTIVE", "PENDING_DELETION"),
    reference: values("urn:li:organization:2414183"),
    test: false,
  });
  assert.deepEqual(
    active.data.elements.map(({ name }) => name),
    ["Okertal Railway Museum"],
  );
  const named = await search({ name: values("Trial 2", "Ferry of the reservoir") });
  assert.deepEqual(
    named.data.elements.map(({ id }) => id),
    [507300999, 507400002],
  );
});

test("finder: pages by start and count, with decorated elements", async () => {
  const ids = new Set();
  let paging = { start: 0, count: 50, total: 1 };
  for (let start = 0; start < paging.total; start += paging.count) {
    const projection = "(elements*(to~(id)),paging)";
    const page = await linkedin.finder({
      resourcePath: "/connections",
      finderName: "viewer",
      queryParams: { start, count: 50, projection },
      ...v2,
    });
    page.data.elements.forEach(({ to }) => ids.add(to));
    const resolved = page.data.elements.filter((element) => element["to~"]);
    assert.ok(resolved.length > 10 && resolved.every((element) => element.to.endsWith(element["to~"].id)));
    ({ paging } = page.data);
    assert.equal(paging.start, start);
  }
  assert.equal(paging.total, 120);
  assert.equal(ids.size, 120);
});

test("finder: pages by token", async () => {
  const pages = [];
  let pageToken;
  do {
    const queryParams = {
      search: { test: true, status: { values: ["DRAFT"] } },
      pageSize: 2,
      pageToken,
      fields: "id",
    };
    const { data } = await linkedin.finder({
      resourcePath: "/adAccounts",
      finderName: "search",
      queryParams,
      ...rest,
    });
    pages.push(data.elements.map(({ id }) => id));
    pageToken = data.metadata?.nextPageToken;
  } while (pageToken);
  assert.deepEqual(pages, [[507400001, 507400002], [507400003]]);
});

test("create, get, partial update, finder and delete of one account", async () => {
  const entity = {
    name: "Test Ad Account",
    reference: "urn:li:organization:123",
    status: "ACTIVE",
    type: "BUSINESS",
    test: true,
  };
  const created = await linkedin.create({ resourcePath: "/adAccounts", entity, ...rest });
  assert.equal(created.status, 201);
  const one = { resourcePath: "/adAccounts/{id}", pathKeys: { id: created.createdEntityId }, ...rest };
  assert.match(created.createdEntityId, /^\d+$/);
  const { data } = await linkedin.get(one);
  assert.deepEqual({ ...data, ...entity }, data);

  const changed = await linkedin.partialUpdate({
    ...one,
    patchSetObject: { name: "Modified Test Ad Account" },
  });
  assert.equal(changed.status, 204);
  const search = {
    reference: { values: ["urn:li:organization:123"] },
    name: { values: ["Modified Test Ad Account"] },
    test: true,
  };
  const found = await linkedin.finder({
    resourcePath: "/adAccounts",
    finderName: "search",
    queryParams: { search },
    ...rest,
  });
  assert.deepEqual(
    found.data.elements.map(({ id }) => String(id)),
    [created.createdEntityId],
  );

  assert.equal((await linkedin.delete(one)).status, 204);
  assert.equal((await refused(linkedin.get(one))).status, 404);
});

test("partial update: the difference of two entities", async () => {
  const one = {
    resourcePath: "/adAccounts/{account}/adCampaigns/{id}",
    pathKeys: { account: 507300881, id: 600100503 },
    ...rest,
  };
  const { data: originalEntity } = await linkedin.get(one);
  const modifiedEntity = {
    ...originalEntity,
    name: "Signal boxes",
    dailyBudget: { ...originalEntity.dailyBudget, amount: "12" },
  };
  const response = await linkedin.partialUpdate({ ...one, originalEntity, modifiedEntity });
  assert.deepEqual(JSON.parse(sent(response).body), {
    patch: { $set: { name: "Signal boxes" }, dailyBudget: { $set: { amount: "12" } } },
  });
  const { data } = await linkedin.get(one);
  assert.deepEqual(data, modifiedEntity);
});

test("create: a post, whose key is a URN", async () => {
  const author = "urn:li:organization:2414183";
  const entity = {
    author,
    commentary: "The signal box is open.",
    distribution: { feedDistribution: "MAIN_FEED" },
    lifecycleState: "PUBLISHED",
    visibility: "PUBLIC",
  };
  const { createdEntityId: id } = await linkedin.create({ resourcePath: "/posts", entity, ...rest });
  assert.match(id, /^urn:li:share:\d+$/);
  const { data, request } = await linkedin.get({ resourcePath: "/posts/{id}", pathKeys: { id }, ...rest });
  assert.equal(data.commentary, entity.commentary);
  assert.equal(request.path, `/rest/posts/${encodeURIComponent(id)}`);
  const found = await linkedin.finder({
    resourcePath: "/posts",
    finderName: "author",
    queryParams: { author, count: 100 },
    ...rest,
  });
  assert.ok(found.data.elements.some((post) => post.id === id));
});

test("batch get: what is there and what is not", async () => {
  const { data } = await linkedin.batchGet({
    resourcePath: "/adCampaignGroups",
    ids: [600300101, 17],
    queryParams: { fields: "name" },
    ...rest,
  });
  assert.deepEqual(data.results, { 600300101: { name: "Season opening" } });
  assert.equal(data.statuses[600300101], 200);
  assert.equal(data.errors[17].status, 404);
});

test("update: a key of two URNs", async () => {
  const id = { account: museum, user: "urn:li:person:Lx9vE2-pH" };
  const one = { resourcePath: "/adAccountUsers/{id}", pathKeys: { id }, ...rest };
  assert.equal((await linkedin.update({ ...one, entity: { ...id, role: "VIEWER" } })).status, 201);
  assert.equal((await linkedin.update({ ...one, entity: { ...id, role: "CREATIVE_MANAGER" } })).status, 204);
  const { data } = await linkedin.get({ ...one, queryParams: { fields: "role" } });
  assert.deepEqual(data, { role: "CREATIVE_MANAGER" });
  assert.equal((await linkedin.delete(one)).status, 204);
});

test("batch update, batch get and batch delete: keys of two URNs", async () => {
  const ids = [456, 789].map((n) => ({
    campaign: "urn:li:sponsoredCampaign:600100501",
    conversion: `urn:lla:llaPartnerConversion:${n}`,
  }));
  const all = { resourcePath: "/campaignConversions", ids, ...rest };
  const text = ({ campaign, conversion }) =>
    `(campaign:${encodeURIComponent(campaign)},conversion:${encodeURIComponent(conversion)})`;
  const statuses = (data) =>
    Object.fromEntries(Object.entries(data.results).map(([key, { status }]) => [key, status]));
  const updated = await linkedin.batchUpdate({ ...all, entities: ids });
  assert.deepEqual(statuses(updated.data), { [text(ids[0])]: 201, [text(ids[1])]: 201 });
  const read = await linkedin.batchGet({ ...all, queryParams: { fields: "campaign,conversion" } });
  assert.deepEqual(read.data.results, { [text(ids[0])]: ids[0], [text(ids[1])]: ids[1] });
  const deleted = await linkedin.batchDelete({ ...all, ids: ids.slice(0, 1) });
  assert.deepEqual(statuses(deleted.data), { [text(ids[0])]: 204 });
  const left = await linkedin.batchGet(all);
  assert.deepEqual(Object.keys(left.data.errors), [text(ids[0])]);
});

test("batch create and batch partial update", async () => {
  const entity = (name) => ({
    account: museum,
    name,
    status: "DRAFT",
    runSchedule: { start: 1811800800000 },
  });
  const { data } = await linkedin.batchCreate({
    resourcePath: "/adCampaignGroups",
    entities: [entity("One"), entity("Two")],
    ...rest,
  });
  assert.deepEqual(
    data.elements.map(({ status }) => status),
    [201, 201],
  );
  const ids = data.elements.map(({ id }) => Number(id));
  const patchSetObjects = [
    { status: "ACTIVE" },
    { runSchedule: { start: 1678029270721, end: 1679029270721 } },
  ];
  const changed = await linkedin.batchPartialUpdate({
    resourcePath: "/adCampaignGroups",
    ids,
    patchSetObjects,
    ...rest,
  });
  assert.deepEqual(changed.data.results, { [ids[0]]: { status: 204 }, [ids[1]]: { status: 204 } });
  const read = await linkedin.batchGet({
    resourcePath: "/adCampaignGroups",
    ids,
    queryParams: { fields: "name,status,runSchedule" },
    ...rest,
  });
  assert.deepEqual(read.data.results[ids[0]], {
    name: "One",
    status: "ACTIVE",
    runSchedule: { start: 1811800800000 },
  });
  assert.deepEqual(read.data.results[ids[1]], {
    name: "Two",
    status: "DRAFT",
    runSchedule: patchSetObjects[1].runSchedule,
  });
});

test("get all", async () => {
  const { data } = await linkedin.getAll({
    resourcePath: "/countries",
    queryParams: { start: 0, count: 15 },
    ...v2,
  });
  assert.deepEqual(
    data.elements.map(({ countryCode }) => countryCode),
    ["de", "pt"],
  );
  assert.equal(data.paging.count, 15);
});

test("batch finder: an answer for each criterion, in order", async () => {
  const criterion = (member, actionType) => ({ authorizationAction: { [member]: { actionType } } });
  const value = [
    criterion("organizationRoleAuthorizationAction", "ADMINISTRATOR_READ"),
    criterion("organizationContentAuthorizationAction", "ORGANIC_SHARE_DELETE"),
  ];
  const { data } = await linkedin.batchFinder({
    resourcePath: "/organizationAuthorizations",
    finderName: "authorizationActionsAndImpersonator",
    finderCriteria: { name: "authorizationActions", value },
    queryParams: { impersonator: viewer },
    ...rest,
  });
  assert.equal(data.elements.length, 2);
  assert.ok(data.elements.every(({ elements, isError }) => Array.isArray(elements) && !isError));
});

test("action: with parameters, and without", async () => {
  const initializeUploadRequest = { owner: "urn:li:organization:2414183" };
  const { data } = await linkedin.action({
    resourcePath: "/images",
    actionName: "initializeUpload",
    data: { initializeUploadRequest },
    ...rest,
  });
  assert.match(data.value.image, /^urn:li:image:/);
  assert.ok(data.value.uploadUrl.startsWith(process.env.SANDBOX_URL));
  const list = await linkedin.action({
    resourcePath: "/globalPublisherList",
    actionName: "generatePublisherListDownloadUrl",
    ...rest,
  });
  assert.equal(list.data.value, "https://media.example.org/publishers.csv");
});

test("tunnel: a query of more than 4000 characters", async () => {
  const response = await linkedin.batchGet({ resourcePath: "/adCampaignGroups", ids: manyGroups, ...rest });
  const { method, path, headers, body } = sent(response);
  assert.deepEqual(
    [method, path, headers["X-HTTP-Method-Override"]],
    ["POST", "/rest/adCampaignGroups", "GET"],
  );
  assert.ok(body.startsWith("ids=List(600300101,") && body.length > 4000);
  assert.deepEqual(Object.keys(response.data.results).map(Number), groups);
  assert.equal(Object.keys(response.data.errors).length, manyGroups.length - groups.length);
});

test("tunnel: a query of more than 4000 characters, and a body", async () => {
  const patchSetObjects = manyGroups.map(() => ({ totalBudget: { amount: "17", currencyCode: "EUR" } }));
  const response = await linkedin.batchPartialUpdate({
    resourcePath: "/adCampaignGroups",
    ids: manyGroups,
    patchSetObjects,
    ...rest,
  });
  const { path, headers } = sent(response);
  assert.deepEqual([path, headers["X-HTTP-Method-Override"]], ["/rest/adCampaignGroups", "POST"]);
  assert.match(headers["Content-Type"], /^multipart\/mixed; boundary=/);
  assert.deepEqual(
    Object.values(response.data.results),
    groups.map(() => ({ status: 204 })),
  );
  assert.equal(Object.keys(response.data.errors).length, manyGroups.length - groups.length);
  const { data } = await linkedin.batchGet({
    resourcePath: "/adCampaignGroups",
    ids: groups,
    queryParams: { fields: "totalBudget" },
    ...rest,
  });
  assert.ok(groups.every((id) => data.results[id].totalBudget.amount === "17"));
});

test("refused: an entity and a resource that are not there", async () => {
  const entity = await refused(
    linkedin.get({ resourcePath: "/adAccounts/{id}", pathKeys: { id: 17 }, ...rest }),
  );
  assert.deepEqual([entity.status, entity.data.status], [404, 404]);
  assert.equal(entity.headers["x-restli-error-response"], "true");
  const resource = await refused(
    linkedin.get({ resourcePath: "/adAcounts/{id}", pathKeys: { id: 507300881 }, ...rest }),
  );
  assert.equal(resource.status, 404);
  assert.match(JSON.stringify(resource.data.explanation), /\/rest\/adAccounts/);
});

test("refused: a token that is not the sandbox's", async () => {
  const { status, data } = await refused(linkedin.get({ resourcePath: "/me", accessToken: "AQXnobody" }));
  assert.equal(status, 401);
  assert.equal(data.serviceErrorCode, 65600);
});

test("refused: a misspelt parameter, with what it should be and where that stands", async () => {
  const { status, data } = await refused(
    linkedin.finder({
      resourcePath: "/adAccounts",
      finderName: "search",
      queryParams: { serch: { test: true } },
      ...rest,
    }),
  );
  assert.equal(status, 400);
  const explanation = JSON.stringify(data.explanation);
  assert.match(explanation, /`serch`/);
  assert.match(explanation, /did you mean `search`/);
  assert.match(explanation, /resources\/ads\/adAccounts\.yaml:\d+/);
});

test("refused: an entity without what it must have", async () => {
  const { status, data } = await refused(
    linkedin.create({ resourcePath: "/adAccounts", entity: { name: "Nothing else" }, ...rest }),
  );
  assert.equal(status, 400);
  assert.match(JSON.stringify(data.explanation), /`type`/);
});
