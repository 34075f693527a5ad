/** What the page gives the lesson, as the lesson takes it. */

import { PLACES } from "../core/choices.js";
import { ofDigits } from "../core/families.js";

/** @typedef {import("../core/families.js").Twins} Twins */
/** @typedef {ReturnType<typeof import("../features/stage.js").createStage>} Stage */
/**
 * @typedef {{
 *   element: HTMLElement,
 *   store: import("../core/store.js").Store,
 *   stage: Stage,
 *   follow: (target: import("../core/state.js").State) => Promise<void>,
 *   patiently: <T>(attempt: () => Promise<T>, signal: AbortSignal) => Promise<T>,
 *   onError: (error: unknown) => void,
 * }} Given follow: brings the page to a state; patiently: tries until the server is there, and says so meanwhile
 */

/** @param {Given} given @returns {import("./lesson.js").World} */
export function worldOf({ element, store, stage, follow, patiently, onError }) {
  const parts = () => /** @type {import("./steps.js").DigitParts} */ (stage.parts());
  return {
    element,
    store,
    offered: ofDigits(parts().offered),
    shown: parts,
    async show(pair) {
      if (!isOn(stage, pair)) await follow({ ...store.state, ...PLACES, model: pair.vae.id });
      return parts();
    },
    patiently,
    onError,
  };
}

/** Whether a pair is on the stage, answers, and is to stay: another may be on its way. @param {Stage} stage @param {Twins} pair */
const isOn = (stage, { vae: { id } }) =>
  [stage.shown(), stage.chosen()].every((one) => one?.vae.id === id) && !stage.parts().signal.aborted;
