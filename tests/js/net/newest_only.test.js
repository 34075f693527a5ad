import assert from "node:assert/strict";
import { test } from "node:test";
import { newestOnly } from "../../../static/net/newest_only.js";

test("of what is asked while a piece is done, only the newest is done next", async () => {
  const done = [];
  let finish;
  const ask = newestOnly((piece) => {
    done.push(piece);
    return new Promise((resolve) => (finish = resolve));
  });
  const first = ask(1);
  await Promise.resolve();
  const rest = [2, 3, 4].map(ask);
  finish();
  await first;
  await Promise.all(rest.slice(0, 2));
  finish();
  await rest[2];
  assert.deepEqual(done, [1, 4]);
});

test("a piece that fails is its own asker's, and the next is done", async () => {
  const ask = newestOnly(async (piece) => assert.ok(piece));
  await assert.rejects(ask(false));
  await ask(true);
});
