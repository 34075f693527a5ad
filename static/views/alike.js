/** The zoom of similarity: how close one must look, at the middle of each map, until neighbouring images are alike. */

import { Refusal } from "../api.js";
import { SIDES, forBoth } from "../sides.js";
import { short, t } from "../text.js";

/** @typedef {import("../store.js").Side} Side */
/** @typedef {import("../api.js").Likeness} Likeness */

/** With two figures. @param {number} times */
export const roughly = (times) => short(Number(times.toPrecision(2)));

/**
 * @param {Record<Side, HTMLElement> & {means: HTMLElement}} elements means: where it is said what alike means
 * @param {{ask: (side: Side, at: number[], signal: AbortSignal) => Promise<Likeness>, place: (side: Side) => {at: number[], step: number}}} options
 *   place: the middle of a map, and how far apart, in sd, neighbouring images stand on it
 */
export function mountAlike({ means, ...elements }, { ask, place }) {
  const sides = forBoth((side) => newestOnly((signal) => update(side, signal)));

  /** @param {Side} side @param {AbortSignal} signal */
  async function update(side, signal) {
    const { at, step } = place(side);
    const { alike, threshold } = await ask(side, at, signal);
    const reached = alike !== null && step <= alike;
    elements[side].textContent = alike === null ? t("alike.never") : reached ? t("alike.here") : t("alike.closer", { times: roughly(step / alike) });
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
