/** An empty Leaflet map of a model's latent space. */

import { MAX_TILE_ZOOM, transformation, worldBounds } from "../core/viewport.js";
import { t } from "../page/text.js";
import {
  CRS,
  Map as LeafletMap,
  Transformation,
  control,
  extend,
  latLng,
  latLngBounds,
} from "../vendor/leaflet/leaflet.js";

/** @typedef {import("../core/contract.js").Model} Model */

export const SMALLEST_ZOOM = -3;
export const INSET = 1e-6; // fraction of the extent: else rounding requests tiles that only touch its edge
const CALM = matchMedia("(prefers-reduced-motion: reduce)");
/** Options that all shapes on a map share. */
export const SHAPE = { interactive: false, pane: "rings", smoothFactor: 0.1 };

/** A place of the plane as Leaflet's LatLng. @param {number[]} place */
export const corner = ([x, y]) => latLng(y, x);

/**
 * Limit how far a map may be moved. Not by setMaxBounds, which moves a map that may be under the hand.
 * @param {import("leaflet").Map} map @param {[[number, number], [number, number]]} corners as worldBounds gives them
 */
export const limit = (map, corners) => void (map.options.maxBounds = latLngBounds(corners));

/** @typedef {(z: number[]) => import("leaflet").LatLng} At where a code is on the plane that is shown */

/** @param {HTMLElement} element @param {Pick<Model, "extent">} plane */
export function createMap(element, { extent }) {
  const map = new LeafletMap(element, {
    crs: extend({}, CRS.Simple, { transformation: new Transformation(...transformation(extent)) }),
    maxBounds: worldBounds(extent),
    maxBoundsViscosity: 1,
    minZoom: SMALLEST_ZOOM,
    maxZoom: MAX_TILE_ZOOM,
    zoomSnap: 0,
    wheelPxPerZoomLevel: 90,
    keyboard: false,
    doubleClickZoom: false,
    attributionControl: false,
    zoomControl: false,
    zoomAnimation: !CALM.matches,
    fadeAnimation: false,
    inertia: !CALM.matches,
    trackResize: false, // whoever keeps its view follows its size, whatever changes that
  });
  control.zoom({ position: "bottomright", zoomInTitle: t("map.zoom_in"), zoomOutTitle: t("map.zoom_out") }).addTo(map);
  map.createPane("rings").style.zIndex = "450"; // over the cloud, under the marks
  return map;
}
