/** Numbers that are known at the nodes of a square grid, and between them by straight lines. Pure. */

/**
 * The number at a place; beyond the grid that of its border.
 * @param {import("./viewport.js").Extent} extent that the grid covers
 * @param {ArrayLike<number>} values (nodes, nodes) row by row from the lowest value on both axes
 * @returns {(place: number[]) => number}
 */
export function valuesOver({ center, half_width }, values) {
  const nodes = Math.sqrt(values.length);
  const along = (/** @type {number} */ value, /** @type {number} */ axis) =>
    Math.min(Math.max(((value - center[axis]) / half_width + 1) / 2, 0), 1) * (nodes - 1);
  return (place) => {
    const [x, y] = place.map(along);
    const [column, row] = [x, y].map((at) => Math.min(Math.floor(at), nodes - 2));
    const [right, up] = [x - column, y - row];
    const at = (/** @type {number} */ dx, /** @type {number} */ dy) => values[(row + dy) * nodes + column + dx];
    const [low, high] = [0, 1].map((dy) => at(0, dy) + right * (at(1, dy) - at(0, dy)));
    return low + up * (high - low);
  };
}
