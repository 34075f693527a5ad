/** One model's map: tiles of decoded digits, the code cloud, the prior, the posterior, and the pin at the current z. */

import {
  CRS, Map as LeafletMap, TileLayer, Transformation, canvas, circleMarker, control, divIcon, extend, latLng, layerGroup, marker,
  polygon,
} from "../vendor/leaflet/leaflet.js";
import { MAX_TILE_ZOOM, TILE_SIZE, clampToWorld, denseView, ellipse, fitZoom, latentLength, neighbourDistance, transformation, worldBounds, zoomToShow } from "../viewport.js";
import { LABEL_COLOURS } from "../palette.js";
import { t } from "../text.js";

/** @typedef {import("../api.js").Model} Model */
/** @typedef {import("../api.js").Encoding} Encoding */
/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../viewport.js").Point} Point */

const ARROWS = /** @type {Record<string, Point>} */ ({
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
});
const KEY_STEP = 8;
const LONG_KEY_STEP = 40;
const PRIOR_RADII = [1, 2, 3];
const NEIGHBOURS = 10;
const TILE_INSET = 1e-6; // else rounding asks for tiles that only touch the world's edge
const EASE = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * @param {HTMLElement} element
 * @param {{model: Model, codes: import("../api.js").Code[], store: Store, tiles: string, onPoint: (z: number[], pinned: boolean) => void,
 *   onLeave: () => void, onView: (shown: [number, number][]) => void}} options
 */
