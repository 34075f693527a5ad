/** One model's engine, in a Worker: told once what to load, then asked; each answer bears its question's number. */

import { ANSWERS, createEngine } from "./answers.js";
import { createKernel } from "./memory.js";

/** @typedef {{kernel: string, model: string, judge: string}} Addresses */
/** @typedef {{addresses: Addresses, about: import("./answers.js").About, distances: number[]}} Start */
/** @typedef {{number: number} & ({load: Start} | {ask: keyof typeof ANSWERS, given: object})} Question */
/** @typedef {{number: number, found?: any, failed?: string}} Answer failed: why there is none */

/** @type {import("./answers.js").Engine | undefined} */
let engine;

/** @param {string} address */
async function load(address) {
  const found = await fetch(address, { priority: "low" });
  if (!found.ok) throw new Error(`${address}: ${found.status}`);
  return found.arrayBuffer();
}

/** @param {Start} start */
async function begin({ addresses, about, distances }) {
  const [code, model, judge] = await Promise.all([addresses.kernel, addresses.model, addresses.judge].map(load));
  engine = createEngine(await createKernel(code), { model, judge }, about, distances);
}

addEventListener("message", ({ data: { number, load: start, ask, given } }) => {
  // Why it can't begin is for the page to say. An error of an answer is the Worker's end, and reaches the page as such.
  if (start)
    return void begin(start)
      .then(() => "", String)
      .then((failed) => postMessage({ number, failed }));
  const found = /** @type {Record<string, Function>} */ (ANSWERS)[ask](engine, given);
  postMessage({ number, found }, { transfer: found instanceof Uint8Array ? [found.buffer] : [] });
});
