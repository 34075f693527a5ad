/** The experiments: each runs in both models at once, from the current digit, and marks its codes on the maps. */

import { createAnnouncer } from "../page/announcer.js";
import { $ } from "../page/element.js";
import { mountTabs } from "../views/tabs.js";
import { mountPointing } from "./experiments/pointing.js";
import { mountPriorTab } from "./experiments/prior.js";
import { mountSamplesTab } from "./experiments/samples.js";
import { mountStepTab } from "./experiments/step.js";
import { mountWalkTab } from "./experiments/walk.js";

/** @typedef {import("./channels.js").Parts} Parts */
/**
 * @typedef {Parts & {
 *   cursor: import("./cursor.js").Cursor,
 *   announce: (sentence: string) => void,
 * }} ExperimentParts announce: for screen readers
 * @typedef {{
 *   keys: (keyof import("../core/state.js").State)[],
 *   shown: () => import("../core/showcase.js").Comparisons | null,
 *   update: () => void,
 *   clear: () => void,
 *   unmount: () => void,
 * }} Experiment keys: of the state, whose change runs it again; shown: the newest answer; clear: takes its marks off the maps
 */

/** @param {Parts} given @param {import("./cursor.js").Cursor} cursor */
export function mountExperiments(given, cursor) {
  const { store, channels } = given;
  const announcer = createAnnouncer($("told"));
  const parts = { ...given, cursor, announce: announcer.announce };
  /** @type {Record<import("../core/state.js").Tab, Experiment>} */
  const experiments = {
    samples: mountSamplesTab(parts),
    step: mountStepTab(parts),
    walk: mountWalkTab(parts),
    prior: mountPriorTab(parts),
  };
  const tabs = mountTabs($("experiments"), { store });
  let shown = store.state.tab;

  function show() {
    if (shown !== store.state.tab) experiments[shown].clear();
    shown = store.state.tab;
    experiments[shown].update();
  }
  for (const name of /** @type {import("../core/state.js").Tab[]} */ (Object.keys(experiments)))
    channels.showcase.offer(name, () => (name === shown ? experiments[name].shown() : null));
  const stops = Object.entries(experiments).map(([name, { keys, update }]) =>
    store.listen(keys, () => name === shown && update()),
  );
  stops.push(store.listen(["tab"], show));
  const pointing = mountPointing($("experiments-panel"), { store, cursor, shown: () => experiments[shown].shown() });
  channels.digit.listen(show);
  channels.returned.listen(show); // repeat what may have failed meanwhile
  channels.turned.listen(show);

  return {
    unmount() {
      announcer.unmount();
      stops.forEach((stop) => stop());
      tabs.unmount();
      pointing.unmount();
      for (const experiment of Object.values(experiments)) experiment.unmount();
    },
  };
}
