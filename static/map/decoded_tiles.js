/** The tiles of decoded digits as the page's engine decodes them. */

import { blank, paintAt } from "../charts/digit_image.js";
import { SIDE } from "../core/pixels.js";
import { tileCodes } from "../core/tile_codes.js";
import { TILE_SIZE } from "../core/viewport.js";
import { EngineEnded } from "../net/page_engine.js";
import { paintedTiles } from "./painted_tiles.js";

/** @typedef {import("../net/page_engine.js").Decode} Decode */

const CELLS = 8; // images along a tile on a standard screen
const CELL = TILE_SIZE / CELLS; // pixels
const GAP = (CELL - SIDE) / 2;
const PART = 64; // codes at a time: so long an image under the pointer may have to wait

/**
 * @param {import("leaflet").GridLayerOptions} options
 * @param {{
 *   extent: import("../core/viewport.js").Extent,
 *   density: number,
 *   through: number[],
 *   decode: Decode,
 * }} how density: images for each that a standard screen has, along a side; through: the code whose plane is shown
 */
export function decodedTiles(options, { extent, density, through, decode }) {
  const cells = CELLS * density;

  /** @param {HTMLCanvasElement} canvas @param {import("leaflet").Coords} tile @param {AbortSignal} signal */
  async function fill(canvas, tile, signal) {
    const codes = tileCodes(extent, tile, cells, through);
    blank(canvas, cells * CELL);
    for (let start = 0; start < codes.length; start += PART) {
      const bytes = await decode(codes.slice(start, start + PART), signal);
      signal.throwIfAborted(); // else Leaflet would take it for the tile that has its place now
      for (let at = 0; at * SIDE * SIDE < bytes.length; at++) {
        const [row, column] = [Math.floor((start + at) / cells), (start + at) % cells];
        const image = bytes.subarray(at * SIDE * SIDE, (at + 1) * SIDE * SIDE);
        paintAt(canvas, image, column * CELL + GAP, row * CELL + GAP);
      }
    }
  }
  /** Tiles of an engine that has ended are replaced by whoever ended it. @param {Error} error */
  function onFailure(error) {
    if (!(error instanceof EngineEnded)) throw error;
  }
  return paintedTiles(options, { paint: fill, onFailure });
}
