import assert from "node:assert/strict";
import { test } from "node:test";
import { firstAndAgain, newestOf, parsePredictions, predictionsTable } from "../../../static/core/predictions.js";

const one = {
  step: "near",
  at: "2026-11-30T07:00:00.000Z",
  model: "vae-2d",
  unit: "of 100",
  series: ["ae", "vae"],
  guess: [50, 60],
  measured: [76.9, 90.5],
};

test("a table has a row for each number that was predicted", () => {
  const { header, rows } = predictionsTable([one]);
  assert.equal(header.length, rows[0].length);
  assert.deepEqual(rows, [
    [one.at, "near", "vae-2d", "ae", "of 100", 50, 76.9],
    [one.at, "near", "vae-2d", "vae", "of 100", 60, 90.5],
  ]);
});

test("the first prediction of a step stays what is compared; one made again stands beside it", () => {
  const [second, third] = [70, 80].map((guess) => ({ ...one, guess: [guess, 80] }));
  assert.deepEqual(firstAndAgain([one], "near"), { first: one, again: null });
  const kept = [{ ...one, step: "loss" }, one, second, third];
  assert.deepEqual(firstAndAgain(kept, "near"), { first: one, again: third });
  assert.equal(firstAndAgain([one], "loss"), null);
  assert.equal(predictionsTable(kept).rows.length, 8, "each one is in the table");
});

test("a prediction of other series, as of models that are no longer there, is not taken for one of these", () => {
  const other = { ...one, series: ["β 1", "β 4"] };
  assert.equal(newestOf([one, other], "near", ["ae", "vae"]), one);
  assert.equal(newestOf([other], "near", ["ae", "vae"]), undefined);
});

test("what was kept is read back; what another program left there is not", () => {
  assert.deepEqual(parsePredictions(JSON.stringify([one])), [one]);
  const broken = [
    { ...one, guess: [1] },
    { ...one, guess: ["a", 2] },
    { ...one, step: 3 },
    null,
    { ...one, series: 2 },
  ];
  assert.deepEqual(parsePredictions(JSON.stringify([...broken, one])), [one]);
  for (const text of [null, "", "{", '"text"', "{}"]) assert.deepEqual(parsePredictions(text), []);
});
