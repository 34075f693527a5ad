/**
 * A map's tiles of decoded digits, in the plane that is shown: retried if they fail, prefetched while the map rests.
 */

import { TileLayer, Util } from "../vendor/leaflet/leaflet.js";
import { MAX_TILE_ZOOM, TILE_SIZE, nextTiles, worldBounds } from "../core/viewport.js";
import { INSET, SMALLEST_ZOOM } from "./base_map.js";
import { decodedTiles } from "./decoded_tiles.js";
import { missingTiles } from "./missing_tiles.js";
import { swapLayers } from "./swap_layers.js";

/** @typedef {import("../core/contract.js").Model} Model */

// Images along a tile, relative to a standard screen: a high-density screen shows 256 images per tile in place of 64,
// each at its native size.
export const density = () => (devicePixelRatio >= 1.5 ? 2 : 1);

/**
 * Draw the tiles of the plane that is shown.
 * @param {import("leaflet").Map} map @param {Model} model
 * @param {{
 *   fetchTile: import("./missing_tiles.js").FetchTile,
 *   onPlane: () => (place: import("../core/viewport.js").Point) => number[],
 *   drawn: boolean,
 *   decode: import("./decoded_tiles.js").Decode | null,
 *   signal: AbortSignal,
 * }} source onPlane: the code at a place of the plane that is shown; decode: how the page does, if it does; drawn: whether there is a server that draws tiles; signal: aborted once
 *   no more may be asked for
 */
export function drawTiles(map, { extent, latent_dim }, { fetchTile, onPlane, drawn, decode, signal }) {
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
  const askAgain = missingTiles(fetchTile, signal);
  let shown = { url: "", density: density() };

  /** Tiles that the server draws. @param {string} url */
  function served(url) {
    const address = shown.density > 1 ? url.replace(".png", "@2x.png") : url;
    const layer = new TileLayer(address, { ...options, className: "digit served" });
    const urlOf = layer.getTileUrl;
    layer.getTileUrl = (coords) => (signal.aborted ? Util.emptyImageUrl : urlOf.call(layer, coords));
    layer.on("tileerror", ({ tile }) => askAgain(/** @type {HTMLImageElement} */ (tile)));
    // With more than two dimensions the plane changes as soon as z moves, and what was prefetched would be lost.
    if (latent_dim === 2) fetchAhead(map, layer, { address, extent, fetchTile });
    return layer;
  }
  function show(/** @type {string} */ url) {
    shown = { url, density: density() };
    const own = decode && { extent, density: shown.density, toCode: onPlane(), decode };
    if (own || drawn) planes.show(own ? decodedTiles(options, own) : served(url));
  }
  return {
    /** @param {string} url */
    show,
    /** Adapt to the screen's density. */
    sharpen: () => !signal.aborted && density() !== shown.density && show(shown.url),
    /** From now on tiles are decoded by this, or by the server. @param {import("./decoded_tiles.js").Decode | null} how */
    decodeBy(how) {
      if (how === decode) return;
      decode = how;
      show(shown.url);
    },
  };
}

/**
 * Once the visible tiles have loaded, prefetch those that may come next, one at a time, until the map moves. Does
 * nothing if the browser is to save data.
 * @param {import("leaflet").Map} map @param {TileLayer} layer
 * @param {{
 *   address: string,
 *   extent: import("../core/viewport.js").Extent,
 *   fetchTile: import("./missing_tiles.js").FetchTile,
 * }} source address: the tiles' URL template
 */
function fetchAhead(map, layer, { address, extent, fetchTile }) {
  if (/** @type {any} */ (navigator).connection?.saveData) return;
  let fetching = new AbortController();
  const stop = () => fetching.abort();
  async function start() {
    stop();
    const { signal } = (fetching = new AbortController());
    const shown = map.getBounds();
    const sight = { west: shown.getWest(), east: shown.getEast(), south: shown.getSouth(), north: shown.getNorth() };
    for (const square of nextTiles(sight, extent, map.getZoom())) {
      await fetchTile(Util.template(address, square), signal).catch(stop);
      if (signal.aborted) return;
    }
  }
  layer.on("load", start);
  layer.on("remove", stop);
  map.on("movestart zoomstart", stop);
}
