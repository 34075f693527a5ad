/** The map of a plane: what of latent space it shows, and how what lies off it looks there. Pure. */

import { dot } from "./dot.js";
import { axesAlong, beside, onto, placeOn } from "./plane.js";
import { clampToWorld } from "./viewport.js";

/** @typedef {import("./plane.js").Plane} Plane */
/** @typedef {import("./viewport.js").Extent} Extent */
/** @typedef {import("./viewport.js").Point} Point */

const FARTHEST = 1e6; // latent units: no code lies there, and the server decodes nothing beyond 1e9

/**
 * Clamp z to the extent of the map. A z of another length, or beyond FARTHEST, becomes the middle of the map through the
 * origin.
 * @param {number[] | null} z @param {Plane} plane @returns {number[]}
 */
export function inWorld(z, plane) {
  const dims = plane.along[0].length;
  const isUsable = z?.length === dims && beside(plane, z).every((value) => Math.abs(value) <= FARTHEST);
  if (!z || !isUsable) return onto(plane, Array(dims).fill(0))(plane.extent.center);
  const place = placeOn(plane, z);
  const clamped = clampToWorld(place, plane.extent);
  return clamped.every((value, i) => value === place[i]) ? z : onto(plane, z)(clamped);
}

/**
 * How a distribution with a standard deviation on each axis spreads over the plane: its widths there, and their correlation.
 * @param {Pick<Plane, "along">} plane @param {number[]} sigma @returns {{widths: Point, correlation: number}}
 */
export function spreadOn({ along: [u, v] }, sigma) {
  const shared = (/** @type {number[]} */ a, /** @type {number[]} */ b) =>
    a.reduce((sum, value, axis) => sum + value * b[axis] * sigma[axis] ** 2, 0);
  /** @type {Point} */
  const widths = [Math.sqrt(shared(u, u)), Math.sqrt(shared(v, v))];
  return { widths, correlation: shared(u, v) / (widths[0] * widths[1]) || 0 };
}

/**
 * How far codes lie off the plane through z, in units of the codes' sd on an axis, root mean square over axes.
 * @param {Pick<Plane, "along">} plane @param {number[]} z @param {number[]} sd
 */
export function offPlane(plane, z, sd) {
  const unit = Math.sqrt(dot(sd, sd) / sd.length);
  const rest = beside(plane, z);
  return (/** @type {number[]} */ code) =>
    Math.hypot(...beside(plane, code).map((value, axis) => value - rest[axis])) / unit;
}

const REACH = 1.5; // sd

/** How much of a dot is to be seen, of a code that lies so far off the plane: all on it, next to nothing from 3 sd on. @param {number} off sd */
export const nearness = (off) => Math.exp(-((off / REACH) ** 2) / 2);

/** Whether a code is so near the plane that its dot can be seen. @param {number} off sd */
export const isNear = (off) => off < 2 * REACH;

/**
 * The ranges of a model's axes that a map shows; of an axis that it is not along, the model's whole extent.
 * @param {Plane} plane @param {[number, number][]} shown along u and v @param {{extent: Extent}} model @returns {[number, number][]}
 */
export function rangesOn(plane, shown, { extent: { center, half_width: half } }) {
  const axes = axesAlong(plane) ?? [];
  return plane.along[0].map((_, axis) => {
    const middle = center[axis] ?? 0;
    return shown[axes.indexOf(axis)] ?? [middle - half, middle + half];
  });
}
