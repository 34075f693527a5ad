/** Points of a path through a plane, (k, 2): spread over it, and joined by nodes of a grid. */

import { squareLength } from "./metric_field.js";
import { pathTo } from "./tree.js";

/** @typedef {import("./metric_field.js").MetricField} MetricField */

/**
 * The shortest path over a grid's nodes between two places, its points evenly along it by the change of the image.
 * @param {MetricField} field @param {Int32Array} tree of shortest paths from the node nearest to the start
 * @param {number[]} start @param {number[]} end @param {number} points
 */
export function overGrid(field, tree, start, end, points) {
  const inner = pathTo(tree, field.nearest(end)).slice(1, -1);
  const whole = Float64Array.from([start, ...inner.map((node) => field.place(node)), end].flat());
  return spread(whole, fieldLengths(field, whole), points);
}

/** The length of each step by the metric at its middle, pixels: (k − 1). @param {MetricField} field @param {Float64Array} path */
export function fieldLengths(field, path) {
  return Array.from({ length: path.length / 2 - 1 }, (_, i) => {
    const [x, y] = [path[2 * i], path[2 * i + 1]];
    const [dx, dy] = [path[2 * i + 2] - x, path[2 * i + 3] - y];
    const square = squareLength(field.at(x + dx / 2, y + dy / 2).metric, dx, dy);
    return Math.sqrt(Math.max(square, 0)) + 1e-9; // a flat step is one too
  });
}

/**
 * So many points evenly along a path whose steps have these lengths.
 * @param {ArrayLike<number>} path (k, 2) @param {number[]} lengths (k − 1) @param {number} points
 */
export function spread(path, lengths, points) {
  const found = new Float64Array(2 * points);
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  let [at, passed] = [0, 0];
  for (let i = 0; i < points; i++) {
    const wanted = (whole * i) / (points - 1);
    while (at < lengths.length - 1 && passed + lengths[at] < wanted) passed += lengths[at++];
    const part = whole > 0 ? (wanted - passed) / lengths[at] : 0;
    for (const axis of [0, 1]) {
      const [here, there] = [path[2 * at + axis], path[2 * at + 2 + axis]];
      found[2 * i + axis] = here + part * (there - here);
    }
  }
  found.set([path[path.length - 2], path[path.length - 1]], found.length - 2); // to the last bit
  return found;
}
