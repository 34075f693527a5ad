/** The zoom of similarity: how close one must look, at a place of each map, until neighbouring images are alike. */

import { Refusal } from "../net/api.js";
import { SIDES, forBoth } from "../core/sides.js";
import { short, t } from "../page/text.js";

/** @typedef {import("../core/store.js").Side} Side */
/** @typedef {import("../net/api.js").Likeness} Likeness */

/** @param {boolean} isDigit @param {number | null} times closer, 1 where it is close enough, null where nothing is */
function said(isDigit, times) {
  if (times === null) return isDigit ? t("alike.digit_never") : t("alike.never");
  if (times === 1) return isDigit ? t("alike.digit_here") : t("alike.here");
  return isDigit ? t("alike.digit", { times: roughly(times) }) : t("alike.closer", { times: roughly(times) });
}

/** With two figures. @param {number} times */
export const roughly = (times) => short(Number(times.toPrecision(2)));

/**
 * @param {Record<Side, HTMLElement> & {means: HTMLElement}} elements means: where it is said what alike means
 * @param {{ask: (side: Side, at: number[], signal: AbortSignal) => Promise<Likeness>, place: (side: Side) => {at: number[], step: number, isDigit: boolean}}} options
 *   place: one in sight on a map, whether it is the digit's, and how far apart, in sd, neighbouring images stand
 */
export function mountAlike({ means, ...elements }, { ask, place }) {
  /** The last answer of each model. @type {Partial<Record<Side, {place: string, found: Likeness}>>} */
  const known = {};
  const sides = forBoth((side) => newestOnly((signal) => update(side, signal)));

  /** @param {Side} side @param {AbortSignal} signal */
  async function update(side, signal) {
    const { at, step, isDigit } = place(side);
    // A map that moves asks again and again of the one digit, whose answer stays.
    if (known[side]?.place !== at.join()) known[side] = { place: at.join(), found: await ask(side, at, signal) };
    const { alike, threshold } = /** @type {{found: Likeness}} */ (known[side]).found;
    const reached = alike !== null && step <= alike;
    elements[side].textContent = said(isDigit, alike === null ? null : reached ? 1 : step / alike);
    elements[side].dataset.alike = String(alike);
    means.textContent = t("alike.means", { threshold: short(threshold) });
    elements[side].classList.toggle("reached", reached);
  }
  return {
    /** The map moved. @param {Side} side */
    update: (side) => sides[side].run(),
    unmount: () => SIDES.forEach((side) => sides[side].stop()),
  };
}

/**
 * Run a task again and again, the newest call after the one that runs; a refusal leaves all as it was.
 * @param {(signal: AbortSignal) => Promise<void>} task
 */
function newestOnly(task) {
  const stopping = new AbortController();
  let [running, again] = [false, false];
  async function run() {
    again = running;
    if (running) return;
    running = true;
    try {
      await task(stopping.signal);
    } catch (error) {
      if (!(error instanceof Refusal) && /** @type {Error} */ (error).name !== "AbortError") throw error;
    } finally {
      running = false;
    }
    if (again && !stopping.signal.aborted) await run();
  }
  return { run: () => void run(), stop: () => stopping.abort() };
}
