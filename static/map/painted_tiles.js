/** A map layer of tiles that the page paints itself: each when it comes into view, and no more once it has left. */

import { GridLayer } from "../vendor/leaflet/leaflet.js";

/**
 * @param {import("leaflet").GridLayerOptions} options
 * @param {{
 *   paint: (canvas: HTMLCanvasElement, coords: import("leaflet").Coords, signal: AbortSignal) => Promise<void>,
 *   onUnload?: (coords: import("leaflet").Coords) => void,
 *   onFailure: (error: Error) => void,
 * }} how paint: rejects with AbortError once the signal is aborted; onFailure: not called for that
 */
export function paintedTiles(options, { paint, onUnload = () => {}, onFailure }) {
  const layer = new GridLayer(options);
  /** @type {Map<HTMLElement, AbortController>} */
  const coming = new Map();

  /** @param {import("leaflet").Coords} coords @param {import("leaflet").DoneCallback} done */
  function createTile(coords, done) {
    const canvas = document.createElement("canvas");
    const leaving = new AbortController();
    coming.set(canvas, leaving);
    paint(canvas, coords, leaving.signal)
      .then(() => done(undefined, canvas))
      .catch((error) => error.name === "AbortError" || onFailure(error));
    return canvas;
  }
  Object.assign(layer, { createTile });
  layer.on("tileunload", ({ tile, coords }) => {
    coming.get(tile)?.abort();
    coming.delete(tile);
    onUnload(coords);
  });
  return layer;
}
