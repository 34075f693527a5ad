/** The places that a tile of the map shows, as model/explore/map_grid.py has them. Pure. */

/** @typedef {import("./viewport.js").Extent} Extent */

/**
 * The places at the centres of a tile's cells × cells cells, row by row from the top left.
 * @param {Extent} extent @param {{z: number, x: number, y: number}} tile zoom 0 is one tile over the whole extent
 * @param {number} cells @returns {import("./viewport.js").Point[]}
 */
export function tilePlaces({ center: [left, top], half_width: half }, { z, x, y }, cells) {
  const step = (2 * half) / (cells * 2 ** z);
  return Array.from({ length: cells * cells }, (_, i) => [
    left - half + (x * cells + (i % cells) + 0.5) * step,
    top + half - (y * cells + Math.floor(i / cells) + 0.5) * step,
  ]);
}
