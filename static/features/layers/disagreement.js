/** Where further decoders disagree: read off the grid that is kept beside a model of a plane. */

import { valuesOver } from "../../core/grid_values.js";
import { onto } from "../../core/plane.js";
import { tilePlaces } from "../../core/tile_places.js";
import { find, parseTensors } from "../../core/tensors.js";

/** @typedef {import("../../core/layer_colours.js").Numbers} Numbers */

const CELLS = 32; // on a tile's side

/**
 * The numbers over a tile.
 * @param {import("../../core/viewport.js").Extent} extent of the model's map @param {ArrayBuffer} file its grid
 * @returns {(square: import("../../net/layer_squares.js").Place) => Numbers}
 */
export function disagreementOver(extent, file) {
  const at = valuesOver(extent, find(parseTensors(file), "disagreement").values);
  return ({ tile, plane, through }) => ({
    cells: CELLS,
    disagreement: tilePlaces(plane.extent, tile, CELLS).map(onto(plane, through)).map(at),
  });
}
