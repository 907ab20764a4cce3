// LinkedIn's client as it is, and the sandbox that it is led to.
//
// The client has its hosts as constants. Its own examples change the URL of a request in an interceptor
// of `axiosInstance`, and so does this; anything that is not for LinkedIn's host fails.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import linkedin from "linkedin-api-client";

export const { utils } = linkedin;
const { SANDBOX_URL, SANDBOX_TOKEN, LINKEDIN_VERSION } = process.env;
if (!SANDBOX_URL || !SANDBOX_TOKEN || !LINKEDIN_VERSION) {
  throw new Error("tests/clients/run starts the sandbox and says where it is");
}

/** What calls below `/v2` take. */
export const v2 = { accessToken: SANDBOX_TOKEN };
/** What calls below `/rest` take. */
export const rest = { accessToken: SANDBOX_TOKEN, versionString: LINKEDIN_VERSION };

const host = "https://api.linkedin.com/";

export function client() {
  const client = new linkedin.RestliClient({ proxy: false });
  client.axiosInstance.interceptors.request.use((request) => {
    if (!request.url.startsWith(host)) throw new Error(`${request.url} is not LinkedIn's`);
    request.url = `${SANDBOX_URL}/${request.url.slice(host.length)}`;
    return request;
  });
  return client;
}

/** What a call that must be refused is answered. */
export async function refused(call) {
  try {
    const { status, data } = await call;
    throw new Error(`not refused: ${status} ${JSON.stringify(data)}`);
  } catch (error) {
    if (!error.response) throw error;
    return error.response;
  }
}

/** The bodies, lines and headers as they were sent. */
export function sent(response) {
  return {
    method: response.request.method,
    path: response.request.path,
    headers: response.config.headers,
    body: response.config.data,
  };
}

/** More ids of campaign groups than a query may hold: those that are there, and so many that are not. */
export const groups = [600300101, 600300102, 600300103, 600300901];
export const manyGroups = [...groups, ...Array.from({ length: 296 }, (_, n) => 90000000000000 + n)];

const signIn = "https://www.linkedin.com/";

// The client for signing in uses the `axios` that everybody in the process shares, as CommonJS has it.
const { default: axios } = createRequire(import.meta.resolve("linkedin-api-client"))("axios");
axios.interceptors.request.use((request) => {
  if (!request.url.startsWith(signIn)) throw new Error(`${request.url} is not LinkedIn's`);
  request.proxy = false;
  request.url = `${SANDBOX_URL}/${request.url.slice(signIn.length)}`;
  return request;
});

export function authClient(clientId, clientSecret, redirectUrl) {
  return new linkedin.AuthClient({ clientId, clientSecret, redirectUrl });
}

/** Where a member who agrees is sent back to. */
export async function browse(url) {
  assert.ok(url.startsWith(signIn));
  const page = await fetch(`${SANDBOX_URL}/${url.slice(signIn.length)}`, {
    headers: { "X-Sandbox-Consent": "allow" },
    redirect: "manual",
  });
  const location = page.headers.get("location");
  if (!location) throw new Error(await page.text());
  const back = new URL(location);
  if (back.searchParams.has("error")) throw new Error(back.searchParams.get("error_description"));
  return back;
}
