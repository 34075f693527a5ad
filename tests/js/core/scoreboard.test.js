import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { LINES, figureAt, winner } from "../../../static/core/scoreboard.js";

const shipped = Object.fromEntries(
  ["ae-2d", "vae-2d"].map((id) => [
    id,
    JSON.parse(readFileSync(new URL(`../../../model/zoo/${id}/metrics.json`, import.meta.url), "utf-8")),
  ]),
);
const figure = (low, high) => ({ value: (low + high) / 2, low, high });

test("only intervals that lie apart name a winner", () => {
  assert.equal(winner(figure(1, 2), figure(3, 4), "low"), "ae");
  assert.equal(winner(figure(1, 2), figure(3, 4), "high"), "vae");
  assert.equal(winner(figure(3, 4), figure(1, 2), "low"), "vae");
  assert.equal(winner(figure(1, 3), figure(2, 4), "low"), null);
  assert.equal(winner(null, figure(2, 4), "low"), null);
});

test("every line of the scoreboard but those over seeds was measured in both shipped twins", () => {
  for (const metrics of Object.values(shipped)) {
    for (const { path } of LINES.filter(({ path }) => !path.startsWith("distances."))) {
      const { value, low, high } = figureAt(metrics, path);
      assert.ok(low <= value && value <= high, path);
    }
  }
  assert.equal(figureAt({}, LINES[0].path), null);
});

test("a line says the length of the step that its path points at", () => {
  const steps = shipped["vae-2d"].nearness;
  const pointed = { kept_sd: 0.1, kept_mad: 0.1, kept_far: 1, change: 0.1 };
  for (const [name, step] of Object.entries(pointed)) {
    const path = LINES.find((line) => line.name === name).path.split(".");
    assert.equal(steps[path[1]][path[2]].step, step);
  }
});
