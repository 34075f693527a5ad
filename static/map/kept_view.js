/** A map's view, kept in the URL: the dense part of the cloud at first, then what the visitor chose. */

import { corner, limit } from "./base_map.js";
import { MAX_TILE_ZOOM, clampToWorld, fitZoom } from "../core/viewport.js";

const PAPER = matchMedia("print");
const FAR = 1e9; // latent units

/** @typedef {import("../core/latent_units.js").Look} Look */

/**
 * While the initial view is untouched, resizing restores it. A map without a size, as in a frame that is not shown yet,
 * does what it is told once it has one: until then nobody could tell what is in sight.
 * @param {import("leaflet").Map} map
 * @param {{
 *   model: import("../core/contract.js").Model,
 *   look: Look,
 *   store: import("../core/store.js").Store,
 *   onView: (shown: [number, number][]) => void,
 * }} options
 */
export function keepView(map, { model: { kind, extent }, look: widths, store, onView }) {
  const key = /** @type {"mapae" | "mapvae"} */ (`map${kind}`);
  const hasSize = () => Math.min(map.getSize().x, map.getSize().y) > 0;
  const { onceSized, catchUp, forget } = untilSized(hasSize);
  const { overview, limitZoom, begin } = framing(map, extent, widths);
  let first = store.state[key];
  let [resting, resizing] = [true, false];

  function rest() {
    if (!hasSize()) return look(null);
    begin();
    resting = true;
    store.set({ [key]: null });
  }
  /** Show a view as a link names it; without one, the initial view. @param {number[] | null} named */
  function look(named) {
    if (!hasSize()) {
      first = named;
      return forget();
    }
    rest();
    if (named?.length !== 3) return;
    map.setView(corner(clampToWorld([named[0], named[1]], extent)), Math.min(named[2], MAX_TILE_ZOOM), {
      animate: false,
    });
  }
  /** Show what was in sight, at another size. */
  function resized() {
    const [rested, center, sized] = [resting, map.getCenter(), hasSize()];
    takeSize(map);
    limitZoom();
    if (!sized) look(first);
    else if (rested) rest();
    else map.setView(center, map.getZoom(), { animate: false });
  }

  begin(); // Leaflet needs a view, whatever its size
  map.on("moveend", () => {
    if (!hasSize()) return;
    const { lng, lat } = map.getCenter();
    resting = false;
    onView(inSight(map));
    store.set({ [key]: [lng, lat, map.getZoom()] });
  });
  look(first);
  const release = watchSize(map.getContainer(), () => {
    resizing = true;
    resized();
    resizing = false;
    catchUp();
  });

  return {
    rest,
    look,
    overview,
    onceSized,
    /** Whether the map moves of itself: not because it has another size, as the other one then has too, or none. */
    isMoving: () => hasSize() && !resizing,
    release,
  };
}

/** What a map is told before it has a size, for when it has one. @param {() => boolean} hasSize */
function untilSized(hasSize) {
  /** @type {(() => void)[]} */
  let later = [];
  /**
   * @template {any[]} Given
   * @param {(...given: Given) => unknown} act @returns {(...given: Given) => void}
   */
  const onceSized =
    (act) =>
    (...given) =>
      void (hasSize() ? act(...given) : later.push(() => act(...given)));
  return {
    onceSized,
    catchUp: () => later.splice(0).forEach((act) => act()),
    forget: () => void (later = []),
  };
}

/**
 * How much of latent space a map shows, whatever its size.
 * @param {import("leaflet").Map} map @param {import("../core/contract.js").Model["extent"]} extent @param {Look} look
 */
function framing(map, extent, { dense, widest }) {
  /** The zoom at which a square of latent space fits. @param {number} half its half width, latent units */
  function zoomFor(half) {
    const { x, y } = map.getSize();
    return fitZoom(x, y) + Math.log2(extent.half_width / half);
  }
  const overview = () => zoomFor(dense.half_width);
  /** Let nobody zoom out farther. Not by setMinZoom: it begins to zoom by itself, and ends after what is shown next. */
  function limitZoom() {
    map.options.minZoom = zoomFor(widest);
    map.fire("zoomlevelschange");
  }
  function begin() {
    limitZoom();
    map.setView(corner(dense.center), overview(), { animate: false });
  }
  return { overview, limitZoom, begin };
}

/** What a map shows of either axis. @param {import("leaflet").Map} map @returns {[number, number][]} */
function inSight(map) {
  const shown = map.getBounds();
  return [
    [shown.getWest(), shown.getEast()],
    [shown.getSouth(), shown.getNorth()],
  ];
}

/** Let Leaflet know a map's new size. @param {import("leaflet").Map} map */
function takeSize(map) {
  const { maxBounds } = map.options;
  // Where it is not to stay: Leaflet would begin to pan it back into its bounds, and go on while another view is shown.
  limit(map, [
    [-FAR, -FAR],
    [FAR, FAR],
  ]);
  map.invalidateSize({ animate: false, pan: false });
  map.options.maxBounds = maxBounds;
}

/**
 * Tell of each size of a map on the screen, from the first on; returns the way to end it.
 * @param {HTMLElement} element @param {() => void} onSize
 */
function watchSize(element, onSize) {
  const observer = new ResizeObserver(() => {
    // On paper a map is as on the screen, and scaled: Leaflet can't load other tiles for it. Hidden again, it keeps its size.
    if (PAPER.matches || !element.clientWidth || !element.clientHeight) return;
    element.style.setProperty("--wide", String(element.offsetWidth));
    element.style.setProperty("--high", String(element.offsetHeight));
    onSize();
  });
  observer.observe(element);
  return () => observer.disconnect();
}
