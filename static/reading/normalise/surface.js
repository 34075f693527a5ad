/** The light on paper as a smooth surface, whatever is written on it. */

import { greyOf } from "../arrays/planes.js";
import { BOX, resized } from "../arrays/resampling.js";
import { leastSquares } from "../arrays/symmetric.js";
import { THUMBNAIL } from "./arrays.js";

/** @typedef {import("../arrays/planes.js").Grey} Grey */
/** @typedef {{coefficients: Float64Array, loss: number}} Fit */

const { fround } = Math;
const PAPER = 0.75; // of the picture, on the ink's side of the paper's light
const ROUNDS = 20;
const TERMS = 9; // products of 1, y, y² and 1, x, x²

/**
 * Fit a biquadratic surface to the paper, light or dark, by quantile regression.
 *
 * Ink can't pull on it unless it fills most of the picture: a PAPER part lies on the ink's side of the surface. null:
 * whichever fits better.
 * @param {Grey} grey @param {boolean | null} [light] @returns {Grey}
 */
export function fitLight(grey, light = null) {
  const size = { width: Math.min(grey.width, THUMBNAIL), height: Math.min(grey.height, THUMBNAIL) };
  const small = resized(grey, size, BOX);
  const terms = termsOf(size);
  const quantiles = [true, false].filter((is) => light === null || light === is).map((is) => (is ? PAPER : 1 - PAPER));
  const fits = quantiles.map((one) => quantileFit(terms, small.data, one));
  return surfaceOf(grey, fits.reduce((best, fit) => (fit.loss < best.loss ? fit : best)).coefficients);
}

/** Each pixel's terms, one after another. @param {import("../arrays/planes.js").Size} size */
function termsOf({ width, height }) {
  const [down, across] = [powers(height), powers(width)];
  const terms = new Float64Array(width * height * TERMS);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let i = 0; i < TERMS; i++) terms[at++] = down[3 * y + Math.floor(i / 3)] * across[3 * x + (i % 3)];
  return terms;
}

/**
 * Coefficients of the terms for that quantile of the values, and the loss: Koenker and Bassett, 1978.
 * @param {Float64Array} terms @param {Float32Array} values @param {number} quantile @returns {Fit}
 */
export function quantileFit(terms, values, quantile) {
  const weights = new Float64Array(values.length).fill(1);
  let fit = { coefficients: new Float64Array(TERMS), loss: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    // Iteratively reweighted least squares, by the normal equations; of a picture 1 px wide, whose terms are not
    // independent, the least solution.
    const coefficients = leastSquares(...normalEquations(terms, values, weights));
    fit = { coefficients, loss: reweigh(terms, values, coefficients, quantile, weights) };
  }
  return fit;
}

/**
 * @param {Float64Array} terms @param {Float32Array} values @param {Float64Array} weights
 * @returns {[Float64Array, Float64Array]}
 */
function normalEquations(terms, values, weights) {
  const [matrix, right] = [new Float64Array(TERMS * TERMS), new Float64Array(TERMS)];
  for (let n = 0, at = 0; n < values.length; n++, at += TERMS)
    for (let i = 0; i < TERMS; i++) {
      const weighted = terms[at + i] * weights[n];
      right[i] += weighted * values[n];
      for (let j = 0; j <= i; j++) matrix[i * TERMS + j] += weighted * terms[at + j];
    }
  for (let i = 0; i < TERMS; i++) for (let j = 0; j < i; j++) matrix[j * TERMS + i] = matrix[i * TERMS + j];
  return [matrix, right];
}

/**
 * The weights by which squares become the quantile's costs; the mean cost.
 * @param {Float64Array} terms @param {Float32Array} values @param {Float64Array} coefficients @param {number} quantile
 * @param {Float64Array} weights are set
 */
function reweigh(terms, values, coefficients, quantile, weights) {
  let loss = 0;
  for (let n = 0, at = 0; n < values.length; n++, at += TERMS) {
    let off = values[n];
    for (let i = 0; i < TERMS; i++) off -= terms[at + i] * coefficients[i];
    const cost = off > 0 ? quantile : 1 - quantile;
    weights[n] = cost / Math.max(Math.abs(off), 1e-3);
    loss += cost * Math.abs(off);
  }
  return loss / values.length;
}

/** @param {import("../arrays/planes.js").Size} size @param {Float64Array} coefficients @returns {Grey} */
function surfaceOf({ width, height }, coefficients) {
  const [down, across] = [powers(height), powers(width)].map((values) => Float32Array.from(values));
  const [k, surface] = [Float32Array.from(coefficients), greyOf(width, height)];
  for (let y = 0; y < height; y++) {
    const [a, b, c] = [0, 1, 2].map((j) => fround(k[j] + down[3 * y + 1] * k[3 + j] + down[3 * y + 2] * k[6 + j]));
    for (let x = 0; x < width; x++) surface.data[y * width + x] = a + b * across[3 * x + 1] + c * across[3 * x + 2];
  }
  return surface;
}

/** 1, x and x² at the centres of pixels on −1..1: a surface fitted at one size holds at another. @param {number} n */
function powers(n) {
  const found = new Float64Array(3 * n);
  for (let i = 0; i < n; i++) {
    const x = ((i + 0.5) * 2) / n - 1;
    found.set([1, x, x * x], 3 * i);
  }
  return found;
}
