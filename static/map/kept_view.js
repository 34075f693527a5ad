/** A map's view, kept in the URL: the dense part of the cloud at first, then what the visitor chose. */

import { corner, limit } from "./base_map.js";
import { MAX_TILE_ZOOM, clampToWorld, fitZoom } from "../core/viewport.js";

const PAPER = matchMedia("print");
const FAR = 1e9; // latent units

/**
 * While the initial view is untouched, resizing restores it. A map without a size, as in a frame that is not shown yet,
 * does what it is told once it has one: until then nobody could tell what is in sight.
 * @param {import("leaflet").Map} map
 * @param {{
 *   model: import("../core/contract.js").Model,
 *   look: import("../core/latent_units.js").Look,
 *   store: import("../core/store.js").Store,
 *   onView: (shown: [number, number][]) => void,
 * }} options
 */
export function keepView(map, { model: { kind, extent }, look: { dense, widest }, store, onView }) {
  const key = /** @type {"mapae" | "mapvae"} */ (`map${kind}`);
  const element = map.getContainer();
  let first = store.state[key];
  /** What comes after the first look. @type {(() => void)[]} */
  let later = [];
  let [resting, resizing] = [true, false];

  const hasSize = () => Math.min(map.getSize().x, map.getSize().y) > 0;
  /**
   * @template {any[]} Given
   * @param {(...given: Given) => unknown} act @returns {(...given: Given) => void}
   */
  const onceSized =
    (act) =>
    (...given) =>
      void (hasSize() ? act(...given) : later.push(() => act(...given)));

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
  function rest() {
    if (!hasSize()) return look(null);
    begin();
    resting = true;
    store.set({ [key]: null });
  }
  /** Show a view as a link names it; without one, the initial view. @param {number[] | null} named */
  function look(named) {
    if (!hasSize()) return void ([first, later] = [named, []]);
    rest();
    if (named?.length !== 3) return;
    map.setView(corner(clampToWorld([named[0], named[1]], extent)), Math.min(named[2], MAX_TILE_ZOOM), {
      animate: false,
    });
  }
  /** Show what was in sight, at another size. */
  function resized() {
    const [rested, center, sized] = [resting, map.getCenter(), hasSize()];
    const { maxBounds } = map.options;
    // Where it is not to stay: Leaflet would begin to pan it back into its bounds, and go on while another view is shown.
    limit(map, [
      [-FAR, -FAR],
      [FAR, FAR],
    ]);
    map.invalidateSize({ animate: false, pan: false });
    map.options.maxBounds = maxBounds;
    limitZoom();
    if (!sized) look(first);
    else if (rested) rest();
    else map.setView(center, map.getZoom(), { animate: false });
  }

  begin(); // Leaflet needs a view, whatever its size
  map.on("moveend", () => {
    if (!hasSize()) return;
    const { lng, lat } = map.getCenter();
    const shown = map.getBounds();
    resting = false;
    onView([
      [shown.getWest(), shown.getEast()],
      [shown.getSouth(), shown.getNorth()],
    ]);
    store.set({ [key]: [lng, lat, map.getZoom()] });
  });
  const resize = new ResizeObserver(() => {
    // On paper a map is as on the screen, and scaled: Leaflet can't load other tiles for it. Hidden again, it keeps its size.
    if (PAPER.matches || !element.clientWidth || !element.clientHeight) return;
    element.style.setProperty("--wide", String(element.offsetWidth));
    element.style.setProperty("--high", String(element.offsetHeight));
    resizing = true;
    resized();
    resizing = false;
    later.splice(0).forEach((act) => act());
  });
  look(first);
  resize.observe(element);

  return {
    rest,
    look,
    overview,
    onceSized,
    /** Whether the map moves of itself: not because it has another size, as the other one then has too, or none. */
    isMoving: () => hasSize() && !resizing,
    release: () => resize.disconnect(),
  };
}
