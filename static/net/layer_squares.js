/** A layer over a tile of the map: how one asks for its numbers, and how the page's engine gives them in the API's words. */

import { onto } from "../core/plane.js";
import { tilePlaces } from "../core/tile_places.js";

/** @typedef {import("../core/state.js").ComputedLayer} Layer */
/** @typedef {import("../core/layer_colours.js").Numbers} Numbers */
/**
 * @typedef {{
 *   tile: {z: number, x: number, y: number},
 *   plane: import("../core/plane.js").Plane,
 *   through: number[],
 * }} Place of a tile, on a plane through a code
 * @typedef {Place & {layer: Layer}} Square of a layer
 */

/** On a tile's side, as the server has them. @type {Record<Layer, number>} */
const CELLS = { labels: 16, stretch: 16, metric: 8, density: 16, prior: 16, nearest: 8 };

/**
 * @param {import("./page_engine.js").PageEngine} engine @param {import("../core/contract.js").Model} model
 * @param {Square} square @returns {Promise<Numbers>}
 */
export async function numbersOf(engine, { kind }, { layer, tile, plane, through }) {
  const cells = CELLS[layer];
  const columns = await engine.layer(
    kind,
    layer,
    tilePlaces(plane.extent, tile, cells).map(onto(plane, through)),
    plane,
  );
  return { cells, ...Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.map(rounded)])) };
}

/** To three decimals, as the server does. @param {number} value */
const rounded = (value) => Math.round(1000 * value) / 1000;
