/** The live socket's answer to a drawing, parsed and built. Pure. */

import { SIDE, toBytes } from "./pixels.js";

const PIXELS = SIDE * SIDE;
const CLASSES = 10;

/**
 * Parse one model's answer: the digit's 784 bytes, then as little-endian float32 the judge's 10 probabilities, μ and,
 * from a VAE, σ.
 * @param {Uint8Array} bytes @param {number} dims of the latent space
 */
export function parseDrawing(bytes, dims) {
  const view = new DataView(bytes.buffer, bytes.byteOffset + PIXELS, bytes.byteLength - PIXELS);
  const numbers = Array.from({ length: view.byteLength / 4 }, (_, i) => view.getFloat32(4 * i, true));
  const code = numbers.slice(CLASSES);
  return {
    pixels: bytes.slice(0, PIXELS),
    probabilities: numbers.slice(0, CLASSES),
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
  const numbers = Float32Array.from([...(judge?.probabilities ?? Array(CLASSES).fill(0)), ...mu, ...(sigma ?? [])]);
  const bytes = new Uint8Array(PIXELS + numbers.byteLength);
  bytes.set(toBytes(input));
  new Uint8Array(bytes.buffer, PIXELS).set(new Uint8Array(numbers.buffer));
  return bytes;
}
