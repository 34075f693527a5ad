/** Draws around μ at a temperature: in the VAE from its posterior, in the autoencoder as many sd from its point. */

import { IMAGES } from "../comparison.js";
import { inLockstep } from "../lockstep.js";
import { SIDES } from "../sides.js";
import { mountSamples } from "../views/samples.js";

const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** @param {import("../cockpit.js").Parts} parts @param {() => import("../cockpit.js").Pair | null} hand @returns {import("../cockpit.js").Experiment} */
export function mountSamplesTab({ models, store, live, cursor: { maps } }, hand) {
  const view = mountSamples({
    samples: { ae: $("samples-ae"), vae: $("samples") }, temperature: $("temperature"), shown: $("temperature-shown"), reseed: $("reseed"),
  }, { store });
  const ask = inLockstep(live, view.show);
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
    ask(codes, IMAGES);
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
