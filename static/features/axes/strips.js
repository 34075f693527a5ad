/** The strips of images along a model's axes, decoded a few rows at a time, so that what a hand moves comes between. */

import { cut, shapeOf } from "../../core/pixels.js";
import { along, change, ranges, STEPS } from "../../core/traversal.js";

/** @typedef {import("../../core/axes.js").Axis} Axis */
/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {{images: Uint8Array[], z: number[], range: Uint8Array | null}} Strip z: through which it goes */
/** @typedef {{z: number[], axes: Axis[], codes: number[][]}} Asked */

const AT_ONCE = 4; // rows

/**
 * @param {import("../../net/live_socket.js").LiveSocket} live
 * @param {Side} side
 * @param {Axis[]} axes all of them
 * @param {(axis: Axis, images: Uint8Array[]) => void} onStrip called with each that comes
 */
export function createStrips(live, side, axes, onStrip) {
  /** @type {Map<number, Strip>} */
  const strips = new Map();
  /** @type {Asked | null} */
  let asked = null;
  /** @type {Axis[]} */
  let waiting = [];
  /** @type {number[]} */
  let through = [];

  const ask = live.view(({ pixels, wanted }) => {
    if (!asked || wanted.codes !== asked.codes) return;
    const { z, axes: rows } = asked;
    asked = null;
    const size = pixels.length / wanted.codes.length;
    rows.forEach((axis, row) => {
      const images = STEPS.map((_, step) => cut(pixels, size, row * STEPS.length + step));
      strips.set(axis.index, { images, z, range: null });
      onStrip(axis, images);
    });
    next();
  });
  function next() {
    if (asked || !waiting.length) return;
    const rows = waiting.splice(0, AT_ONCE);
    asked = { z: through, axes: rows, codes: rows.flatMap((axis) => along(through, axis)) };
    ask({ side, codes: asked.codes });
  }
  /** Whether there is one through z, but for its own axis. @param {Axis} axis @param {number[]} z */
  function has({ index }, z) {
    const strip = strips.get(index);
    return Boolean(strip && z.every((value, i) => i === index || value === strip.z[i]));
  }

  return {
    /** Ask for those through z on these axes that are not there, in place of those that still wait. @param {number[]} z @param {Axis[]} rows */
    want(z, rows) {
      through = z;
      waiting = [...new Set(rows)].filter((axis) => !has(axis, z));
      next();
    },
    /** Whether all are there. @param {number[]} z */
    hasAll: (z) => axes.every((axis) => has(axis, z)),
    /** @param {Axis} axis */
    images: ({ index }) => strips.get(index)?.images,
    /** How much an image changes along an axis, or a part of it, 0 to 1. @param {Axis} axis @param {import("../../core/traversal.js").Spot | null} spot */
    change({ index }, spot) {
      const strip = strips.get(index);
      if (!strip) return 0;
      strip.range ??= ranges(strip.images);
      return change(strip.range, shapeOf(strip.range.length), spot);
    },
  };
}
