/** Why all draws around a digit's code look the same. Pure. */

const WIDE = 0.1; // root of the mean square, in sd of all codes: from here on draws lie in different places

/**
 * They are all at one place; so near one another that they are one code; or decoded alike although they lie apart.
 * @param {number[][]} draws @param {number[]} sd of all codes, on each axis
 * @returns {"at_mu" | "narrow" | "decoded"}
 */
export function sameness(draws, sd) {
  const width = Math.sqrt(sd.reduce((sum, unit, axis) => sum + variance(draws, axis) / unit ** 2, 0) / sd.length);
  if (width === 0) return "at_mu";
  return width < WIDE ? "narrow" : "decoded";
}

/** @param {number[][]} draws @param {number} axis */
function variance(draws, axis) {
  const mean = draws.reduce((sum, z) => sum + z[axis], 0) / draws.length;
  return draws.reduce((sum, z) => sum + (z[axis] - mean) ** 2, 0) / draws.length;
}
