/** One unit for two latent spaces: the standard deviation (sd) of each model's own codes. Pure. */

import { SIDES, forBoth, otherSide } from "./sides.js";
import { clampToWorld, denseView, worldBounds } from "./viewport.js";

/** @typedef {{sd: number[], extent: import("./viewport.js").Extent}} World */
/** @typedef {[number, number]} Point */
/**
 * @typedef {{
 *   dense: import("./viewport.js").Extent,
 *   widest: number,
 * }} Look dense: the initial view; widest: half width of the widest view, latent units
 */

/**
 * One sd on a map, latent units: the geometric mean over its two axes, which share one scale. Never 0, by which others
 * are divided: an axis without a spread has the other's, and a map without one its half width.
 * @param {World} world
 */
export const unit = ({ sd: [x, y], extent }) => Math.sqrt((x || y) * (y || x)) || extent.half_width;

/** @param {World} from @param {World} to */
const ratio = (from, to) => unit(to) / unit(from);

/**
 * Move one model's z as the other's has moved: on each axis by as many sd.
 * @param {number[]} z @param {{from: World, to: World, before: number[], after: number[]}} move
 * @returns {number[]}
 */
export function carry(z, { from, to, before, after }) {
  // The map's two axes share one scale, as the maps do; each other axis has its own.
  const onAxis = (/** @type {number} */ axis) => (to.sd[axis] || unit(to)) / (from.sd[axis] || unit(from));
  const scale = (/** @type {number} */ axis) => (axis < 2 ? ratio(from, to) : onAxis(axis));
  return z.map((value, axis) => value + (after[axis] - before[axis]) * scale(axis));
}

/**
 * The zoom at which the other map spans as many sd.
 * @param {number} zoom @param {World} from @param {World} to
 */
export function sameZoom(zoom, from, to) {
  return zoom + Math.log2(unit(from) / from.extent.half_width / (unit(to) / to.extent.half_width));
}

/**
 * The centre at which the other map shows the same place: as many sd from an anchor, which is the cloud's middle from
 * afar and the current digit close up.
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
 * How far each map may move while both move together: over both worlds, so that neither stops before the other.
 * @param {Record<import("./sides.js").Side, World & {middle: Point, digit: Point}>} worlds
 * @param {number} closeness 0 from afar, 1 close up
 * @returns {Record<import("./sides.js").Side, [Point, Point]>} corners as worldBounds gives them, of each map
 */
export function sharedBounds(worlds, closeness) {
  return forBoth((side) => {
    const [from, to] = [worlds[otherSide(side)], worlds[side]];
    const own = worldBounds(to.extent);
    const other = worldBounds(from.extent).map(([y, x]) => samePlace([x, y], { from, to, closeness }));
    const [[south, west], [north, east]] = own;
    const [[left, low], [right, high]] = other;
    return [
      [Math.min(south, low), Math.min(west, left)],
      [Math.max(north, high), Math.max(east, right)],
    ];
  });
}

/**
 * How far a map is zoomed in: 0 at the initial view or farther out, 1 from two zoom levels deeper on.
 * @param {number} zoom @param {number} overview the zoom of the initial view
 */
export const closeness = (zoom, overview) => Math.min(Math.max((zoom - overview) / 2, 0), 1);

/**
 * The initial views of both maps: the dense part of each cloud, as many sd wide in both.
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

const FARTHEST = 1e6; // latent units: no code lies there, and the server decodes nothing beyond 1e9

/**
 * Clamp z to the extent of the model's map. A z of another length, or beyond FARTHEST on an axis that the map doesn't
 * show, becomes the extent's centre.
 * @param {number[] | null} z
 * @param {{extent: import("./viewport.js").Extent, latent_dim: number}} model
 * @returns {number[]}
 */
export function inWorld(z, { extent, latent_dim }) {
  const isUsable = z?.length === latent_dim && z.slice(2).every((value) => Math.abs(value) <= FARTHEST);
  if (!z || !isUsable) return [...extent.center, ...Array(latent_dim - 2).fill(0)];
  return [...clampToWorld([z[0], z[1]], extent), ...z.slice(2)];
}
