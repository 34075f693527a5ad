/**
 * Keeps a site without a server for use without a network: what each visit needs as it is installed, models as they are
 * asked for. A new version of the site comes once no page shows the old one, so that no page meets files of both.
 */

const scope = /** @type {any} */ (self);
const SITE = `latent-explorer ${scope.registration.scope} `; // others of one host have theirs
const KEPT = SITE + "VERSION";
const FIRST = ["FIRST"];

scope.addEventListener("install", (/** @type {any} */ event) => {
  const anew = FIRST.map((path) => new Request(path, { cache: "no-cache" })); // not what the browser holds of the old site
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(anew)));
});
scope.addEventListener("activate", (/** @type {any} */ event) => {
  const forget = (/** @type {string[]} */ names) =>
    Promise.all(names.filter((name) => name.startsWith(SITE) && name !== KEPT).map((name) => caches.delete(name)));
  event.waitUntil(
    caches
      .keys()
      .then(forget)
      .then(() => scope.clients.claim()),
  );
});

/** @param {Request} request @returns {Promise<Response>} */
async function answer(request) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request, { ignoreSearch: true });
  if (kept) return kept;
  const found = await fetch(request);
  if (found.ok) await cache.put(request, found.clone());
  return found;
}
scope.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const { origin, href } = new URL(request.url);
  if (request.method === "GET" && origin === scope.location.origin && href.startsWith(scope.registration.scope)) {
    event.respondWith(answer(request));
  }
});
