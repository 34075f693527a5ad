import assert from "node:assert/strict";
import { test } from "node:test";
import { counted } from "../../../static/net/arriving.js";

const answer = (bytes, headers) => new Response(new Uint8Array(bytes), { headers });
const sized = (bytes) => answer(bytes, { "Content-Length": `${bytes}` });

test("what has come of several files is told together, and of how much once each of them says", async () => {
  const told = [];
  const read = counted(2, (...bytes) => told.push(bytes));
  assert.deepEqual(told, [[0, NaN]]);
  const first = await read(sized(30));
  assert.deepEqual([first.size, told.at(-1)], [30, [30, NaN]]);
  await read(sized(12));
  assert.deepEqual(told.at(-1), [42, 42]);
});

test("a host that does not say how much there is, or packs it, is told of without an end", async () => {
  for (const headers of [{}, { "Content-Length": "5", "Content-Encoding": "gzip" }]) {
    const told = [];
    const read = counted(1, (...bytes) => told.push(bytes));
    await read(answer(30, headers));
    assert.deepEqual(told.at(-1), [30, NaN]);
  }
});
