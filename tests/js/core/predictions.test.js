import assert from "node:assert/strict";
import { test } from "node:test";
import {
  firstAndAgain,
  formatPredictions,
  newestOf,
  parsePredictions,
  predictionsTable,
  withMeasured,
} from "../../../static/core/predictions.js";

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
    { ...one, series: [1, 2] },
    { ...one, series: [], guess: [], measured: [] },
    { ...one, step: "unknown" },
    { ...one, measured: [1] },
  ];
  assert.deepEqual(parsePredictions(JSON.stringify([...broken, one])), [one]);
  for (const text of [null, "", "{", '"text"', "{}"]) assert.deepEqual(parsePredictions(text), []);
});

test("one that was locked and not seen is kept, and takes its measurement later; a deleted one does not come back", () => {
  const locked = { ...one, measured: null };
  assert.deepEqual(parsePredictions(formatPredictions([locked])), [locked]);
  assert.deepEqual(predictionsTable([locked]).rows[0].slice(-2), [50, null]);
  assert.deepEqual(withMeasured([{ ...one, step: "loss" }, locked], one), [{ ...one, step: "loss" }, one]);
  assert.deepEqual(withMeasured([], one), []);
});

test("series are named alike in all languages, also those kept before they were", () => {
  const series = ["ae 0,05", "vae 0.1"];
  const [found] = parsePredictions(JSON.stringify([{ ...one, step: "curve", series }]));
  assert.deepEqual(found.series, ["ae 0.05", "vae 0.1"]);
});

test("what is kept has a version; that of another is left alone", () => {
  assert.equal(JSON.parse(formatPredictions([one])).version, 1);
  assert.deepEqual(parsePredictions(JSON.stringify({ version: 2, predictions: [one] })), []);
});
