/** How a tile of a layer's numbers is painted: cell by cell, as ellipses, or as pictures. */

import { blank } from "../charts/digit_image.js";
import { imageGrid } from "../charts/image_grid.js";
import { colours } from "../core/layer_colours.js";
import { TILE_SIZE } from "../core/viewport.js";
import { drawIndicatrices } from "./indicatrices.js";

/** @typedef {import("../core/layer_colours.js").Numbers} Numbers */
/** @typedef {(canvas: HTMLCanvasElement, numbers: Numbers) => void} Paint */

/**
 * @param {import("../core/state.js").Layer} layer @param {import("../core/sides.js").Side} side
 * @param {Promise<Uint8Array[]>} sample @returns {Paint}
 */
export function painterOf(layer, side, sample) {
  if (layer === "nearest") return mosaic(sample);
  return layer === "metric" ? drawIndicatrices(side) : fill;
}

/** Paint one pixel per cell. @type {Paint} */
function fill(canvas, numbers) {
  canvas.width = canvas.height = numbers.cells;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.putImageData(new ImageData(colours(numbers), numbers.cells), 0, 0);
}

/** Paint one real image per cell, as large as a tile's decoded images. @param {Promise<Uint8Array[]>} sample @returns {Paint} */
const mosaic =
  (sample) =>
  (canvas, { cells, index = [] }) => {
    blank(canvas, TILE_SIZE);
    sample.then((images) => {
      const place = imageGrid(canvas, { cells, cell: TILE_SIZE / cells, size: images[0].length });
      index.forEach((near, i) => place(i, images[near]));
    });
  };
