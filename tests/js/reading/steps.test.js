import assert from "node:assert/strict";
import { test } from "node:test";
import { AUTOMATIC } from "../../../static/core/knobs.js";
import { maskOf } from "../../../static/reading/arrays/planes.js";
import { contrast, grain, otsu } from "../../../static/reading/normalise/arrays.js";
import { ownPixels } from "../../../static/reading/normalise/blocks.js";
import { areaWeights, centre } from "../../../static/reading/normalise/centre.js";
import { frames } from "../../../static/reading/normalise/frames.js";
import { moveThreshold } from "../../../static/reading/normalise/ink.js";
import { check } from "../../../static/reading/normalise/knobs.js";
import { withoutLines } from "../../../static/reading/normalise/lines.js";
import { pictureOf } from "../../../static/reading/normalise/pictures.js";
import { inReadingOrder } from "../../../static/reading/normalise/rows.js";
import { pairwiseSum } from "../../../static/reading/normalise/slanted_lines.js";
import { cheapestCut, leftPart } from "../../../static/reading/normalise/touching.js";
import { boxesOf, label } from "../../../static/reading/arrays/labels.js";
import { around, marked, turnedWindow, unturnedWindow } from "../../../static/reading/windows.js";
import { drawn, grey, near, painted } from "./planes.js";

test("Otsu's threshold lies in the middle of the gap, on NumPy's edge", () => {
  const values = Float32Array.of(0.1, 0.12, 0.11, 0.13, 0.8, 0.82, 0.79);
  assert.ok(near([otsu(values), contrast(values)], [0.46, 0.685]));
  assert.equal(otsu(Float32Array.of(0.5, 0.5)), 0.5, "nothing lies above one level");
  const few = grey([
    [0, 0.1, 0, 0.3],
    [0, 0, 0.5, 0],
  ]);
  assert.ok(near([grain(few)], [0.2096713]));
});

test("grain is of neighbours in a row, of a large picture too", () => {
  const diffs = [0.1, 0.2, 0.3, 0.4];
  const tall = painted(2, 90_000, (x, y) => x * diffs[y % 4]);
  assert.ok(Math.abs(grain(tall) - (1.4826 * 0.1) / 2 ** 0.5) < 1e-4);
});

test("enlarged pixels are found again, whatever lies before the first whole one", () => {
  const paint = (x, y) => ((Math.floor((x + 2) / 5) * 7 + Math.floor((y + 2) / 5) * 3) % 10) / 10;
  const found = ownPixels(painted(43, 38, paint));
  assert.deepEqual([found.width, found.height], [9, 8]);
  assert.equal(ownPixels(painted(100, 100, (x, y) => Number(x > 30 && x < 60 && y > 50))), null);
  const stripe = (at) => Number(at < 5 || (at >= 10 && at < 17));
  assert.equal(ownPixels(painted(40, 40, (x, y) => (stripe(x) + stripe(y)) / 2)), null, "stripes of 5 and 7 px");
});

test("the threshold moves to where the knob puts it, black and white stay", () => {
  const ink = grey([[0, 0.25, 0.5, 0.75, 1]]);
  assert.equal(moveThreshold(ink, 0.4, null), ink);
  assert.ok(near([...moveThreshold(ink, 0.4, 0.5).data], [0, 0.2, 0.4, 0.7, 1]));
});

test("the area filter counts what each pixel covers", () => {
  const [first, second] = areaWeights(3, 2);
  assert.ok(near([...first.parts, ...second.parts], [2 / 3, 1 / 3, 1 / 3, 2 / 3]));
  assert.deepEqual([first.first, second.first], [0, 1]);
});

test("the centre of mass comes to pixel 14, as far as the digit stays inside", () => {
  const square = maskOf(20, 20);
  square.data[0] = 255;
  const { width, data } = centre(square);
  assert.deepEqual([width, data.indexOf(255)], [28, 8 * 28 + 8], "eight px is as far as it goes");
  const middle = maskOf(20, 20);
  middle.data.fill(255, 10 * 20 + 9, 10 * 20 + 10);
  assert.equal(centre(middle).data.indexOf(255), 14 * 28 + 14);
});

test("a step's picture has 200 px at most", () => {
  const { width, height, grey: bytes } = pictureOf(painted(450, 300, (x) => x / 449));
  assert.deepEqual([width, height, bytes.length], [200, 133, 200 * 133]);
  assert.ok(bytes[0] < 2 && bytes[199] > 253);
  assert.deepEqual([...pictureOf(grey([[-1, 0.5, 2]])).grey], [0, 127, 255]);
});

const box = (left, top, width, height) => ({ top, left, bottom: top + height, right: left + width });

test("digits are read row by row, though they jump", () => {
  const boxes = [box(90, 30, 60, 100), box(0, 0, 60, 100), box(0, 150, 60, 100), box(80, 140, 60, 100)];
  assert.deepEqual(inReadingOrder(boxes), [1, 0, 2, 3]);
});

