/** How much a picture changes along each axis of latent space, from a code on. Pure. */

/** The code, then a step to either side of it along each axis. @param {number[]} code @param {number} step latent units @returns {number[][]} */
export const stepsAlong = (code, step) => [
  code,
  ...code.flatMap((_, axis) => [1, -1].map((way) => code.map((value, i) => value + (i === axis ? way * step : 0)))),
];

/** The mean change along each axis, of the changes against the first of such codes' images. @param {number[]} change @returns {number[]} */
export const changesAlong = (change) =>
  Array.from({ length: (change.length - 1) / 2 }, (_, axis) => (change[1 + 2 * axis] + change[2 + 2 * axis]) / 2);
