import assert from "node:assert/strict";
import { test } from "node:test";
import jsqr from "jsqr";
import { LONGEST } from "../../../../static/core/links.js";
import { codeOf } from "../../../../static/features/taking/code.js";

const TOLD = { title: "code", source: "test" };
const REAL =
  "https://lab.example/vae/?lang=vi#model=vae-16d&active=ae&ae=-0.01270618,-0.001478988&vae=-0.1337858,0.09166721&tab=walk";
const drawn = (length) => `${REAL}&x=`.padEnd(length, "aZ3_-k9");

/** A sheet as a camera sees it: its squares, some pixels wide. */
function seen({ width, svg }, scale = 4) {
  const side = width * scale;
  const pixels = new Uint8ClampedArray(4 * side * side).fill(255);
  const squares = svg()
    .match(/ d="([^"]+)"/)[1]
    .matchAll(/M(\d+),(\d+)h1v1h-1z/g);
  for (const [, x, y] of squares)
    for (let row = y * scale; row < (Number(y) + 1) * scale; row++)
      pixels.fill(0, 4 * (row * side + x * scale), 4 * (row * side + (Number(x) + 1) * scale));
  for (let alpha = 3; alpha < pixels.length; alpha += 4) pixels[alpha] = 255;
  return [pixels, side, side];
}

for (const link of [REAL, "file:///home/an/b%C3%A0i%20gi%E1%BA%A3ng.html#digit=3", drawn(1200), drawn(LONGEST)])
  test(`a link of ${link.length} characters is read back from its code`, () => {
    assert.equal(jsqr(...seen(codeOf(TOLD, link)))?.data, link);
  });

test("four squares around the code are empty, as readers need", () => {
  const sheet = codeOf(TOLD, REAL);
  const places = [...sheet.svg().matchAll(/M(\d+),(\d+)h/g)].flatMap(([, x, y]) => [Number(x), Number(y)]);
  assert.equal(Math.min(...places), 4);
  assert.equal(Math.max(...places), sheet.width - 5);
});

test("a link that is too long has none", () => {
  assert.equal(codeOf(TOLD, drawn(LONGEST + 1)), null);
});
