/** A path is drawn tight by the measured metric alone, without decoding. */

import { squareLength } from "./metric_field.js";
import { solveTridiagonal } from "./tridiagonal.js";

/** @typedef {import("./metric_field.js").MetricField} MetricField */
/** @typedef {import("./tridiagonal.js").Block} Block */

const STEPS = 30; // at most
const STILL = 1e-4; // of the energy: a step that saves less is the last
const SHORTEST = 1e-3; // of a step
const DAMPING = 1e-3; // of the metric's trace

/**
 * Move the inner points of a path (k, 2) until its energy is least, the sum of its steps' squared lengths by the metric at
 * their middles: steps down its gradient, as far as the metric's curvature says, halved where they overshoot.
 * @param {MetricField} field @param {Float64Array} path
 */
export function tighten(field, path) {
  let here = { path, ...energyOf(field, path) };
  for (let step = 0; step < STEPS; step++) {
    const change = solveTridiagonal(here.diagonal, here.above, here.force);
    const next = lower(field, here, change);
    if (!next) return here.path;
    const saved = here.energy - next.energy;
    here = next;
    if (saved < STILL * here.energy) break;
  }
  return here.path;
}

/** @param {MetricField} field @param {{path: Float64Array, energy: number}} here @param {Float64Array} change of the inner points */
function lower(field, { path, energy }, change) {
  for (let share = 1; share >= SHORTEST; share /= 2) {
    const moved = path.map((value, i) => value + share * (change[i - 2] ?? 0));
    const found = energyOf(field, moved);
    if (found.energy < energy) return { path: moved, ...found };
  }
  return null;
}

/**
 * The energy of a path; its force on the inner points (k − 2, 2), down the gradient; and its curvature, as blocks.
 * @param {MetricField} field @param {Float64Array} path
 */
function energyOf(field, path) {
  const last = path.length / 2 - 1;
  const force = new Float64Array(path.length);
  let energy = 0;
  /** @type {import("./metric_field.js").Metric[]} */
  const metrics = [];
  for (let i = 0; i < last; i++) {
    const [x, y] = [path[2 * i], path[2 * i + 1]];
    const [dx, dy] = [path[2 * i + 2] - x, path[2 * i + 3] - y];
    const { metric, slopes } = field.at(x + dx / 2, y + dy / 2);
    const [xx, xy, yy] = metric;
    const pull = [xx * dx + xy * dy, xy * dx + yy * dy];
    energy += squareLength(metric, dx, dy);
    metrics.push(metric);
    slopes.forEach((slope, axis) => {
      const half = squareLength(slope, dx, dy) / 2;
      force[2 * i + axis] += 2 * pull[axis] - half;
      force[2 * i + 2 + axis] -= 2 * pull[axis] + half;
    });
  }
  return { energy, force: force.subarray(2, -2), ...curvature(metrics) };
}

/** @param {import("./metric_field.js").Metric[]} metrics of the steps */
function curvature(metrics) {
  /** @type {Block[]} */
  const diagonal = [];
  for (let i = 1; i < metrics.length; i++) {
    const [xx, xy, yy] = metrics[i].map((value, j) => value + metrics[i - 1][j]);
    const damping = DAMPING * (xx + yy) + 1e-9;
    diagonal.push([2 * xx + damping, 2 * xy, 2 * xy, 2 * yy + damping]);
  }
  /** @type {Block[]} */
  const above = metrics.slice(1, -1).map(([xx, xy, yy]) => [-2 * xx, -2 * xy, -2 * xy, -2 * yy]);
  return { diagonal, above };
}
