/** A digit left out of a solid shape: in light on a dark disc, or the other way round. */

import { distanceTransform } from "../arrays/euclidean.js";
import { core } from "../arrays/extremes.js";
import { boxesOf, filled, label, maskOfLabel } from "../arrays/labels.js";
import { chosen, countOf, cut, framed, shareOf, strided, without } from "../arrays/planes.js";
import { largest, median } from "../arrays/statistics.js";
import { longerSide, shorterSide } from "./boxes.js";

/** @typedef {import("../arrays/planes.js").Grey} Grey */
/** @typedef {import("../arrays/planes.js").Mask} Mask */
/** @typedef {import("../arrays/planes.js").Labels} Labels */
/** @typedef {import("../arrays/planes.js").Box} Box */
/** @typedef {{box: Box, shape: Mask}} Badge */

const SMALL = 128; // px, enough to see how solid a piece is
const ROUND = 1.35; // longer side over shorter, at most: a 0 is slimmer
const SOLID = 0.6; // of its box, that the shape fills with what is left out of it
const THICK = 0.08; // of its longer side: the radius of the largest disc in it
const LEAST = 0.25; // of its longer side: as long is what is left out of it
const RIM = 3; // px of the shape that are blended with what is around it
const STROKES = 6; // area of what is left out over that of the largest disc in it: strokes, not the eye of a 0
const TRIED = 3; // pieces, the largest

/**
 * The box of the largest solid piece out of which strokes are left, and the shape in it; null if none.
 * @param {Labels} pieces @param {Box[]} boxes @returns {Badge | null}
 */
export function badgeOf(pieces, boxes) {
  const largestFirst = [...boxes.keys()].sort((a, b) => shorterSide(boxes[b]) - shorterSide(boxes[a]));
  for (const i of largestFirst.slice(0, TRIED)) {
    const [longer, shorter] = [longerSide(boxes[i]), shorterSide(boxes[i])];
    if (longer > ROUND * shorter || shorter <= SMALL / 4) continue;
    const inked = cut(pieces, boxes[i]);
    const own = maskOfLabel(inked, i + 1);
    if (isBadge(own, inkIn(inked))) return { box: boxes[i], shape: filled(own) };
  }
  return null;
}

/**
 * A badge's part of a picture, its own colour where the shape ends.
 * @param {Grey} flat @param {Badge} badge @param {Labels} pieces @returns {Grey}
 */
export function inside(flat, { box, shape }, pieces) {
  const part = cut(flat, box);
  const inked = inkIn(cut(pieces, box)).data;
  const colour = median(chosen(part.data, inked.map((is, i) => is & shape.data[i]))); // prettier-ignore
  let inner = shape;
  for (let i = 0; i < RIM; i++) inner = core(inner);
  return { ...part, data: part.data.map((value, i) => (inner.data[i] ? value : colour)) };
}

/** @param {Labels} pieces @returns {Mask} */
const inkIn = ({ width, height, data }) => ({
  width,
  height,
  data: Uint8Array.from(data, (piece) => Math.min(piece, 1)),
});

/**
 * Whether a piece is solid, and the paper in it has the form of strokes; `ink` is all that is in its box.
 * @param {Mask} own @param {Mask} ink
 */
function isBadge(own, ink) {
  const step = Math.ceil(Math.max(own.width, own.height) / SMALL);
  const small = strided(own, step);
  const shape = filled(small);
  if (shareOf(shape) < SOLID || shareOf(small) < SOLID * shareOf(shape)) return false;
  const longer = Math.max(small.width, small.height);
  if (radius(small) < THICK * longer) return false;
  const holes = label(without(shape, strided(ink, step)));
  return boxesOf(holes).some((box, i) => {
    if (longerSide(box) <= LEAST * longer) return false;
    const hole = maskOfLabel(holes, i + 1);
    return countOf(hole) > STROKES * Math.PI * radius(hole) ** 2;
  });
}

/** The radius of the largest disc in a mask, px. @param {Mask} mask */
const radius = (mask) => largest(distanceTransform(framed(mask, 1)));
