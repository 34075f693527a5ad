/** Weights as a file of float16. Source: the format's README, github.com/huggingface/safetensors. Pure. */

import { toHalves } from "./float16.js";

const ALIGNED = 8; // bytes

/** @param {Map<string, {shape: number[], values: Float32Array}>} tensors by name */
export function writeTensors(tensors) {
  const names = [...tensors.keys()].sort();
  const halves = names.map((name) => toHalves(tensors.get(name)?.values ?? new Float32Array()));
  let end = 0;
  const entries = names.map((name, i) => {
    const start = end;
    end += halves[i].byteLength;
    return [name, { dtype: "F16", shape: tensors.get(name)?.shape, data_offsets: [start, end] }];
  });
  const text = JSON.stringify(Object.fromEntries(entries));
  const header = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / ALIGNED) * ALIGNED));
  const file = new Uint8Array(8 + header.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  let at = 8 + header.length;
  for (const some of halves) {
    file.set(new Uint8Array(some.buffer), at);
    at += some.byteLength;
  }
  return file;
}
