/** A path is drawn tight by the decoded images themselves: Gauss–Newton, as model/measures/geodesic.py has it. */

import { distance, rows } from "../rows.js";
import { dots, slopesAt } from "./metric_field.js";
import { solveTridiagonal } from "./tridiagonal.js";

/** @typedef {import("../decoder.js").Decoder} Decoder */
/** @typedef {import("./tridiagonal.js").Block} Block */
/** @typedef {import("./metric_field.js").Slopes} Slopes */
/**
 * @typedef {{path: Float64Array, images: Float32Array[], steps: number[], energy: number, damping: number}} Decoded a path
 *   (k, 2), its images (p) each, the change over each step in pixels, the sum of their squares, and the next step's damping
 */

const FIRST_DAMPING = 1e-3;
const MOST_DAMPING = 1e3;
const FLAT = 1e-9;

/** @param {Decoder} decoder @param {Float64Array} path @param {number} [damping] @returns {Decoded} */
export function decoded(decoder, path, damping = FIRST_DAMPING) {
  const images = rows(decoder.decode(Float32Array.from(path)).floats, decoder.pixels);
  const steps = images.slice(1).map((image, i) => distance(images[i], image));
  return { path, images, steps, damping, energy: steps.reduce((sum, step) => sum + step ** 2, 0) };
}

/**
 * Move a path's inner points once, to where its energy is lower, or not at all where it is least.
 * @param {Decoder} decoder @param {Decoded} here @returns {Decoded}
 */
export function step(decoder, here) {
  const system = linearised(decoder, here);
  for (let { damping } = here; damping <= MOST_DAMPING; damping *= 10) {
    const change = solveTridiagonal(system.diagonal.map(damped(damping)), system.above, system.force);
    const there = decoded(
      decoder,
      here.path.map((value, i) => value + (change[i - 2] ?? 0)),
      damping / 10,
    );
    if (there.energy < here.energy) return there;
  }
  return here;
}

/** @param {number} damping @returns {(block: Block) => Block} */
const damped =
  (damping) =>
  ([a, b, c, d]) => [a * (1 + damping) + FLAT, b, c, d * (1 + damping) + FLAT];

/** The energy's force on the inner points (k − 2, 2) and its curvature, of images that change as at here. @param {Decoder} decoder @param {Decoded} here */
function linearised(decoder, { path, images }) {
  const inner = Float32Array.from(path.subarray(2, -2));
  return decoder.memory.lend(() => {
    const slopes = slopesAt(decoder, inner);
    const bend = new Float32Array(decoder.pixels);
    const force = slopes.flatMap((both, i) => {
      const [before, here, after] = images.slice(i, i + 3);
      for (let p = 0; p < bend.length; p++) bend[p] = before[p] + after[p] - 2 * here[p];
      return both.map((one) => dots(one, bend));
    });
    const diagonal = slopes.map((both) => products(both, both, 2));
    const above = slopes.slice(1).map((next, i) => products(slopes[i], next, -1));
    return { force, diagonal, above };
  });
}

/** JᵀK of two points' slopes, times a factor. @param {Slopes} one @param {Slopes} other @param {number} factor @returns {Block} */
const products = ([x, y], [u, v], factor) => [
  factor * dots(x, u),
  factor * dots(x, v),
  factor * dots(y, u),
  factor * dots(y, v),
];
