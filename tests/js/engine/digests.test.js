import assert from "node:assert/strict";
import { test } from "node:test";
import { digestOf, keptOf, models } from "./digests.js";

test("1,000 images of each shipped model are those whose digest is kept", async () => {
  assert.equal(models().length, 19);
  for (const id of models()) assert.deepEqual(await digestOf(id), keptOf(id), id);
});

test("and so they are without WebAssembly", async () => {
  assert.deepEqual(await digestOf("vae-2d", "scalar"), keptOf("vae-2d"));
});
