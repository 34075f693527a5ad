/** One model's engine, in a Worker: told once what to load, then asked; each answer bears its question's number. */

import { answer, createNetworks } from "./answers.js";
import { createKernel } from "./memory.js";

/** @typedef {{kernel: string, model: string, judge: string}} Addresses */
/** @typedef {{number: number, kind: number, codes: Float32Array}} Question */
/** @typedef {{number: number, bytes: Uint8Array}} Answer */
/** @typedef {{failed: string | null}} Begun whether it can be asked, or why not */

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

addEventListener("message", async ({ data }) => {
  if (!networks) {
    const failed = await begin(data).then(() => null, String);
    return postMessage({ failed });
  }
  const bytes = answer(networks, data.kind, data.codes);
  postMessage({ number: data.number, bytes }, { transfer: [bytes.buffer] });
});
