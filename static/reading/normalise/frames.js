/** What stands around a digit and is none: the box of a form, a grid's lines, a ring, all by what they enclose. */

import { boxesOf, label, maskOfLabel } from "../arrays/labels.js";
import { borderOf, cut, not } from "../arrays/planes.js";
import { coarse } from "../arrays/reduction.js";
import { longerSide } from "./boxes.js";

/** @typedef {import("../arrays/planes.js").Labels} Labels */
/** @typedef {import("../arrays/planes.js").Box} Box */

const ENCLOSED = 0.25; // of the longer side of the space around it: a smaller piece is a speck in a 0's hole
const SMALL = 256; // px, enough to find what encloses what
const LEAST = 4; // of these px, that a piece has on its longer side

/**
 * Which pieces enclose another which is no speck, alone or with the picture's border.
 * @param {Labels} pieces @param {Box[]} boxes @returns {boolean[]}
 */
export function frames(pieces, boxes) {
  const step = Math.ceil(Math.max(pieces.width, pieces.height) / SMALL);
  const large = [...boxes.keys()].filter((i) => longerSide(boxes[i]) > LEAST * step);
  const isLarge = new Set(large);
  return boxes.map((box, i) => {
    if (!isLarge.has(i)) return false;
    const within = large.filter((j) => j !== i && contains(box, boxes[j]));
    return within.length > 0 && encloses(i, within, pieces, boxes, step);
  });
}

/**
 * Whether one of the pieces `inside` a frame's box lies in a space that the frame closes, and fills some of it.
 * @param {number} frame @param {number[]} inside @param {Labels} pieces @param {Box[]} boxes @param {number} step
 */
function encloses(frame, inside, pieces, boxes, step) {
  const { top, left } = boxes[frame];
  const spaces = spacesOf(pieces, boxes[frame], frame + 1, step);
  const around = boxesOf(spaces.all);
  return inside.some((i) => {
    const at = firstPixel(pieces, boxes[i], i + 1);
    const space =
      spaces.all.data[Math.floor((at.y - top) / step) * spaces.all.width + Math.floor((at.x - left) / step)];
    return spaces.closed[space] && longerSide(boxes[i]) > ENCLOSED * step * longerSide(around[space - 1]);
  });
}

/**
 * The spaces in a piece's box, every `step` px, and which of them it closes, alone or with the picture's border.
 *
 * Thin lines survive the coarser grid: a cell of it that holds any of the piece is the piece's.
 * @param {Labels} pieces @param {Box} box @param {number} piece @param {number} step
 */
function spacesOf(pieces, box, piece, step) {
  const all = label(not(coarse(maskOfLabel(cut(pieces, box), piece), step)));
  const edges = edgesOf(all);
  const open = new Set([
    0,
    ...(box.top === 0 ? [] : edges.top),
    ...(box.bottom === pieces.height ? [] : edges.bottom),
    ...(box.left === 0 ? [] : edges.left),
    ...(box.right === pieces.width ? [] : edges.right),
  ]);
  const closed = boxesOf(all).map((_, i) => !open.has(i + 1));
  return { all, closed: [false, ...closed] };
}

/** @param {Labels} plane */
function edgesOf(plane) {
  const { width, height } = plane;
  const border = borderOf(plane);
  return {
    top: border.slice(0, width),
    bottom: border.slice(width, 2 * width),
    left: border.slice(2 * width, 2 * width + height),
    right: border.slice(2 * width + height),
  };
}

/** @param {Labels} pieces @param {Box} box @param {number} piece */
function firstPixel({ width, data }, { top, left, right }, piece) {
  for (let y = top; ; y++) for (let x = left; x < right; x++) if (data[y * width + x] === piece) return { x, y };
}

/** @param {Box} box @param {Box} other */
const contains = (box, other) =>
  box.top <= other.top && box.left <= other.left && other.bottom <= box.bottom && other.right <= box.right;
