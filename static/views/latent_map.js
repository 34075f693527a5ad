/** One model's map: its view, which is kept in the URL, and all that lies over its tiles. */

import { corner, createMap, limit } from "../map/base_map.js";
import { drawCloud, drawPin, drawPosterior, drawPrior } from "../map/codes.js";
import { drawPath, drawPins, drawRing, drawTrail } from "../map/marks.js";
import { listenToDrawing } from "../map/line_drawing.js";
import { listenToKeys, listenToPointer } from "../map/pointing.js";
import { drawNumberLayer } from "../map/number_layer.js";
import { drawTiles } from "../map/tiles.js";
import { shareWheel } from "../map/wheel.js";
import { watchDensity } from "../page/screen_density.js";
import { t } from "../page/text.js";
import { clampToWorld, fitZoom, MAX_TILE_ZOOM, nearestCode, neighbourDistance, zoomToShow } from "../core/viewport.js";

/** @typedef {import("../core/contract.js").Model} Model */
/** @typedef {import("../core/contract.js").Encoding} Encoding */
/** @typedef {import("../core/store.js").Store} Store */
/** @typedef {{center: [number, number], zoom: number}} View */
/** @typedef {{animated: boolean, view?: View}} Move a move of the map; animated: about to start, towards view */
/** @typedef {ReturnType<typeof mountLatentMap>} LatentMap */
/**
 * @typedef {{
 *   model: Model,
 *   codes: import("../core/contract.js").Code[],
 *   look: import("../core/latent_units.js").Look,
 *   sample: Promise<Uint8Array[]>,
 *   store: Store,
 * }} Content
 * @typedef {{
 *   tiles: (through: number[]) => string,
 *   layers: (layer: import("../core/state.js").Layer, through: number[]) => string,
 *   load: import("../map/number_squares.js").Load,
 *   fetchTile: import("../map/missing_tiles.js").FetchTile,
 *   signal: AbortSignal,
 * }} Source of what covers the map: URL templates of the plane through a code, and how numbers and tiles are loaded;
 *   signal: aborted once no more may be
 * @typedef {{
 *   glance: (z: number[]) => void,
 *   point: (z: number[], rests: boolean) => void,
 *   step: (z: number[]) => void,
 *   leave: () => void,
 *   view: (shown: [number, number][]) => void,
 *   move: (how: Move) => void,
 *   pin: (pin: import("../map/marks.js").Pin, z: [number, number]) => void,
 *   pick: (index: number) => void,
 * }} Events glance: between frames; point: by pointer; step: by key; view: at the end of a move; pick: of a code of the cloud
 */

const NEIGHBOURS = 10; // shown at least by a close look
const PLANE_RESTS_MS = 150;
const PAPER = matchMedia("print");

