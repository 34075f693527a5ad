/** Straight lines of a form that touch a digit: found by their length, taken out where no stroke crosses them. */

import { dilatedDown } from "../arrays/extremes.js";
import { boxesOf, countOfLabels, counts, label, maskOfLabel } from "../arrays/labels.js";
import { countOf, cut, maskOf, transposed, without } from "../arrays/planes.js";
import { coarse } from "../arrays/reduction.js";
import { argmax, largest, median, roundToEven } from "../arrays/statistics.js";
import { longerSide, middleOf, shorterSide, sides } from "./boxes.js";
import { slantedLines } from "./slanted_lines.js";

/** @typedef {import("../arrays/planes.js").Mask} Mask */
/** @typedef {import("../arrays/planes.js").Labels} Labels */
/** @typedef {import("../arrays/planes.js").Box} Box */
/**
 * A line in a mask: y at its left end, px down per px along, and its thickness, px.
 * @typedef {{start: number, slope: number, thickness: number}} Line
 */

const { abs, max, min } = Math;
const SMALL = 96; // px, enough to find a line
const SPANNING = 0.85; // of a piece's width or height: as long is a line
const THIN = 0.1; // of the piece's longer side, at most
const CROSSED = 1.8; // times a line's thickness: more ink than that above a point is a stroke that crosses there
const MOST = 24; // lines along one side
const TRIED = 8; // pieces, the longest: a page of text has hundreds
const FRAME = 2; // lines each way that make a frame; a 4 has one each way, a square 9 two and one
const LEFT = 0.25; // of the piece's longer side: what is left of it without its lines has to be as large
const MIDDLE = 0.35; // of the piece's sides: as near to its middle, too, lest a boxy 6 be a frame
const LOW = 0.6; // of the piece's height: an underline is below
const OUT = 0.1; // of the piece's width, that an underline reaches further than the digit, on both sides
const LONG = 1.35; // times the digit's height; the foot of a 2 is shorter

/**
 * Pieces without the lines that touch a digit: a form's frame, an underline. Numbered anew if there were.
 *
 * `around`: the pieces that enclose others, whose lines don't matter.
 * @param {Labels} pieces @param {Box[]} boxes @param {boolean[]} around @returns {Labels}
 */
export function withoutLines(pieces, boxes, around) {
  const longestFirst = [...boxes.keys()].sort((a, b) => longerSide(boxes[b]) - longerSide(boxes[a]));
  /** @type {Mask | null} */
  let kept = null;
  for (const i of longestFirst.slice(0, TRIED)) {
    if (around[i] || shorterSide(boxes[i]) <= 2) continue;
    const lines = foreign(maskOfLabel(cut(pieces, boxes[i]), i + 1));
    if (!lines) continue;
    kept ??= { ...pieces, data: Uint8Array.from(pieces.data, (piece) => min(piece, 1)) };
    takeOut(kept, lines, boxes[i]);
  }
  return kept ? label(kept, true) : pieces;
}

/** @param {Mask} kept is changed @param {Mask} lines @param {Box} box of them */
function takeOut({ width, data }, lines, { top, left }) {
  for (let y = 0; y < lines.height; y++)
    for (let x = 0; x < lines.width; x++) if (lines.data[y * lines.width + x]) data[(top + y) * width + left + x] = 0;
}

/**
 * The part of a piece that is lines around a digit or below it; null if the piece may be a digit itself.
 * @param {Mask} own @returns {Mask | null}
 */
function foreign(own) {
  const across = spanning(own);
  if (across.length >= FRAME) {
    const turned = transposed(own);
    const down = spanning(turned);
    const framed = joined(inkOf(own, across), transposed(inkOf(turned, down)));
    if (down.length >= FRAME && isInside(without(own, framed))) return framed;
  }
  const low = across.filter(({ start, slope }) => start + (slope * own.width) / 2 > LOW * own.height);
  const below = inkOf(own, low);
  return low.length && countOf(below) && isAbove(without(own, below)) ? below : null;
}

/** @param {Mask} mask @param {Mask} other @returns {Mask} */
const joined = (mask, other) => ({ ...mask, data: mask.data.map((is, i) => is | other.data[i]) });

/**
 * The thin lines that lead from the left end of a piece to its right, the clearest first.
 * @param {Mask} own @returns {Line[]}
 */
