import assert from "node:assert/strict";
import { test } from "node:test";
import { areOthers, plain, wordsOf } from "../../../static/core/words.js";

const SPRITES = { id: "sprites", side: 32, item: "sprite", items: "sprites", item_vi: "hình" };
const IMAGES = { id: "mine", side: 64, item: "image", items: "images", item_vi: "ảnh" };

test("words are the set's own, with an article in English and none of its plurals in Vietnamese", () => {
  const { an_item, items, Item, Items } = wordsOf(SPRITES, "en");
  assert.deepEqual([an_item, items, Item, Items], ["a sprite", "sprites", "Sprite", "Sprites"]);
  assert.equal(wordsOf(IMAGES, "en").an_item, "an image");
  const { item, items: several, Item: first } = wordsOf(SPRITES, "vi");
  assert.deepEqual([item, several, first], ["hình", "hình", "Hình"]);
});

test("an image's side and pixels are words, too", () => {
  const { side, pixels } = wordsOf(SPRITES, "en");
  assert.deepEqual([side, pixels], ["32", "1024"]);
});

test("only MNIST's images are no others", () => {
  assert.deepEqual([areOthers({ id: "mnist" }), areOthers(SPRITES)], [false, true]);
});

test("what strangers call their images is no markup anywhere", () => {
  const { item } = wordsOf({ ...SPRITES, item: '<img src="x" onerror=alert(1)>&lt;' }, "en");
  assert.doesNotMatch(item, /[<>"]|&[\w#]/);
  assert.equal(plain("star & <b>"), "star & ‹b›");
  assert.equal(plain("R&D, &#60;, AT&T &"), "R&\u2060D, &\u2060#60;, AT&\u2060T &");
});
