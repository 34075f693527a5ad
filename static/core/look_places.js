/** Places on the map of a model that trains, and the codes that are meant by them. Pure. */

import { evenDirections, ring } from "./ring.js";

/**
 * @typedef {{mu: Float32Array, codes: Float32Array, axes: [number, number]}} Look mu: (n, d) codes; codes: (n, 2) of them, on the
 *   axes of the map
 */

const DISTANCE = 0.1; // sd
/** In which neighbours are shown, on the map's plane. */
export const DIRECTIONS = evenDirections.filter((_, i) => i % 2 === 0);

/** A digit's code and its neighbours on the map's plane. @param {Look} look @param {number} i */
export function codesAround({ mu, codes, axes }, i) {
  const dims = dimsOf({ mu, codes });
  const sd = spreadOf(mu, dims);
  const along = DIRECTIONS.map((direction) => onAxes(direction, axes, new Array(dims).fill(0)));
  return ring([...mu.subarray(i * dims, (i + 1) * dims)], DISTANCE, sd, along);
}

/** A place of the map as a code, as the map decodes it: on the axes that it does not show, in the middle of all codes. @param {number[]} place @param {Look} look */
export const codeAt = (place, { mu, codes, axes }) => onAxes(place, axes, middleOf(mu, dimsOf({ mu, codes })));

/** The same place in the other model: as many standard deviations from the middle of its codes. @param {number[]} place @param {Look} from @param {Look} to */
export function samePlace(place, from, to) {
  const [own, other] = [from, to].map(({ codes }) => ({ middle: middleOf(codes, 2), sd: spreadOf(codes, 2) }));
  return place.map((value, i) => other.middle[i] + ((value - own.middle[i]) / (own.sd[i] || 1)) * other.sd[i]);
}

/** @param {Pick<Look, "mu" | "codes">} look */
const dimsOf = ({ mu, codes }) => (2 * mu.length) / codes.length;

/** @param {number[]} place @param {[number, number]} axes @param {number[]} rest */
const onAxes = ([x, y], [across, up], rest) => rest.with(across, x).with(up, y);

/** @param {Float32Array} values (n, d) @param {number} dims */
const middleOf = (values, dims) =>
  Array.from({ length: dims }, (_, axis) => meanOn(values, dims, axis, (value) => value));

/** The standard deviation on each axis. @param {Float32Array} values (n, d) @param {number} dims */
const spreadOf = (values, dims) =>
  middleOf(values, dims).map((middle, axis) => Math.sqrt(meanOn(values, dims, axis, (value) => (value - middle) ** 2)));

/** @param {Float32Array} values @param {number} dims @param {number} axis @param {(value: number) => number} what */
function meanOn(values, dims, axis, what) {
  let sum = 0;
  for (let i = axis; i < values.length; i += dims) sum += what(values[i]);
  return (dims * sum) / values.length;
}
