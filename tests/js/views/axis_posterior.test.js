import assert from "node:assert/strict";
import { test } from "node:test";
import { Element } from "./page.js";
import { mountAxisPosterior } from "../../../static/views/axis_posterior.js";

const AXES = [0, 1, 2].map((index) => ({ index, held: 1, middle: 0, reach: 1, isDead: false }));
const POINT = { mu: [1, -2, 0.5], sigma: null };

/** What is shown of codes: the plot of the posterior, and the autoencoder's point. */
function shown(codes) {
  const [place, point] = [new Element(), new Element()];
  let points;
  point.replaceWith = (fold) => (points = fold.children[1]);
  mountAxisPosterior({ querySelector: (name) => (name === ".point" ? point : place) }, { ae: AXES, vae: AXES }).show(
    codes,
  );
  return { plot: place.children[0].innerHTML, points: points.innerHTML };
}

test("a posterior is plotted, with a column for each axis", () => {
  const { plot } = shown({ ae: POINT, vae: { mu: [0, 1, 2], sigma: [1, 0.5, 0.1] } });
  assert.equal(plot.match(/<g /g).length, 3);
  assert.doesNotMatch(plot, /NaN|Infinity/);
});

test("an autoencoder by itself has a point, and no posterior to plot", () => {
  const { plot, points } = shown({ ae: POINT, vae: POINT });
  assert.equal(plot, "");
  assert.match(points, /1\.00.*−?-?2\.00/);
});
