import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

globalThis.document = { documentElement: { lang: "en" }, baseURI: "https://host/lab/" };
const { createApi } = await import("../../../static/net/api.js");
const { Offline } = await import("../../../static/net/refusal.js");
const { trainingDigits } = await import("../../../static/net/training_digits.js");

const FILE = readFileSync(
  new URL("../../../model/datasets/sample_data/training/images-idx3-ubyte.gz", import.meta.url),
);
const api = createApi({ offline: "offline", silent: "silent" });

/** What was asked for, while every answer has this body. */
function answering(body) {
  const asked = [];
  globalThis.fetch = async (path, { signal }) => {
    signal.throwIfAborted();
    asked.push(path);
    return new Response(body);
  };
  return asked;
}

test("the shipped file becomes 10,000 images, each with ink", async () => {
  const asked = answering(FILE);
  const digits = await trainingDigits(api);
  assert.deepEqual(asked, ["api/training.bin"]);
  assert.equal(digits.length, 10_000);
  assert.ok(digits.every((digit) => digit.length === 784 && Math.max(...digit) > 200 && digit[0] === 0));
  assert.notDeepEqual(digits[0], digits[1]);
});

test("a file that ends too early is as none", async () => {
  answering(FILE.subarray(0, 1000));
  await assert.rejects(trainingDigits(api), Offline);
});

test("who has left wants no digits", async () => {
  const asked = answering(FILE);
  await assert.rejects(trainingDigits(api, AbortSignal.abort()), { name: "AbortError" });
  assert.deepEqual(asked, []);
});
