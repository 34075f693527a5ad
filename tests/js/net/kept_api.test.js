import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { documentElement: { lang: "en" }, baseURI: "https://host/courses/lab/" };
const { createApi } = await import("../../../static/net/api.js");
const { createKeptApi } = await import("../../../static/net/kept_api.js");
const { Refusal } = await import("../../../static/net/refusal.js");

const WORDS = { offline: "offline", silent: "silent", alone: "not yet", blank: "blank" };
const MODEL = { id: "số 2", revision: "abc" };

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
  await api.judge();
  assert.deepEqual(asked, [
    "api/models.json",
    "api/models/s%E1%BB%91%202.json",
    "api/models/s%E1%BB%91%202/codes.json",
    "api/judge.json",
  ]);
  assert.equal(thumbnails.url, "https://host/courses/lab/api/sample.png");
  assert.equal(api.weights(MODEL), "https://host/courses/lab/api/models/s%E1%BB%91%202/abc/weights.safetensors");
});

test("images to hold an engine's to are a file", async () => {
  const { api, asked } = keeping({ "api/models/s%E1%BB%91%202/abc/images.bin": Uint8Array.of(1, 2, 255) });
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
  assert.equal(api.judgeWeights({ revision: "j" }), "blob:api/judge/j/weights.safetensors");
});
