import assert from "node:assert/strict";
import { test } from "node:test";
import { galleryPage } from "../../../static/core/gallery.js";

const LABELS = Array.from({ length: 200 }, (_, i) => (i * 7) % 10);

test("a page of the gallery shows one of each class, in order", () => {
  assert.deepEqual(
    galleryPage(LABELS, 0).map((index) => LABELS[index]),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
});

test("twenty pages show each of 200 digits once, and the next starts again", () => {
  const pages = Array.from({ length: 20 }, (_, page) => galleryPage(LABELS, page));
  assert.equal(new Set(pages.flat()).size, 200);
  assert.deepEqual(galleryPage(LABELS, 20), pages[0]);
});

test("classes of different sizes each go around on their own", () => {
  const labels = [...Array.from({ length: 10 }, (_, i) => i), ...Array.from({ length: 10 }, (_, i) => i), 3];
  for (const page of [0, 1, 2, 7]) {
    const shown = galleryPage(labels, page);
    assert.ok(
      shown.every((index) => Number.isInteger(index)),
      `page ${page}`,
    );
    assert.deepEqual(shown.map((index) => labels[index])[3], 3);
  }
});

test("the digit that is chosen keeps its place, while the others change", () => {
  const [chosen] = galleryPage(LABELS, 0).slice(3);
  const next = galleryPage(LABELS, 1, chosen);
  assert.equal(next[3], chosen);
  assert.deepEqual(next.with(3, 0), galleryPage(LABELS, 1).with(3, 0));
});
