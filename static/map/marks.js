/** Marks of the experiments on a map: the ring of neighbours, two draggable pins, a drawing's trail, a walk's path. */

import { circleMarker, divIcon, layerGroup, marker, polygon, polyline } from "../vendor/leaflet/leaflet.js";
import { ARROWS, isForBrowser } from "../core/keys.js";
import { t } from "../page/text.js";
import { placeOn } from "../core/plane.js";
import { spreadOn } from "../core/plane_map.js";
import { ellipse } from "../core/viewport.js";
import { SHAPE, corner } from "./base_map.js";

/** @typedef {"a" | "b"} Pin */
/** @typedef {import("./base_map.js").At} At */
/** @typedef {import("../core/plane.js").Plane} Plane */

const KEY_STEP = 8; // pixels

/** Draw the neighbours of a code at one distance. @param {import("leaflet").Map} map @param {Plane} plane */
export function drawRing(map, plane) {
  const group = layerGroup().addTo(map);
  return {
    /**
     * @param {number[][]} codes the middle one first @param {number[]} radii on each axis, latent units
     * @param {boolean[]} changed per neighbour, whether its label differs from the middle one's
     */
    show([center, ...codes], radii, changed) {
      group.clearLayers();
      if (!center) return;
      const { widths, correlation } = spreadOn(plane, radii);
      const outline = ellipse(placeOn(plane, center), widths, correlation);
      polygon(outline, { ...SHAPE, className: "ring-line", fill: false }).addTo(group);
      codes.forEach((z, i) => {
        circleMarker(corner(placeOn(plane, z)), {
          ...SHAPE,
          radius: changed[i] ? 4.5 : 3,
          className: changed[i] ? "ring-lost" : "ring-kept",
        }).addTo(group);
      });
    },
    clear: () => group.clearLayers(),
  };
}

/** Light up one code, as long as something points at it. @param {import("leaflet").Map} map @param {At} at */
export function drawSpot(map, at) {
  const icon = divIcon({ className: "spot", iconSize: [20, 20] });
  // Above the pin, which often stands where the digit does.
  const spot = marker([0, 0], { icon, interactive: false, keyboard: false, zIndexOffset: 2000 });
  return {
    /** @param {number[]} [z] none: no code */
    show(z) {
      if (z) spot.setLatLng(at(z)).addTo(map);
      else spot.remove();
    },
  };
}

/**
 * Draw two pins that can be moved by mouse, finger or arrow keys.
 * @param {import("leaflet").Map} map
 * @param {{at: At, name: string, onMove: (pin: Pin, place: [number, number]) => void}} options name: of the model
 */
export function drawPins(map, { at: placed, name, onMove }) {
  const group = layerGroup();
  const pins = { a: make("a"), b: make("b") };

  function make(/** @type {Pin} */ pin) {
    const icon = divIcon({ className: `end end-${pin}`, iconSize: [28, 28], html: pin.toUpperCase() });
    const made = marker([0, 0], {
      icon,
      draggable: true,
      autoPan: true,
      zIndexOffset: 1000,
      title: t("walk.pin_title", { pin: pin.toUpperCase() }),
    });
    const moved = () => onMove(pin, [made.getLatLng().lng, made.getLatLng().lat]);
    made.on("drag", moved);
    made.on("add", () => {
      const element = /** @type {HTMLElement} */ (made.getElement());
      element.setAttribute("aria-label", t("walk.pin", { pin: pin.toUpperCase(), model: name }));
      element.addEventListener("keydown", (event) => {
        const arrow = ARROWS[event.key];
        if (!arrow || isForBrowser(event)) return;
        event.preventDefault();
        event.stopPropagation();
        const times = event.shiftKey ? 5 * KEY_STEP : KEY_STEP;
        const at = map.latLngToContainerPoint(made.getLatLng()).add([arrow[0] * times, arrow[1] * times]);
        made.setLatLng(map.containerPointToLatLng(at));
        moved();
      });
    });
    return made.addTo(group);
  }

  return {
    /** @param {Record<Pin, number[]>} ends */
    show({ a, b }) {
      pins.a.setLatLng(placed(a));
      pins.b.setLatLng(placed(b));
      group.addTo(map);
    },
    clear: () => group.remove(),
  };
}

const TRAIL = 240; // newest places that are kept

/** Draw the way that a drawing's code has taken so far. @param {import("leaflet").Map} map @param {At} at */
export function drawTrail(map, at) {
  const line = polyline([], { ...SHAPE, className: "trail" }).addTo(map);
  return {
    /** @param {number[]} z */
    add(z) {
      const places = /** @type {import("leaflet").LatLng[]} */ (line.getLatLngs());
      line.setLatLngs([...places.slice(1 - TRAIL), at(z)]);
    },
    clear: () => void line.setLatLngs([]),
  };
}

/** Draw a walk: its line, a dot at each code, and the line that it does not take. @param {import("leaflet").Map} map @param {At} at */
export function drawPath(map, at) {
  const group = layerGroup();
  const beside = polyline([], { ...SHAPE, className: "walk-beside" }).addTo(group);
  const under = polyline([], { ...SHAPE, className: "walk-under" }).addTo(group);
  const line = polyline([], { ...SHAPE, className: "walk-line" }).addTo(group);
  const dots = layerGroup().addTo(group);
  return {
    /** @param {number[][]} codes @param {number[][]} [other] the line's that it does not take */
    show(codes, other = []) {
      beside.setLatLngs(other.map(at));
      for (const drawn of [under, line]) drawn.setLatLngs(codes.map(at));
      dots.clearLayers();
      for (const z of codes) circleMarker(at(z), { ...SHAPE, radius: 2, className: "walk-dot" }).addTo(dots);
      group.addTo(map);
    },
    clear: () => group.remove(),
  };
}
