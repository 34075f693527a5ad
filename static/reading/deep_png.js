/**
 * PNGs of 16-bit grey. Browsers give the higher 8 bits of it: of 10 that a camera or a microscope has put into 16, next
 * to nothing. So these are unpacked here, and brought to the power of two that they fit in, as the server does. Pure.
 */

import { sides } from "./normalise/boxes.js";
import { chunksOfPng } from "./png_chunks.js";
import { Problem } from "./problem.js";

/** @typedef {import("./arrays/planes.js").Size} Size */
/** @typedef {import("./arrays/planes.js").Box} Box */
/** @typedef {import("./decode.js").Pixels} Pixels */
/** @typedef {import("./formats.js").Format} Format */

const { abs } = Math;
const [DEPTH, COLOUR, INTERLACE] = [24, 25, 28]; // where the header says them
const STEP = 2; // bytes of a pixel

/**
 * What each kind of line expects of a byte, by that to its left, the one above, and the one left of that.
 * @type {((left: number, above: number, corner: number) => number)[]}
 */
const PREDICTORS = [() => 0, (left) => left, (_, above) => above, (left, above) => (left + above) >> 1, nearest];

/**
 * Whether a file is such a PNG. One that is interlaced, or turned by Exif, is left to the browser.
 * @param {Uint8Array} bytes @param {Format} format
 */
export const isDeepGrey = (bytes, format) =>
  format === "PNG" &&
  bytes[DEPTH] === 16 &&
  bytes[COLOUR] === 0 &&
  bytes[INTERLACE] === 0 &&
  !chunksOfPng(bytes).some(({ name }) => name === "eXIf");

/** Its packed lines, in parts. @param {Uint8Array} bytes */
export const packedLines = (bytes) =>
  chunksOfPng(bytes)
    .filter(({ name }) => name === "IDAT")
    .map(({ at, size }) => bytes.subarray(at, at + size));

/** How many bytes they have, unpacked: each line says before it of which kind it is. @param {Size} size */
export const bytesOfLines = ({ width, height }) => height * (1 + STEP * width);

/**
 * The pixels of unpacked lines, which are changed. Raises Problem damaged_image.
 * @param {Uint8Array} lines @param {Size} size @returns {Pixels}
 */
export function pixelsOfLines(lines, { width, height }) {
  /** @type {Uint8Array[]} */
  const rows = [];
  for (let y = 0; y < height; y++) {
    const [line, next] = [y, y + 1].map((number) => bytesOfLines({ width, height: number }));
    rows.push(lines.subarray(line + 1, next));
    undo(lines[line], rows[y], rows[y - 1]);
  }
  const scale = 2 ** Math.ceil(Math.log2(rows.reduce(largest, 1)));
  return { width, height, read: (box) => rgba(rows, box, 255 / scale) };
}

/** Give a line its values. @param {number} kind @param {Uint8Array} row @param {Uint8Array | undefined} above */
function undo(kind, row, above) {
  const predict = PREDICTORS[kind];
  if (!predict) throw new Problem("damaged_image");
  for (let i = 0; i < row.length; i++) {
    const [left, corner] = i < STEP ? [0, 0] : [row[i - STEP], above ? above[i - STEP] : 0];
    row[i] += predict(left, above ? above[i] : 0, corner);
  }
}

/** Paeth's: of the three the one nearest to left + above - corner. @type {(typeof PREDICTORS)[number]} */
function nearest(left, above, corner) {
  const [a, b, c] = [abs(above - corner), abs(left - corner), abs(above + left - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

/** The largest value so far. @param {number} most @param {Uint8Array} row */
function largest(most, row) {
  for (let i = 0; i < row.length; i += STEP) most = Math.max(most, valueAt(row, i));
  return most;
}

/** @param {Uint8Array} row @param {number} at */
const valueAt = (row, at) => (row[at] << 8) | row[at + 1];

/** A box of grey pixels. @param {Uint8Array[]} rows @param {Box} box @param {number} factor */
function rgba(rows, box, factor) {
  const [height, width] = sides(box);
  const found = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++) {
    const row = rows[box.top + Math.trunc(i / width)];
    found.fill(factor * valueAt(row, STEP * (box.left + (i % width))), 4 * i, 4 * i + 3); // it rounds
  }
  return found;
}
