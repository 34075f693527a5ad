/** One model's map: what it shows of the world, kept in the URL, and what lies over its tiles. */

import { corner, createMap, drawCloud, drawPin, drawPosterior, drawPrior } from "../map/layers.js";
import { drawOverlay } from "../map/overlay.js";
import { listenToKeys, listenToPointer } from "../map/pointing.js";
import { drawTiles } from "../map/tiles.js";
import { denseView, fitZoom, neighbourDistance, zoomToShow } from "../viewport.js";

/** @typedef {import("../api.js").Model} Model */
/** @typedef {import("../api.js").Encoding} Encoding */
/** @typedef {import("../store.js").Store} Store */

const NEIGHBOURS = 10;
const PLANE_RESTS_MS = 150;

/**
 * @param {HTMLElement} element
 * @param {{model: Model, codes: import("../api.js").Code[], sample: Uint8Array[], store: Store, tiles: (through: number[]) => string,
 *   layers: (layer: import("../store.js").Layer, through: number[]) => string, load: import("../map/overlay.js").Load, onPoint: (z: number[], rests: boolean) => void,
 *   onLeave: () => void, onView: (shown: [number, number][]) => void}} options
 */
export function mountMap(element, { model, codes, sample, store, tiles, layers, load, onPoint, onLeave, onView }) {
  const side = model.kind;
  const { extent } = model;
  const map = createMap(element, model);
  const dense = denseView(codes.map(({ mu }) => mu), extent);
  const view = keepView(map, { model, dense, store, onView });
  const releasePlane = keepPlane(drawTiles(map, model), { model, store, tiles });
  const overlay = drawOverlay(map, { model, labels: codes.map(({ label }) => label), sample, store, load });
  const covering = (/** @type {number[]} */ through) => (store.state.layer ? layers(store.state.layer, through) : "");
  const releaseOverlay = keepPlane(overlay, { model, store, tiles: covering });

  const cloud = drawCloud(map, codes);
  if (side === "vae") drawPrior(map);
  const posterior = drawPosterior(map, model);
  const pin = drawPin(map);
  const showCloud = () => cloud.show(store.state.cloud, store.state.label);
  const showPin = () => pin.show(store.state[side]);
  const stops = [store.listen(["cloud", "label"], showCloud), store.listen([side], showPin)];
  showCloud();
  showPin();

  const listening = new AbortController();
  const { signal } = listening;
  // Pointing moves z in the map's plane; its other coordinates stay.
  const onPlane = (/** @type {number[]} */ z) => [...z, ...(store.state[side] ?? []).slice(z.length)];
  listenToPointer(map, { extent, onPoint: (z, rests) => onPoint(onPlane(z), rests), onLeave, signal });
  listenToKeys(map, { extent, current: () => store.state[side] ?? extent.center, onPoint, onHome: view.rest, signal });

  return {
    setEncoding: posterior.show,
    setDraws: posterior.showDraws,
    /** Look closely at a code. @param {Encoding} encoding */
    lookAt({ mu, sigma }) {
      const near = Math.min(dense.half_width / 16, neighbourDistance(mu, codes.map((code) => code.mu), NEIGHBOURS));
      const zoom = zoomToShow(extent, sigma ? [sigma[0], sigma[1]] : [near, near], map.getSize().x);
      map.setView(corner(mu), Math.max(zoom, map.getMinZoom()), { animate: false });
    },
    /** Have a code in sight; a map that shows it already stays. @param {number[]} z */
    reveal(z) {
      if (!map.getBounds().contains(corner(z))) map.panTo(corner(z), { animate: false });
    },
    /** Back to the first view. */
    rest: view.rest,
    unmount() {
      stops.forEach((stop) => stop());
      listening.abort();
      view.release();
      releasePlane();
      releaseOverlay();
      overlay.unmount();
      map.remove();
    },
  };
}

/**
 * Which part of the world is in sight: the dense part at first, then what the visitor chose, which the URL names.
 * @param {import("leaflet").Map} map
 * @param {{model: Model, dense: import("../viewport.js").Extent, store: Store, onView: (shown: [number, number][]) => void}} options
 */
function keepView(map, { model: { kind, extent }, dense, store, onView }) {
  const key = /** @type {"mapae" | "mapvae"} */ (`map${kind}`);
  const asked = store.state[key];
  let resting = true;

  /** The zoom at which the whole world fits is the smallest. */
  function fitWorld() {
    const { x, y } = map.getSize();
    map.setMinZoom(fitZoom(x, y));
    return fitZoom(x, y);
  }
  function rest() {
    map.setView(corner(dense.center), fitWorld() + Math.log2(extent.half_width / dense.half_width), { animate: false });
    resting = true;
    store.set({ [key]: null });
  }
  map.on("moveend", () => {
    const { lng, lat } = map.getCenter();
    const shown = map.getBounds();
    resting = false;
    onView([[shown.getWest(), shown.getEast()], [shown.getSouth(), shown.getNorth()]]);
    store.set({ [key]: [lng, lat, map.getZoom()] });
  });
  const resize = new ResizeObserver(() => {
    const rested = resting;
    map.invalidateSize({ animate: false });
    fitWorld();
    if (rested) rest();
  });

  rest();
  if (asked?.length === 3) map.setView(corner(asked), asked[2], { animate: false });
  resize.observe(map.getContainer());
  return { rest, release: () => resize.disconnect() };
}

/**
 * Which plane tiles or a layer show: that of the first two axes through the current z, once its other coordinates rest.
 * @param {{show: (url: string) => void}} layer
 * @param {{model: Model, store: Store, tiles: (through: number[]) => string}} options
 */
function keepPlane(layer, { model: { kind, extent }, store, tiles }) {
  const wanted = () => tiles(store.state[kind] ?? extent.center);
  let asked = wanted();
  let shown = asked;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  function show() {
    if (asked === shown) return;
    shown = asked;
    layer.show(shown);
  }
  layer.show(shown);
  const stop = store.listen([kind, "layer"], () => {
    if (wanted() === asked) return;
    asked = wanted();
    clearTimeout(timer);
    timer = setTimeout(show, PLANE_RESTS_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
