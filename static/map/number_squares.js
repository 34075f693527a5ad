/** A map layer of tiles of numbers: each is asked for when it comes into view, and given up when it leaves. */

import { mayPass } from "../net/refusal.js";
import { PATIENT, retry } from "../net/retry.js";
import { cellAt } from "../core/viewport.js";
import { paintedTiles } from "./painted_tiles.js";

const PASSING = 4; // failures in a row

/** @typedef {import("../core/layer_colours.js").Numbers} Numbers */
/** @typedef {(tile: import("leaflet").Coords, signal: AbortSignal) => Promise<Numbers>} Load */

/**
 * @param {import("leaflet").GridLayerOptions} options
 * @param {{
 *   extent: import("../core/viewport.js").Extent,
 *   load: Load,
 *   draw: (canvas: HTMLCanvasElement, numbers: Numbers) => void,
 *   onThere: () => void,
 *   onFailure: (error: Error) => void,
 * }} how
 */
export function squares(options, { extent, load, draw, onThere, onFailure }) {
  /** The tiles that have arrived, by zoom/x/y. @type {Map<string, Numbers>} */
  const there = new Map();
  const nameOf = (/** @type {import("leaflet").Coords} */ { x, y, z }) => `${z}/${x}/${y}`;

  /** Most failures pass before they are worth a word. @param {Error} error @param {number} failures */
  const tell = (error, failures) => failures > PASSING && onFailure(error);

  /** @param {HTMLCanvasElement} canvas @param {import("leaflet").Coords} coords @param {AbortSignal} signal */
  async function fetchInto(canvas, coords, signal) {
    const numbers = await retry(() => load(coords, signal), PATIENT, { signal, isWorthIt: mayPass, onFailure: tell });
    signal.throwIfAborted(); // else it would be taken for the tile that has its place now
    draw(canvas, numbers);
    there.set(nameOf(coords), numbers);
    onThere();
  }
  const layer = paintedTiles(options, {
    paint: fetchInto,
    onUnload: (coords) => there.delete(nameOf(coords)),
    onFailure,
  });
  return {
    layer,
    /**
     * The numbers of the tile that holds a place, and the index of its cell; undefined until they arrive.
     * @param {import("../core/viewport.js").Point} place @param {number} zoom
     */
    at(place, zoom) {
      const { tile, across, down } = cellAt(place, extent, zoom);
      const numbers = there.get(tile);
      return (
        numbers && {
          numbers,
          cell: Math.floor(down * numbers.cells) * numbers.cells + Math.floor(across * numbers.cells),
        }
      );
    },
  };
}
