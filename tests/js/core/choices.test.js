import assert from "node:assert/strict";
import { test } from "node:test";
import { unshown } from "../../../static/core/choices.js";

const INITIAL = { label: null, layer: null, active: "vae" };
const pairOf = (model) => ({ ae: { ...model, kind: "ae" }, vae: { ...model, kind: "vae" } });
const shapes = pairOf({ images: { classes: ["heart", "star"] }, judge: "0123" });
const nameless = pairOf({ images: { classes: [] }, judge: null });
/** What is shown of a state. */
const shown = (state, pair) => ({ ...INITIAL, ...state, ...unshown({ ...INITIAL, ...state }, pair) });

test("a class, a layer and a side that the models have stay", () => {
  for (const state of [{ label: 1, layer: "labels" }, { active: "ae" }])
    assert.deepEqual(shown(state, shapes), { ...INITIAL, ...state });
  assert.deepEqual(shown({ layer: "density" }, nameless), { ...INITIAL, layer: "density" });
});

test("a class beyond the last, and labels that nobody reads, go", () => {
  assert.deepEqual(shown({ label: 2, layer: "stretch" }, shapes), { ...INITIAL, layer: "stretch" });
  assert.deepEqual(shown({ label: 0, layer: "labels" }, nameless), INITIAL);
});

test("where one of both models has no grid, the layer of it goes", () => {
  const [with_, without] = [{ decoders: 5 }, null].map((disagreement) => ({ images: { classes: [] }, disagreement }));
  const layer = { layer: "disagreement" };
  assert.deepEqual(shown(layer, pairOf(with_)), { ...INITIAL, ...layer });
  assert.deepEqual(shown(layer, { ae: pairOf(without).ae, vae: pairOf(with_).vae }), INITIAL);
});

test("a code of another number of dimensions goes, and the digit's own stands for it", () => {
  const deep = pairOf({ images: { classes: [] }, judge: null, latent_dim: 4 });
  const [right, wrong] = [
    [1, 2, 3, 4],
    [1, 2, 3],
  ];
  assert.deepEqual(shown({ ae: right, vae: wrong }, deep), { ...INITIAL, ae: right, vae: null });
  assert.deepEqual(shown({ ae: wrong, vae: null }, deep), { ...INITIAL, ae: null, vae: null });
});

test("of a model that is shown by itself no other side is active", () => {
  const lone = { ae: nameless.ae, vae: { ...nameless.vae, copies: "ae" } };
  assert.equal(shown({ active: "vae" }, lone).active, "ae");
});
