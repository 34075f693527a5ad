/** What is drawn on the map of a model that trains: decoded images, codes, ellipses, and what is marked. */

import { drawMarks } from "../charts/plane/marks.js";
import { at, scaleOf } from "../charts/plane/sheet.js";
import { colourOf } from "../core/palette.js";
import { inkOf } from "./grid_picture.js";

/** @typedef {import("../charts/plane/sheet.js").Sheet} Sheet */
/** @typedef {import("../charts/plane/sheet.js").Inks} Inks */
/** @typedef {import("../engine/training/viewer.js").Look} Look */
/**
 * @typedef {{
 *   look: Look,
 *   labels: number[],
 *   ellipses: number[],
 *   picked: number,
 *   own: number[],
 *   place: [number, number] | null,
 * }} Drawn labels: of the first codes, those after them are the visitor's own; ellipses, picked, own: which codes have
 *   one, is marked, are the visitor's; place: under the pointer
 */

const FAINT = 0.5; // of full ink, so that dots are seen on pictures
const DOT = { share: 1 / 110, least: 2, most: 4.4 }; // across, of the map's side, and in px
const PRIOR = [1, 2]; // radii of its circles
/** @type {WeakMap<Look, string>} in which ink a frame's grid is painted already */
const painted = new WeakMap();

/**
 * @param {{box: HTMLElement, canvas: HTMLCanvasElement, grid: ReturnType<typeof import("./grid_picture.js").createGridPicture>}} map
 * @param {Drawn} drawn
 */
export function drawMap({ box, canvas, grid }, drawn) {
  const { look } = drawn;
  const { color: ink, outlineColor: paper, borderTopColor: accent, backgroundColor } = getComputedStyle(box);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const extent = /** @type {import("../core/viewport.js").Extent} */ (look.extent);
  const sheet = { context, size: canvas.width, extent };
  context.fillStyle = backgroundColor;
  context.fillRect(0, 0, sheet.size, sheet.size);
  if (painted.get(look) !== ink) grid.paint(look.grid, inkOf(ink), FAINT);
  painted.set(look, ink);
  context.drawImage(grid.canvas, 0, 0, sheet.size, sheet.size);
  drawMarks(
    sheet,
    { ellipses: PRIOR.map((radius) => ({ z: [0, 0], radius: [radius, radius], kind: "prior" })) },
    { ink, paper, accent },
  );
  drawCodes(sheet, drawn);
  drawMarks(sheet, marksOf(drawn), { ink, paper, accent });
  if (drawn.place) drawPlace(sheet, drawn.place, { ink, paper, accent });
}

/** One path for each label: a thousand of them take ten times as long. @param {Sheet} sheet @param {Drawn} drawn */
function drawCodes(sheet, { look: { codes }, labels }) {
  const { context } = sheet;
  const px = Math.min(Math.max((DOT.share * sheet.size) / devicePixelRatio, DOT.least), DOT.most);
  const size = px * devicePixelRatio;
  const { center, half_width: half } = sheet.extent;
  const scale = scaleOf(sheet);
  context.globalAlpha = 0.85;
  for (let label = 0; label < 10; label++) {
    context.fillStyle = colourOf(label);
    context.beginPath();
    for (let i = 0; i < labels.length; i++) {
      if (labels[i] !== label) continue;
      const [x, y] = [(codes[2 * i] - center[0] + half) * scale, (center[1] + half - codes[2 * i + 1]) * scale];
      context.moveTo(x + size / 2, y);
      context.arc(x, y, size / 2, 0, 2 * Math.PI);
    }
    context.fill();
  }
  context.globalAlpha = 1;
}

/** @param {Drawn} drawn @returns {import("../charts/plane/marks.js").Marks} */
function marksOf({ look: { codes, sigma }, ellipses, picked, own }) {
  const z = (/** @type {number} */ i) => [codes[2 * i], codes[2 * i + 1]];
  const shapes = sigma
    ? [...ellipses, ...own].map((i) => ({ z: z(i), radius: [sigma[2 * i], sigma[2 * i + 1]], kind: "code" }))
    : [];
  const pins = own.map((i) => ({ z: z(i), kind: "guess", name: "★" }));
  return { ellipses: shapes, pins: [...pins, { z: z(picked), kind: "told" }] };
}

/** A cross under the pointer. @param {Sheet} sheet @param {[number, number]} place @param {Inks} inks */
function drawPlace(sheet, place, { ink, paper }) {
  const { context } = sheet;
  const [[x, y], arm] = [at(sheet, place), sheet.size / 40];
  for (const [strokeStyle, lineWidth] of [
    [paper, sheet.size / 110],
    [ink, sheet.size / 260],
  ]) {
    Object.assign(context, { strokeStyle, lineWidth });
    context.beginPath();
    for (const [dx, dy] of [
      [arm, 0],
      [0, arm],
    ]) {
      context.moveTo(x - dx, y - dy);
      context.lineTo(x + dx, y + dy);
    }
    context.stroke();
  }
}
