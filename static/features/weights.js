/** What the page's engine computes with. */

import { SIDES } from "../core/sides.js";
import { counted } from "../net/arriving.js";

/** @typedef {string | Blob} Source a whole address, or what is there */
/** @typedef {import("../net/api.js").Judge} Judge */
/**
 * @typedef {{judge: Judge | null, kernel: Source, seen: Source | null, ae: Source, vae: Source}} Weights
 *   judge: null, as where these images have none; seen: the judge's
 */

/**
 * Addresses, for Workers to load; where there is no server the files, as the page waits for them and tells how far they are.
 * @param {import("../core/families.js").Twins} models @param {import("../net/api.js").Api} api
 * @param {string} code the kernel's address @param {(done: number, total: number) => void} onArriving told of bytes
 * @returns {Promise<Weights>}
 */
export async function loadWeights(models, api, code, onArriving) {
  const { images } = models.vae;
  const judge = models.vae.judge ? await api.judge(images) : null;
  const addresses = [code, ...SIDES.map((side) => api.weights(models[side]))];
  if (judge) addresses.push(api.judgeWeights(images, judge));
  const [kernel, ae, vae, seen = null] = api.alone ? await filesAt(addresses, api, onArriving) : addresses;
  return { judge, kernel, ae, vae, seen };
}

/** @param {string[]} addresses @param {import("../net/api.js").Api} api @param {(done: number, total: number) => void} onArriving */
async function filesAt(addresses, api, onArriving) {
  const read = counted(addresses.length, onArriving);
  const coming = addresses.map((address) => api.file(address, { read, limit: Infinity }));
  await Promise.allSettled(coming); // where one fails, the others are there when all are asked for again
  return Promise.all(coming);
}
