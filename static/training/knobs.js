/** What can be turned while the models train, and what starts them over. */

import { tell } from "./parts.js";
import { MAX_SEED, placeOn, SCALES } from "../core/training_knobs.js";
import { short } from "../page/text.js";

/** @typedef {import("../core/training_settings.js").Settings} Settings */
/** @typedef {keyof typeof SCALES} Knob */

/**
 * @param {import("./parts.js").Parts} parts
 * @param {{onTurn: (patch: Partial<Settings>) => void, onRestart: (patch: Partial<Settings>) => void, signal: AbortSignal}} on
 */
export function mountKnobs({ one, knobs }, { onTurn, onRestart, signal }) {
  const [likelihood, dims, seed] = ["likelihood", "dims", "seed"].map(
    (name) => /** @type {HTMLInputElement} */ (one(`#training-${name}`)),
  );
  const showValue = (/** @type {HTMLInputElement} */ knob) => {
    const told = short(scaleOf(knob)[Number(knob.value)]);
    knob.setAttribute("aria-valuetext", told);
    tell(/** @type {HTMLElement} */ (knob.nextElementSibling), told);
  };
  for (const knob of knobs) {
    knob.max = String(scaleOf(knob).length - 1);
    const turn = () => {
      showValue(knob);
      onTurn({ [nameOf(knob)]: scaleOf(knob)[Number(knob.value)] });
    };
    knob.addEventListener("input", turn, { signal });
  }
  likelihood.addEventListener("change", () => onTurn(/** @type {any} */ ({ likelihood: likelihood.value })), {
    signal,
  });
  dims.addEventListener("change", () => onRestart({ dims: Number(dims.value) }), { signal });
  seed.addEventListener("change", () => onRestart({ seed: wholeSeed(seed.value) }), { signal });
  return {
    /** @param {Settings} settings */
    show(settings) {
      for (const knob of knobs) {
        knob.value = String(placeOn(scaleOf(knob), settings[nameOf(knob)]));
        showValue(knob);
      }
      likelihood.value = settings.likelihood;
      dims.value = String(settings.dims);
      seed.value = String(settings.seed);
    },
  };
}

/** @param {HTMLElement} knob */
const nameOf = (knob) => /** @type {Knob} */ (knob.dataset.knob);

/** @param {HTMLElement} knob */
const scaleOf = (knob) => SCALES[nameOf(knob)];

/** The nearest seed that there is. @param {string} text */
const wholeSeed = (text) => Math.min(Math.max(Math.round(Number(text)) || 0, 0), MAX_SEED);
