/**
 * Keeps a site without a server for use without a network: all but weights as it is installed, weights as they are asked
 * for. A new version of the site comes once no page shows the old one, so that no page meets files of both. What else is
 * on the same host is none of its business.
 */

const scope = /** @type {any} */ (self);
const SITE = `latent-explorer ${scope.registration.scope} `; // others of one host have theirs
const KEPT = SITE + "VERSION";
const FIRST = new Map(/** @type {any} */ (["FIRST"])); // the SHA-256 of each, by its path
const LATER = ["LATER"];

/** @param {ArrayBuffer} bytes */
async function digestOf(bytes) {
  const found = new Uint8Array(await scope.crypto.subtle.digest("SHA-256", bytes));
  return Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A file as the site now has it. Browsers refuse to go to an answer that was redirected. @param {string} path */
async function fetched(path) {
  const found = await fetch(new Request(path, { cache: "no-cache" })); // not what the browser holds of the old site
  if (!found.ok) throw new Error(`${path}: ${found.status}`);
  const { status, headers } = found;
  return found.redirected ? new Response(await found.blob(), { status, headers }) : found;
}
/** While a site is being uploaded, files of two exports stand side by side: what is of another one is not kept. */
async function install() {
  const files = await Promise.all(
    [...FIRST].map(async ([path, digest]) => {
      const found = await fetched(path);
      if ((await digestOf(await found.clone().arrayBuffer())) !== digest)
        throw new Error(`${path} is of another export`);
      return { path, found };
    }),
  );
  const cache = await caches.open(KEPT);
  await Promise.all(files.map(({ path, found }) => cache.put(path, found)));
}
async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(SITE) && name !== KEPT);
  await Promise.all(old.map((name) => caches.delete(name)));
  await scope.clients.claim();
}

/** @param {any} event @returns {Promise<Response>} */
async function answer(event) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(event.request, { ignoreSearch: true });
  if (kept) return kept;
  const found = await fetch(event.request);
  if (found.ok) event.waitUntil(cache.put(event.request, found.clone()).catch(() => {})); // there may be no room for it
  return found;
}

/** Whether it is one of the site's own files. @param {Request} request */
function isOurs({ method, url }) {
  const { origin, pathname } = new URL(url);
  const path = decodeURI(origin + pathname).slice(decodeURI(scope.registration.scope).length);
  return (
    method === "GET" && url.startsWith(scope.registration.scope) && [...FIRST.keys(), ...LATER].includes(path || "./")
  );
}

scope.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(install()));
scope.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(activate()));
scope.addEventListener("fetch", (/** @type {any} */ event) => {
  if (isOurs(event.request)) event.respondWith(answer(event));
});
