/** Marks on a plane: what was guessed, what was found, and what leads from one to the other. */

import { at, disc, scaleOf } from "./sheet.js";
import { drawScale, writeBeside } from "./words.js";

/** @typedef {import("./sheet.js").Inks} Inks */
/** @typedef {import("./sheet.js").Sheet} Sheet */
/**
 * @typedef {{z: number[], kind: string, name?: string}} Pin kind: "guess", "code", "told", "mean" or "draw"; name: written beside it
 * @typedef {{z: number[], radius: number[], kind: string}} Ellipse radius on each axis; kind: "guess", "code" or "prior"
 * @typedef {{
 *   pins?: Pin[],
 *   ellipses?: Ellipse[],
 *   lines?: number[][][],
 *   extent?: import("../../core/viewport.js").Extent,
 *   scale?: {length: number, name: string},
 * }} Marks extent: the part that is shown, by default all; scale: a bar of this length along z₀
 */

/** Radius of a pin, as a part of the sheet's side. @type {Record<string, number>} */
const RADIUS = { guess: 1 / 42, code: 1 / 62, told: 1 / 62, mean: 1 / 110, draw: 1 / 110 };

/** What comes later in a list covers what comes before. @param {Sheet} sheet @param {Omit<Marks, "extent">} marks @param {Inks} inks */
export function drawMarks(sheet, { pins = [], ellipses = [], lines = [], scale }, inks) {
  sheet.context.lineWidth = Math.max(sheet.size / 200, Math.min(sheet.size / 60, 2));
  for (const ellipse of ellipses) drawEllipse(sheet, ellipse, inks);
  for (const [from, to] of lines) drawLine(sheet, from, to, inks.ink);
  for (const pin of pins) drawPin(sheet, pin, inks);
  if (scale) drawScale(sheet, scale, inks);
}

/** What was measured is drawn through, what was guessed or is given is dashed. @param {Sheet} sheet @param {Ellipse} ellipse @param {Inks} inks */
function drawEllipse(sheet, { z, radius, kind }, { ink, paper, accent }) {
  const { context } = sheet;
  const isFound = kind === "code";
  const width = context.lineWidth;
  context.beginPath();
  context.ellipse(...at(sheet, z), radius[0] * scaleOf(sheet), radius[1] * scaleOf(sheet), 0, 0, 2 * Math.PI);
  if (kind !== "prior") {
    Object.assign(context, { strokeStyle: paper, lineWidth: 2.5 * width }); // so that it is seen on pictures
    context.stroke();
  }
  Object.assign(context, { strokeStyle: isFound ? accent : ink, lineWidth: width });
  context.setLineDash(isFound ? [] : [width * 3, width * 2]);
  context.stroke();
  context.setLineDash([]);
}

/** @param {Sheet} sheet @param {number[]} from @param {number[]} to @param {string} ink */
function drawLine(sheet, from, to, ink) {
  sheet.context.strokeStyle = ink;
  sheet.context.beginPath();
  sheet.context.moveTo(...at(sheet, from));
  sheet.context.lineTo(...at(sheet, to));
  sheet.context.stroke();
}

/** @param {Sheet} sheet @param {Pin} pin @param {Inks} inks */
function drawPin(sheet, { z, kind, name }, inks) {
  const { ink, paper, accent } = inks;
  const isGuess = kind === "guess";
  const radius = sheet.size * RADIUS[kind];
  sheet.context.fillStyle = isGuess ? paper : accent;
  disc(sheet, z, radius);
  sheet.context.lineWidth = radius / 2.5;
  sheet.context.strokeStyle = isGuess || kind === "told" ? ink : paper;
  sheet.context.stroke();
  if (name) writeBeside(sheet, name, { z, away: radius, isLeft: isGuess }, inks);
}
