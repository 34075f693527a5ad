/** A layer of numbers over a map's tiles, painted cell by cell, with a readout at the current z. */

import { t } from "../page/text.js";
import { MAX_TILE_ZOOM, TILE_SIZE, worldBounds } from "../core/viewport.js";
import { INSET, SMALLEST_ZOOM } from "./base_map.js";
import { squares } from "./number_squares.js";
import { swapLayers } from "./swap_layers.js";

/** @typedef {import("../core/layer_colours.js").Numbers} Numbers */
/**
 * @typedef {(layer: import("../core/state.js").Layer, at: Omit<import("../net/layer_squares.js").Place, "plane">, signal: AbortSignal) => Promise<Numbers>} Ask for the numbers
 *   of a layer over a tile
 * @typedef {import("../features/layers/layers.js").Layers} Layers how they are painted and told
 */

const PANE = "numbers";

/**
 * Draw the layer that the store names, at the opacity that it names.
 * @param {import("leaflet").Map} map
 * @param {{
 *   model: import("../core/contract.js").Model,
 *   labels: (number | null)[],
 *   sample: Promise<Uint8Array[]>,
 *   store: import("../core/store.js").Store,
 *   through: () => number[],
 *   placeOf: (z: number[]) => import("../core/viewport.js").Point,
 *   numbers: Ask,
 *   script: () => Promise<Layers>,
 * }} parts through: the code whose plane is shown; placeOf: where on it a code is
 */
export function drawNumberLayer(map, { model: { kind, extent }, labels, sample, store, ...source }) {
  const pane = map.createPane(PANE);
  pane.style.zIndex = "300"; // over the tiles, under the cloud
  const readout = Object.assign(document.createElement("div"), { className: "readout", hidden: true });
  map.getContainer().append(readout);
  const turns = swapLayers(map);
  const options = {
    tileSize: TILE_SIZE,
    minZoom: SMALLEST_ZOOM,
    minNativeZoom: 0,
    maxZoom: MAX_TILE_ZOOM,
    bounds: worldBounds(extent, INSET),
    keepBuffer: 0,
    pane: PANE,
  };
  /** @type {ReturnType<typeof squares> | undefined} */
  let shown;
  /** @type {Layers | undefined} */
  let by;
  let drawn = store.state.layer;

  function read() {
    const z = store.state[kind];
    const found = z && shown?.at(source.placeOf(z), map.getZoom());
    readout.hidden = !found;
    if (found) readout.textContent = by?.describe(found.numbers, found.cell, labels) ?? "";
  }
  function fail(/** @type {Error} */ { message }) {
    readout.hidden = false;
    readout.textContent = t("layer.failed", { reason: message });
  }
  const fade = () => (pane.style.opacity = String(store.state.opacity));
  const stops = [store.listen(["opacity"], fade), store.listen([kind], read)];
  fade();

  /** @param {import("../core/state.js").Layer} layer */
  function squaresOf(layer) {
    const through = source.through();
    /** @type {import("./number_squares.js").Load} */
    const load = async ({ z, x, y }, signal) => {
      by = await source.script();
      return source.numbers(layer, { tile: { z, x, y }, through }, signal);
    };
    /** @type {import("./layer_painters.js").Paint} */
    const draw = (canvas, numbers) => by?.painterOf(layer, kind, sample)(canvas, numbers);
    const className = layer === "nearest" ? "overlay digit" : "overlay";
    return squares({ ...options, className }, { extent, load, draw, onThere: read, onFailure: fail });
  }

  return {
    /** Show the layer that the store names, if any, on the plane that is shown. */
    show() {
      const { layer } = store.state;
      if (layer !== drawn) turns.clear(); // planes of one layer may overlap for a moment, different layers may not
      drawn = layer;
      shown = layer ? squaresOf(layer) : undefined;
      if (shown) turns.show(shown.layer);
      read();
    },
    unmount() {
      stops.forEach((stop) => stop());
      turns.clear();
      readout.remove();
    },
  };
}
