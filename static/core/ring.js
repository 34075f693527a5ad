/** Neighbours at one distance, all around: the directions, and the codes there. Pure: no DOM. */

export const NEIGHBOURS = 16;

/** Directions of two dimensions, evenly, counter-clockwise from the right: unit vectors. */
export const evenDirections = Array.from({ length: NEIGHBOURS }, (_, i) => {
  const angle = (2 * Math.PI * i) / NEIGHBOURS;
  return [Math.cos(angle), Math.sin(angle)];
});

/** Draws from a normal distribution as directions: all are equally likely. @param {number[][]} draws */
export const asDirections = (draws) => draws.map((draw) => draw.map((value) => value / Math.hypot(...draw)));

/**
 * A code, and its neighbours at a distance in sd of each axis.
 * @param {number[]} center @param {number} distance @param {number[]} sd @param {number[][]} directions
 * @returns {number[][]}
 */
export function ring(center, distance, sd, directions) {
  const away = (/** @type {number[]} */ direction) =>
    center.map((value, axis) => value + distance * sd[axis] * direction[axis]);
  return [center, ...directions.map(away)];
}

/**
 * Where the neighbours stand around the middle of a 5×5 square, as [row, column] from 1: its 16 outer places, in the
 * same order as the directions.
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
