/** One unit for two latent spaces: the standard deviation (sd) of each model's own codes. Pure. */

import { beside, onto, placeOn } from "./plane.js";
import { SIDES, forBoth, otherSide } from "./sides.js";
import { denseView, worldBounds } from "./viewport.js";

/** @typedef {{sd: number[], extent: import("./viewport.js").Extent, first?: import("./viewport.js").Extent}} World */
/** @typedef {{sd: number[], plane: import("./plane.js").Plane}} Space a model's, with the plane that its map shows */
/** @typedef {[number, number]} Point */
/**
 * @typedef {{
 *   dense: import("./viewport.js").Extent,
 *   widest: number,
 * }} Look dense: the initial view; widest: half width of the widest view, latent units
 */

/**
 * One sd on a map, latent units: the root mean square over its two axes, which share one scale. A narrow axis hardly
 * counts, as a square around the codes is as wide as the other. Never 0, by which others are divided: an axis without a
 * spread has the other's, and a map without one its half width.
 * @param {World} world
 */
export const unit = ({ sd: [x, y], extent }) => Math.hypot(x || y, y || x) / Math.SQRT2 || extent.half_width;

/** @param {World} from @param {World} to */
const ratio = (from, to) => unit(to) / unit(from);

/**
 * Move one model's z as the other's has moved: on the planes of the maps by as many of their units, which both their axes
 * share as the maps do; beside them on each axis by as many sd.
 * @param {number[]} z @param {{from: Space, to: Space, before: number[], after: number[]}} move
 * @returns {number[]}
 */
export function carry(z, { from, to, before, after }) {
  const moved = after.map((value, axis) => value - before[axis]);
  const scaleOf = (/** @type {number} */ axis) => (to.sd[axis] || unit(to.plane)) / (from.sd[axis] || unit(from.plane));
  const rest = beside(from.plane, moved).map((value, axis) => value * scaleOf(axis));
  const scale = ratio(from.plane, to.plane);
  const there = onto(to.plane, rest)(placeOn(from.plane, moved).map((value) => scale * value));
  return z.map((value, axis) => value + there[axis]);
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
 * @param {Record<import("./sides.js").Side, World>} worlds @param {Record<import("./sides.js").Side, number[][]>} codes places of them
 * @returns {Record<import("./sides.js").Side, Look>}
 */
export function firstLooks(worlds, codes) {
  const own = forBoth((side) => worlds[side].first ?? denseView(codes[side], worlds[side].extent));
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
