import assert from "node:assert/strict";
import { test } from "node:test";

import {
  FIRST,
  between,
  dragged,
  grown,
  inSquare,
  moved,
  turned,
  unturned,
  within,
} from "../../../static/core/crop.js";

const ALL = [false, true].flatMap((mirror) => [0, 1, 2, 3].map((turn) => ({ turn, mirror })));

test("a part lies between two opposite corners, in whatever order, and ends where the picture does", () => {
  assert.deepEqual(between([0.2, 0.6], [0.5, 0.1]), [0.2, 0.1, 0.3, 0.5]);
  assert.deepEqual(between([0.5, 0.1], [0.2, 0.6]), [0.2, 0.1, 0.3, 0.5]);
  assert.deepEqual(between([-3, 0.5], [0.5, 7]), [0, 0.5, 0.5, 0.5]);
});

test("what a mere click or a tremble marks is nothing", () => {
  assert.equal(between([0.3, 0.3], [0.3, 0.3]), null);
  assert.equal(between([0.3, 0.3], [0.305, 0.9]), null);
  assert.equal(between([1.2, 0], [1.5, 1]), null);
});

test("a part keeps its size where it is moved, and stays in the picture", () => {
  assert.deepEqual(moved([0.2, 0.2, 0.3, 0.4], [0.1, -0.1]), [0.3, 0.1, 0.3, 0.4]);
  assert.deepEqual(moved([0.2, 0.2, 0.3, 0.4], [5, -5]), [0.7, 0, 0.3, 0.4]);
});

test("a part grows to the picture's edges and shrinks to a least size, never to nothing", () => {
  assert.deepEqual(grown(FIRST, [0.1, -0.1]), [0.25, 0.25, 0.6, 0.4]);
  assert.deepEqual(grown(FIRST, [3, -3]), [0.25, 0.25, 0.75, 0.01]);
});

test("each corner follows the pointer, the opposite one rests, and corners may be dragged past each other", () => {
  const part = [0.2, 0.3, 0.4, 0.5];
  assert.deepEqual(dragged(part, "nw", [0.1, 0.1]), [0.3, 0.4, 0.3, 0.4]);
  assert.deepEqual(dragged(part, "ne", [0.1, 0.1]), [0.2, 0.4, 0.5, 0.4]);
  assert.deepEqual(dragged(part, "sw", [0.1, 0.1]), [0.3, 0.3, 0.3, 0.6]);
  assert.deepEqual(dragged(part, "se", [0.1, 0.1]), [0.2, 0.3, 0.5, 0.6]);
  assert.deepEqual(dragged(part, "se", [-0.5, 0]), [0.1, 0.3, 0.1, 0.5]);
  assert.deepEqual(dragged(part, "in", [0.1, 0.1]), [0.3, 0.4, 0.4, 0.5]);
});

test("a part is turned as the server turns the picture, and back", () => {
  const part = [0.1, 0.2, 0.3, 0.6];
  assert.deepEqual(turned(part, { turn: 1, mirror: false }), [0.2, 0.1, 0.6, 0.3]);
  assert.deepEqual(turned([0, 0, 0.25, 0.5], { turn: 1, mirror: false }), [0.5, 0, 0.5, 0.25]);
  assert.deepEqual(turned([0, 0, 0.25, 0.5], { turn: 1, mirror: true }), [0.5, 0.75, 0.5, 0.25]);
  for (const way of ALL) assert.deepEqual(unturned(turned(part, way), way), part);
});

test("a picture lies in the middle of its square, and a part of it in that", () => {
  assert.deepEqual(inSquare(200, 100), [0, 0.25, 1, 0.5]);
  assert.deepEqual(inSquare(100, 200), [0.25, 0, 0.5, 1]);
  assert.deepEqual(within([0.5, 0.5, 0.5, 0.5], inSquare(200, 100)), [0.5, 0.5, 0.5, 0.25]);
});
