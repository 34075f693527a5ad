import assert from "node:assert/strict";
import { test } from "node:test";
import { firstOf, galleryPage } from "../../../static/core/gallery.js";

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

test("fewer classes than places fill them in turn, and show every image", () => {
  const labels = [0, 0, 0, 1, 1, 1, 2, 2, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2];
  const pages = [0, 1].map((page) => galleryPage(labels, page));
  assert.deepEqual(
    pages[0].map((index) => labels[index]),
    [0, 1, 2, 0, 1, 2, 0, 1, 2, 0],
  );
  assert.equal(new Set(pages.flat()).size, labels.length);
});

test("images without a class are shown one after another, each once", () => {
  const labels = Array(12).fill(null);
  assert.deepEqual(galleryPage(labels, 0), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual(galleryPage(labels, 1).slice(0, 3), [10, 11, 0]); // and again from the start
  assert.deepEqual(galleryPage(labels.slice(0, 4), 0), [0, 1, 2, 3]);
  assert.equal(galleryPage(labels, 0, 11)[0], 11);
});

test("of a hundred classes each page shows ten others", () => {
  const labels = Array.from({ length: 200 }, (_, i) => i % 100);
  assert.deepEqual(galleryPage(labels, 3), [30, 31, 32, 33, 34, 35, 36, 37, 38, 39]);
  assert.deepEqual(galleryPage(labels, 3, 5), galleryPage(labels, 3));
});

test("a set's first image is one of its sample, however few there are", () => {
  assert.equal(firstOf({ id: "colour-sprites" }), 5);
  assert.deepEqual(
    [9, 6, 3, 1].map((count) => firstOf({ id: "colour-sprites" }, count)),
    [5, 5, 2, 0],
  );
  assert.equal(firstOf({ id: "own" }, 40), 0);
});
