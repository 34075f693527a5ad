/** Sheets of digits: one, a map of numbers, a ring of neighbours, a wall of draws, a walk's strip over its bars. */

import { imageOf, isJudged, LIMITS } from "../core/comparison.js";
import { ramp } from "../core/colour_ramp.js";
import { SIDE } from "../core/mnist.js";
import { STEPS } from "../core/paths.js";
import { shapeOf } from "../core/pixels.js";
import { pngAddress } from "../core/png.js";
import { places } from "../core/ring.js";
import { shortened } from "../core/text_format.js";
import { format, nameOf } from "../page/text.js";
import { COLOURS, DANGER, digit, dressed, heading, image, INK, PALE, sheet, text } from "./sheet.js";
import { HEIGHT, WIDTH, walkBars } from "./walk_bars.js";

/** @typedef {import("./sheet.js").Told} Told */
/** @typedef {import("../core/comparison.js").Comparison} Comparison */
/** @typedef {import("../core/sides.js").Side} Side */

const SIZE = SIDE; // units that any image is wide: a pixel of MNIST's
const GAP = 4;
const CELL = SIZE + GAP;
const LONGEST = 5; // letters of a class's name that an image has room for
const HEAD = 20; // room for a heading
const FILM = 17; // images of a walk's 33
const SHOWN = 10; // pixels a unit of a single picture

/** @param {Told} told @param {Uint8Array} bytes */
export function digitSheet(told, bytes) {
  const { side } = shapeOf(bytes.length);
  return sheet(told, { width: side, height: side, shown: SHOWN }, [digit(bytes, { x: 0, y: 0, size: side })]);
}

/**
 * Numbers by pixel in colours, with the scale below them.
 * @param {Told} told @param {number[][]} rows @param {[number, number]} range @param {string} unit
 */
export function heatSheet(told, rows, [low, high], unit) {
  const side = rows.length;
  const colours = rows.flat().flatMap((value) => ramp((value - low) / (high - low || 1)));
  const bar = pngAddress(
    Uint8Array.from({ length: 3 * side }, (_, i) => ramp(Math.floor(i / 3) / (side - 1))[i % 3]),
    side,
    3,
  );
  const told2 = `font-size="1.8" fill="${INK}"`;
  return sheet(told, { width: side, height: side + 5, shown: SHOWN }, [
    image(pngAddress(Uint8Array.from(colours), side, 3), { x: 0, y: 0, size: side }),
    `<image x="0" y="${side + 1}" width="${side}" height="1" preserveAspectRatio="none" href="${bar}"/>`,
    text([0.3, side + 4.2], format(low, 1), told2),
    text([side / 2, side + 4.2], unit, `${told2} text-anchor="middle"`),
    text([side - 0.3, side + 4.2], format(high, 1), `${told2} text-anchor="end"`),
  ]);
}

/**
 * A digit in its frame, with what the judge reads in it where that is worth a word.
 * @param {Uint8Array} bytes @param {{x: number, y: number, size: number}} place @param {{frame: string, label?: number, looks?: string}} how
 */
function framed(bytes, { x, y, size }, { frame, label, looks = "" }) {
  const unit = Math.min(size / SIZE, 1.6); // of the label
  const line = `<rect x="${x - 1}" y="${y - 1}" width="${size + 2}" height="${size + 2}" rx="1" fill="none" stroke="${frame}" stroke-width="1"/>`;
  const [right, low] = [x + size, y + size];
  const name = label === undefined ? "" : shortened(nameOf(label), LONGEST);
  const wide = (1.4 + 4.6 * name.length) * unit;
  const read =
    name === ""
      ? ""
      : `<rect x="${right - wide}" y="${low - 8 * unit}" width="${wide}" height="${8 * unit}" fill="${frame === DANGER ? DANGER : "#fff"}"/>` +
        text(
          [right - wide / 2, low - 1.2 * unit],
          name,
          `font-size="${8 * unit}" text-anchor="middle" fill="${frame === DANGER ? "#fff" : INK}"`,
        );
  return digit(bytes, { x, y, size }, looks) + line + read;
}

