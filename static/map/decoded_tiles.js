/** The tiles of decoded images as the page's engine decodes them. */

import { imageGrid } from "../charts/image_grid.js";
import { cut } from "../core/pixels.js";
import { tilePlaces } from "../core/tile_places.js";
import { TILE_SIZE } from "../core/viewport.js";
import { EngineEnded } from "../net/page_engine.js";
import { paintedTiles } from "./painted_tiles.js";

/** @typedef {import("../net/page_engine.js").Decode} Decode */

const CELLS = 8; // images along a tile on a standard screen
const CELL = TILE_SIZE / CELLS; // pixels
const PART = 64; // codes at a time: so long an image under the pointer may have to wait

/**
 * @param {import("leaflet").GridLayerOptions} options
 * @param {{
 *   extent: import("../core/viewport.js").Extent,
 *   density: number,
 *   toCode: (place: import("../core/viewport.js").Point) => number[],
 *   decode: Decode,
 * }} how density: images for each that a standard screen has, along a side; toCode: the code at a place of the
 *   plane that is shown
 */
export function decodedTiles(options, { extent, density, toCode, decode }) {
  const cells = CELLS * density;

  /** @param {HTMLCanvasElement} canvas @param {import("leaflet").Coords} tile @param {AbortSignal} signal */
  async function fill(canvas, tile, signal) {
    const codes = tilePlaces(extent, tile, cells).map(toCode);
    /** @type {ReturnType<typeof imageGrid> | undefined} */
    let place;
    for (let start = 0; start < codes.length; start += PART) {
      const part = codes.slice(start, start + PART);
      const bytes = await decode(part, signal);
      signal.throwIfAborted(); // else Leaflet would take it for the tile that has its place now
      const size = bytes.length / part.length;
      place ??= imageGrid(canvas, { cells, cell: CELL, size });
      for (let at = 0; at < part.length; at++) place(start + at, cut(bytes, size, at));
    }
  }
  /** Tiles of an engine that has ended are replaced by whoever ended it. @param {Error} error */
  function onFailure(error) {
    if (!(error instanceof EngineEnded)) throw error;
  }
  return paintedTiles(options, { paint: fill, onFailure });
}
