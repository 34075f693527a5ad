import assert from "node:assert/strict";
import { test } from "node:test";
import { drawingBytes, parseDrawing } from "../../../static/core/drawing_answer.js";

const encoding = (sigma) => ({
  input: Array.from({ length: 28 }, (_, y) => Array.from({ length: 28 }, (_, x) => ((x + y) % 256) / 255)),
  judge: { label: 3, probabilities: [0, 0, 0, 0.75, 0.25, 0, 0, 0, 0, 0] },
  mu: [0.5, -1.5],
  sigma,
});

test("an answer by HTTP reads as one of the live socket", () => {
  const ofVae = parseDrawing(drawingBytes(encoding([0.125, 0.25])), { dims: 2, classes: 10 });
  assert.deepEqual([ofVae.mu, ofVae.sigma, ofVae.probabilities[3]], [[0.5, -1.5], [0.125, 0.25], 0.75]);
  assert.equal(ofVae.pixels[28 + 2], 3);
  assert.equal(parseDrawing(drawingBytes(encoding(null)), { dims: 2, classes: 10 }).sigma, null);
});

test("where nobody reads drawings, their codes follow the pixels", () => {
  const found = parseDrawing(drawingBytes({ ...encoding(null), judge: null }), { dims: 2, classes: 0 });
  assert.deepEqual([found.probabilities, found.mu], [[], [0.5, -1.5]]);
});
