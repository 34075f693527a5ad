/** Encode a drawing in both models while it is drawn; only the newest state counts. */

import { parseDrawing } from "../core/drawing_answer.js";
import { DRAWN } from "../core/request_kinds.js";
import { forBoth } from "../core/sides.js";
import { pairRequests } from "../net/paired_requests.js";

const RESTS_MS = 160; // after the answer to the last change

/** @typedef {{mu: number[], sigma: number[] | null}} Code */
/**
 * @typedef {{
 *   pixels: Uint8Array,
 *   probabilities: number[],
 *   codes: Record<import("../core/sides.js").Side, Code>,
 * }} Drawing
 */

/**
 * @param {{
 *   models: import("../core/families.js").Twins,
 *   live: import("../net/live_socket.js").LiveSocket,
 *   drawing: import("./channels.js").Observable<Drawing | null>,
 *   onRest: (drawing: Drawing) => void,
 * }} parts drawing: set at each answer; onRest: called with the newest one, once the hand rests
 */
export function createLiveDrawing({ models, live, drawing, onRest }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  let wanted = false;
  let rests = true;
  const ask = pairRequests(live, (answers) => {
    if (!wanted) return;
    const found = forBoth((side) => parseDrawing(answers[side].pixels, models[side].latent_dim));
    const { pixels, probabilities } = found.vae;
    const newest = { pixels, probabilities, codes: found };
    drawing.set(newest);
    clearTimeout(pause);
    pause = setTimeout(() => {
      rests = true;
      onRest(newest);
    }, RESTS_MS);
  });
  return {
    /** @param {number[][]} rows of a drawing: x, y and pen */
    draw(rows) {
      clearTimeout(pause);
      wanted = true;
      rests = false;
      ask(
        forBoth(() => rows),
        DRAWN,
      );
    },
    /** Drop an answer that is still in flight, as another digit is current. */
    stop() {
      clearTimeout(pause);
      wanted = false;
      rests = true;
    },
    /** Whether no drawing awaits its answer, or the rest that makes it final. */
    rests: () => rests,
  };
}
