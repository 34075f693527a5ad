import assert from "node:assert/strict";
import { test } from "node:test";
import { FIRST_STEP, pairOf, stepBeside, stepNamed, STEPS, stepsWith } from "../../../static/core/lesson_steps.js";

const pair = (/** @type {string} */ id) => ({ vae: { id } });

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
  const step = { id: "noise", pairs: ["vae-2d-beta-4", "vae-2d"], lecture: "" };
  const [wide, plain, own] = ["vae-2d-beta-4", "vae-2d", "own"].map(pair);
  assert.equal(pairOf(step, [plain, wide], own), wide);
  assert.equal(pairOf(step, [plain], own), plain);
  assert.equal(pairOf(step, [own], own), own);
});

test("the step on β is left out where too few VAEs differ in it alone", () => {
  const both = (/** @type {string} */ vae, ae = "ae-2d") => ({ ae: { id: ae }, vae: { id: vae } });
  const family = ["vae-2d", "vae-2d-beta-4", "vae-2d-beta-16"].map((id) => both(id));
  const names = (/** @type {any[]} */ pairs) => stepsWith(pairs).map(({ id }) => id);
  assert.ok(names(family).includes("beta"));
  const few = [...family.slice(1), both("vae-16d", "ae-16d")];
  assert.deepEqual(
    names(few),
    STEPS.map(({ id }) => id).filter((id) => id !== "beta"),
  );
});
