/** What each plot over time shows of what was measured. */

import { axisName } from "../core/axis_name.js";
import { SIDES } from "../core/sides.js";
import { fine, format, short } from "../page/text.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../engine/training/measures.js").Measures} Measures */
/** @typedef {import("../charts/time_curves.js").Line} Line */
/** @typedef {{step: number, of: Record<Side, Measures>}} Measured on digits that are held out */
/** @typedef {{step: number, train: Record<Side, number>}} Trained mean losses of the last steps, nats */
/**
 * @typedef {{
 *   name: string,
 *   told?: string,
 *   of: (measures: Measures) => number | null,
 *   number: (value: number) => string,
 *   range?: (dims: number) => [number, number],
 *   least?: number,
 * }} Plot told: by which name its numbers are, where its lines are of something else; of: null: there is none of this model; least: values are shown from 0 to this at least
 */

const SMALL = 1e-3; // from there on by a power of ten, as it would hide what is beside it
const NAMED_AXES = 4; // of more, their names would hide the lines
const percent = (/** @type {number} */ value) => `${format(100 * value, 0)}%`;
const few = (/** @type {number} */ value) =>
  Math.abs(value) < SMALL ? fine(value, 1, 0) : short(Number(value.toPrecision(3)));

/** @type {Plot[]} */
export const PLOTS = [
  { name: "loss", of: ({ loss }) => loss, number: few },
  { name: "kl", told: "kl_sum", of: ({ kl }) => kl, number: few, least: 0.5 },
  { name: "active", of: ({ active }) => active, number: few, range: (dims) => [0, dims] },
  { name: "sigma", of: ({ sigma }) => sigma, number: few, least: 0.1 },
  { name: "kept", of: ({ kept }) => kept, number: percent, range: () => [0, 1] },
  { name: "sure", of: ({ sure }) => sure, number: percent, range: () => [0, 1] },
];

/** @param {Plot} plot @param {Measured[]} measured @param {Trained[]} trained @returns {Line[]} */
export function linesOf({ name, of }, measured, trained) {
  if (name === "kl") return klLines(measured);
  const heldOut = SIDES.map((side) => lineOf(side, measured, (measures) => of(measures[side])));
  return name === "loss" ? [...trainLines(trained), ...heldOut] : heldOut;
}

/**
 * @param {Side} side @param {Measured[]} measured
 * @param {(of: Record<Side, Measures>) => number | null | undefined} value @returns {Line}
 */
const lineOf = (side, measured, value) => ({
  side,
  points: measured.flatMap(({ step, of }) => {
    const found = value(of);
    return found === null || found === undefined ? [] : [{ step, value: found }];
  }),
});

/** @param {Trained[]} trained @returns {Line[]} */
const trainLines = (trained) =>
  SIDES.map((side) => ({
    side,
    kind: "faint",
    points: trained.map(({ step, train }) => ({ step, value: train[side] })),
  }));

/** One for each axis. @param {Measured[]} measured @returns {Line[]} */
function klLines(measured) {
  const newest = measured.at(-1)?.of.vae.klPerAxis ?? [];
  const { length } = newest;
  const order = [...newest].sort((a, b) => b - a);
  return Array.from({ length }, (_, axis) => ({
    ...lineOf("vae", measured, ({ vae }) => vae.klPerAxis?.[axis]),
    kind: "axis",
    end: length <= NAMED_AXES ? axisName(axis) : "",
    isBelow: order.indexOf(newest[axis]) >= length / 2,
  }));
}
