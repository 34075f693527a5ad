/**
 * Planes of latent space, as model/explore/plane.py has them: along two orthonormal directions u and v, through the current
 * z. Place (a, b) of one is the code z + (a − u·z)u + (b − v·z)v, a code's place is (u·z, v·z). Pure.
 */

import { dot } from "./dot.js";

/** @typedef {import("./viewport.js").Extent} Extent */
/** @typedef {import("./viewport.js").Point} Point */
/** @typedef {[number[], number[]]} Directions u and v */
/** @typedef {{along: Directions, extent: Extent, sd: number[], first?: Extent}} Plane extent: of its map; sd: of the codes along
 *   u and v, never 0; first: what its map shows at first, where that is not the dense part of the codes */

/** Directions along two axes. @param {number[]} axes @param {number} dims @returns {Directions} */
export function alongAxes([i, j], dims) {
  const unit = (/** @type {number} */ axis) => Array.from({ length: dims }, (_, k) => Number(k === axis));
  return [unit(i), unit(j)];
}

/** The axes that a plane is along; null: it is slanted. @param {Pick<Plane, "along">} plane */
export function axesAlong({ along }) {
  const axes = along.map((direction) => (direction.filter(Boolean).length === 1 ? direction.indexOf(1) : -1));
  return axes.includes(-1) ? null : axes;
}

/**
 * A model's plane of the first two axes, which are the widest: the whole space if there are no others.
 * @param {{extent: Extent, sd: number[]}} model @returns {Plane}
 */
export const widestPlane = ({ extent, sd }) => ({
  along: alongAxes([0, 1], sd.length),
  extent,
  sd: sd.slice(0, 2),
});

/** A code's place. @param {Pick<Plane, "along">} plane @param {number[]} z @returns {Point} */
export const placeOn = ({ along: [u, v] }, z) => [dot(u, z), dot(v, z)];

/** What of a code the plane does not show: another place beside it. @param {Pick<Plane, "along">} plane @param {number[]} z */
export function beside(plane, z) {
  const [a, b] = placeOn(plane, z);
  const [u, v] = plane.along;
  return z.map((value, axis) => value - a * u[axis] - b * v[axis]);
}

/** Gives the code at a place of the plane through a code. @param {Pick<Plane, "along">} plane @param {number[]} through */
export function onto(plane, through) {
  const rest = beside(plane, through);
  const [u, v] = plane.along;
  return (/** @type {number[]} */ [a, b]) => rest.map((value, axis) => value + a * u[axis] + b * v[axis]);
}
