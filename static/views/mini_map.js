/** Small maps beside the decoder, where the large ones are out of sight: the way that a drawing's code takes. */

import { colourOf } from "../core/palette.js";
import { placeOn } from "../core/plane.js";
import { forBoth, SIDES } from "../core/sides.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {{center: number[], half_width: number}} Square of latent space */
/** @typedef {(z: number[]) => [number, number]} Placer where on the canvas a code is */

const SIZE = 192; // device pixels
const [DOT, HERE] = [2, 7]; // radii
const TRAIL = 240; // newest places that are kept, as on the large maps

/**
 * @param {Record<Side, HTMLCanvasElement>} canvases
 * @param {{clouds: Record<Side, import("../core/contract.js").Cloud>, squares: Record<Side, Square>,
 *   planes: Record<Side, import("../core/plane.js").Plane>}} options squares: what each shows of its plane
 */
export function mountMiniMaps(canvases, { clouds, squares, planes }) {
  /** The codes so far. @type {number[][]} */
  const empty = [];
  const trails = forBoth(() => empty);
  const grounds = forBoth((side) => ground(clouds[side].codes, placer(side)));

  /** @param {Side} side @returns {Placer} */
  function placer(side) {
    return (z) => placeIn(squares[side], placeOn(planes[side], z));
  }
  /** @param {Side} side */
  function draw(side) {
    const context = contextOf(canvases[side]);
    const places = trails[side].map(placer(side));
    context.clearRect(0, 0, SIZE, SIZE);
    context.drawImage(grounds[side], 0, 0);
    const { color } = getComputedStyle(canvases[side]);
    Object.assign(context, { strokeStyle: color, fillStyle: color, lineWidth: 2 });
    context.beginPath();
    for (const [x, y] of places) context.lineTo(x, y);
    context.stroke();
    const last = places.at(-1);
    if (last) dot(context, last, HERE);
  }
  return {
    /** Add where a drawing's code has come to. @param {Record<Side, {mu: number[]}>} codes */
    add(codes) {
      for (const side of SIDES) {
        trails[side] = [...trails[side].slice(1 - TRAIL), codes[side].mu];
        draw(side);
      }
    },
    clear: () => SIDES.forEach((side) => (trails[side] = empty)),
  };
}

/** @param {HTMLCanvasElement} canvas */
function contextOf(canvas) {
  if (canvas.width !== SIZE) canvas.width = canvas.height = SIZE;
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/** The cloud, drawn once. @param {import("../core/contract.js").Code[]} codes @param {Placer} place */
function ground(codes, place) {
  const canvas = document.createElement("canvas");
  const context = contextOf(canvas);
  context.globalAlpha = 0.55;
  for (const { mu, label } of codes) {
    context.fillStyle = colourOf(label);
    dot(context, place(mu), DOT);
  }
  return canvas;
}

/** @param {CanvasRenderingContext2D} context @param {number[]} place @param {number} radius */
function dot(context, [x, y], radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

/** A place of the plane as one on a canvas. @param {Square} square @param {number[]} z @returns {[number, number]} */
export const placeIn = ({ center, half_width: half }, z) => [
  (SIZE / 2) * (1 + (z[0] - center[0]) / half),
  (SIZE / 2) * (1 - (z[1] - center[1]) / half),
];
