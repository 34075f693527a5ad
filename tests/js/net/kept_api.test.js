import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { documentElement: { lang: "en" }, baseURI: "https://host/courses/lab/" };
const { createApi } = await import("../../../static/net/api.js");
const { createKeptApi } = await import("../../../static/net/kept_api.js");
const { Refusal } = await import("../../../static/net/refusal.js");

const WORDS = {
  offline: "offline",
  silent: "silent",
  alone: "not yet",
  blank: "blank",
  lacking: (file) => `no ${file}`,
};
const MODEL = { id: "số 2", revision: "abc", images: { side: 1, channels: 3 } };

/** The API where each path has this content, and the paths that were asked for. */
function keeping(contents, options = {}) {
  const asked = [];
  globalThis.fetch = async (path) => {
    asked.push(path);
    return new Response(contents[path] ?? "{}");
  };
  return { api: createKeptApi(WORDS, options), asked };
}

test("what a server would send is asked for as files, beside the page", async () => {
  const codes = JSON.stringify({ thumbnails: { url: "../../sample.png", size: 28, columns: 40 }, codes: [] });
  const { api, asked } = keeping({ "api/models/s%E1%BB%91%202/codes.json": codes });
  await api.models();
  await api.model(MODEL.id);
  const { thumbnails } = await api.codes(MODEL.id);
  await api.judge({ id: "mnist" });
  await api.judge({ id: "own" });
  assert.deepEqual(asked, [
    "api/models.json",
    "api/models/s%E1%BB%91%202.json",
    "api/models/s%E1%BB%91%202/codes.json",
    "api/judge.json",
    "api/sets/own/judge.json",
  ]);
  assert.equal(thumbnails.url, "https://host/courses/lab/api/sample.png");
  assert.equal(api.weights(MODEL), "https://host/courses/lab/api/models/s%E1%BB%91%202/abc/weights.safetensors");
});

test("images to hold an engine's to are a file, of which as many are given as are asked for", async () => {
  const kept = Uint8Array.of(1, 2, 255, 4, 5, 6);
  const { api, asked } = keeping({ "api/models/s%E1%BB%91%202/abc/images.bin": kept });
  assert.deepEqual(await api.imagesOf(MODEL, [[0, 0]]), Uint8Array.of(1, 2, 255));
  assert.equal(asked.length, 1);
});

test("what the page computes once its engine is there is refused until then, and nothing is asked", async () => {
  const { api, asked } = keeping({});
  const refused = (passes) => (error) =>
    error instanceof Refusal && error.passes === passes && error.message === "not yet";
  for (const word of ["encodeSample", "sample", "similarity", "layer"])
    await assert.rejects(api[word](), refused(true));
  for (const word of ["encodePicture", "encodeDrawing", "decode", "compare"]) {
    await assert.rejects(api[word](), refused(false), word);
  }
  await assert.rejects(api.encodePixels(["a"], [[0, 0.5]]), refused(true));
  await assert.rejects(api.encodePixels(["a"], [[0, 0]]), { code: "blank_image", message: "blank" });
  api.beginSample(["a"], 1);
  assert.equal(api.live(["a"]), null);
  assert.equal(api.alone, true);
  assert.deepEqual(asked, []);
  assert.deepEqual(Object.keys(api).sort(), Object.keys(createApi(WORDS)).sort(), "there is no word but the API's");
});

test("files that the page carries are asked for where they are", async () => {
  const { api, asked } = keeping({}, { addressOf: (path) => `blob:${path}` });
  await api.models();
  assert.deepEqual(asked, ["blob:api/models.json"]);
  assert.equal(api.judgeWeights({ id: "mnist" }, { revision: "j" }), "blob:api/judge/j/weights.safetensors");
});

const HTML = { headers: { "Content-Type": "text/html; charset=utf-8" } };
const HALF = {
  "a page in its place": () => new Response("<!doctype html>", HTML),
  "half of it": () => new Response('[{"id":'),
};
for (const status of [403, 404, 410]) HALF[status] = () => new Response("<html>", { status, ...HTML });

for (const [name, answer] of Object.entries(HALF)) {
  test(`a file that a site has not, or not whole, is named, and waited for: ${name}`, async () => {
    const { api } = keeping({});
    globalThis.fetch = async () => answer();
    await assert.rejects(api.models(), { message: "no api/models.json", code: "lacking", passes: true });
    if (name === "half of it") return;
    await assert.rejects(api.file(api.weights(MODEL)), { message: "no api/models/số 2/abc/weights.safetensors" });
    await assert.rejects(api.imagesOf(MODEL, [[0, 0]]), { message: "no api/models/số 2/abc/images.bin" });
  });
}

test("a site that is away, or has no time, is waited for", async () => {
  const { api } = keeping({});
  for (const answer of [() => new Response("", { status: 503 }), () => Promise.reject(new TypeError("no network"))]) {
    globalThis.fetch = async () => answer();
    await assert.rejects(api.models(), { message: "offline", passes: true });
  }
});
