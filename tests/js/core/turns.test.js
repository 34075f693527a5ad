import assert from "node:assert/strict";
import { test } from "node:test";

import { after } from "../../../static/core/turns.js";

/** Turn a square of rows as the server does. */
const turned = (rows, { turn, mirror }) => {
  let found = mirror ? rows.map((row) => [...row].reverse()) : rows;
  for (let i = 0; i < turn; i++) found = found[0].map((_, x) => found.map((row) => row[x]).reverse());
  return found;
};

test("one turn after another is as both", () => {
  const rows = [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ];
  const all = [false, true].flatMap((mirror) => [0, 1, 2, 3].map((turn) => ({ turn, mirror })));
  for (const first of all)
    for (const then of all) assert.deepEqual(turned(rows, after(first, then)), turned(turned(rows, first), then));
});
