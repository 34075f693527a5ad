import assert from "node:assert/strict";
import { test } from "node:test";
import { Element } from "./page.js";
import { mountPlaneChoice } from "../../../static/views/plane_choice.js";

const never = new Promise(() => {});

/** What the controls show of a plane of so many dimensions: the kinds, the one that is chosen, and the options of each list. */
function shown(plane, { dims = 3, images = 3 } = {}) {
  const axes = Array.from({ length: dims }, (_, index) => ({ index, held: 1, middle: 0, reach: 1, isDead: false }));
  const codes = Array.from({ length: images }, (_, index) => ({ index, label: null, mu: Array(dims).fill(index) }));
  const element = new Element();
  mountPlaneChoice(element, {
    axes: { ae: axes, vae: axes },
    shares: () => Array(dims).fill(1 / dims),
    codes,
    sample: never,
    store: { state: { plane, digit: 0 }, listen: () => () => {} },
    onChoose() {},
  });
  const [, kind, controls] = element.children;
  const options = controls.children.filter(({ name }) => name === "select").map(({ children }) => children);
  return {
    kinds: kind.children.map(({ value }) => value),
    chosen: kind.value,
    options: options.map((all) => all.map(({ value }) => Number(value))),
    texts: options.flat().map(({ textContent }) => textContent),
  };
}

test("a plane that there is not leaves the widest chosen, whatever its kind", () => {
  for (const plane of ["axes-3,0", "pca-3,4", "images-0,1,3", "classes-0,1"]) {
    const { chosen, texts } = shown(plane);
    assert.equal(chosen, "axes", plane);
    assert.ok(texts.every((text) => !/NaN|undefined/.test(text)));
  }
  assert.equal(shown("images-0,1,2").chosen, "images");
});

test("pairs of principal axes reach the last one, of any number", () => {
  for (const [dims, firsts] of [
    [3, [1, 2]],
    [4, [1, 3]],
    [5, [1, 3, 4]],
  ])
    assert.deepEqual(shown("pca-1,2", { dims }).options, [firsts], `${dims} dimensions`);
});

test("a plane through three images is offered where there are three", () => {
  assert.deepEqual(shown(null).kinds, ["axes", "pca", "images"]);
  assert.deepEqual(shown(null, { images: 2 }).kinds, ["axes", "pca"]);
});
