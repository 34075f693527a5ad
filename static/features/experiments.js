/** The experiments: each runs in both models at once, from the digit at hand, and marks on the maps where it went. */

import { mountPriorTab } from "./experiments/prior.js";
import { mountStepTab } from "./experiments/step.js";
import { mountSamplesTab } from "./experiments/samples.js";
import { mountWalkTab } from "./experiments/walk.js";
import { mountTabs } from "../views/tabs.js";

/** @typedef {import("../core/store.js").Side} Side */
/** @typedef {Record<Side, number[]>} Pair a code of each model */
/** @typedef {Pair & {label: number | null}} Hand the codes of the digit at hand, and what the judge reads in it */
/**
 * @typedef {{
 *   models: import("../core/families.js").Twins, clouds: Record<Side, import("../net/api.js").Cloud>, store: import("../core/store.js").Store,
 *   api: import("../net/api.js").Api, live: import("../net/live_socket.js").Live, cursor: ReturnType<typeof import("./cursor.js").mountCursor>,
 *   onProblem: (sentence: string) => void, tell: (sentence: string) => void,
 * }} Parts what every experiment is made of; tell says what changed to those who can't see it
 * @typedef {{
 *   keys: (keyof import("../core/store.js").State)[], update: () => void, clear: () => void, unmount: () => void,
 *   onPin?: (side: Side, pin: import("../map/marks.js").Pin, z: [number, number]) => void, onStep?: (codes: Pair) => void,
 *   setDraws?: (codes: number[][]) => void, restart?: () => void,
 * }} Experiment keys: of the state, at whose change it runs again; clear: takes its marks off the maps
 */

const SPOKEN_AFTER_MS = 700; // once the hand rests: nobody can listen to ten sentences a second
const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** @param {Omit<Parts, "tell">} given */
export function mountCockpit(given) {
  const { store } = given;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  /** @type {Hand | null} */
  let digit = null;
  function tell(/** @type {string} */ sentence) {
    clearTimeout(pause);
    pause = setTimeout(() => ($("told").textContent = sentence), SPOKEN_AFTER_MS);
  }
  const parts = { ...given, tell };
  const hand = () => digit;
  /** @type {Record<import("../core/store.js").Tab, Experiment>} */
  const experiments = {
    samples: mountSamplesTab(parts, hand),
    step: mountStepTab(parts, hand),
    walk: mountWalkTab(parts, hand),
    prior: mountPriorTab(parts),
  };
  const tabs = mountTabs($("experiments"), { store });
  let shown = store.state.tab;

  function show() {
    if (shown !== store.state.tab) experiments[shown].clear();
    shown = store.state.tab;
    experiments[shown].update();
  }
  const stops = Object.entries(experiments).map(([name, { keys, update }]) =>
    store.listen(keys, () => name === shown && update()),
  );
  stops.push(store.listen(["tab"], show));

  return {
    /** Another digit is at hand. @param {Hand} other */
    setDigit(other) {
      digit = other;
      experiments.samples.setDraws?.([]); // those that there are were drawn around another
      experiments.walk.restart?.();
      show();
    },
    /** The server is back: what is shown is asked for anew. */
    resume: show,
    /** @param {number[][]} codes drawn around μ in the VAE */
    setDraws: (codes) => experiments.samples.setDraws?.(codes),
    /** @type {NonNullable<Experiment["onPin"]>} */
    onPin: (side, pin, z) => experiments.walk.onPin?.(side, pin, z),
    /** @type {NonNullable<Experiment["onStep"]>} */
    onStep: (codes) => experiments.walk.onStep?.(codes),
    unmount() {
      clearTimeout(pause);
      stops.forEach((stop) => stop());
      tabs.unmount();
      for (const experiment of Object.values(experiments)) experiment.unmount();
    },
  };
}
