/** A small plot of what is measured while models train, over steps: both models, each with a mark of its own. Pure. */

/** @typedef {{step: number, value: number}} Point */
/**
 * @typedef {{
 *   side: "ae" | "vae",
 *   points: Point[],
 *   kind?: "faint" | "axis",
 *   end?: string,
 *   isBelow?: boolean,
 * }} Line kind: "faint", of what is beside the point; "axis", one of several of a model; end: written at its newest point, by default above it
 */
/**
 * @typedef {{
 *   name: string,
 *   number: (value: number) => string,
 *   steps: number,
 *   turns?: number[],
 *   range?: [number, number],
 *   least?: number,
 *   count?: (steps: number) => string,
 * }} How name: for screen readers; number: formats a tick; steps: at the right edge; least: values are shown from 0 to this at least; count:
 *   formats steps; turns: steps after which something was
 *   turned; range: of values, by default fitted to the lines
 */

const WIDTH = 190;
const HEIGHT = 108;
const LEFT = 38;
const RIGHT = 10;
const TOP = 14;
const BOTTOM = 17;
const EARLY = 0.04; // of all steps, which are not to squeeze what comes after them

/** The x of a step. @param {number} step @param {number} steps */
export const across = (step, steps) => LEFT + (Math.min(step / Math.max(steps, 1), 1) || 0) * (WIDTH - LEFT - RIGHT);

/** The y of a value; what lies beyond the range is drawn at its edge. @param {number} value @param {[number, number]} range */
export function upward(value, [low, high]) {
  const share = Math.min(Math.max((value - low) / (high - low), 0), 1);
  return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
}

/** Values between round numbers that hold all but the first steps' values. @param {Line[]} lines @param {number} steps @returns {[number, number]} */
export function rangeOf(lines, steps) {
  const all = lines.flatMap(({ points }) => points);
  const late = all.filter(({ step }) => step >= EARLY * steps);
  const values = (late.length ? late : all).map(({ value }) => value).filter(Number.isFinite);
  if (!values.length) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const unit = 10 ** Math.floor(Math.log10(high - low || Math.abs(high) || 1));
  const step = [0.1, 0.2, 0.5, 1].map((part) => part * unit).find((one) => (high - low) / one <= 12) ?? unit;
  const [bottom, top] = [Math.floor(low / step) * step, Math.ceil(high / step) * step];
  return top > bottom ? [bottom, top] : [bottom, bottom + step];
}

/** @param {Line} line @param {How & {range: [number, number]}} how */
function path({ side, points, kind, end = "", isBelow }, { steps, range }) {
  const sound = points.filter(({ value }) => Number.isFinite(value));
  if (!sound.length) return "";
  const places = sound.map(({ step, value }) => [across(step, steps).toFixed(1), upward(value, range).toFixed(1)]);
  const [x, y] = /** @type {string[]} */ (places.at(-1));
  const mark =
    side === "ae"
      ? `<rect x="${(+x - 3.4).toFixed(1)}" y="${(+y - 3.4).toFixed(1)}" width="6.8" height="6.8"/>`
      : `<circle cx="${x}" cy="${y}" r="3.8"/>`;
  const word =
    end &&
    `<text class="end" x="${(+x - 6).toFixed(1)}" y="${(+y + (isBelow ? 13 : -5)).toFixed(1)}" text-anchor="end">${end}</text>`;
  return `<g class="curve curve-${side} ${kind ?? ""}"><path class="line line-${side}" d="M${places.map((one) => one.join()).join("L")}"/>${kind === "faint" ? "" : mark}${word}</g>`;
}

/** @param {Line[]} lines what comes later covers what comes before @param {How} how @returns {string} an SVG element */
export function timeCurves(lines, how) {
  const { name, number, steps, turns = [], least, count = String } = how;
  const fitted = how.range ?? rangeOf(lines, steps);
  /** @type {[number, number]} */
  const range = least === undefined ? fitted : [0, Math.max(least, fitted[1])];
  const ticks = [range[0], range[1]].map((value) => {
    const y = upward(value, range).toFixed(1);
    return `<path class="grid" d="M${LEFT},${y}H${WIDTH - RIGHT}"/><text x="${LEFT - 5}" y="${y}" dy=".35em" text-anchor="end">${number(value)}</text>`;
  });
  const times = [0, ...(steps ? [steps] : [])].map(
    (step) =>
      `<text x="${across(step, steps)}" y="${HEIGHT - 4}" text-anchor="${step ? "end" : "start"}">${count(step)}</text>`,
  );
  const turned = turns.map(
    (step) => `<path class="turn" d="M${across(step, steps).toFixed(1)},${TOP}V${HEIGHT - BOTTOM}"/>`,
  );
  const drawn = lines.map((line) => path(line, { ...how, range }));
  return `<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${name}">${ticks.join("")}${times.join("")}${turned.join("")}${drawn.join("")}</svg>`;
}
