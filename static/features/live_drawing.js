/** A drawing on its way to its codes in both models, while it is drawn; the newest counts. */

import { parseDrawing } from "../core/drawing_answer.js";
import { DRAWN } from "../core/request_kinds.js";
import { forBoth } from "../core/sides.js";
import { pairRequests } from "../net/paired_requests.js";

const RESTS_MS = 160; // since the last change was answered

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
 * }} parts drawing: set at each answer; onRest: of the newest, once the hand rests
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
    /** @param {number[][]} rows of a drawing */
    draw(rows) {
      clearTimeout(pause);
      wanted = true;
      rests = false;
      ask(
        forBoth(() => rows),
        DRAWN,
      );
    },
    /** Another digit is current: an answer still under way is not shown. */
    stop() {
      clearTimeout(pause);
      wanted = false;
      rests = true;
    },
    /** Whether nothing is under way. */
    rests: () => rests,
  };
}
