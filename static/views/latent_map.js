/** One model's map: its view, which is kept in the URL, and all that lies over its tiles. */

import { corner, createMap, limit } from "../map/base_map.js";
import { keepView } from "../map/kept_view.js";
import { drawCloud, drawPin, drawPosterior, drawPrior } from "../map/codes.js";
import { drawPath, drawPins, drawRing, drawSpot, drawTrail } from "../map/marks.js";
import { listenToDrawing } from "../map/line_drawing.js";
import { listenToKeys, listenToPointer } from "../map/pointing.js";
import { drawNumberLayer } from "../map/number_layer.js";
import { drawTiles } from "../map/tiles.js";
import { shareWheel } from "../map/wheel.js";
import { watchDensity } from "../page/screen_density.js";
import { t } from "../page/text.js";
import { nearestCode, neighbourDistance, zoomToShow } from "../core/viewport.js";

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
 *   numbers: import("../map/number_layer.js").Ask,
 *   fetchTile: import("../map/missing_tiles.js").FetchTile,
 *   drawn: boolean,
 *   signal: AbortSignal,
 * }} Source of what covers the map: URL template of its tiles on the plane through a code, and how numbers and tiles are
 *   asked for; drawn: whether a server draws the tiles; signal: aborted once no more may be
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

/** @param {HTMLElement} element @param {Content} content @param {Source} source @param {Events} on */
export function mountLatentMap(element, { model, codes, look, sample, store }, { tiles, numbers, ...source }, on) {
  const side = model.kind;
  const { extent } = model;
  const map = createMap(element, model);
  const view = keepView(map, { model, look, store, onView: on.view });
  const through = () => store.state[side] ?? extent.center;
  const ground = drawTiles(map, model, { ...source, through });
  const releasePlane = keepPlane(ground, { model, store, tiles });
  const labels = codes.map(({ label }) => label);
  const overlay = drawNumberLayer(map, { model, labels, sample, store, through, numbers });
  const covering = (/** @type {number[]} */ z) => (store.state.layer ? [store.state.layer, ...z.slice(2)].join() : "");
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
  /** Whether a code is in sight. @param {number[]} z */
  const sees = (z) => map.getBounds().contains(corner(z));
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
  map.on("move", () => view.isMoving() && on.move({ animated: false }));
  map.on(
    "zoomanim",
    ({ center, zoom, noUpdate }) =>
      noUpdate || on.move({ animated: true, view: { center: [center.lng, center.lat], zoom } }),
  );

  return {
    ring: drawRing(map),
    spot: drawSpot(map),
    path: drawPath(map),
    trail: drawTrail(map),
    pins: drawPins(map, { name: t(side), onMove: on.pin }),
    /** Let the visitor draw a line. @param {Parameters<typeof listenToDrawing>[1]} options */
    draw: (options) => listenToDrawing(map, options),
    /** Have the map's digits decoded by this, or by the server. */
    decodeBy: ground.decodeBy,
    setEncoding: posterior.show,
    setDraws: posterior.showDraws,
    /** Leaflet's own, to be read. */
    leaflet: map,
    /** Zoom to a code's posterior, or to its nearest neighbours if it has none, and at least to a reach around it. */
    lookAt: view.onceSized(
      (/** @type {Pick<Encoding, "mu" | "sigma">} */ { mu, sigma }, /** @type {number[]} */ reach) => {
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
    ),
    /** Centre the map on a code, unless it is already in sight. */
    reveal: view.onceSized((/** @type {number[]} */ z) => sees(z) || map.panTo(corner(z), { animate: false })),
    sees,
    /** The current view. @returns {View} */
    view: () => ({ center: [map.getCenter().lng, map.getCenter().lat], zoom: map.getZoom() }),
    /** Move to a view. */
    show: view.onceSized((/** @type {View} */ { center, zoom }, /** @type {boolean} */ animated) =>
      map.setView(corner(center), zoom, { animate: animated }),
    ),
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
 * Keep a layer on the plane of the first two axes through the current z, once z's other coordinates rest.
 * @param {{show: (url: string) => void}} layer
 * @param {{model: Model, store: Store, tiles: (through: number[]) => string}} options tiles: URL template, or another name,
 *   of what covers the plane through a code
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
