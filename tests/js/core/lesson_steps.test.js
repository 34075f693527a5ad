import assert from "node:assert/strict";
import { test } from "node:test";
import { FIRST_STEP, stepNamed } from "../../../static/core/lesson_names.js";
import { largeOf, pairOf, stepBeside, STEPS, stepsWith } from "../../../static/core/lesson_steps.js";

const measured = { test: {} };
const pair = (/** @type {string} */ vae, { ae = "ae-2d", dims = 2, metrics = measured } = {}) => ({
  ae: { id: ae, latent_dim: dims, metrics },
  vae: { id: vae, latent_dim: dims, metrics },
});
const names = (/** @type {any[][]} */ offered) => stepsWith(offered).map(({ id }) => id);
const ALL = STEPS.map(({ id }) => id);

test("each step has one before and one after, but for the ends", () => {
  const walked = [FIRST_STEP];
  for (let next = stepBeside(STEPS, FIRST_STEP, 1); next; next = stepBeside(STEPS, next, 1)) walked.push(next);
  assert.deepEqual(
    walked,
    STEPS.map(({ id }) => id),
  );
  assert.equal(stepBeside(STEPS, FIRST_STEP, -1), undefined);
  assert.equal(stepBeside(STEPS, walked[1], -1), FIRST_STEP);
});

test("a step is found by its name, and nothing else is one", () => {
  assert.equal(stepNamed("near"), "near");
  assert.equal(stepNamed("constructor"), undefined);
});

test("a step is shown on the first of its pairs that is there, else on the one on show", () => {
  const step = { id: "noise", pairs: ["vae-2d-beta-4", "vae-2d"] };
  const [wide, plain, own] = ["vae-2d-beta-4", "vae-2d", "own"].map((id) => pair(id));
  assert.equal(pairOf(step, [plain, wide], own), wide);
  assert.equal(pairOf(step, [plain], own), plain);
  assert.equal(pairOf(step, [own], own), own);
});

test("it is shown on none that it can't stand on: of too many dimensions, or never evaluated", () => {
  const [deep, flat] = [pair("deep", { dims: 16 }), pair("flat", { metrics: {} })];
  const step = (/** @type {object} */ needs) => ({ id: "near", pairs: [], ...needs });
  assert.equal(pairOf(step({ isPlanar: true }), [deep, flat], deep), flat);
  assert.equal(pairOf(step({ isMeasured: true }), [flat, deep], flat), deep);
  assert.equal(pairOf(step({ isPlanar: true, isMeasured: true }), [flat, deep], flat), undefined);
});

test("the step on β is left out where too few VAEs differ in it alone", () => {
  const family = ["vae-2d", "vae-2d-beta-4", "vae-2d-beta-16"].map((id) => pair(id));
  assert.deepEqual(names([family]), ALL);
  const few = [family.slice(1), [pair("vae-16d", { ae: "ae-16d", dims: 16 })]];
  assert.deepEqual(
    names(few),
    ALL.filter((id) => id !== "beta"),
  );
});

test("the pair of many dimensions is found where it was measured", () => {
  const large = pair("vae-16d", { ae: "ae-16d", dims: 16 });
  assert.equal(largeOf([[pair("vae-2d")], [large]]), large);
  assert.equal(largeOf([[pair("vae-2d")], [pair("vae-16d", { metrics: {} })]]), undefined);
});

test("of one's own models of many dimensions, never evaluated, what needs neither is left", () => {
  const own = pair("own", { ae: "own-ae", dims: 16, metrics: {} });
  assert.deepEqual(names([[own]]), ["between", "random", "noise", "symbols", "end"]);
});
