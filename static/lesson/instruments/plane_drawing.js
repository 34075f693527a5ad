/** What is drawn on a plane: decoded pictures behind, the sample's codes as dots, the classes' figures, and marks. */

import { LABEL_COLOURS } from "../../core/palette.js";
import { median } from "../../core/statistics.js";
import { inkNow } from "../../page/ink.js";

/** @typedef {import("./plane.js").Extent} Extent */
/** @typedef {import("./plane.js").Marks} Marks */
/** @typedef {{label: number, mu: number[]}} Code */
/** @typedef {{ink: string, paper: string, accent: string}} Inks as lesson_steps.css gives them to the plane's own element */
/** @typedef {{images: ImageBitmap[], extent: Extent}} Grid decoded at the centres of a square grid, row by row from above */
/** @typedef {{context: CanvasRenderingContext2D, size: number, extent: Extent}} Sheet size: its side in pixels; extent: of latent space on it */

/** Pixels for one latent unit. @param {Sheet} sheet */
const scaleOf = ({ size, extent }) => size / (2 * extent.half_width);

/** A place in pixels. @param {Sheet} sheet @param {number[]} z @returns {[number, number]} */
function at(sheet, [x, y]) {
  const { center, half_width: half } = sheet.extent;
  return [(x - center[0] + half) * scaleOf(sheet), (center[1] + half - y) * scaleOf(sheet)];
}

/** @param {Sheet} sheet @param {number[]} z @param {number} radius in pixels */
function disc(sheet, z, radius) {
  sheet.context.beginPath();
  sheet.context.arc(...at(sheet, z), radius, 0, 2 * Math.PI);
  sheet.context.fill();
}

/** @param {Sheet} sheet @param {Grid} grid */
export function drawGrid(sheet, { images, extent: { center, half_width: half } }) {
  const { context } = sheet;
  const side = Math.sqrt(images.length);
  const size = (2 * half * scaleOf(sheet)) / side;
  const [left, top] = at(sheet, [center[0] - half, center[1] + half]);
  context.filter = inkNow() === "light" ? "invert(1)" : "none"; // its ink is dark
  images.forEach((image, i) =>
    context.drawImage(image, left + (i % side) * size, top + Math.floor(i / side) * size, size, size),
  );
  context.filter = "none";
}

/** @param {Sheet} sheet @param {Code[]} codes @param {number} opacity */
export function drawCodes(sheet, codes, opacity) {
  sheet.context.globalAlpha = opacity;
  for (const { label, mu } of codes) {
    sheet.context.fillStyle = LABEL_COLOURS[label];
    disc(sheet, mu, Math.max(sheet.size / 190, 2));
  }
  sheet.context.globalAlpha = 1;
}

/** Each class's figure, where the median of its codes is. @param {Sheet} sheet @param {Code[]} codes @param {Inks} inks */
export function drawNames(sheet, codes, { ink, paper }) {
  const { context, size } = sheet;
  Object.assign(context, { textAlign: "center", textBaseline: "middle", lineJoin: "round" });
  Object.assign(context, { font: `700 ${size / 17}px system-ui, sans-serif`, lineWidth: size / 90 });
  Object.assign(context, { strokeStyle: paper, fillStyle: ink });
  for (const label of new Set(codes.map((code) => code.label))) {
    const own = codes.filter((code) => code.label === label);
    const place = at(
      sheet,
      [0, 1].map((axis) => median(own.map(({ mu }) => mu[axis]))),
    );
    context.strokeText(String(label), ...place);
    context.fillText(String(label), ...place);
  }
}

/** @param {Sheet} sheet @param {Marks} marks @param {Inks} inks */
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
