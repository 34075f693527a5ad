/** A drawing on its way to its codes in both models, while it is drawn; the newest counts. */

import { inLockstep } from "../net/paired_requests.js";
import { SIDE, toBytes } from "../core/pixels.js";
import { forBoth } from "../core/sides.js";

/** What is wanted of a drawing, on the live socket. */
export const DRAWN = 4;

const PIXELS = SIDE * SIDE;
const CLASSES = 10;
const RESTS_MS = 160; // since the last change was answered

/** @typedef {{mu: number[], sigma: number[] | null}} Code */
/** @typedef {{pixels: Uint8Array, probabilities: number[], codes: Record<import("../core/store.js").Side, Code>}} Sketch */

/**
 * One model's answer: 784 bytes of the digit; the judge's probabilities, μ and, of a VAE, σ, as float32, little-endian.
 * @param {Uint8Array} bytes @param {number} dims
 */
export function parseSketch(bytes, dims) {
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

/** An encoding by HTTP as the live socket would have sent it. @param {import("../net/api.js").Encoding} encoding @returns {Uint8Array} */
export function sketchBytes({ input, judge, mu, sigma }) {
  const numbers = Float32Array.from([...(judge?.probabilities ?? Array(CLASSES).fill(0)), ...mu, ...(sigma ?? [])]);
  const bytes = new Uint8Array(PIXELS + numbers.byteLength);
  bytes.set(toBytes(input));
  new Uint8Array(bytes.buffer, PIXELS).set(new Uint8Array(numbers.buffer));
  return bytes;
}

/**
 * @param {{models: import("../core/families.js").Twins, live: import("../net/live_socket.js").Live, onSketch: (sketch: Sketch) => void, onRest: (sketch: Sketch) => void}} parts
 *   onRest: of the newest, once the hand rests
 */
export function createSketch({ models, live, onSketch, onRest }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  let wanted = false;
  let rests = true;
  const ask = inLockstep(live, (answers) => {
    if (!wanted) return;
    const found = forBoth((side) => parseSketch(answers[side].pixels, models[side].latent_dim));
    const { pixels, probabilities } = found.vae;
    const sketch = { pixels, probabilities, codes: found };
    onSketch(sketch);
    clearTimeout(pause);
    pause = setTimeout(() => {
      rests = true;
      onRest(sketch);
    }, RESTS_MS);
  });
  return {
    /** @param {number[][]} rows of a drawing */
    draw(rows) {
      clearTimeout(pause);
      wanted = true;
      rests = false;
      ask(
        forBoth(() => rows),
        DRAWN,
      );
    },
    /** Another digit is at hand: what is still under way is not shown. */
    stop() {
      clearTimeout(pause);
      wanted = false;
      rests = true;
    },
    /** Whether nothing is under way. */
    rests: () => rests,
  };
}
