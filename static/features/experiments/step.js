/** The step experiment: the current digit's neighbours at one distance in all directions, in both models. */

import { $ } from "../../page/element.js";
import { patiently } from "../../net/patience.js";
import { tell } from "../../net/refusal.js";
import { COMPARED } from "../../core/request_kinds.js";
import { parseComparison } from "../../core/comparison.js";
import { pairRequests } from "../../net/paired_requests.js";
import { asDirections, evenDirections, NEIGHBOURS, ring } from "../../core/ring.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { mountRing } from "../../views/step.js";
import { sentence } from "../../charts/verdict.js";

const SEED = 0; // of the random directions in more than two dimensions

/** @param {import("../experiments.js").ExperimentParts} parts @returns {import("../experiments.js").Experiment} */
export function mountStepTab({ models, store, api, live, cursor: { maps }, channels, announce }) {
  const view = mountRing(
    {
      squares: { ae: $("ring-ae"), vae: $("ring-vae") },
      told: { ae: $("ring-told-ae"), vae: $("ring-told-vae") },
      distance: $("distance"),
      shown: $("distance-shown"),
      steps: $("measured"),
      both: $("ring-both"),
      many: $("ring-many"),
      measured: { ae: $("ring-measured-ae"), vae: $("ring-measured-vae") },
    },
    { store, models },
  );
  const { latent_dim: dims } = models.vae;
  let asking = new AbortController();
  /** @type {number[][] | null} */
  let directions = dims === 2 ? evenDirections : null;

  /** The newest answer. @type {import("../../core/showcase.js").Comparisons | null} */
  let latest = null;

  const ask = pairRequests(live, (answers) => {
    const digit = channels.digit.value;
    if (store.state.tab !== "step" || !digit) return;
    const found = forBoth((side) => parseComparison(answers[side]));
    view.show((latest = found), digit.label);
    for (const side of SIDES) mark(side, found[side]);
    announce(sentence("ring", found, digit.label));
  });

  /** @param {import("../../core/sides.js").Side} side @param {import("../../core/comparison.js").Comparison} found */
  function mark(side, { z, label: [label, ...labels] }) {
    maps[side].ring.show(
      z,
      models[side].sd.map((sd) => store.state.r * sd),
      labels.map((other) => other !== label),
    );
  }

  async function randomDirections() {
    asking.abort();
    const { signal } = (asking = new AbortController());
    const wanted = { mu: Array(dims).fill(0), sigma: Array(dims).fill(1), n: NEIGHBOURS, seed: SEED, images: false };
    const ask = () => api.sample(models.vae.id, wanted, signal);
    return asDirections((await patiently(ask, { signal, onWaiting: channels.problem.emit })).z);
  }

  async function update() {
    directions ??= await randomDirections();
    const digit = channels.digit.value;
    const there = directions;
    if (digit)
      ask(
        forBoth((side) => ring(digit.codes[side], store.state.r, models[side].sd, there)),
        COMPARED,
      );
  }

  return {
    keys: ["r"],
    shown: () => latest,
    update: () => void update().catch((error) => tell(error, channels.problem.emit)),
    clear: () => SIDES.forEach((side) => maps[side].ring.clear()),
    unmount() {
      asking.abort();
      view.unmount();
    },
  };
}