/** @param {Told} told @param {Comparison} found @param {Side} side */
export function ringSheet(told, found, side) {
  const [middle] = found.label;
  const at = (/** @type {number} */ line) => GAP + (line - 1) * CELL;
  const around = places.map(([row, column], i) => {
    const label = found.label[i + 1];
    const frame = label === middle ? PALE : DANGER;
    return framed(imageOf(found, i + 1), { x: at(column), y: HEAD + at(row), size: SIZE }, { frame, label });
  });
  const [size, inset] = [3 * SIZE, at(2) + GAP];
  const own = framed(imageOf(found, 0), { x: inset, y: HEAD + inset, size }, { frame: COLOURS[side], label: middle });
  return sheet(told, { width: 5 * CELL + GAP, height: HEAD + 5 * CELL + GAP, shown: 3 }, [
    heading([GAP, HEAD - 6], told.title, { size: 10, room: 5 * CELL - GAP }),
    own,
    ...around,
  ]);
}

/**
 * @param {Told} told @param {Comparison} found
 * @param {(i: number) => Parameters<typeof framed>[2] | null} how each image is framed; null: it is left out
 */
function wall(told, found, how) {
  const cells = found.z.flatMap((_, i) => {
    const frame = how(i);
    return frame ? [{ bytes: imageOf(found, i), frame }] : [];
  });
  const columns = Math.min(16, Math.max(8, cells.length / 4));
  const rows = Math.ceil(cells.length / columns);
  const drawn = cells.map(({ bytes, frame }, i) => {
    const [x, y] = [GAP + (i % columns) * CELL, HEAD + GAP + Math.floor(i / columns) * CELL];
    return framed(bytes, { x, y, size: SIZE }, frame);
  });
  return sheet(told, { width: columns * CELL + GAP, height: HEAD + rows * CELL + GAP, shown: 2 }, [
    heading([GAP, HEAD - 6], told.title, { size: 10, room: columns * CELL - GAP }),
    ...drawn,
  ]);
}

/** Draws around the first image, which is left out; those that are read otherwise are marked. @param {Told} told @param {Comparison} found */
export const samplesSheet = (told, found) =>
  wall(told, found, (i) => {
    if (i === 0) return null;
    const label = found.label[i];
    return label === found.label[0] ? { frame: PALE } : { frame: DANGER, label };
  });

/** Draws; those of which the judge is not sure are faded. @param {Told} told @param {Comparison} found */
export const drawsSheet = (told, found) =>
  wall(told, found, (i) =>
    !isJudged(found) || found.confidence[i] >= LIMITS.sure
      ? { frame: PALE }
      : { frame: DANGER, looks: 'opacity="0.45"' },
  );

/** @param {Told} told @param {Comparison} found @param {number} top the largest step in either model @param {Side} side */
export function walkSheet(told, found, top, side) {
  const film = Array.from({ length: FILM }, (_, i) =>
    framed(imageOf(found, (i * STEPS) / (FILM - 1)), { x: GAP + i * CELL, y: HEAD + GAP, size: SIZE }, { frame: PALE }),
  );
  const width = FILM * CELL + GAP;
  const [inner, low] = [width - 2 * GAP, HEAD + GAP + CELL + GAP];
  const tall = (inner / WIDTH) * (HEIGHT + 16);
  const bars = dressed(walkBars(found, top), { turn: "", stays: 'opacity="0.55"', "here-line": 'fill="none"' });
  return sheet(told, { width, height: low + tall + GAP, shown: 2 }, [
    heading([GAP, HEAD - 6], told.title, { size: 10, room: inner }),
    ...film,
    `<svg x="${GAP}" y="${low}" width="${inner}" height="${tall}" viewBox="0 0 ${WIDTH} ${HEIGHT + 16}" fill="${COLOURS[side]}" font-size="9" font-weight="600">${bars}</svg>`,
  ]);
}
