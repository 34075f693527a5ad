import assert from "node:assert/strict";
import { test } from "node:test";
import { forBoth } from "../../../static/core/sides.js";
import { Element } from "./page.js";
import { mountEvidence } from "../../../static/views/evidence.js";

/** What is told of a pair that was never measured. */
function told(id) {
  const panel = new Element();
  const [, , scores] = (panel.children = [new Element(), new Element(), new Element()]);
  const models = forBoth((side) => ({ id: `${side}-2d`, twin: "ae-2d", images: { id }, metrics: {}, seeds: {} }));
  mountEvidence(panel, { models, store: { state: {} } });
  return scores.innerHTML;
}

test("the command that measures a pair names the images where they are the visitor's own", () => {
  assert.match(told("plants"), /<code>latent-explorer evaluate --model vae-2d --twin --data …<\/code>/);
  for (const shipped of ["mnist", "sprites", "colour-sprites"]) assert.match(told(shipped), / --twin<\/code>/);
});

test("where nothing was measured there is nothing to choose", () => {
  const panel = new Element();
  panel.children = [new Element(), new Element(), new Element()];
  const models = forBoth((side) => ({ id: side, images: { id: "mnist" }, metrics: {}, seeds: {} }));
  mountEvidence(panel, { models, store: { state: {} } });
  assert.deepEqual(
    panel.children.map(({ hidden }) => hidden),
    [true, true, undefined],
  );
});
