/** The neighbours of a code at one distance, in all directions. Pure. */

export const NEIGHBOURS = 16;

/** Unit vectors in two dimensions, evenly spaced, counter-clockwise from the right. */
export const evenDirections = Array.from({ length: NEIGHBOURS }, (_, i) => {
  const angle = (2 * Math.PI * i) / NEIGHBOURS;
  return [Math.cos(angle), Math.sin(angle)];
});

/** Unit vectors of uniformly distributed direction. @param {number[][]} draws from a standard normal */
export const asDirections = (draws) => draws.map((draw) => draw.map((value) => value / Math.hypot(...draw)));

/**
 * A code, then its neighbours at a distance, each axis in units of its sd.
 * @param {number[]} center @param {number} distance @param {number[]} sd @param {number[][]} directions
 * @returns {number[][]}
 */
export function ring(center, distance, sd, directions) {
  const away = (/** @type {number[]} */ direction) =>
    center.map((value, axis) => value + distance * sd[axis] * direction[axis]);
  return [center, ...directions.map(away)];
}

/**
 * Cells of the neighbours in a 5×5 grid, as [row, column] from 1: the 16 on its border, in the order of the directions.
 */
export const places = [
  [3, 5],
  [2, 5],
  [1, 5],
  [1, 4],
  [1, 3],
  [1, 2],
  [1, 1],
  [2, 1],
  [3, 1],
  [4, 1],
  [5, 1],
  [5, 2],
  [5, 3],
  [5, 4],
  [5, 5],
  [4, 5],
];
