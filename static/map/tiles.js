/**
 * The decoded digits under a map: tiles of the plane that is shown, asked for again where one fails, fetched ahead
 * where it rests.
 */

import { BUSY, pauseAfter } from "../net/retry.js";
import { TileLayer } from "../vendor/leaflet/leaflet.js";
import { MAX_TILE_ZOOM, TILE_SIZE, nextTiles, worldBounds } from "../core/viewport.js";
import { INSET, SMALLEST_ZOOM } from "./base_map.js";
import { swapLayers } from "./swap_layers.js";

/** @typedef {import("../core/contract.js").Model} Model */

// Of images along a tile, against one for other screens: 256 in the place of 64 where there are the pixels for them, and
// each is shown at its own size.
export const DENSITY = devicePixelRatio >= 1.5 ? 2 : 1;

/**
 * The tiles of the plane that is shown.
 * @param {import("leaflet").Map} map @param {Model} model
 */
export function drawTiles(map, { extent, latent_dim }) {
  const options = {
    tileSize: TILE_SIZE,
    minZoom: SMALLEST_ZOOM,
    minNativeZoom: 0,
    maxZoom: MAX_TILE_ZOOM,
    bounds: worldBounds(extent, INSET),
    keepBuffer: 1,
    className: "digit",
  };
  const planes = swapLayers(map);
  return {
    /** @param {string} url */
    show(url) {
      const address = DENSITY > 1 ? url.replace(".png", "@2x.png") : url;
      const layer = new TileLayer(address, options);
      layer.on("tileerror", tryAgain);
      // A plane of many dimensions is left as soon as z moves: nothing of it is worth fetching ahead.
      if (latent_dim === 2) fetchAhead(map, layer, address, extent);
      planes.show(layer);
    },
  };
}

/** Ask for a tile again that failed. @param {import("leaflet").TileErrorEvent} event */
function tryAgain({ tile }) {
  const image = /** @type {HTMLImageElement} */ (tile);
  const { src, dataset } = image;
  const failures = Number(dataset.failures ?? 0) + 1;
  dataset.failures = String(failures);
  const pause = pauseAfter(failures, BUSY);
  if (pause !== null) setTimeout(() => image.isConnected && (image.src = src), pause);
}

/**
 * Once all that is in sight is there, fetch what may come into sight next, one tile at a time, until the map moves.
 * @param {import("leaflet").Map} map @param {TileLayer} layer @param {string} address
 * @param {import("../core/viewport.js").Extent} extent
 */
function fetchAhead(map, layer, address, extent) {
  if (/** @type {any} */ (navigator).connection?.saveData) return;
  let fetching = new AbortController();
  const stop = () => fetching.abort();
  async function start() {
    stop();
    const { signal } = (fetching = new AbortController());
    const shown = map.getBounds();
    const sight = { west: shown.getWest(), east: shown.getEast(), south: shown.getSouth(), north: shown.getNorth() };
    for (const { x, y, z } of nextTiles(sight, extent, map.getZoom())) {
      const url = address.replace("{z}", String(z)).replace("{x}", String(x)).replace("{y}", String(y));
      await fetch(url, { signal, priority: "low" })
        .then((answer) => answer.blob())
        .catch(stop);
      if (signal.aborted) return;
    }
  }
  layer.on("load", start);
  layer.on("remove", stop);
  map.on("movestart zoomstart", stop);
}
