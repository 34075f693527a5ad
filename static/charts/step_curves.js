/** A plot of both models' step curves with their confidence intervals, over a logarithmic axis of steps. Pure. */

/** @typedef {import("../core/scoreboard.js").Figure} Figure */
/** @typedef {{step: number, figure: Figure}[]} Curve */

const WIDTH = 420;
const HEIGHT = 230;
const LEFT = 52;
const RIGHT = 14;
const TOP = 12;
const BOTTOM = 42;
const GRID_LINES = 4;

/** The x of a step. @param {number} step @param {number[]} steps all on the axis */
export function across(step, steps) {
  const [low, high] = [Math.log(Math.min(...steps)), Math.log(Math.max(...steps))];
  return LEFT + ((Math.log(step) - low) / (high - low)) * (WIDTH - LEFT - RIGHT);
}

/** The y of a value. @param {number} value @param {number} top the value at the plot's upper edge */
export const upward = (value, top) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);

/** The smallest round number at or above a value, give or take 0.1 %; 1 for nothing but zeros. @param {number} largest */
export function roundUp(largest) {
  if (!largest) return 1;
  const unit = 10 ** Math.floor(Math.log10(largest));
  return [1, 2, 4, 5, 8, 10].map((k) => k * unit).find((top) => top >= largest * 0.999) ?? 10 * unit;
}

/** @param {Curve} curve @param {number} top @param {string} side */
function line(curve, top, side) {
  const steps = curve.map(({ step }) => step);
  const at = curve.map(({ step, figure }) => ({ x: across(step, steps), y: upward(figure.value, top), figure }));
  const bars = at.map(
    ({ x, figure }) => `M${x.toFixed(1)},${upward(figure.low, top).toFixed(1)}V${upward(figure.high, top).toFixed(1)}`,
  );
  const marks = at.map(({ x, y }) =>
    side === "ae"
      ? `<rect x="${(x - 4).toFixed(1)}" y="${(y - 4).toFixed(1)}" width="8" height="8"/>`
      : `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="4.5"/>`,
  );
  const path = at.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L");
  return `<g class="curve curve-${side}"><path class="line line-${side}" d="M${path}"/><path class="bars" d="${bars.join("")}"/>${marks.join("")}</g>`;
}

/**
 * @param {Record<"ae" | "vae", Curve>} curves
 * @param {{
 *   name: string,
 *   xLabel: string,
 *   number: (value: number, top: number) => string,
 *   step: (value: number) => string,
 *   top?: number,
 * }} how name: for screen readers; number, step: format a tick; top: the upper edge, by default fitted to the curves
 * @returns {string} an SVG element
 */
export function stepCurves(curves, { name, xLabel, number, step, top }) {
  const all = [...curves.ae, ...curves.vae];
  const upper = top ?? roundUp(Math.max(...all.map(({ figure }) => figure.high)));
  const steps = curves.vae.map((point) => point.step);
  const levels = Array.from({ length: GRID_LINES + 1 }, (_, i) => (upper * i) / GRID_LINES);
  const grid = levels.map((level) => {
    const y = upward(level, upper).toFixed(1);
    return `<path class="grid" d="M${LEFT},${y}H${WIDTH - RIGHT}"/><text x="${LEFT - 7}" y="${y}" dy=".35em" text-anchor="end">${number(level, upper)}</text>`;
  });
  const ticks = steps.map(
    (at) =>
      `<text x="${across(at, steps).toFixed(1)}" y="${HEIGHT - BOTTOM + 17}" text-anchor="middle">${step(at)}</text>`,
  );
  return `<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${name}">${grid.join("")}${ticks.join("")}
    <text class="axis" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 5}" text-anchor="middle">${xLabel}</text>
    ${line(curves.ae, upper, "ae")}${line(curves.vae, upper, "vae")}</svg>`;
}
