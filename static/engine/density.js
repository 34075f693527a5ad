/** A Gaussian kernel density estimate on the map's plane, as model/explore/map_layers.py has it. */

import { covariance, eigen, means } from "../core/linear_algebra.js";

/** @typedef {ArrayLike<number>} Place on the plane, sd */

const THINNEST = 0.01; // sd

/**
 * Codes per sd² around a place, by all codes, as a function. The bandwidth follows Scott's rule (Scott 1992, "Multivariate
 * Density Estimation", §6.3). A cloud without area, a line or a point, is blurred as one of 1 sd, or of THINNEST across a
 * slanting line.
 * @param {Place[]} cloud @returns {(place: Place) => number}
 */
export function kernelDensity(cloud) {
  const { lengths, axes } = kernelOf(cloud);
  const white = (/** @type {Place} */ { 0: x, 1: y }) => axes.map(([a, b], k) => (a * x + b * y) / lengths[k]);
  const codes = cloud.map(white);
  const height = 1 / (2 * Math.PI * lengths[0] * lengths[1]);
  return (place) => {
    const [x, y] = white(place);
    return height * codes.reduce((sum, [u, v]) => sum + Math.exp(-((x - u) ** 2 + (y - v) ** 2) / 2), 0);
  };
}

/**
 * Codes per sd² that the prior N(0, I) wants around a place, blurred by the same kernel, as a function.
 * @param {Place[]} cloud @param {number[]} sd of the plane's axes, latent units @returns {(place: Place) => number}
 */
export function priorDensity(cloud, sd) {
  const { lengths, axes } = kernelOf(cloud);
  const entry = (/** @type {number} */ i, /** @type {number} */ j) =>
    axes.reduce((sum, axis, k) => sum + lengths[k] ** 2 * axis[i] * axis[j], i === j ? sd[i] ** -2 : 0);
  const [a, b, c] = [entry(0, 0), entry(0, 1), entry(1, 1)];
  const area = a * c - b * b;
  const height = cloud.length / (2 * Math.PI * Math.sqrt(area));
  return ({ 0: x, 1: y }) => height * Math.exp(-(c * x * x - 2 * b * x * y + a * y * y) / area / 2);
}

/** The kernel's principal axes, in rows, and its sd along each. @param {Place[]} cloud */
function kernelOf(cloud) {
  const places = cloud.map(({ 0: x, 1: y }) => [x, y]);
  const spread = covariance(places, means(places));
  const wide = spread.map((row, i) => row.map((value, j) => (i === j ? Math.max(value, 1) : value)));
  const { values, axes } = eigen(wide);
  const scott = places.length ** (-1 / 6);
  return { axes, lengths: values.map((value) => scott * Math.sqrt(Math.max(value, THINNEST ** 2))) };
}
