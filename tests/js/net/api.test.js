import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { setImmediate } from "node:timers/promises";

globalThis.document = { getElementById: () => ({ textContent: "{}" }), documentElement: { lang: "en" } };
const { alongAxes } = await import("../../../static/core/plane.js");
const { createApi } = await import("../../../static/net/api.js");
const { Offline, isStale, passes, Refusal } = await import("../../../static/net/refusal.js");

const json = (status, body) => new Response(JSON.stringify(body), { status });
const problem = (status, body, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/problem+json", ...headers } });
const gone = (status = 502) => new Response("<html>Bad Gateway</html>", { status });

/** An API whose server answers so, one request after another; and what it was asked. */
function answering(...answers) {
  const asked = [];
  const onStale = mock.fn();
  globalThis.fetch = async (path, options) => {
    asked.push({ path, ...options });
    return answers.shift();
  };
  return { api: createApi({ offline: "offline", silent: "silent" }, { onStale }), asked, onStale };
}
const picture = (name) => ({ file: new File(["ink"], "a.png"), name, knobs: { threshold: null, thickness: 1 } });
const { signal } = new AbortController();

test("the sprite's address is that beside the answer, wherever the page is", async () => {
  for (const [page, sprite] of [
    ["http://a/", "http://a/api/sample.png"],
    ["https://b/proxy/8000/?lang=vi", "https://b/proxy/8000/api/sample.png"],
  ]) {
    globalThis.document.baseURI = page;
    const { api } = answering(json(200, { thumbnails: { url: "../../sample.png", size: 28, columns: 40 }, codes: [] }));
    const cloud = await api.codes("số 2/3");
    assert.deepEqual(cloud, { thumbnails: { url: sprite, size: 28, columns: 40 }, codes: [] });
  }
});

test("a layer over a tile has an address, which names the plane where there is more than one", async () => {
  const tile = { z: 3, x: 2, y: 5 };
  const slanted = [
    [0, 0.6, 0, 0.8],
    [1, 0, 0, 0],
  ];
  for (const [along, through, query] of [
    [alongAxes([0, 1], 2), [1, 2], ""],
    [alongAxes([0, 1], 4), [1, 2, 0.123456, -4], "?through=0,0,0.1235,-4"],
    [alongAxes([3, 0], 4), [1, 2, 0.123456, -4], "?through=0,2,0.1235,0&plane=3,0"],
    [slanted, [1, 2, 0.5, 1], "?through=0,0.8,0.5,-0.6&plane=0,0.6,0,0.8,1,0,0,0"],
  ]) {
    const square = { layer: "stretch", tile, plane: { along }, through };
    const { api, asked } = answering(json(200, { cells: 16, log10_area: [1] }));
    const found = await api.layer({ id: "a", revision: "r" }, square, signal);
    assert.deepEqual(found, { cells: 16, log10_area: [1] });
    assert.equal(asked[0].path, `api/models/a/r/layers/stretch/3/2/5.json${query}`);
  }
});

test("what a server died under is asked once more, with the same body", async () => {
  const { api, asked } = answering(gone(), json(200, { z: [[1, 2]] }));
  assert.deepEqual(await api.sample("vae", { n: 1 }, signal), { z: [[1, 2]] });
  assert.equal(asked.length, 2);
  assert.deepEqual(asked[0], asked[1]);
});

test("where no server is left it is offline, and not asked a third time", async () => {
  for (const status of [502, 504]) {
    const { api, asked } = answering(gone(status), gone(status));
    await assert.rejects(api.decode("vae", [[0, 0]]), Offline);
    assert.equal(asked.length, 2);
  }
});

test("a code of other weights than those that the model had is refused as stale, and told", async () => {
  const encoded = (revision) => json(200, { image: {}, models: { a: { revision } } });
  const { api, onStale } = answering(json(200, { id: "a", revision: "old" }), encoded("old"), encoded("new"));
  await api.model("a");
  await api.encodePixels(["a"], [[0]], signal);
  assert.equal(onStale.mock.callCount(), 0);
  await assert.rejects(api.encodePixels(["a"], [[0]], signal), isStale);
  assert.equal(onStale.mock.callCount(), 1);
});

test("a digit that was begun is asked for once, and again by who asks a second time", async () => {
  const { api, asked } = answering(json(200, { image: 1, models: {} }), json(200, { image: 2, models: {} }));
  api.beginSample(["a", "b"], 5);
  assert.deepEqual(await api.encodeSample(["a", "b"], 5, signal), { image: 1, models: {} });
  assert.deepEqual(await api.encodeSample(["a", "b"], 5, signal), { image: 2, models: {} });
  assert.deepEqual(
    asked.map(({ path, body }) => [path, body]),
    Array(2).fill(["api/encode?model=a&model=b", '{"sample":5}']),
  );
});

test("why a digit that was begun has failed is heard by who asks for it", async () => {
  const { api } = answering(problem(503, { detail: "too much", code: "overloaded" }));
  api.beginSample(["a"], 5);
  await setImmediate(); // long since rejected
  await assert.rejects(api.encodeSample(["a"], 5, signal), /too much/);
});

test("a refusal of the server's own is not asked again", async () => {
  const { api, asked } = answering(problem(503, { detail: "too much", code: "overloaded" }));
  await assert.rejects(
    api.models(),
    (error) => error instanceof Refusal && !(error instanceof Offline) && error.code === "overloaded",
  );
  assert.equal(asked.length, 1);
});

test("a picture is asked for by its name, and sent under it where it is not known", async () => {
  const { api, asked } = answering(
    problem(404, { detail: "forgotten", code: "unknown_picture" }),
    json(200, { models: {} }),
  );
  assert.deepEqual(await api.encodePicture(["vae", "ae"], picture("its-name"), signal), { models: {} });
  assert.equal(JSON.parse(asked[0].body).picture, "its-name");
  assert.deepEqual([...asked[1].body.keys()].sort(), ["file", "picture", "thickness"]);
  assert.equal(asked[1].body.get("picture"), "its-name");
});

test("a picture that has no name yet is sent without one", async () => {
  const { api, asked } = answering(json(200, { models: {} }));
  await api.encodePicture(["vae", "số 2"], picture(null), signal);
  assert.deepEqual(
    asked.map(({ path }) => path),
    ["api/encode?model=vae&model=s%E1%BB%91+2"],
    "once for both",
  );
  assert.deepEqual([...asked[0].body.keys()].sort(), ["file", "thickness"]);
});

test("what a proxy says in place of the server will pass, and what the server says does where it says when", async () => {
  for (const [answer, will] of [
    [() => gone(503), true],
    [() => gone(520), true],
    [() => problem(503, { detail: "loading", code: "loading" }, { "Retry-After": "1" }), true],
    [() => problem(503, { detail: "no judge", code: "no_judge" }), false],
    [() => problem(500, { detail: "failed", code: "internal" }), false],
    [() => problem(404, { detail: "no such model", code: "unknown_model" }), false],
  ]) {
    const { api } = answering(answer(), answer());
    await assert.rejects(api.models(), (error) => error instanceof Refusal && passes(error) === will);
  }
});

test("an answer that breaks off is as none; one that is no JSON is an error", async () => {
  const broken = new ReadableStream({ start: (stream) => stream.error(new TypeError("network error")) });
  await assert.rejects(answering(new Response(broken)).api.models(), Offline);
  await assert.rejects(answering(new Response("<html>Sign in</html>")).api.models(), SyntaxError);
});

test("a server that does not answer in time is said to be silent, not away", async () => {
  globalThis.fetch = async () => Promise.reject(new DOMException("timed out", "TimeoutError"));
  const { models } = createApi({ offline: "offline", silent: "silent" });
  await assert.rejects(models(), (error) => error instanceof Offline && error.message === "silent");
});

test("that a model is gone is told, and once it is called off nothing more is asked", async () => {
  const stale = mock.fn();
  const ending = new AbortController();
  globalThis.fetch = mock.fn(async (path, { signal }) => {
    signal.throwIfAborted();
    return problem(404, { detail: "gone", code: "stale_revision" });
  });
  const api = createApi({ offline: "offline", silent: "silent" }, { signal: ending.signal, onStale: stale });
  await assert.rejects(api.tile("api/models/vae/0/tiles/0/0/0.png", signal), Refusal);
  assert.equal(stale.mock.callCount(), 1);
  ending.abort();
  await assert.rejects(api.tile("api/models/vae/0/tiles/0/0/0.png", signal), { name: "AbortError" });
  assert.equal(stale.mock.callCount(), 1);
});

test("an answer that has begun in time may take longer, as on a slow network; one that has not is given up", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { models } = createApi({ offline: "offline", silent: "silent" });
  let given;
  globalThis.fetch = async (path, { signal }) => {
    given = signal;
    return { ok: true, json: async () => (context.mock.timers.tick(60_000), signal.throwIfAborted(), []) };
  };
  assert.deepEqual(await models(), []);
  globalThis.fetch = async (path, { signal }) => {
    given = signal;
    context.mock.timers.tick(60_000);
    signal.throwIfAborted();
  };
  await assert.rejects(models(), (error) => error instanceof Offline && error.message === "silent");
  assert.equal(given.reason.name, "TimeoutError");
});
