/** What a model's engine answers to a request of the live socket's kinds, in that socket's bytes. */

import { COMPARED, EVENLY, IMAGES, WALKED } from "../core/request_kinds.js";
import { compare } from "./comparison.js";
import { Decoder } from "./decoder.js";
import { Judge } from "./judge.js";
import { Memory } from "./memory.js";
import { parseTensors } from "./tensors.js";
import { walk } from "./walk.js";

/** @typedef {import("./comparison.js").Networks} Networks */

/**
 * The networks of weights as the server sends them. Raises UnknownModel.
 * @param {import("./memory.js").Kernel} kernel @param {ArrayBuffer} model @param {ArrayBuffer} judge
 * @returns {Networks}
 */
export function createNetworks(kernel, model, judge) {
  const memory = new Memory(kernel);
  return { decoder: new Decoder(memory, parseTensors(model)), judge: new Judge(memory, parseTensors(judge)) };
}

/** @param {Networks} networks @param {number} kind @param {Float32Array} codes (n, d) @returns {Uint8Array} */
export function answer(networks, kind, codes) {
  if (kind === IMAGES) return networks.decoder.decode(codes).bytes;
  if (kind === COMPARED) return compare(networks, codes);
  if (kind === WALKED || kind === EVENLY) return walk(networks, codes, kind === EVENLY);
  throw new RangeError(`no answer is known to a request of kind ${kind}`);
}
