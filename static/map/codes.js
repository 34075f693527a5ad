/**
 * Codes on a map: the sample's cloud, the prior, a digit's posterior with draws from it, and the pin at the current z.
 */

import { LABEL_COLOURS } from "../core/palette.js";
import { ellipse } from "../core/viewport.js";
import { Browser, canvas, circleMarker, divIcon, layerGroup, marker, polygon } from "../vendor/leaflet/leaflet.js";
import { SHAPE, corner } from "./base_map.js";

/** @typedef {import("leaflet").Map} LeafletMap */
/** @typedef {import("../core/contract.js").Model} Model */

const PRIOR_RADII = [1, 2, 3];
const POSTERIOR_RADII = [1, 2];
const LARGEST_DOT = 3.4; // pixels
const FAINT = 0.06; // opacity of the other classes while one is selected

/**
 * Options of a marker that takes no input.
 * @param {string} className @param {[number, number]} iconSize @param {string} [html]
 */
const still = (className, iconSize, html = "") => ({
  icon: divIcon({ className, iconSize, html }),
  interactive: false,
  keyboard: false,
});

/**
 * Draw the sample's codes, coloured by class.
 * @param {LeafletMap} map @param {import("../core/contract.js").Code[]} codes
 */
export function drawCloud(map, codes) {
  const group = layerGroup();
  const renderer = canvas({ padding: 0.2 });
  const dots = codes.map(({ mu, label }) => {
    const style = { color: "#0008", fillColor: LABEL_COLOURS[label] };
    return { label, dot: circleMarker(corner(mu), { ...style, renderer, interactive: false }).addTo(group) };
  });
  /** On a phone's map large ones would hide all digits; and a map that is out of sight has no size yet. */
  function fit() {
    const radius = Math.min(LARGEST_DOT, 1 + map.getSize().x / 200);
    for (const { dot } of dots) dot.setStyle({ radius, weight: radius / LARGEST_DOT });
  }
  map.on("resize", fit);
  fit();
  return {
    /** @param {boolean} visible @param {number | null} only the class to show; null: all */
    show(visible, only) {
      for (const { label, dot } of dots) {
        const opacity = only === null || only === label ? 0.9 : FAINT;
        dot.setStyle({ opacity, fillOpacity: opacity });
      }
      if (visible) group.addTo(map);
      else group.remove();
    },
    /** Adapt to the screen's density, which Leaflet asks for once, when it is loaded. */
    sharpen() {
      /** @type {any} */ (Browser).retina = devicePixelRatio > 1;
      if (map.hasLayer(renderer)) renderer.remove().addTo(map);
    },
  };
}

/** Draw the prior's circles at 1, 2 and 3 σ. @param {LeafletMap} map */
export function drawPrior(map) {
  for (const radius of PRIOR_RADII) {
    polygon(ellipse([0, 0], [radius, radius]), { ...SHAPE, className: "prior", fill: false }).addTo(map);
    marker(corner([0, radius]), still("prior-label", [26, 16], `${radius}σ`)).addTo(map);
  }
}

/** Draw a digit's code, and codes sampled around it. @param {LeafletMap} map @param {Model} model */
export function drawPosterior(map, { kind }) {
  const shapes = layerGroup().addTo(map);
  const draws = layerGroup().addTo(map);
  return {
    /** Ellipses at 1 and 2 σ, to scale; a dot if there is no σ. @param {{mu: number[], sigma: number[] | null}} code */
    show({ mu, sigma }) {
      shapes.clearLayers();
      draws.clearLayers();
      if (sigma) {
        for (const times of POSTERIOR_RADII) {
          const outline = ellipse([mu[0], mu[1]], [times * sigma[0], times * sigma[1]]);
          polygon(outline, { ...SHAPE, className: `posterior posterior-${times}` }).addTo(shapes);
        }
      } else circleMarker(corner(mu), { ...SHAPE, radius: 4, className: "code-point" }).addTo(shapes);
      marker(corner(mu), still(`here here-${kind}`, [44, 44])).addTo(shapes);
    },
    /** Sampled codes as points. @param {number[][]} codes */
    showDraws(codes) {
      draws.clearLayers();
      for (const z of codes) circleMarker(corner(z), { ...SHAPE, radius: 3, className: "drawn" }).addTo(draws);
    },
  };
}

/** Draw the pin at the current z. @param {LeafletMap} map */
export function drawPin(map) {
  const pin = marker([0, 0], { ...still("pin", [26, 26]), opacity: 0 }).addTo(map);
  return {
    /** @param {number[] | null} z */
    show(z) {
      pin.setOpacity(z ? 1 : 0);
      if (z) pin.setLatLng(corner(z));
    },
  };
}