/** @param {HTMLElement} element @param {Content} content @param {Source} source @param {Events} on */
export function mountLatentMap(element, { model, codes, look, sample, store }, { tiles, layers, load, ...source }, on) {
  const side = model.kind;
  const { extent } = model;
  const map = createMap(element, model);
  const view = keepView(map, { model, look, store, onView: on.view });
  const through = () => store.state[side] ?? extent.center;
  const ground = drawTiles(map, model, { ...source, through });
  const releasePlane = keepPlane(ground, { model, store, tiles });
  const overlay = drawNumberLayer(map, { model, labels: codes.map(({ label }) => label), sample, store, load });
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
  // Pointing moves z within the map's plane; its other coordinates stay.
  const onPlane = (/** @type {number[]} */ z) => [...z, ...(store.state[side] ?? []).slice(z.length)];
  const codeAt = (/** @type {[number, number]} */ z, /** @type {number} */ reach) => {
    const { cloud: drawn, label: only } = store.state;
    if (!drawn) return null;
    const visible = codes.filter(({ label }) => only === null || label === only);
    return nearestCode(z, visible, reach);
  };
  shareWheel(map, signal);
  watchDensity(() => [ground, cloud].forEach((layer) => layer.sharpen()), signal);
  listenToPointer(map, {
    extent,
    codeAt,
    onPick: on.pick,
    onGlance: (z) => on.glance(onPlane(z)),
    onPoint: (z, rests) => on.point(onPlane(z), rests),
    onLeave: on.leave,
    signal,
  });
  listenToKeys(map, {
    extent,
    current: () => store.state[side] ?? extent.center,
    onStep: on.step,
    onHome: view.rest,
    signal,
  });
  map.on("move", () => on.move({ animated: false }));
  map.on(
    "zoomanim",
    ({ center, zoom, noUpdate }) =>
      noUpdate || on.move({ animated: true, view: { center: [center.lng, center.lat], zoom } }),
  );

  return {
    ring: drawRing(map),
    path: drawPath(map),
    trail: drawTrail(map),
    pins: drawPins(map, { name: t(side), onMove: on.pin }),
    /** Let the visitor draw a line. @param {Parameters<typeof listenToDrawing>[1]} options */
    draw: (options) => listenToDrawing(map, options),
    /** Have the map's digits decoded by this, or by the server. */
    decodeBy: ground.decodeBy,
    setEncoding: posterior.show,
    setDraws: posterior.showDraws,
    /**
     * Zoom to a code's posterior, or to its nearest neighbours if it has none, and at least to a reach around it.
     * @param {Pick<Encoding, "mu" | "sigma">} encoding
     * @param {number[]} reach per axis, latent units
     */
    lookAt({ mu, sigma }, reach) {
      const near = Math.min(
        look.dense.half_width / 16,
        neighbourDistance(
          mu,
          codes.map((code) => code.mu),
          NEIGHBOURS,
        ),
      );
      const [x, y] = (sigma ?? [near, near]).map((radius, axis) => Math.max(radius, reach[axis]));
      const zoom = zoomToShow(extent, [x, y], map.getSize().x);
      map.setView(corner(mu), Math.max(zoom, map.getMinZoom()), { animate: false });
    },
    /** Centre the map on a code, unless it is already in sight. @param {number[]} z */
    reveal(z) {
      if (!this.sees(z)) map.panTo(corner(z), { animate: false });
    },
    /** Whether a code is in sight. @param {number[]} z */
    sees: (z) => map.getBounds().contains(corner(z)),
    /** The current view. @returns {View} */
    view: () => ({ center: [map.getCenter().lng, map.getCenter().lat], zoom: map.getZoom() }),
    /** Move to a view. @param {View} shown @param {boolean} animated */
    show: ({ center, zoom }, animated) => void map.setView(corner(center), zoom, { animate: animated }),
    /** Limit how far it may be moved. @param {Parameters<typeof limit>[1]} corners */
    limit: (corners) => limit(map, corners),
    /** The zoom of the initial view. */
    overview: view.overview,
    /** Return to the initial view. */
    rest: view.rest,
    /** Show a view as a link names it. */
    look: view.look,
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
 * Keep the map's view in the URL: the dense part of the cloud at first, then what the visitor chose. While the initial
 * view is untouched, resizing restores it.
 * @param {import("leaflet").Map} map
 * @param {Pick<Content, "model" | "look" | "store"> & {onView: Events["view"]}} options
 */
function keepView(map, { model: { kind, extent }, look: { dense, widest }, store, onView }) {
  const key = /** @type {"mapae" | "mapvae"} */ (`map${kind}`);
  const asked = store.state[key];
  let resting = true;

  /** The zoom at which a square of latent space fits. @param {number} half its half width, latent units */
  function zoomFor(half) {
    const { x, y } = map.getSize();
    return fitZoom(x, y) + Math.log2(extent.half_width / half);
  }
  const overview = () => zoomFor(dense.half_width);
  function rest() {
    map.setMinZoom(zoomFor(widest));
    map.setView(corner(dense.center), overview(), { animate: false });
    resting = true;
    store.set({ [key]: null });
  }
  map.on("moveend", () => {
    const { lng, lat } = map.getCenter();
    const shown = map.getBounds();
    resting = false;
    onView([
      [shown.getWest(), shown.getEast()],
      [shown.getSouth(), shown.getNorth()],
    ]);
    store.set({ [key]: [lng, lat, map.getZoom()] });
  });
  const element = map.getContainer();
  const resize = new ResizeObserver(() => {
    // On paper a map is as on the screen, and scaled: Leaflet can't load other tiles for it.
    if (PAPER.matches) return;
    const rested = resting;
    element.style.setProperty("--wide", String(element.offsetWidth));
    element.style.setProperty("--high", String(element.offsetHeight));
    map.invalidateSize({ animate: false });
    map.setMinZoom(zoomFor(widest));
    if (rested) rest();
  });

  /** Show a view as a link names it; without one, the initial view. @param {number[] | null} named */
  function look(named) {
    rest();
    if (named?.length !== 3) return;
    map.setView(corner(clampToWorld([named[0], named[1]], extent)), Math.min(named[2], MAX_TILE_ZOOM), {
      animate: false,
    });
  }

  look(asked);
  resize.observe(element);
  return { rest, look, overview, release: () => resize.disconnect() };
}

/**
 * Keep a layer on the plane of the first two axes through the current z, once z's other coordinates rest.
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
