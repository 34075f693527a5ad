/** One model's map: its view, which is kept in the URL, and all that lies over its tiles. */

import { corner, createMap, limit } from "../map/base_map.js";
import { keepView } from "../map/kept_view.js";
import { drawCloud, drawLetters, drawPin, drawPosterior, drawPrior } from "../map/codes.js";
import { drawPath, drawPins, drawRing, drawSpot, drawTrail } from "../map/marks.js";
import { listenToDrawing } from "../map/line_drawing.js";
import { listenToKeys, listenToPointer } from "../map/pointing.js";
import { drawNumberLayer } from "../map/number_layer.js";
import { drawTiles } from "../map/tiles.js";
import { shareWheel } from "../map/wheel.js";
import { watchDensity } from "../page/screen_density.js";
import { t } from "../page/text.js";
import { onto, placeOn } from "../core/plane.js";
import { inWorld, isNear, offPlane, spreadOn } from "../core/plane_map.js";
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
 *   plane: import("../core/plane.js").Plane,
 *   codes: import("../core/contract.js").Code[],
 *   look: import("../core/latent_units.js").Look,
 *   sample: Promise<Uint8Array[]>,
 *   store: Store,
 * }} Content
 * @typedef {{
 *   tiles: (through: number[]) => string,
 *   numbers: import("../map/number_layer.js").Ask,
 *   layers: () => Promise<import("../map/number_layer.js").Layers>,
 *   fetchTile: import("../map/missing_tiles.js").FetchTile,
 *   drawn: boolean,
 *   decode: import("../map/decoded_tiles.js").Decode | null,
 *   signal: AbortSignal,
 * }} Source of what covers the map: URL template of its tiles on the plane through a code, and how numbers and tiles are
 *   asked for; drawn: whether a server draws the tiles; decode: how the page does, if it does; signal: aborted once no more may be
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
export function mountLatentMap(
  element,
  { model, plane, codes, look, sample, store },
  { tiles, numbers, layers: script, ...source },
  on,
) {
  const side = model.kind;
  const { extent } = plane;
  const shown = { ...model, extent };
  const placeOf = (/** @type {number[]} */ z) => placeOn(plane, z);
  const at = (/** @type {number[]} */ z) => corner(placeOf(z));
  const map = createMap(element, plane);
  const view = keepView(map, { model: shown, look, store, onView: on.view });
  const through = () => store.state[side] ?? inWorld(null, plane);
  const onPlane = () => onto(plane, through());
  const kept = { side, store, through };
  const ground = drawTiles(map, shown, { ...source, onPlane });
  const labels = codes.map(({ label }) => label);
  const overlay = drawNumberLayer(map, { model: shown, labels, sample, store, through, placeOf, numbers, script });
  const covering = (/** @type {number[]} */ z) => (store.state.layer ? [store.state.layer, tiles(z)].join() : "");
  const releaseOverlay = keepPlane(overlay, { ...kept, tiles: covering });

  const cloud = drawCloud(map, codes, at);
  if (side === "vae") drawPrior(map);
  const posterior = drawPosterior(map, model, plane);
  const pin = drawPin(map, at);
  const places = codes.map(({ mu }) => placeOf(mu));
  /** How far each code lies off the plane that is shown. @type {number[]} */
  let off = [];
  const showCloud = () => cloud.show(store.state.cloud, store.state.label, off);
  function showPlane(/** @type {string} */ url) {
    ground.show(url);
    const away = offPlane(plane, through(), model.sd);
    off = codes.map(({ mu }) => away(mu));
    showCloud();
  }
  const releasePlane = keepPlane({ show: showPlane }, { ...kept, tiles });
  const showPin = () => pin.show(store.state[side]);
  const stops = [store.listen(["cloud", "label"], showCloud), store.listen([side], showPin)];
  showPin();

  const listening = new AbortController();
  const { signal } = listening;
  const codeAt = (/** @type {[number, number]} */ place, /** @type {number} */ reach) => {
    const { cloud: drawn, label: only } = store.state;
    if (!drawn) return null;
    const isSeen = (/** @type {{index: number}} */ { index }) =>
      isNear(off[index]) && (only === null || labels[index] === only);
    return nearestCode(place, places.map((mu, index) => ({ index, mu })).filter(isSeen), reach);
  };
  /** Whether a code is in sight. @param {number[]} z */
  const sees = (z) => map.getBounds().contains(at(z));
  shareWheel(map, signal);
  watchDensity(() => [ground, cloud].forEach((layer) => layer.sharpen()), signal);
  listenToPointer(map, {
    extent,
    codeAt,
    onPick: on.pick,
    // Pointing moves z within the plane.
    onGlance: (place) => on.glance(onPlane()(place)),
    onPoint: (place, rests) => on.point(onPlane()(place), rests),
    onLeave: on.leave,
    signal,
  });
  listenToKeys(map, {
    extent,
    current: () => placeOf(through()),
    onStep: (place) => on.step(onPlane()(place)),
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
    ring: drawRing(map, plane),
    spot: drawSpot(map, at),
    letters: drawLetters(map, at),
    path: drawPath(map, at),
    trail: drawTrail(map, at),
    pins: drawPins(map, { at, name: t(side), onMove: on.pin }),
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
        const near = Math.min(look.dense.half_width / 16, neighbourDistance(placeOf(mu), places, NEIGHBOURS));
        const least = spreadOn(plane, reach).widths;
        const own = sigma ? spreadOn(plane, sigma).widths : [near, near];
        const [x, y] = own.map((radius, axis) => Math.max(radius, least[axis]));
        const zoom = zoomToShow(extent, [x, y], map.getSize().x);
        map.setView(at(mu), Math.max(zoom, map.getMinZoom()), { animate: false });
      },
    ),
    /** Centre the map on a code, unless it is already in sight. */
    reveal: view.onceSized((/** @type {number[]} */ z) => sees(z) || map.panTo(at(z), { animate: false })),
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
 * Keep a layer on the plane through the current z, once what of it lies beside the plane rests.
 * @param {{show: (url: string) => void}} layer
 * @param {{
 *   side: import("../core/sides.js").Side,
 *   store: Store,
 *   through: () => number[],
 *   tiles: (through: number[]) => string,
 * }} options tiles: URL template, or another name, of what covers the plane through a code
 */
function keepPlane(layer, { side, store, through, tiles }) {
  const wanted = () => tiles(through());
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
  const stop = store.listen([side, "layer"], () => {
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
