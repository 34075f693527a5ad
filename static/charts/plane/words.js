/** What is written on a plane: names of marks, and how long a length is. */

import { at, scaleOf } from "./sheet.js";

/** @typedef {import("./sheet.js").Inks} Inks */
/** @typedef {import("./sheet.js").Sheet} Sheet */

/** Text with paper around it, in the fill's ink. @param {Sheet} sheet @param {string} text @param {number} x @param {number} y */
function write({ context }, text, x, y) {
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

/** @param {Sheet} sheet @param {Inks} inks @param {CanvasTextAlign} textAlign */
function takePen({ context, size }, { ink, paper }, textAlign) {
  Object.assign(context, { textAlign, textBaseline: "middle", lineJoin: "round", fillStyle: ink, strokeStyle: paper });
  Object.assign(context, { font: `650 ${Math.max(size / 23, 12)}px system-ui, sans-serif`, lineWidth: size / 90 });
}

/**
 * A name beside a place.
 * @param {Sheet} sheet @param {string} name
 * @param {{z: number[], away: number, isLeft: boolean}} beside away: pixels that the mark there takes; isLeft: rather on its
 *   left, if there is room @param {Inks} inks
 */
export function writeBeside(sheet, name, { z, away, isLeft }, inks) {
  takePen(sheet, inks, "left");
  const [x, y] = at(sheet, z);
  const [gap, wide] = [away + sheet.size / 80, sheet.context.measureText(name).width];
  const [left, right] = [x - gap - wide, x + gap];
  const goesLeft = isLeft ? left > 0 : right + wide > sheet.size;
  write(sheet, name, goesLeft ? left : right, y);
}

/** A bar of a length, with its name, at the lower left. @param {Sheet} sheet @param {{length: number, name: string}} scale @param {Inks} inks */
export function drawScale(sheet, { length, name }, inks) {
  const { context, size } = sheet;
  const [left, low, long] = [size / 30, size * 0.965, length * scaleOf(sheet)];
  for (const [strokeStyle, lineWidth] of [
    [inks.paper, size / 45],
    [inks.ink, size / 110],
  ]) {
    Object.assign(context, { strokeStyle, lineWidth });
    context.beginPath();
    context.moveTo(left, low);
    context.lineTo(left + long, low);
    context.stroke();
  }
  takePen(sheet, inks, "left");
  write(sheet, name, left, low - size / 26);
}
