/** Draws around μ at a temperature: in the VAE from its posterior, in the autoencoder as many sd from its point. */

import { COMPARED, parseComparison } from "../../core/comparison.js";
import { inLockstep } from "../../net/paired_requests.js";
import { SIDES, forBoth } from "../../core/sides.js";
import { COUNT, mountSamples } from "../../views/samples.js";
import { sentence } from "../../charts/verdict.js";

const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** @param {import("../experiments.js").Parts} parts @param {() => import("../experiments.js").Hand | null} hand @returns {import("../experiments.js").Experiment} */
export function mountSamplesTab({ models, store, live, cursor: { maps }, tell }, hand) {
  const view = mountSamples(
    {
      samples: { ae: $("samples-ae"), vae: $("samples-vae") },
      told: { ae: $("samples-told-ae"), vae: $("samples-told-vae") },
      averages: { ae: $("averages-ae"), vae: $("averages-vae") },
      temperature: $("temperature"),
      shown: $("temperature-shown"),
      reseed: $("reseed"),
    },
    { store },
  );
  const ask = inLockstep(live, (answers) => {
    const digit = hand();
    if (store.state.tab !== "samples" || !digit) return;
    const found = forBoth((side) => parseComparison(answers[side].pixels, COUNT + 1));
    view.show(found, digit.label);
    tell(sentence("samples", found, digit.label));
  });
  /** @type {number[][]} */
  let draws = [];

  function update() {
    const digit = hand();
    if (store.state.tab !== "samples" || !digit || !draws.length) return;
    // The autoencoder has no σ: it is left by as many of its own sd, so that both are asked the same question.
    const scale = models.ae.sd.map((sd, axis) => sd / models.vae.sd[axis]);
    const ofAe = draws.map((z) => z.map((value, axis) => digit.ae[axis] + (value - digit.vae[axis]) * scale[axis]));
    const codes = { ae: ofAe, vae: draws };
    for (const side of SIDES) maps[side].setDraws(codes[side]);
    ask(
      forBoth((side) => [digit[side], ...codes[side]]),
      COMPARED,
    );
  }

  return {
    keys: [],
    update,
    setDraws(codes) {
      draws = codes;
      update();
    },
    clear: () => SIDES.forEach((side) => maps[side].setDraws([])),
    unmount: view.unmount,
  };
}
