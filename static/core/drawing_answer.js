/** The live socket's answer to a drawing, parsed and built. Pure. */

import { SIDE } from "./mnist.js";
import { toBytes } from "./pixels.js";

const PIXELS = SIDE * SIDE;

/**
 * Parse one model's answer: the bytes of what was drawn, then as little-endian float32 the judge's probabilities, μ and,
 * from a VAE, σ.
 * @param {Uint8Array} bytes @param {{dims: number, classes: number}} sizes of the latent space, and of what the judge knows
 */
export function parseDrawing(bytes, { dims, classes }) {
  const view = new DataView(bytes.buffer, bytes.byteOffset + PIXELS, bytes.byteLength - PIXELS);
  const numbers = Array.from({ length: view.byteLength / 4 }, (_, i) => view.getFloat32(4 * i, true));
  const code = numbers.slice(classes);
  return {
    pixels: bytes.slice(0, PIXELS),
    probabilities: numbers.slice(0, classes),
    mu: code.slice(0, dims),
    sigma: code.length > dims ? code.slice(dims) : null,
  };
}

/**
 * Pack an encoding that came by HTTP as the live socket would have sent it.
 * @param {Pick<import("./contract.js").ImageFacts, "input" | "judge">
 *   & Pick<import("./contract.js").Encoding, "mu" | "sigma">} encoding
 * @returns {Uint8Array}
 */
export function drawingBytes({ input, judge, mu, sigma }) {
  const numbers = Float32Array.from([...(judge?.probabilities ?? []), ...mu, ...(sigma ?? [])]);
  const bytes = new Uint8Array(PIXELS + numbers.byteLength);
  bytes.set(toBytes(input));
  new Uint8Array(bytes.buffer, PIXELS).set(new Uint8Array(numbers.buffer));
  return bytes;
}
