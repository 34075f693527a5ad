/** What is drawn on a plane: decoded pictures behind, the sample's codes as dots, the classes' figures, and marks. */

import { drawMarks } from "../../charts/plane/marks.js";
import { at, disc, scaleOf } from "../../charts/plane/sheet.js";
import { LABEL_COLOURS } from "../../core/palette.js";
import { SIDE } from "../../core/mnist.js";
import { asInk } from "../../core/pixels.js";
import { spreadLabels } from "../../core/spread_labels.js";
import { median } from "../../core/statistics.js";

/** @typedef {import("./plane.js").Extent} Extent */
/** @typedef {import("../../charts/plane/sheet.js").Inks} Inks */
/** @typedef {import("../../charts/plane/sheet.js").Sheet} Sheet */
/** @typedef {{label: number, mu: number[]}} Code */
/** @typedef {{picture: HTMLCanvasElement, extent: Extent}} Grid */
/** @typedef {{grid: Grid | null, codes: Code[], isNamed: boolean, marks: import("./plane.js").Marks}} Drawn */

const FAINT = 0.7; // of full ink, so that marks are seen on the pictures

/** @param {{box: HTMLElement, canvas: HTMLCanvasElement, extent: Extent}} plane @param {Drawn} drawn */
export function drawAll({ box, canvas, extent }, { grid, codes, isNamed, marks }) {
  const style = getComputedStyle(box);
  const inks = { ink: style.color, paper: style.outlineColor, accent: style.borderTopColor };
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const sheet = { context, size: canvas.width, extent };
  context.fillStyle = style.backgroundColor;
  context.fillRect(0, 0, sheet.size, sheet.size);
  if (grid) drawGrid(sheet, grid, inks);
  else drawCodes(sheet, codes); // on pictures, dots would hide what they show
  if (isNamed) drawNames(sheet, codes, inks);
  drawMarks(sheet, marks, inks);
}

/** Images of a square grid as one picture, of ink alone. @param {Uint8Array[]} images row by row */
export function gridPicture(images) {
  const across = Math.sqrt(images.length);
  const picture = Object.assign(document.createElement("canvas"), { width: across * SIDE, height: across * SIDE });
  const context = /** @type {CanvasRenderingContext2D} */ (picture.getContext("2d"));
  images.forEach((image, i) => {
    const ink = new ImageData(asInk(image, FAINT), SIDE, SIDE);
    context.putImageData(ink, (i % across) * SIDE, Math.floor(i / across) * SIDE);
  });
  return picture;
}

/** @param {Sheet} sheet @param {Grid} grid @param {Inks} inks */
function drawGrid(sheet, { picture, extent: { center, half_width: half } }, { ink }) {
  const own = /** @type {CanvasRenderingContext2D} */ (picture.getContext("2d"));
  Object.assign(own, { globalCompositeOperation: "source-in", fillStyle: ink }); // in the theme's ink
  own.fillRect(0, 0, picture.width, picture.height);
  const size = 2 * half * scaleOf(sheet);
  sheet.context.drawImage(picture, ...at(sheet, [center[0] - half, center[1] + half]), size, size);
}

/** @param {Sheet} sheet @param {Code[]} codes */
function drawCodes(sheet, codes) {
  sheet.context.globalAlpha = 0.75;
  for (const { label, mu } of codes) {
    sheet.context.fillStyle = LABEL_COLOURS[label];
    disc(sheet, mu, Math.max(sheet.size / 190, 2));
  }
  sheet.context.globalAlpha = 1;
}

/** Each class's figure, where the median of its codes is, or close by where others stand there too. @param {Sheet} sheet @param {Code[]} codes @param {Inks} inks */
function drawNames(sheet, codes, { ink, paper }) {
  const { context, size } = sheet;
  Object.assign(context, { textAlign: "center", textBaseline: "middle", lineJoin: "round" });
  Object.assign(context, { font: `700 ${size / 17}px system-ui, sans-serif`, lineWidth: size / 90 });
  Object.assign(context, { strokeStyle: paper, fillStyle: ink });
  const labels = [...new Set(codes.map((code) => code.label))];
  const middles = labels.map((label) => {
    const own = codes.filter((code) => code.label === label);
    return at(
      sheet,
      [0, 1].map((axis) => median(own.map(({ mu }) => mu[axis]))),
    );
  });
  spreadLabels(middles, size / 18).forEach((place, i) => {
    context.strokeText(String(labels[i]), ...place);
    context.fillText(String(labels[i]), ...place);
  });
}
