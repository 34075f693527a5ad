/** A plot of a few places across and a scale up, as SVG. */

import { format } from "../../page/text.js";

export const WIDTH = 720;
export const HEIGHT = 370;
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 20, 46, 74];
const LEVELS = [0, 0.25, 0.5, 0.75, 1];

/** @typedef {import("./curve.js").Axes} Axes */
/** @typedef {{id: string, kind: "drawn" | "found", values: (number | null)[]}} Line of a series; null: not drawn yet */

/** @param {Axes} axes @param {number} i @returns {number} where a place is */
const across = ({ places }, i) => LEFT + ((WIDTH - LEFT - RIGHT) * (i + 0.5)) / places.length;
/** @param {Axes} axes @param {number} value @returns {number} where a value is */
const up = ({ low, high }, value) => TOP + ((HEIGHT - TOP - BOTTOM) * (high - value)) / (high - low);

/** How far along the places a point of the plot lies, and its value. @param {Axes} axes @param {number} x @param {number} y */
export const read = ({ places, low, high }, x, y) => ({
  at: ((x - LEFT) * places.length) / (WIDTH - LEFT - RIGHT) - 0.5,
  value: high - ((y - TOP) / (HEIGHT - TOP - BOTTOM)) * (high - low),
});

/** @param {Axes} axes @param {Line[]} lines @param {number | null} pointed the place that is meant */
export const plot = (axes, lines, pointed) =>
  `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">${frame(axes)}${guide(axes, pointed)}${lines.map((one) => line(axes, one)).join("")}</svg>`;

/** @param {Axes} axes @param {Line} line */
function line(axes, { id, kind, values }) {
  const points = values.flatMap((value, i) => (value === null ? [] : [[across(axes, i), up(axes, value)]]));
  const dots = points.map(([x, y]) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="6"/>`);
  const way = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return `<g class="${kind} of-${id}"><polyline points="${way}"/>${dots.join("")}</g>`;
}

/** A line at the place that is meant. @param {Axes} axes @param {number | null} i */
function guide(axes, i) {
  if (i === null) return "";
  const x = across(axes, i);
  return `<line class="guide" x1="${x}" x2="${x}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/>`;
}

/** @param {Axes} axes */
function frame(axes) {
  const grid = LEVELS.map((share) => axes.low + share * (axes.high - axes.low)).map((level) => {
    const y = up(axes, level);
    const name = `<text x="${LEFT - 9}" y="${y + 5}" text-anchor="end">${format(level, axes.decimals)}</text>`;
    return `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/>${name}`;
  });
  const middle = `text-anchor="middle"`;
  const names = axes.places.map(
    (name, i) => `<text x="${across(axes, i)}" y="${HEIGHT - BOTTOM + 30}" ${middle}>${name}</text>`,
  );
  const title = `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" ${middle}>${axes.across}</text>`;
  return `${grid.join("")}${names.join("")}${title}<text x="4" y="22">${axes.up}</text>`;
}