test("a ring encloses what lies in it, and an arc does not", () => {
  const around = (ring) => {
    const pieces = label(ring, true);
    return frames(pieces, boxesOf(pieces));
  };
  const rows = [
    ".".repeat(14),
    "..##########..",
    ...Array(4).fill("..#........#.."),
    "..#..####..#..",
    "..#..####..#..",
  ];
  const rest = [...Array(4).fill("..#........#.."), "..##########..", ".".repeat(14)];
  const ring = [...rows, ...rest];
  const twice = (lines) => drawn(...lines.flatMap((line) => Array(2).fill(line.replace(/./g, "$&$&"))));
  assert.deepEqual(around(twice(ring)), [true, false]);
  const open = ring.map((line, y) => (y > 6 && y < 10 ? line.replace(/^..#/, "...") : line));
  assert.deepEqual(around(twice(open)), [false, false]);
});

test("an underline is taken from the digit that touches it", () => {
  const [width, height] = [160, 100];
  const isInk = (x, y) => (y >= 92 && y < 95) || (x >= 70 && x < 80 && y < 93);
  const ink = {
    width,
    height,
    data: Uint8Array.from({ length: width * height }, (_, i) => isInk(i % width, Math.floor(i / width))),
  };
  const pieces = label(ink, true);
  const freed = withoutLines(pieces, boxesOf(pieces), [false]);
  const [digit] = boxesOf(freed).toSorted((a, b) => b.bottom - b.top - (a.bottom - a.top));
  assert.ok(digit.left >= 68 && digit.right <= 82, "the line's ends are gone");
  const alone = label(
    { width, height, data: ink.data.map((is, i) => is & Number(i % width >= 70 && i % width < 80)) },
    true,
  );
  assert.equal(withoutLines(alone, boxesOf(alone), [false]), alone, "what has no line stays as it is");
});

test("where a stroke crosses an underline it stays whole", () => {
  const [width, height] = [160, 100];
  const isInk = (x, y) => (y >= 80 && y < 83) || (x >= 70 && x < 80);
  const ink = {
    width,
    height,
    data: Uint8Array.from({ length: width * height }, (_, i) => Number(isInk(i % width, Math.floor(i / width)))),
  };
  const pieces = label(ink, true);
  const freed = boxesOf(withoutLines(pieces, boxesOf(pieces), [false]));
  assert.deepEqual(freed.map(({ top, bottom }) => [top, bottom]), [[0, 100]]); // prettier-ignore
});

test("two discs that touch are cut apart, one ring is not", () => {
  const disc = (x, y, middle, inner) => {
    const far = Math.hypot(x - middle, y - 50);
    return far < 50 && far >= inner;
  };
  const own = (paint) => ({
    width: 190,
    height: 100,
    data: Uint8Array.from({ length: 19000 }, (_, i) => Number(paint(i % 190, Math.floor(i / 190)))),
  });
  const left = leftPart(own((x, y) => disc(x, y, 50, 0) || disc(x, y, 140, 0)));
  assert.ok(left.data[50 * 190 + 20] === 1 && left.data[50 * 190 + 170] === 0);
  const ring = own((x, y) => Math.hypot((x - 95) / 1.9, y - 50) < 50 && Math.hypot((x - 95) / 1.9, y - 50) > 38);
  assert.equal(leftPart(ring), null);
});

test("a cut goes through the gap", () => {
  const rows = Array.from({ length: 64 }, (_, y) => "#".repeat(40 + (y > 30)) + "." + "#".repeat(39 - (y > 30)));
  const path = cheapestCut(drawn(...rows));
  assert.deepEqual([path[0], path[63], path.length], [40, 41, 64]);
});

test("sums are in NumPy's order", () => {
  const values = Float64Array.from({ length: 20 }, (_, i) => [0.9, 1, 0.1][i % 3]);
  assert.ok(Math.abs(pairwiseSum(values) - 13.9) < 1e-12);
  const large = Float64Array.of(1e16, 1, 1, 1, 1, 1, 1, 1, -1e16);
  assert.equal(pairwiseSum(large), 6, "eight sums side by side, and those by pairs");
});

test("windows are turned and turned back, and the mark is in the picture as it was given", () => {
  const way = { turn: 1, mirror: true };
  assert.deepEqual(turnedWindow([0, 0, 0.25, 0.5], way), [0.5, 0.75, 1, 1]);
  const back = unturnedWindow(turnedWindow([0.125, 0.25, 0.5, 0.75], way), way);
  assert.deepEqual(back, [0.125, 0.25, 0.5, 0.75]);
  assert.deepEqual(marked({ ...AUTOMATIC, turn: 1, crop: [0, 0, 0.5, 0.25] }), [0, 0.5, 0.25, 1]);
  const digits = [{ box: [0.4, 0.4, 0.2, 0.2] }];
  assert.ok(near(around(digits, [0, 0, 0.7, 1]), [0.25, 0.25, 0.7, 0.75]));
});

test("knobs out of their range are refused by name", () => {
  check(AUTOMATIC);
  const refused = (knobs) => ({ message: knobs });
  assert.throws(() => check({ ...AUTOMATIC, thickness: 3.1 }), {
    code: "bad_knob",
    values: { knob: "thickness", low: -3, high: 3 },
  });
  assert.throws(() => check({ ...AUTOMATIC, threshold: NaN }), refused("bad_knob"));
  for (const crop of [
    [0, 0, 1],
    [0, 0, 0, 1],
    [0.5, 0, 0.6, 1],
    [-0.1, 0, 0.5, 1],
  ])
    // prettier-ignore
    assert.throws(() => check({ ...AUTOMATIC, crop }), refused("bad_crop"));
});
