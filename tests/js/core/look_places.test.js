import assert from "node:assert/strict";
import { test } from "node:test";

import { codeAt, codesAround, DIRECTIONS, samePlace } from "../../../static/core/look_places.js";

/** Codes (n, 3) and their places on two of three axes. @param {number[][]} codes @param {[number, number]} axes */
const look = (codes, axes) => ({
  mu: Float32Array.from(codes.flat()),
  codes: Float32Array.from(codes.flatMap((z) => axes.map((axis) => z[axis]))),
  axes,
});
const LOOK = look(
  [
    [1, 10, 0],
    [3, 10, 8],
    [5, 40, 4],
  ],
  [0, 2],
);
const near = (/** @type {number[]} */ found, /** @type {number[]} */ wanted) =>
  wanted.forEach((value, i) => assert.ok(Math.abs(found[i] - value) < 1e-5, `${found} is not ${wanted}`));

test("a place is the code that the map decodes there: on other axes in the middle of all", () => {
  near(codeAt([7, 9], LOOK), [7, 20, 9]);
});

test("a digit's neighbours are 0.1 sd away on the map's plane, and have all else of its code", () => {
  const [own, right, , up] = codesAround(LOOK, 2);
  const [across, along] = [Math.sqrt(8 / 3), Math.sqrt(32 / 3)];
  assert.equal(codesAround(LOOK, 2).length, DIRECTIONS.length + 1);
  near(own, [5, 40, 4]);
  near(right, [5 + 0.1 * across, 40, 4]);
  near(up, [5, 40, 4 + 0.1 * along]);
});

test("the same place in the other model is as many sd from the middle of its codes", () => {
  const wider = look(
    [
      [10, 0, 0],
      [30, 0, 80],
      [50, 0, 40],
    ],
    [0, 2],
  );
  near(samePlace([5, 4], LOOK, wider), [50, 40]);
  near(samePlace(samePlace([2, 7], LOOK, wider), wider, LOOK), [2, 7]);
});

test("where all codes are one, the same place is the other's middle", () => {
  const point = look(
    [
      [1, 0, 1],
      [1, 0, 1],
    ],
    [0, 2],
  );
  near(samePlace([2, 2], LOOK, point), [1, 1]);
});
