import assert from "node:assert/strict";
import { test } from "node:test";
import { drawsOne } from "../../../static/core/scoreboard.js";

const figure = (value) => ({ value, low: 0, high: 1 });

test("draws that are nearly all read as one class of several are told from varied ones", () => {
  const drawn = (value, classes = ["a", "b", "c"]) => ({
    images: { classes },
    metrics: { nearness: { holes: { standard: { label_entropy: value === null ? null : figure(value) } } } },
  });
  assert.deepEqual(
    [drawsOne(drawn(0), "standard"), drawsOne(drawn(0.099), "standard"), drawsOne(drawn(0.7), "standard")],
    [true, true, false],
  );
  const unknown = [drawn(null), { ...drawn(0), metrics: {} }, drawn(0, ["a"])];
  assert.deepEqual(
    unknown.map((model) => drawsOne(model, "standard")),
    [false, false, false],
    "no judge, never measured, one class",
  );
  assert.equal(drawsOne(drawn(0), "fitted"), false);
});
