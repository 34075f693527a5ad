/**
 * Codes on a map: the sample's cloud, the prior, a digit's posterior with draws from it, and the pin at the current z.
 */

import { colourOf } from "../core/palette.js";
import { placeOn } from "../core/plane.js";
import { nearness, spreadOn } from "../core/plane_map.js";
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
 * @param {LeafletMap} map @param {import("../core/contract.js").Code[]} codes @param {import("./base_map.js").At} at
 */
export function drawCloud(map, codes, at) {
  const group = layerGroup();
  const renderer = canvas({ padding: 0.2 });
  const dots = codes.map(({ mu, label }) => {
    const style = { color: "#0008", fillColor: colourOf(label) };
    return { label, dot: circleMarker(at(mu), { ...style, renderer, interactive: false }).addTo(group) };
  });
  /** On a phone's map large ones would hide all digits; and a map that is out of sight has no size yet. */
  function fit() {
    const radius = Math.min(LARGEST_DOT, 1 + map.getSize().x / 200);
    for (const { dot } of dots) dot.setStyle({ radius, weight: radius / LARGEST_DOT });
  }
  map.on("resize", fit);
  fit();
  return {
    /**
     * @param {boolean} visible @param {number | null} only the class to show; null: all
     * @param {number[]} off how far each lies off the plane
     */
    show(visible, only, off) {
      dots.forEach(({ label, dot }, i) => {
        const opacity = only === null || only === label ? Math.max(0.9 * nearness(off[i]), FAINT) : FAINT;
        dot.setStyle({ opacity, fillOpacity: opacity });
      });
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

/** Draw a digit's code, and codes sampled around it. @param {LeafletMap} map @param {Model} model @param {import("../core/plane.js").Plane} plane */
export function drawPosterior(map, { kind }, plane) {
  const shapes = layerGroup().addTo(map);
  const draws = layerGroup().addTo(map);
  const at = (/** @type {number[]} */ z) => corner(placeOn(plane, z));
  return {
    /** Ellipses at 1 and 2 σ, to scale; a dot if there is no σ. @param {{mu: number[], sigma: number[] | null}} code */
    show({ mu, sigma }) {
      shapes.clearLayers();
      draws.clearLayers();
      if (sigma) {
        const { widths, correlation } = spreadOn(plane, sigma);
        for (const times of POSTERIOR_RADII) {
          const [x, y] = widths.map((width) => times * width);
          const outline = ellipse(placeOn(plane, mu), [x, y], correlation);
          polygon(outline, { ...SHAPE, className: `posterior posterior-${times}` }).addTo(shapes);
        }
      } else circleMarker(at(mu), { ...SHAPE, radius: 4, className: "code-point" }).addTo(shapes);
      marker(at(mu), still(`here here-${kind}`, [44, 44])).addTo(shapes);
    },
    /** Sampled codes as points. @param {number[][]} codes */
    showDraws(codes) {
      draws.clearLayers();
      for (const z of codes) circleMarker(at(z), { ...SHAPE, radius: 3, className: "drawn" }).addTo(draws);
    },
  };
}

/** Write letters at codes. @param {LeafletMap} map @param {import("./base_map.js").At} at */
export function drawLetters(map, at) {
  const group = layerGroup().addTo(map);
  return {
    /** @param {[string, number[]][]} named */
    show(named) {
      group.clearLayers();
      for (const [letter, z] of named) marker(at(z), still("prior-label letter", [18, 16], letter)).addTo(group);
    },
  };
}

/** Draw the pin at the current z. @param {LeafletMap} map @param {import("./base_map.js").At} at */
export function drawPin(map, at) {
  const pin = marker([0, 0], { ...still("pin", [26, 26]), opacity: 0 }).addTo(map);
  return {
    /** @param {number[] | null} z */
    show(z) {
      pin.setOpacity(z ? 1 : 0);
      if (z) pin.setLatLng(at(z));
    },
  };
}
