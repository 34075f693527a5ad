import assert from "node:assert/strict";
import { test } from "node:test";
import { spreadLabels } from "../../../static/core/spread_labels.js";

test("labels that cover each other are moved apart, those that stand alone stay", () => {
  const places = /** @type {[number, number][]} */ ([
    [0, 0],
    [1, 0],
    [0.5, 1],
    [100, 50],
  ]);
  const moved = spreadLabels(places, 10);
  for (let i = 0; i < 4; i++)
    for (let j = 0; j < i; j++)
      assert.ok(Math.hypot(moved[i][0] - moved[j][0], moved[i][1] - moved[j][1]) > 9.9, `${i} and ${j}`);
  assert.deepEqual(moved[3], [100, 50]);
  assert.deepEqual(places[0], [0, 0], "what was given stays as it is");
});

test("two that are pushed apart go as far each", () => {
  assert.deepEqual(
    spreadLabels(
      [
        [4, 0],
        [6, 0],
      ],
      6,
    ),
    [
      [2, 0],
      [8, 0],
    ],
  );
});
