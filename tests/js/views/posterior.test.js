import assert from "node:assert/strict";
import { test } from "node:test";
import { forBoth } from "../../../static/core/sides.js";
import { Element } from "./page.js";
import { mountPosterior } from "../../../static/views/posterior.js";

/** What is told of a code whose digit is read as the first class, of classes called so. */
function told(classes) {
  const shelf = /** @type {any} */ (document.getElementById("catalogue"));
  Object.assign(shelf, { classes });
  shelf.texts["class.read"] = "number {label}";
  shelf.texts["posterior.typical"] = "of {label}, {read}: {sigma}";
  const element = new Element();
  const codes = [{ index: 0, label: 0, mu: [0, 0], sigma: [0.5, 0.5] }];
  const models = forBoth(() => ({ latent_dim: 2, refinements: 0 }));
  mountPosterior(element, { models, codes }).show(
    forBoth(() => codes[0]),
    0,
  );
  return element.innerHTML;
}

test("what is typical names the class, cut short where it is long, in whatever form the language has", () => {
  assert.match(told(["3"]), /of 3, number 3: 0\.500/);
  assert.match(told(["Tomato___healthy"]), /of Tomato…althy, number Tomato…althy: 0\.500/);
});
