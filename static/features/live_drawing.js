/** Encode a drawing in both models while it is drawn; only the newest state counts. */

import { parseDrawing } from "../core/drawing_answer.js";
import { DRAWN } from "../core/request_kinds.js";
import { forBoth } from "../core/sides.js";
import { pairRequests } from "../net/paired_requests.js";

/** @param {import("../core/contract.js").Model} model */
const sizesOf = ({ latent_dim, images, judge }) => ({ dims: latent_dim, classes: judge ? images.classes.length : 0 });

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
 *   onRest: (drawing: Drawing) => Promise<void>,
 * }} parts drawing: set at each answer; onRest: makes the newest one final, once the hand rests
 */
export function createLiveDrawing({ models, live, drawing, onRest }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  let wanted = false;
  /** The drawing that is not final yet. @type {object | null} */
  let open = null;
  const ask = pairRequests(live, (answers, isNewest) => {
    if (!wanted) return;
    const found = forBoth((side) => parseDrawing(answers[side].pixels, sizesOf(models[side])));
    const { pixels, probabilities } = found.vae;
    const newest = { pixels, probabilities, codes: found };
    drawing.set(newest);
    if (!isNewest) return;
    clearTimeout(pause);
    const mine = open;
    pause = setTimeout(async () => {
      await onRest(newest);
      if (mine === open) open = null;
    }, RESTS_MS);
  });
  return {
    /** @param {number[][]} rows of a drawing: x, y and pen */
    draw(rows) {
      clearTimeout(pause);
      wanted = true;
      open = rows;
      ask(
        forBoth(() => rows),
        DRAWN,
      );
    },
    /** Drop an answer that is still in flight, as another digit is current. */
    stop() {
      clearTimeout(pause);
      wanted = false;
      open = null;
    },
    /** Whether no drawing awaits its answer, or what makes it final. */
    rests: () => open === null,
  };
}
