/** Codes drawn around μ, at any temperature. Pure. */

/** @typedef {{mu: number[], z: number[][]}} Draws codes drawn around μ at temperature 1 */

export const COUNT = 64; // codes drawn around a digit's μ

/**
 * Rescale draws to a temperature T: μ + T·(z − μ).
 * @param {Draws} draws
 * @param {number} temperature
 * @returns {number[][]}
 */
export const temperedCodes = ({ mu, z }, temperature) =>
  z.map((code) => code.map((value, axis) => mu[axis] + temperature * (value - mu[axis])));
