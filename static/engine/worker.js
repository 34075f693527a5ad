/** One model's engine, in a Worker: told once what to load, then asked; each answer bears its question's number. */

import { answer, createNetworks } from "./answers.js";
import { createKernel } from "./memory.js";

/** @typedef {{kernel: string, model: string, judge: string}} Addresses */
/** @typedef {{number: number} & ({load: Addresses} | {kind: number, codes: Float32Array})} Question */
/** @typedef {{number: number, bytes: Uint8Array, failed?: string}} Answer failed: why there is none */

/** @type {import("./answers.js").Networks | undefined} */
let networks;

/** @param {string} address */
async function load(address) {
  const found = await fetch(address, { priority: "low" });
  if (!found.ok) throw new Error(`${address}: ${found.status}`);
  return found.arrayBuffer();
}

/** @param {Addresses} addresses */
async function begin({ kernel, model, judge }) {
  const [code, weights, ofJudge] = await Promise.all([kernel, model, judge].map(load));
  networks = createNetworks(await createKernel(code), weights, ofJudge);
}

addEventListener("message", ({ data: { number, load: addresses, kind, codes } }) => {
  // Why it can't begin is for the page to say. An error of an answer is the Worker's end, and reaches the page as such.
  if (addresses)
    return void begin(addresses)
      .then(() => "", String)
      .then((failed) => postMessage({ number, failed }));
  const bytes = answer(/** @type {import("./answers.js").Networks} */ (networks), kind, codes);
  postMessage({ number, bytes }, { transfer: [bytes.buffer] });
});
