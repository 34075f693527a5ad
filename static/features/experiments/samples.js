/** The samples experiment: draws from the VAE's posterior at a temperature, moved by as many sd in the autoencoder. */

import { $ } from "../../page/element.js";
import { COMPARED } from "../../core/request_kinds.js";
import { parseComparison } from "../../core/comparison.js";
import { pairRequests } from "../../net/paired_requests.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { mountSamples } from "../../views/samples.js";
import { sentence } from "../../charts/verdict.js";

/** @param {import("../experiments.js").ExperimentParts} parts @returns {import("../experiments.js").Experiment} */
export function mountSamplesTab({ models, offered, go, store, live, cursor: { maps }, channels, announce }) {
  const view = mountSamples(
    {
      samples: { ae: $("samples-ae"), vae: $("samples-vae") },
      told: { ae: $("samples-told-ae"), vae: $("samples-told-vae") },
      averages: { ae: $("averages-ae"), vae: $("averages-vae") },
      measured: { ae: $("samples-measured-ae"), vae: $("samples-measured-vae") },
      alike: $("samples-alike"),
      temperature: $("temperature"),
      shown: $("temperature-shown"),
      reseed: $("reseed"),
    },
    { store, models, offered, go },
  );
  /** The newest answer. @type {import("../../core/showcase.js").Comparisons | null} */
  let latest = null;
  const ask = pairRequests(live, (answers) => {
    const digit = channels.digit.value;
    if (store.state.tab !== "samples" || !digit) return;
    const found = forBoth((side) => parseComparison(answers[side]));
    view.show((latest = found), digit.label, channels.draws.value);
    announce(sentence("samples", found, digit.label));
  });

  function update() {
    const digit = channels.digit.value;
    const draws = channels.draws.value;
    if (store.state.tab !== "samples" || !digit || !draws.length) return;
    // The autoencoder has no σ: for a fair comparison its draws lie as many of its own sd from its code.
    const scale = models.ae.sd.map((sd, axis) => sd / models.vae.sd[axis]);
    const ofAe = draws.map((z) =>
      z.map((value, axis) => digit.codes.ae[axis] + (value - digit.codes.vae[axis]) * scale[axis]),
    );
    const codes = { ae: ofAe, vae: draws };
    for (const side of SIDES) maps[side].setDraws(codes[side]);
    ask(
      forBoth((side) => [digit.codes[side], ...codes[side]]),
      COMPARED,
    );
  }

  channels.draws.listen(update);

  return {
    keys: [],
    shown: () => latest,
    update,
    clear: () => SIDES.forEach((side) => maps[side].setDraws([])),
    unmount: view.unmount,
  };
}