export function mountMap(element, { model, codes, store, tiles, onPoint, onLeave, onView }) {
  const side = model.kind;
  const viewKey = /** @type {"mapae" | "mapvae"} */ (`map${side}`);
  const map = new LeafletMap(element, {
    crs: extend({}, CRS.Simple, { transformation: new Transformation(...transformation(model.extent)) }),
    maxBounds: worldBounds(model.extent), maxBoundsViscosity: 1, zoomSnap: 0, wheelPxPerZoomLevel: 90,
    keyboard: false, attributionControl: false, zoomControl: false, doubleClickZoom: false, minZoom: -3,
    zoomAnimation: !EASE.matches, fadeAnimation: false, inertia: !EASE.matches, maxZoom: MAX_TILE_ZOOM,
  });
  control.zoom({ position: "bottomright", zoomInTitle: t("map.zoom_in"), zoomOutTitle: t("map.zoom_out") }).addTo(map);
  new TileLayer(tiles, {
    tileSize: TILE_SIZE, minZoom: -3, minNativeZoom: 0, maxZoom: MAX_TILE_ZOOM, bounds: worldBounds(model.extent, TILE_INSET), keepBuffer: 1,
    className: "digit",
  }).addTo(map);

  const dots = canvas({ padding: 0.2 });
  const cloud = layerGroup();
  const shapes = layerGroup().addTo(map);
  const draws = layerGroup().addTo(map);
  const pin = marker([0, 0], { icon: divIcon({ className: "pin", iconSize: [26, 26] }), interactive: false, keyboard: false }).addTo(map);

  const corner = (/** @type {number[]} */ z) => latLng(z[1], z[0]);
  const dense = denseView(codes.map(({ mu }) => mu), model.extent);
  const fit = (/** @type {import("../viewport.js").Extent} */ square) => {
    const { x, y } = map.getSize();
    map.setMinZoom(fitZoom(x, y));
    const zoom = fitZoom(x, y) + Math.log2(model.extent.half_width / square.half_width);
    return map.setView(corner(square.center), zoom, { animate: false });
  };
  let atRest = store.state[viewKey] === null;
  const rest = () => {
    fit(dense);
    atRest = true;
    store.set({ [viewKey]: null });
  };
  const reportView = () => {
    const view = map.getBounds();
    onView([[view.getWest(), view.getEast()], [view.getSouth(), view.getNorth()]]);
  };

  /** @param {{latlng: import("leaflet").LatLng}} event @returns {Point} */
  const pointOf = ({ latlng }) => clampToWorld([latlng.lng, latlng.lat], model.extent);

  function moveByKey(/** @type {KeyboardEvent} */ event) {
    const arrow = ARROWS[event.key];
    if (!arrow) return false;
    const length = latentLength(model.extent, map.getZoom(), event.shiftKey ? LONG_KEY_STEP : KEY_STEP);
    const z = store.state[side] ?? model.extent.center;
    const point = clampToWorld([z[0] + arrow[0] * length, z[1] + arrow[1] * length], model.extent);
    onPoint([...point, ...z.slice(2)], true);
    map.panInside(corner(point), { padding: [30, 30], animate: false });
    return true;
  }

  function onKey(/** @type {KeyboardEvent} */ event) {
    const handled =
      moveByKey(event) ||
      ((event.key === "+" || event.key === "=") && map.setZoomAround(corner(store.state[side] ?? model.extent.center), map.getZoom() + 0.5)) ||
      (event.key === "-" && map.setZoomAround(corner(store.state[side] ?? model.extent.center), map.getZoom() - 0.5)) ||
      (event.key === "Home" && (rest(), true));
    if (handled) event.preventDefault();
  }

  let hovering = false;
  map.on("mousemove", (event) => {
    // A finger's tap also sends a mousemove; there it is the click that counts.
    const { buttons, pointerType } = /** @type {PointerEvent} */ (event.originalEvent);
    if (buttons || pointerType === "touch") return;
    hovering = true;
    onPoint(pointOf(event), false);
  });
  // Not Leaflet's mouseout, which is silent over the cloud's canvas.
  const onMouseLeave = () => {
    if (hovering) onLeave();
    hovering = false;
  };
  element.addEventListener("mouseleave", onMouseLeave);
  map.on("click", (event) => onPoint(pointOf(event), true));
  map.on("moveend", () => {
    const { lng, lat } = map.getCenter();
    atRest = false;
    reportView();
    store.set({ [viewKey]: [lng, lat, map.getZoom()] });
  });
  element.addEventListener("keydown", onKey);

  const resize = new ResizeObserver(() => {
    const resting = atRest;
    map.invalidateSize({ animate: false });
    map.setMinZoom(fitZoom(map.getSize().x, map.getSize().y));
    if (resting) rest();
  });

  function showPin() {
    const z = store.state[side];
    pin.setOpacity(z ? 1 : 0);
    if (z) pin.setLatLng(corner(z));
  }

  function showCloud() {
    const { cloud: visible, label } = store.state;
    cloud.eachLayer((dot) => {
      const { options } = /** @type {import("leaflet").CircleMarker & {options: {label: number}}} */ (dot);
      const shown = label === null || options.label === label;
      /** @type {import("leaflet").CircleMarker} */ (dot).setStyle({ opacity: shown ? 0.9 : 0.06, fillOpacity: shown ? 0.9 : 0.06 });
    });
    if (visible) cloud.addTo(map);
    else cloud.remove();
  }

  const unlisten = [store.listen([side], showPin), store.listen(["cloud", "label"], showCloud)];
  map.createPane("rings").style.zIndex = "450";
  const view = store.state[viewKey];
  rest();
  if (view && view.length === 3) map.setView(latLng(view[1], view[0]), view[2], { animate: false });
  if (side === "vae") {
    for (const radius of PRIOR_RADII) {
      polygon(ellipse([0, 0], [radius, radius]), { pane: "rings", className: "prior", fill: false, interactive: false, smoothFactor: 0.1 }).addTo(map);
      marker([radius, 0], { icon: divIcon({ className: "prior-label", html: `${radius}σ`, iconSize: [26, 16] }), interactive: false, keyboard: false }).addTo(map);
    }
  }
  resize.observe(element);
  for (const { mu, label } of codes) {
    const options = { renderer: dots, radius: 3.4, weight: 1, color: "#0008", fillColor: LABEL_COLOURS[label], interactive: false, label };
    circleMarker(corner(mu), options).addTo(cloud);
  }
  showCloud();
  showPin();
  reportView();

  return {
    /** Show what a digit became: an ellipse of one and two σ, to scale, or a dot. @param {Encoding | null} encoding */
    setEncoding(encoding) {
      shapes.clearLayers();
      draws.clearLayers();
      if (!encoding) return;
      const { mu, sigma } = encoding;
      const center = /** @type {Point} */ (mu.slice(0, 2));
      const base = { interactive: false, pane: "rings", smoothFactor: 0.1 };
      for (const times of sigma ? [1, 2] : []) {
        const radii = /** @type {Point} */ ((sigma ?? []).slice(0, 2).map((s) => s * times));
        polygon(ellipse(center, radii), { ...base, className: `posterior posterior-${times}` }).addTo(shapes);
      }
      if (!sigma) circleMarker(corner(mu), { ...base, radius: 4, className: "code-point" }).addTo(shapes);
      marker(corner(mu), { icon: divIcon({ className: `here here-${side}`, iconSize: [44, 44] }), interactive: false, keyboard: false }).addTo(shapes);
    },
    /** Show drawn codes as points. @param {number[][]} codes */
    setDraws(codes) {
      draws.clearLayers();
      for (const z of codes) circleMarker(corner(z), { pane: "rings", radius: 3, className: "drawn", interactive: false }).addTo(draws);
    },
    /** Look closely at a code. @param {Encoding} encoding */
    lookAt({ mu, sigma }) {
      const near = Math.min(dense.half_width / 16, neighbourDistance(mu, codes.map((code) => code.mu), NEIGHBOURS));
      const radii = sigma ?? [near, near];
      const zoom = Math.max(zoomToShow(model.extent, /** @type {Point} */ (radii.slice(0, 2)), map.getSize().x), map.getMinZoom());
      map.setView(corner(mu), zoom, { animate: false });
    },
    /** Have a code in sight; a map that shows it already stays. @param {number[]} z */
    reveal(z) {
      if (!map.getBounds().contains(corner(z))) map.panTo(corner(z), { animate: false });
    },
    /** Back to the first view. */
    rest,
    unmount() {
      unlisten.forEach((stop) => stop());
      resize.disconnect();
      element.removeEventListener("keydown", onKey);
      element.removeEventListener("mouseleave", onMouseLeave);
      map.remove();
    },
  };
}
