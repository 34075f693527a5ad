/** Paths through latent space, as model/explore/walk.py measures them: the decoded curve, and codes evenly along it. */

import { compare } from "./comparison.js";
import { distance, rows } from "./rows.js";

/** @typedef {import("./decoder.js").Decoder} Decoder */
/** @typedef {import("./comparison.js").Networks} Networks */

const FINER = 3; // intervals between two codes of the path, in each of the two passes of `trace`

/** @param {Networks} networks @param {Float32Array} path (n, d) @param {boolean} even */
export function walk(networks, path, even) {
  const { dims } = networks.decoder;
  const { at, length } = trace(networks.decoder, path);
  const whole = length[length.length - 1];
  const codes = even && whole > 0 ? along(path, equally(at, length, path.length / dims), dims) : path;
  return compare(networks, codes, whole);
}

/**
 * Decode a path at evenly spaced positions, then again at positions of equal arc length.
 * @param {Decoder} decoder @param {Float32Array} path (n, d)
 * @returns {{at: number[], length: number[]}} positions along the path, and arc lengths of the decoded curve up to there
 */
function trace(decoder, path) {
  const last = path.length / decoder.dims - 1;
  const places = last * FINER + 1;
  const decoded = (/** @type {number[]} */ at) =>
    rows(decoder.decode(along(path, at, decoder.dims)).floats, decoder.pixels).map((image, i) => ({
      at: at[i],
      image,
    }));
  const first = decoded(spaced(last, places));
  const closer = equally(positions(first), lengths(first), places).slice(1, -1);
  const all = [...first, ...decoded(closer)].sort((a, b) => a.at - b.at);
  return { at: positions(all), length: lengths(all) };
}

/** @typedef {{at: number, image: Float32Array}[]} Traced */
/** @param {Traced} traced */
const positions = (traced) => traced.map(({ at }) => at);

/** Arc lengths of the polygon through images, up to each of them. @param {Traced} traced */
function lengths(traced) {
  let length = 0;
  return traced.map(({ image }, i) => (length += i ? distance(traced[i - 1].image, image) : 0));
}

/** n positions at equal arc lengths of a curve. @param {number[]} at @param {number[]} length @param {number} n */
const equally = (at, length, n) =>
  spaced(length[length.length - 1], n).map((wanted) => interpolate(wanted, length, at));

/** n numbers from 0 to an end, evenly. @param {number} end @param {number} n */
const spaced = (end, n) => Array.from({ length: n }, (_, i) => (i === n - 1 ? end : i * (end / (n - 1))));

/** y at x, on the polygon through points whose xs never fall. @param {number} x @param {number[]} xs @param {number[]} ys */
function interpolate(x, xs, ys) {
  const above = xs.findIndex((other) => other > x);
  if (above < 0) return ys[ys.length - 1];
  const below = above - 1;
  return ys[below] + ((ys[above] - ys[below]) / (xs[above] - xs[below])) * (x - xs[below]);
}

/** Points on the polygon through a path (n, d). @param {Float32Array} path @param {number[]} at @param {number} dims */
function along(path, at, dims) {
  const last = path.length / dims - 1;
  const points = at.map((place) => {
    const [below, part] = place < last ? [Math.floor(place), place % 1] : [last - 1, 1];
    const [a, b] = [path.subarray(below * dims), path.subarray((below + 1) * dims)];
    return Array.from({ length: dims }, (_, axis) => a[axis] + (b[axis] - a[axis]) * part);
  });
  return Float32Array.from(points.flat());
}
