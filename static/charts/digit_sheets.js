/** Sheets of digits: one, a map of numbers, a ring of neighbours, a wall of draws, a walk's strip over its bars. */

import { imageOf, LIMITS } from "../core/comparison.js";
import { ramp } from "../core/layer_colours.js";
import { STEPS } from "../core/paths.js";
import { SIDE } from "../core/pixels.js";
import { pngAddress } from "../core/png.js";
import { places } from "../core/ring.js";
import { format } from "../page/text.js";
import { COLOURS, DANGER, digit, dressed, heading, image, INK, PALE, sheet, text } from "./sheet.js";
import { HEIGHT, WIDTH, walkBars } from "./walk_bars.js";

/** @typedef {import("./sheet.js").Told} Told */
/** @typedef {import("../core/comparison.js").Comparison} Comparison */
/** @typedef {import("../core/sides.js").Side} Side */

const GAP = 4; // units: a digit's pixels
const CELL = SIDE + GAP;
const HEAD = 20; // room for a heading
const FILM = 17; // images of a walk's 33
const SHOWN = 10; // pixels a unit of a single picture

/** @param {Told} told @param {Uint8Array} bytes */
export const digitSheet = (told, bytes) =>
  sheet(told, { width: SIDE, height: SIDE, shown: SHOWN }, [digit(bytes, { x: 0, y: 0, size: SIDE })]);

/**
 * Numbers by pixel in colours, with the scale below them.
 * @param {Told} told @param {number[][]} rows @param {[number, number]} range @param {string} unit
 */
export function heatSheet(told, rows, [low, high], unit) {
  const colours = rows.flat().flatMap((value) => ramp((value - low) / (high - low || 1)));
  const bar = pngAddress(
    Uint8Array.from({ length: 3 * SIDE }, (_, i) => ramp(Math.floor(i / 3) / (SIDE - 1))[i % 3]),
    SIDE,
    3,
  );
  const told2 = `font-size="1.8" fill="${INK}"`;
  return sheet(told, { width: SIDE, height: SIDE + 5, shown: SHOWN }, [
    image(pngAddress(Uint8Array.from(colours), SIDE, 3), { x: 0, y: 0, size: SIDE }),
    `<image x="0" y="${SIDE + 1}" width="${SIDE}" height="1" preserveAspectRatio="none" href="${bar}"/>`,
    text([0.3, SIDE + 4.2], format(low, 1), told2),
    text([SIDE / 2, SIDE + 4.2], unit, `${told2} text-anchor="middle"`),
    text([SIDE - 0.3, SIDE + 4.2], format(high, 1), `${told2} text-anchor="end"`),
  ]);
}

/**
 * A digit in its frame, with what the judge reads in it where that is worth a word.
 * @param {Uint8Array} bytes @param {{x: number, y: number, size: number}} place @param {{frame: string, label?: number, looks?: string}} how
 */
function framed(bytes, { x, y, size }, { frame, label, looks = "" }) {
  const unit = Math.min(size / SIDE, 1.6); // of the label
  const line = `<rect x="${x - 1}" y="${y - 1}" width="${size + 2}" height="${size + 2}" rx="1" fill="none" stroke="${frame}" stroke-width="1"/>`;
  const [right, low] = [x + size, y + size];
  const read =
    label === undefined
      ? ""
      : `<rect x="${right - 6 * unit}" y="${low - 8 * unit}" width="${6 * unit}" height="${8 * unit}" fill="${frame === DANGER ? DANGER : "#fff"}"/>` +
        text(
          [right - 3 * unit, low - 1.2 * unit],
          String(label),
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
    return framed(imageOf(found, i + 1), { x: at(column), y: HEAD + at(row), size: SIDE }, { frame, label });
  });
  const [size, inset] = [3 * SIDE, at(2) + GAP];
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
  const cells = found.label.flatMap((_, i) => {
    const frame = how(i);
    return frame ? [{ bytes: imageOf(found, i), frame }] : [];
  });
  const columns = Math.min(16, Math.max(8, cells.length / 4));
  const rows = Math.ceil(cells.length / columns);
  const drawn = cells.map(({ bytes, frame }, i) => {
    const [x, y] = [GAP + (i % columns) * CELL, HEAD + GAP + Math.floor(i / columns) * CELL];
    return framed(bytes, { x, y, size: SIDE }, frame);
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
    found.confidence[i] >= LIMITS.sure ? { frame: PALE } : { frame: DANGER, looks: 'opacity="0.45"' },
  );

/** @param {Told} told @param {Comparison} found @param {number} top the largest step in either model @param {Side} side */
export function walkSheet(told, found, top, side) {
  const film = Array.from({ length: FILM }, (_, i) =>
    framed(imageOf(found, (i * STEPS) / (FILM - 1)), { x: GAP + i * CELL, y: HEAD + GAP, size: SIDE }, { frame: PALE }),
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
