/** Marks on a plane: what was guessed, what was found, and what leads from one to the other. */

import { at, disc, scaleOf } from "./plane_sheet.js";

/** @typedef {import("./plane_sheet.js").Inks} Inks */
/** @typedef {import("./plane_sheet.js").Sheet} Sheet */

/** @param {Sheet} sheet @param {import("./plane.js").Marks} marks @param {Inks} inks */
export function drawMarks(sheet, { pins = [], ellipses = [], lines = [] }, inks) {
  sheet.context.lineWidth = Math.max(sheet.size / 200, 2);
  for (const ellipse of ellipses) drawEllipse(sheet, ellipse, inks);
  for (const [from, to] of lines) drawLine(sheet, from, to, inks.ink);
  for (const pin of pins) drawPin(sheet, pin, inks);
}

/** What was measured is drawn through, what was guessed or is given is dashed. @param {Sheet} sheet @param {import("./plane.js").Ellipse} ellipse @param {Inks} inks */
function drawEllipse(sheet, { z, radius, kind }, { ink, accent }) {
  const { context } = sheet;
  const isFound = kind === "code";
  context.strokeStyle = isFound ? accent : ink;
  context.setLineDash(isFound ? [] : [context.lineWidth * 3, context.lineWidth * 2]);
  context.beginPath();
  context.ellipse(...at(sheet, z), radius[0] * scaleOf(sheet), radius[1] * scaleOf(sheet), 0, 0, 2 * Math.PI);
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

/** @param {Sheet} sheet @param {import("./plane.js").Pin} pin @param {Inks} inks */
function drawPin(sheet, { z, kind }, { ink, paper, accent }) {
  const radius = sheet.size / (kind === "draw" ? 110 : 42);
  sheet.context.fillStyle = kind === "guess" ? paper : accent;
  disc(sheet, z, radius);
  sheet.context.lineWidth = radius / 2.5;
  sheet.context.strokeStyle = kind === "guess" ? ink : paper;
  sheet.context.stroke();
}
