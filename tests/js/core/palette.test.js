import assert from "node:assert/strict";
import { test } from "node:test";
import { colourOf, LABEL_COLOURS } from "../../../static/core/palette.js";

const lightness = (hex) => Math.max(...partsOf(hex)) + Math.min(...partsOf(hex));
const partsOf = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

test("the first ten classes keep their colours, and a hundred have one each", () => {
  const colours = Array.from({ length: 100 }, (_, label) => colourOf(label));
  assert.deepEqual(colours.slice(0, 10), LABEL_COLOURS);
  assert.equal(new Set(colours).size, 100);
  for (const colour of colours) assert.match(colour, /^#[0-9a-f]{6}$/i);
});

test("neighbours beyond the tenth differ in lightness, for those who do not see the hue", () => {
  for (let label = 10; label < 99; label++)
    assert.ok(Math.abs(lightness(colourOf(label)) - lightness(colourOf(label + 1))) > 60, `${label}`);
});

test("an image without a class has a colour of its own", () => {
  assert.match(colourOf(null), /^#[0-9a-f]{6}$/i);
  assert.ok(!LABEL_COLOURS.includes(colourOf(null)));
});
