/** The prior experiment: draws from the prior or from a Gaussian fitted to the codes, with one seed for both models. */

import { $ } from "../../page/element.js";
import { patiently } from "../../net/patience.js";
import { tell } from "../../net/refusal.js";
import { COMPARED } from "../../core/request_kinds.js";
import { parseComparison } from "../../core/comparison.js";
import { pairRequests } from "../../net/paired_requests.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { mountPrior, priorSentence } from "../../views/prior.js";

/** @param {import("../experiments.js").ExperimentParts} parts @returns {import("../experiments.js").Experiment} */
export function mountPriorTab({ models, offered, go, clouds, store, api, live, cursor: { maps }, channels, announce }) {
  const codes = forBoth((side) => clouds[side].codes.map(({ mu }) => mu));
  const view = mountPrior(
    {
      walls: { ae: $("wall-ae"), vae: $("wall-vae") },
      told: { ae: $("prior-told-ae"), vae: $("prior-told-vae") },
      measured: { ae: $("prior-measured-ae"), vae: $("prior-measured-vae") },
      count: $("draws"),
      fit: [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=fit]"))],
      again: $("redraw"),
      more: $("prior-deeper"),
    },
    { store, models, offered, go, codes },
  );
  let asking = new AbortController();
  /** The newest answer. @type {import("../../core/showcase.js").Comparisons | null} */
  let latest = null;

  const ask = pairRequests(live, (answers) => {
    if (store.state.tab !== "prior") return;
    const found = forBoth((side) => parseComparison(answers[side]));
    view.show((latest = found));
    for (const side of SIDES) maps[side].setDraws(found[side].z);
    announce(priorSentence(found));
  });

  async function update() {
    asking.abort();
    const { signal } = (asking = new AbortController());
    const { n, fit, seed } = store.state;
    const wanted = { n, seed, fitted: fit, images: false };
    const sample = () => Promise.all(SIDES.map((side) => api.sample(models[side].id, wanted, signal)));
    const [ae, vae] = await patiently(sample, { signal, onWaiting: channels.problem.emit });
    signal.throwIfAborted();
    channels.problem.emit("");
    ask({ ae: ae.z, vae: vae.z }, COMPARED);
  }

  return {
    keys: ["n", "fit", "seed"],
    shown: () => latest,
    update: () => void update().catch((error) => tell(error, channels.problem.emit)),
    clear: () => SIDES.forEach((side) => maps[side].setDraws([])),
    unmount() {
      asking.abort();
      view.unmount();
    },
  };
}