function spanning(own) {
  const step = Math.ceil(max(own.width, own.height) / SMALL);
  let small = coarse(own, step);
  const { slopes, places, coverage } = slantedLines(small);
  let covered = coverage(small, dilatedDown(small));
  /** @type {Line[]} */
  const lines = [];
  if (largest(covered) < SPANNING) return lines; // as of nearly all pieces
  const runs = runsDown(own);
  while (largest(covered) >= SPANNING && lines.length < MOST) {
    const best = argmax(covered);
    const [row, column] = [Math.floor(best / slopes.length), best % slopes.length];
    const line = lineOf(runs, (row + 0.5) * step, slopes[column]);
    if (line.thickness > 0 && line.thickness <= max(THIN * max(own.width, own.height), 3)) lines.push(line);
    small = cleared(small, places(row, column), line.thickness / step / 2 + 2);
    covered = coverage(small, dilatedDown(small));
  }
  return lines;
}

/**
 * A mask without what is so near to a line, whose y is given for each x.
 * @param {Mask} small @param {Int32Array} line @param {number} reach @returns {Mask}
 */
const cleared = ({ width, height, data }, line, reach) => ({
  width,
  height,
  data: data.map((is, i) => (abs(Math.floor(i / width) - line[i % width]) <= reach ? 0 : is)),
});

/**
 * The ink of lines in a piece, save where a stroke crosses them.
 * @param {Mask} own @param {Line[]} lines @returns {Mask}
 */
function inkOf(own, lines) {
  const { width, height, data } = own;
  const taken = maskOf(width, height);
  if (!lines.length) return taken;
  const runs = runsDown(own);
  for (const { start, slope, thickness } of lines)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const i = y * width + x;
        if (!data[i] || runs.data[i] > CROSSED * thickness + 1) continue;
        if (abs(y + 0.5 - start - slope * x) <= thickness + 2) taken.data[i] = 1;
      }
  return taken;
}

/**
 * How much ink there is above and below each pixel without a gap, itself included, px; 0 off the ink.
 * @param {Mask} own @returns {Labels}
 */
function runsDown({ width, height, data }) {
  const runs = new Int32Array(width * height);
  for (let x = 0; x < width; x++)
    for (let y = 0; y < height;) {
      let end = y;
      while (end < height && data[end * width + x]) end++;
      for (let at = y; at < end; at++) runs[at * width + x] = end - y;
      y = max(end, y + 1);
    }
  return { width, height, data: runs };
}

/**
 * The line from y `start` on with that slope, its thickness the median of `runs` along it.
 * @param {Labels} runs @param {number} start @param {number} slope @returns {Line}
 */
function lineOf({ width, height, data }, start, slope) {
  const reach = 1 + Math.floor(max(width, height) / SMALL);
  const near = new Float32Array(width);
  for (let x = 0; x < width; x++) {
    const y = roundToEven(start - 0.5 + slope * x);
    for (let off = -reach; off <= reach; off++) {
      const run = data[min(max(y + off, 0), height - 1) * width + x];
      if (run > near[x]) near[x] = run;
    }
  }
  return { start, slope, thickness: median(near) };
}

/** Whether what lines leave of a piece is as large as a digit in a frame, and in its middle. @param {Mask} rest */
function isInside(rest) {
  const box = largestPiece(rest);
  if (!box || longerSide(box) < LEFT * min(rest.width, rest.height)) return false;
  return shorterSide(box) > 1 && middleOf(box, rest).every((middle) => abs(middle - 0.5) < MIDDLE);
}

/** Whether what an underline leaves of a piece is most of it, and narrower on both sides. @param {Mask} rest */
function isAbove(rest) {
  const box = largestPiece(rest);
  if (!box || !(LOW * rest.height < sides(box)[0] && sides(box)[0] < rest.width / LONG)) return false;
  const out = OUT * rest.width;
  return box.left > out && box.right < rest.width - out;
}

/** The box of the piece with the most ink. @param {Mask} rest @returns {Box | null} */
function largestPiece(rest) {
  const labels = label(rest, true);
  const count = countOfLabels(labels);
  return count ? boxesOf(labels)[argmax(counts(labels.data, count + 1).subarray(1))] : null;
}
