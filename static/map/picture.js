/**
 * What is in sight on a map, as data: its tiles, and its marks by what Leaflet holds of them. Told by their options, as
 * Leaflet's classes are in another script.
 */

import { isInk } from "../page/ink.js";

/** @typedef {import("../core/showcase.js").MapPicture} MapPicture */
/** @typedef {import("../core/showcase.js").Mark} Mark */

const PANES = ["tilePane", "numbers"]; // from below

/** @param {import("leaflet").Map} map @returns {MapPicture} */
export function mapPicture(map) {
  const { x: width, y: height } = map.getSize();
  /** @type {Mark[]} */
  const marks = [];
  map.eachLayer((layer) => marks.push(...marksOf(map, layer)));
  return {
    width,
    height,
    tiles: PANES.flatMap((pane) => tilesOf(map, pane)),
    marks: marks.sort((one, other) => depth(one) - depth(other)),
  };
}

const MARKERS = ["prior-label", "here", "pin", "end"]; // from below

/** Codes lie under shapes, and shapes under markers. @param {Mark} mark */
const depth = ({ fill, kind }) => (fill ? -2 : MARKERS.indexOf(kind.split(" ")[0]));

/** @param {import("leaflet").Map} map @param {string} name */
function tilesOf(map, name) {
  const pane = /** @type {HTMLElement} */ (map.getPane(name));
  const frame = map.getContainer().getBoundingClientRect();
  const { clientLeft, clientTop } = map.getContainer();
  const found = /** @type {NodeListOf<HTMLCanvasElement | HTMLImageElement>} */ (
    pane.querySelectorAll(".leaflet-tile-loaded")
  );
  return [...found].flatMap((element) => {
    const { left, top, width: seen } = element.getBoundingClientRect();
    // The style sheet enlarges some of them a little, so that no seam shows on the screen.
    const style = getComputedStyle(element);
    const width = (seen * parseFloat(element.style.width)) / parseFloat(style.width);
    const [x, y] = [left - frame.left - clientLeft, top - frame.top - clientTop];
    const { x: wide, y: high } = map.getSize();
    if (x >= wide || y >= high || x + width <= 0 || y + width <= 0) return [];
    return [
      {
        element,
        x,
        y,
        size: width,
        opacity: Number(pane.style.opacity || 1),
        pale: isPale(element),
        rendering: style.imageRendering,
      },
    ];
  });
}

/** Digits that are painted here have the theme's ink; those that a server drew are light on dark. @param {HTMLElement} element */
const isPale = (element) => isInk() && (element instanceof Image || element.dataset.ink === "light");

/** @param {import("leaflet").Map} map @param {any} layer @returns {Mark[]} */
function marksOf(map, layer) {
  const { className: kind = "", icon, fillColor: fill, opacity } = layer.options;
  /** @param {import("leaflet").LatLng} place @returns {[number, number]} */
  const at = (place) => {
    const { x, y } = map.latLngToContainerPoint(place);
    return [x, y];
  };
  if (icon && !opacity) return [];
  if (icon) return [{ kind: icon.options.className, places: [at(layer.getLatLng())], text: icon.options.html || "" }];
  if (layer.getRadius) return [{ kind, places: [at(layer.getLatLng())], radius: layer.getRadius(), fill, opacity }];
  const places = layer.getLatLngs?.() ?? [];
  if (!places.length) return [];
  return [{ kind, places: places.flat(2).map(at), closed: Array.isArray(places[0]) }]; // a polygon has rings
}
