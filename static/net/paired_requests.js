/** Requests to both models at once, whose answers are delivered together. */

import { SIDES, forBoth } from "../core/sides.js";

/** @typedef {import("./live_socket.js").Answer} Answer */
/** @typedef {Record<import("../core/sides.js").Side, number[][]>} Codes */

/**
 * Returns a function that requests codes of both models; while a pair is in flight, only the newest waits.
 * @param {import("./live_socket.js").LiveSocket} live
 * @param {(answers: Record<import("../core/sides.js").Side, Answer>, isNewest: boolean) => void} onAnswers
 *   isNewest: nothing else has been asked for meanwhile
 * @returns {(codes: Codes, kind: number) => void}
 */
export function pairRequests(live, onAnswers) {
  /** @type {Partial<Record<import("../core/sides.js").Side, Answer>>} */
  let here = {};
  let asked = false;
  /** @type {{codes: Codes, kind: number} | undefined} */
  let waiting;
  const asks = forBoth((side) => live.view((answer) => hear(side, answer)));

  function send() {
    if (!waiting) return;
    const { codes, kind } = waiting;
    waiting = undefined;
    for (const side of SIDES) asks[side]({ side, codes: codes[side], kind });
    asked = true; // not where codes were refused: there will be no answer
  }

  function hear(/** @type {import("../core/sides.js").Side} */ side, /** @type {Answer} */ answer) {
    if (!asked) return; // a restored connection repeats what is already shown
    here[side] = answer;
    const { ae, vae } = here;
    if (!ae || !vae) return;
    here = {};
    asked = false;
    send();
    onAnswers({ ae, vae }, !asked);
  }

  return (codes, kind) => {
    waiting = { codes, kind };
    if (!asked) send();
  };
}
