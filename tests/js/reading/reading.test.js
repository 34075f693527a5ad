import assert from "node:assert/strict";
import { test } from "node:test";
import { AUTOMATIC } from "../../../static/core/knobs.js";
import { fromFile, fromPicture } from "../../../static/reading/digit_input.js";
import { Problem } from "../../../static/reading/problem.js";
import { pixelsOf } from "./pixels.js";

const PAPER = 235;

/** A file of a light page with dark strokes: lines from [x, y] to [x, y], so many px wide. */
function page(width, height, lines, pen) {
  const distance = (x, y, [[ax, ay], [bx, by]]) => {
    const [dx, dy] = [bx - ax, by - ay];
    const along = Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0), 1);
    return Math.hypot(x - ax - along * dx, y - ay - along * dy);
  };
  const greyAt = (i) => (lines.some((line) => distance(i % width, Math.floor(i / width), line) < pen / 2) ? 20 : PAPER);
  const rgba = new Uint8Array(4 * width * height);
  for (let i = 0; i < width * height; i++) rgba.set([greyAt(i), greyAt(i), greyAt(i), 255], 4 * i);
  let opened = 0;
  const file = async () => {
    opened++;
    return pixelsOf(width, height, rgba);
  };
  return { file, opened: () => opened };
}

const FOUR = [[[150, 60], [90, 190]], [[90, 190], [230, 190]], [[190, 60], [190, 250]]]; // prettier-ignore
const SIZES = [300, 300];

test("a digit is found, in the words of the server's answer", async () => {
  const { file } = page(...SIZES, FOUR, 16);
  const { found } = await fromFile(file, AUTOMATIC);
  assert.equal(found.input.length, 784);
  assert.equal(Math.max(...found.input), 255);
  assert.deepEqual([found.digits.length, found.digits_found, found.chosen], [1, 1, 0]);
  assert.deepEqual(
    found.steps.map(({ name }) => name),
    ["grey", "light", "threshold", "polarity", "pieces", "box", "stroke", "centre"],
  );
  assert.deepEqual([found.steps[0].note, found.steps[3].note], ["300×300", "dark_on_light"]);
  const [left, top, width, height] = found.digits[0].box;
  assert.ok(Math.abs(left - 82 / 300) < 0.01 && Math.abs(top - 52 / 300) < 0.01);
  assert.ok(Math.abs(width - 156 / 300) < 0.02 && Math.abs(height - 206 / 300) < 0.02);
  assert.deepEqual(found.digits[0].picture.grey, found.input);
});

test("knobs turn the picture that is kept, without its file", async () => {
  const { file, opened } = page(...SIZES, FOUR, 16);
  const { picture, found } = await fromFile(file, AUTOMATIC);
  const turned = (await fromPicture(picture, { ...AUTOMATIC, turn: 2 })).found;
  const mirrored = (await fromPicture(picture, { ...AUTOMATIC, mirror: true })).found;
  const ink = ({ input }) => input.reduce((total, level) => total + level, 0);
  assert.ok(Math.abs(ink(turned) - ink(found)) < 0.02 * ink(found));
  assert.notDeepEqual(turned.input, found.input);
  assert.notDeepEqual(mirrored.input, found.input);
  const thicker = (await fromPicture(picture, { ...AUTOMATIC, thickness: 2 })).found;
  assert.ok(ink(thicker) > 1.3 * ink(found));
  const thinner = (await fromPicture(picture, { ...AUTOMATIC, thickness: -1 })).found;
  assert.ok(ink(thinner) < ink(found));
  assert.equal(opened(), 1);
});

test("strokes are thinned as far as a line is left", async () => {
  const { picture } = await fromFile(page(...SIZES, FOUR, 32).file, AUTOMATIC);
  const inks = [0, -1, -3].map(async (thickness) => {
    const { found } = await fromPicture(picture, { ...AUTOMATIC, thickness });
    return found.input.reduce((total, level) => total + level, 0);
  });
  const [all, thinner, line] = await Promise.all(inks);
  assert.ok(thinner < 0.85 * all && line < 0.75 * thinner && line > 0.2 * all);
});

test("a small digit is looked at closer, in the file's own pixels", async () => {
  const { file, opened } = page(
    2100,
    1400,
    FOUR.map((line) => line.map(([x, y]) => [x / 3, y / 3])),
    6,
  );
  const { picture, found } = await fromFile(file, AUTOMATIC);
  assert.deepEqual(found.steps.slice(0, 2).map(({ name }) => name), ["grey", "closer"]); // prettier-ignore
  assert.equal(opened(), 2);
  await fromPicture(picture, { ...AUTOMATIC, invert: false, thickness: 1 });
  assert.equal(opened(), 2, "the look is kept");
});

test("a part that is marked is read alone", async () => {
  const beside = FOUR.map((line) => line.map(([x, y]) => [x + 300, y]));
  const { file } = page(600, 300, [...FOUR, ...beside], 16);
  const { picture, found } = await fromFile(file, AUTOMATIC);
  assert.equal(found.digits_found, 2);
  const right = (await fromPicture(picture, { ...AUTOMATIC, crop: [0.5, 0, 0.5, 1] })).found;
  assert.equal(right.digits_found, 1);
  assert.ok(right.digits[0].box[0] > 0.5, "and its box is a part of the whole picture");
  assert.equal(right.steps[1].name, "crop");
  const second = (await fromPicture(picture, { ...AUTOMATIC, digit: 1 })).found;
  assert.ok(second.digits[second.chosen].box[0] > 0.5);
});

test("a page without ink is refused with what the steps made of it", async () => {
  const { found } = await fromFile(page(...SIZES, [], 16).file, AUTOMATIC);
  assert.ok(found instanceof Problem);
  assert.equal(found.code, "blank_image");
  assert.deepEqual(found.steps.map(({ name }) => name).slice(0, 2), ["grey", "light"]);
});

test("a digit that is not there, and knobs out of their range, are refused", async () => {
  const { file } = page(...SIZES, FOUR, 16);
  const { found } = await fromFile(file, { ...AUTOMATIC, digit: 3 });
  assert.deepEqual([found.code, found.values], ["no_such_digit", { digit: 3, count: 1, last: 0 }]);
  await assert.rejects(fromFile(file, { ...AUTOMATIC, turn: 4 }), { code: "bad_knob" });
});
