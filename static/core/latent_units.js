/** Two worlds in one measure: latent lengths in standard deviations of each model's own codes. Pure: no DOM. */

import { SIDES, forBoth } from "./sides.js";
import { clampToWorld, denseView } from "./viewport.js";

/** @typedef {{sd: number[], extent: import("./viewport.js").Extent}} World */
/** @typedef {[number, number]} Point */
/**
 * @typedef {{
 *   dense: import("./viewport.js").Extent,
 *   widest: number,
 * }} Look the first look, and the half width of the widest, latent units
 */

/**
 * A map's unit, latent units: the geometric mean of the codes' sd on its two axes, which have one scale.
 * @param {World} world
 */
export const unit = ({ sd: [x, y] }) => Math.sqrt(x * y);

/** @param {World} from @param {World} to */
const ratio = (from, to) => unit(to) / unit(from);

/**
 * Where a z of one model goes when that of the other moves: as many sd, on each axis, the same way.
 * @param {number[]} z @param {{from: World, to: World, before: number[], after: number[]}} move
 * @returns {number[]}
 */
export function carry(z, { from, to, before, after }) {
  // On the map's plane as the maps move, with one scale for both axes; of the others each has its own.
  const scale = (/** @type {number} */ axis) => (axis < 2 ? ratio(from, to) : to.sd[axis] / from.sd[axis]);
  return z.map((value, axis) => value + (after[axis] - before[axis]) * scale(axis));
}

/**
 * The zoom at which the other map shows as many sd.
 * @param {number} zoom @param {World} from @param {World} to
 */
export function sameZoom(zoom, from, to) {
  return zoom + Math.log2(unit(from) / from.extent.half_width / (unit(to) / to.extent.half_width));
}

/**
 * The centre of the other map that shows the same place, in sd of its own codes: from afar with regard to the middle of
 * each cloud, close up with regard to the digit that stands in both.
 * @param {Point} center
 * @param {{
 *   from: World & {middle: Point, digit: Point},
 *   to: World & {middle: Point, digit: Point},
 *   closeness: number,
 * }} worlds closeness: 0 from afar, 1 close up
 * @returns {Point}
 */
export function samePlace([x, y], { from, to, closeness }) {
  const scale = ratio(from, to);
  const along = (/** @type {0 | 1} */ axis, /** @type {number} */ value) => {
    const anchor = (/** @type {{middle: Point, digit: Point}} */ { middle, digit }) =>
      middle[axis] + closeness * (digit[axis] - middle[axis]);
    return anchor(to) + (value - anchor(from)) * scale;
  };
  return [along(0, x), along(1, y)];
}

/**
 * How close a look is: 0 where a map shows the dense part of its cloud or more, 1 from two zooms deeper on.
 * @param {number} zoom @param {number} overview the zoom of the first look
 */
export const closeness = (zoom, overview) => Math.min(Math.max((zoom - overview) / 2, 0), 1);

/**
 * The first looks at two worlds: the dense part of each cloud, as many sd wide in both.
 * @param {Record<import("./sides.js").Side, World>} worlds @param {Record<import("./sides.js").Side, number[][]>} codes
 * @returns {Record<import("./sides.js").Side, Look>}
 */
export function firstLooks(worlds, codes) {
  const own = forBoth((side) => denseView(codes[side], worlds[side].extent));
  const inUnits = (/** @type {(side: import("./sides.js").Side) => number} */ half) =>
    Math.max(...SIDES.map((side) => half(side) / unit(worlds[side])));
  const dense = inUnits((side) => own[side].half_width);
  const widest = Math.max(
    dense,
    inUnits((side) => worlds[side].extent.half_width),
  );
  return forBoth((side) => ({
    dense: { center: own[side].center, half_width: dense * unit(worlds[side]) },
    widest: widest * unit(worlds[side]),
  }));
}

const FARTHEST = 1e6; // latent units: no code is there, and the server decodes nothing beyond 1e9

/**
 * A z that the model's sliders can reach: the one asked for, drawn into the world, else its centre.
 * @param {number[] | null} z
 * @param {{extent: import("./viewport.js").Extent, latent_dim: number}} model
 * @returns {number[]}
 */
export function inWorld(z, { extent, latent_dim }) {
  const isUsable = z?.length === latent_dim && z.slice(2).every((value) => Math.abs(value) <= FARTHEST);
  if (!z || !isUsable) return [...extent.center, ...Array(latent_dim - 2).fill(0)];
  return [...clampToWorld([z[0], z[1]], extent), ...z.slice(2)];
}
