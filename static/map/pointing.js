/** Input on a map: hover, click, tap and keys. */

import { ARROWS, isForBrowser } from "../core/keys.js";
import { clampToWorld, latentLength } from "../core/viewport.js";
import { listenToRawMoves } from "../page/raw_moves.js";
import { corner } from "./base_map.js";

/** @typedef {import("../core/viewport.js").Point} Point */

const ZOOMS = /** @type {Record<string, number>} */ ({ "+": 0.5, "=": 0.5, "-": -0.5 });
const KEY_STEP = 8; // pixels
const CODE_REACH = 4; // pixels: about the radius of a code's dot
const LONG_KEY_STEP = 40;

/**
 * Report hover, click and tap as places of the plane, or as codes of the cloud.
 * @param {import("leaflet").Map} map
 * @param {{
 *   extent: import("../core/viewport.js").Extent,
 *   codeAt: (place: Point, reach: number) => number | null,
 *   onPick: (index: number) => void,
 *   onGlance: (place: Point) => void,
 *   onPoint: (place: Point, rests: boolean) => void,
 *   onLeave: () => void,
 *   signal: AbortSignal,
 * }} options
 *   codeAt: the index of the code drawn within a reach, latent units, of a point; onGlance: told of points between frames,
 *   each of which it hears of again, if it is the last, by onPoint
 */
export function listenToPointer(map, { extent, codeAt, onPick, onGlance, onPoint, onLeave, signal }) {
  /** @param {{latlng: import("leaflet").LatLng}} event @returns {Point} */
  const pointOf = ({ latlng }) => clampToWorld([latlng.lng, latlng.lat], extent);
  const codeUnder = (/** @type {{latlng: import("leaflet").LatLng}} */ { latlng }) =>
    codeAt([latlng.lng, latlng.lat], latentLength(extent, map.getZoom(), CODE_REACH));
  const container = map.getContainer();
  let hovering = false;
  let last = [NaN, NaN];
  // Not while dragging. A tap moves the pointer too, but its click is what counts.
  const isHover = (/** @type {PointerEvent} */ { buttons, pointerType, target }) =>
    !buttons && pointerType !== "touch" && !overButton(target);
  /** @param {PointerEvent} event */
  function hover(event) {
    const { clientX, clientY } = event;
    if (!isHover(event) || (clientX === last[0] && clientY === last[1])) return;
    last = [clientX, clientY];
    hovering = true;
    const place = { latlng: map.mouseEventToLatLng(event) };
    container.classList.toggle("over-code", codeUnder(place) !== null);
    onPoint(pointOf(place), false);
  }
  // So that the image is there by the next frame, and not one later. All else waits for the frame: whatever of the page
  // changed between two moves would have to be laid out, to know what the pointer is over.
  const glance = (/** @type {PointerEvent} */ event) => {
    if (!isHover(event)) return;
    hovering = true;
    onGlance(pointOf({ latlng: map.mouseEventToLatLng(event) }));
  };
  listenToRawMoves(container, glance, signal);
  container.addEventListener("pointermove", hover, { signal });
  map.on("click", (event) => {
    const code = codeUnder(event);
    if (code === null) onPoint(pointOf(event), true);
    else onPick(code);
  });
  const leave = () => {
    if (hovering) onLeave();
    hovering = false;
    last = [NaN, NaN];
  };
  container.addEventListener("pointerleave", leave, { signal });
}

/** Whether the pointer is over one of the map's own buttons. @param {EventTarget | null} target */
const overButton = (target) => target instanceof Element && target.closest(".leaflet-control") !== null;

/**
 * Arrow keys move z, + and − zoom around it, Home returns to the initial view.
 * @param {import("leaflet").Map} map
 * @param {{
 *   extent: import("../core/viewport.js").Extent,
 *   current: () => Point,
 *   onStep: (place: Point) => void,
 *   onHome: () => void,
 *   signal: AbortSignal,
 * }} options
 */
export function listenToKeys(map, { extent, current, onStep, onHome, signal }) {
  /** @param {Point} arrow @param {number} pixels */
  function move([right, down], pixels) {
    const [x, y] = current();
    const length = latentLength(extent, map.getZoom(), pixels);
    const point = clampToWorld([x + right * length, y - down * length], extent);
    onStep(point);
    map.panInside(corner(point), { padding: [30, 30], animate: false });
  }

  map.getContainer().addEventListener(
    "keydown",
    (event) => {
      const { key, shiftKey } = event;
      if (isForBrowser(event)) return;
      if (key in ARROWS) move(ARROWS[key], shiftKey ? LONG_KEY_STEP : KEY_STEP);
      else if (key in ZOOMS) map.setZoomAround(corner(current()), map.getZoom() + ZOOMS[key]);
      else if (key === "Home") onHome();
      else return;
      event.preventDefault();
    },
    { signal },
  );
}
