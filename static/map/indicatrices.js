/** The decoder's metric as Tissot's indicatrices: in each cell the steps that change the image equally, an ellipse. */

import { TILE_SIZE } from "../core/viewport.js";

const FILLING = 15; // pixels per sd that fill a cell, at any zoom; the VAE's median is near it
const WIDEST = 0.94; // of a cell: a wider ellipse is made smaller, and keeps its shape
const THINNEST = 0.04; // of its own length

// Each model's own colour, between those of both themes: a canvas is not drawn anew where the theme changes.
const COLOURS = { ae: "#d9690a", vae: "#2b86d9" };

/** @param {import("../core/sides.js").Side} side */
export const drawIndicatrices =
  (side) =>
  (/** @type {HTMLCanvasElement} */ canvas, /** @type {import("../core/layer_colours.js").Numbers} */ numbers) => {
    const { cells, most = [], least = [], turn = [] } = numbers;
    const scale = Math.min(devicePixelRatio, 2);
    canvas.width = canvas.height = TILE_SIZE * scale;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const half = canvas.width / cells / 2;
    context.lineWidth = 2 * scale;
    context.strokeStyle = COLOURS[side];
    most.forEach((fast, i) => {
      const [x, y] = [i % cells, Math.floor(i / cells)].map((place) => (2 * place + 1) * half);
      const [short, long] = semiAxes(fast, least[i]);
      context.beginPath();
      context.ellipse(x, y, short * half, long * half, -turn[i], 0, 2 * Math.PI); // the map's second axis points up
      context.stroke();
    });
  };

/**
 * Of a cell's ellipse, in half cells: in the direction of most change, and across it.
 * @param {number} most @param {number} least pixels per sd @returns {[number, number]}
 */
export function semiAxes(most, least) {
  const [short, long] = [FILLING / most, FILLING / Math.max(least, most * THINNEST)];
  const fits = Math.min(1, WIDEST / long);
  return most > 0 ? [fits * short, fits * long] : [WIDEST, WIDEST];
}
