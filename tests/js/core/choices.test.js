import assert from "node:assert/strict";
import { test } from "node:test";
import { unshown } from "../../../static/core/choices.js";

const model = { images: { classes: ["heart", "star"] }, judge: "0123" };
const nameless = { images: { classes: [] }, judge: null };

test("a class and a layer that the images have stay", () => {
  assert.deepEqual(unshown({ label: 1, layer: "labels" }, model), {});
  assert.deepEqual(unshown({ label: null, layer: "density" }, nameless), {});
});

test("a class beyond the last, and labels that nobody reads, go", () => {
  assert.deepEqual(unshown({ label: 2, layer: "stretch" }, model), { label: null });
  assert.deepEqual(unshown({ label: 0, layer: "labels" }, nameless), { label: null, layer: null });
});
