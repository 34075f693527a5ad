/** A layer of numbers over a map's tiles, painted cell by cell, and what it says of the current z. */

import { GridLayer } from "../vendor/leaflet/leaflet.js";
import { SIDE, paint } from "../pixels.js";
import { colours } from "../ramp.js";
import { format, short, t } from "../text.js";
import { MAX_TILE_ZOOM, TILE_SIZE, cellAt, worldBounds } from "../viewport.js";
import { INSET, SMALLEST_ZOOM } from "./layers.js";
import { takeTurns } from "./turns.js";

/** @typedef {import("../ramp.js").Numbers} Numbers */
/** @typedef {(url: string, signal: AbortSignal) => Promise<Numbers>} Load */

const TRIES = 5;
const FIRST_PAUSE_MS = 500;
const PANE = "numbers";

/**
 * What covers the map; which layer, and how opaque, is in the store.
 * @param {import("leaflet").Map} map
 * @param {{model: import("../api.js").Model, labels: number[], sample: Uint8Array[], store: import("../store.js").Store, load: Load}} parts
 */
export function drawOverlay(map, { model: { kind, extent }, labels, sample, store, load }) {
  const pane = map.createPane(PANE);
  pane.style.zIndex = "300"; // over the tiles, under the cloud
  const readout = Object.assign(document.createElement("output"), { className: "readout", hidden: true });
  map.getContainer().append(readout);
  const turns = takeTurns(map);
  const options = {
    tileSize: TILE_SIZE, minZoom: SMALLEST_ZOOM, minNativeZoom: 0, maxZoom: MAX_TILE_ZOOM,
    bounds: worldBounds(extent, INSET), keepBuffer: 0, pane: PANE,
  };
  /** @type {ReturnType<typeof squares> | undefined} */
  let shown;
  let drawn = store.state.layer;

  function read() {
    const z = store.state[kind];
    const found = z && shown?.at(z, map.getZoom());
    readout.hidden = !found;
    if (found) readout.textContent = describe(found.numbers, found.cell, labels);
  }
  function fail(/** @type {Error} */ { message }) {
    readout.hidden = false;
    readout.textContent = t("layer.failed", { reason: message });
  }
  const fade = () => (pane.style.opacity = String(store.state.opacity));
  const stops = [store.listen(["opacity"], fade), store.listen([kind], read)];
  fade();

  return {
    /** Cover the map with what is at an address, or with nothing. @param {string} address */
    show(address) {
      const { layer } = store.state;
      if (layer !== drawn || !address) turns.clear(); // only of one layer may two planes be mixed for a moment
      drawn = layer;
      const draw = layer === "nearest" ? mosaic(sample) : fill;
      const className = layer === "nearest" ? "overlay digit" : "overlay";
      shown = address ? squares({ ...options, className }, { address, extent, load, draw, onThere: read, onFailure: fail }) : undefined;
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

/**
 * Squares of numbers, each fetched when it comes into sight, and no longer wanted when it leaves.
 * @param {import("leaflet").GridLayerOptions} options
 * @param {{address: string, extent: import("../viewport.js").Extent, load: Load, draw: (canvas: HTMLCanvasElement, numbers: Numbers) => void,
 *   onThere: () => void, onFailure: (error: Error) => void}} how
 */
function squares(options, { address, extent, load, draw, onThere, onFailure }) {
  const layer = new GridLayer(options);
  /** What is there, by zoom/x/y. @type {Map<string, Numbers>} */
  const there = new Map();
  /** @type {Map<HTMLElement, AbortController>} */
  const asked = new Map();

  /** @param {HTMLCanvasElement} canvas @param {import("leaflet").Coords} coords @param {AbortSignal} signal */
  async function fetchInto(canvas, { x, y, z }, signal) {
    const url = address.replace("{z}", String(z)).replace("{x}", String(x)).replace("{y}", String(y));
    const numbers = await patiently(load, url, signal);
    draw(canvas, numbers);
    there.set(`${z}/${x}/${y}`, numbers);
  }
  /** @param {import("leaflet").Coords} coords @param {import("leaflet").DoneCallback} done */
  function createTile(coords, done) {
    const canvas = document.createElement("canvas");
    const asking = new AbortController();
    asked.set(canvas, asking);
    fetchInto(canvas, coords, asking.signal).then(() => {
      done(undefined, canvas);
      onThere();
    }).catch((error) => asking.signal.aborted || onFailure(error));
    return canvas;
  }
  Object.assign(layer, { createTile });
  layer.on("tileunload", ({ tile, coords: { x, y, z } }) => {
    asked.get(tile)?.abort();
    asked.delete(tile);
    there.delete(`${z}/${x}/${y}`);
  });
  return {
    layer,
    /** The numbers of the square that a z lies in, and its cell there. @param {number[]} z @param {number} zoom */
    at([z0, z1], zoom) {
      const { tile, across, down } = cellAt([z0, z1], extent, zoom);
      const numbers = there.get(tile);
      return numbers && { numbers, cell: Math.floor(down * numbers.cells) * numbers.cells + Math.floor(across * numbers.cells) };
    },
  };
}

/** A server that was busy, or a network that was away, may have it later. @param {Load} load @param {string} url @param {AbortSignal} signal */
async function patiently(load, url, signal) {
  for (let tries = 1; ; tries++) {
    try {
      return await load(url, signal);
    } catch (error) {
      if (signal.aborted || tries === TRIES) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (tries - 1)));
    signal.throwIfAborted();
  }
}

/** A pixel a cell. @param {HTMLCanvasElement} canvas @param {Numbers} numbers */
function fill(canvas, numbers) {
  canvas.width = canvas.height = numbers.cells;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.putImageData(new ImageData(colours(numbers), numbers.cells), 0, 0);
}

/** A real digit a cell, as large as the decoded ones are in a tile. @param {Uint8Array[]} sample */
const mosaic = (sample) => (/** @type {HTMLCanvasElement} */ canvas, /** @type {Numbers} */ { cells, index = [] }) => {
  canvas.width = canvas.height = TILE_SIZE;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillRect(0, 0, TILE_SIZE, TILE_SIZE);
  const step = TILE_SIZE / cells;
  const gap = (step - SIDE) / 2;
  index.forEach((digit, i) => paint(canvas, sample[digit], (i % cells) * step + gap, Math.floor(i / cells) * step + gap));
};

/** What the numbers say of a cell. @param {Numbers} numbers @param {number} cell @param {number[]} labels of the sample */
export function describe({ label, confidence, log10_area, density, index, distance }, cell, labels) {
  const brief = (/** @type {number} */ value) => short(Number(value.toPrecision(2)));
  if (label && confidence) return t("layer.at_labels", { label: label[cell], percent: format(100 * confidence[cell], 0) });
  if (log10_area) return t("layer.at_stretch", { value: brief(10 ** log10_area[cell]) });
  if (density) return t("layer.at_density", { value: brief(density[cell]) });
  if (index && distance) return t("layer.at_nearest", { label: labels[index[cell]], distance: format(distance[cell], 2) });
  throw new Error("these are no numbers of a layer");
}
