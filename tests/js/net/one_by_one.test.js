import assert from "node:assert/strict";
import { test } from "node:test";
import { oneByOne } from "../../../static/net/one_by_one.js";

const settle = () => new Promise((resolve) => setImmediate(resolve));

function queued() {
  const begun = [];
  const work = oneByOne((piece) => new Promise((resolve, reject) => begun.push({ piece, resolve, reject })));
  return { begun, work };
}
const { signal } = new AbortController();

test("a piece begins once the one before it is done, or has failed", async () => {
  const { begun, work } = queued();
  const results = [1, 2, 3].map((piece) => work(piece, signal));
  await settle();
  assert.deepEqual(
    begun.map(({ piece }) => piece),
    [1],
  );
  begun[0].resolve("one");
  await settle();
  begun[1].reject(new Error("two"));
  await settle();
  begun[2].resolve("three");
  const settled = await Promise.allSettled(results);
  assert.deepEqual(
    settled.map(({ value, reason }) => value ?? reason.message),
    ["one", "two", "three"],
  );
});

test("what is no longer wanted is not begun, and rejects", async () => {
  const { begun, work } = queued();
  const leaving = new AbortController();
  const [first, second, third] = [work(1, signal), work(2, leaving.signal), work(3, signal)];
  leaving.abort();
  await settle();
  begun[0].resolve("one");
  await assert.rejects(second, { name: "AbortError" });
  await settle();
  assert.deepEqual(
    begun.map(({ piece }) => piece),
    [1, 3],
  );
  begun[1].resolve("three");
  assert.deepEqual([await first, await third], ["one", "three"]);
});
