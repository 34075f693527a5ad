/**
 * A training as a link names it: how it started, what was turned after how many steps, and how long it went on. Whoever
 * opens it trains to the same weights. Pure.
 *
 *     fair_0_2_b_1_0.001_1,120b4,300r0.0005n0,2000
 *     start, seed, dimensions, likelihood, β, learning rate, noise; after 120 steps β = 4; …; 2,000 steps in all
 */

import { MAX_SEED, SCALES, STARTS } from "./training_knobs.js";
import { DIMS } from "./training_settings.js";

/** @typedef {import("./training_settings.js").Settings} Settings */
/** @typedef {import("./training_settings.js").Change} Change */
/** @typedef {import("./training_knobs.js").Start} Start */
/** @typedef {{start: Start, settings: Settings, changes: Change[], steps: number}} Told */

export const MOST_STEPS = 10_000_000;
export const MOST_CHANGES = 1_000;
const LETTERS = /** @type {const} */ ({ b: "beta", r: "rate", n: "noise", l: "likelihood" });
const NAMES = Object.entries(LETTERS);

/** @param {Told} told @returns {string | null} null where it is longer than any link that is read */
export function formatTraining({ start, settings, changes, steps }) {
  if (changes.length > MOST_CHANGES || steps > MOST_STEPS) return null;
  const { seed, dims, likelihood, beta, rate, noise } = settings;
  const first = [start, seed, dims, likelihood[0], beta, rate, noise].join("_");
  const turned = changes.map(({ step, set }) => step + NAMES.map(([letter, name]) => told(letter, set[name])).join(""));
  return [first, ...turned, steps].join(",");
}

/** @param {string} letter @param {string | number | undefined} value */
const told = (letter, value) => (value === undefined ? "" : letter + (typeof value === "string" ? value[0] : value));

/** @param {string} text @returns {Told | undefined} undefined where it names none */
export function parseTraining(text) {
  const [first, ...rest] = text.split(",");
  const start = parseStart(first);
  const steps = whole(rest.pop() ?? "", MOST_STEPS);
  const changes = rest.map(parseChange);
  const isSound = changes.length <= MOST_CHANGES && changes.every((one, i) => one && follows(one, changes[i - 1]));
  if (!start || steps === undefined || !isSound) return undefined;
  const found = /** @type {Change[]} */ (changes);
  return found.every(({ step }) => step <= steps) ? { ...start, changes: found, steps } : undefined;
}

/** @param {Change} change @param {Change | undefined} before */
const follows = (change, before) => change.step >= (before?.step ?? 0);

/** @param {string} text @returns {Pick<Told, "start" | "settings"> | undefined} */
function parseStart(text) {
  const [start, seedTold, dimsTold, ...values] = text.split("_");
  const [seed, dims] = [whole(seedTold, MAX_SEED), DIMS.find((count) => String(count) === dimsTold)];
  const turned = parseTurned(["l", "b", "r", "n"].map((letter, i) => [letter, values[i] ?? ""]));
  if (!Object.hasOwn(STARTS, start) || start === "own" || seed === undefined || !dims || !turned || values.length !== 4)
    return;
  return { start: /** @type {Start} */ (start), settings: /** @type {Settings} */ ({ seed, dims, ...turned }) };
}

/** @param {string} text @returns {Change | undefined} */
function parseChange(text) {
  const [, count, rest] = /^(\d+)((?:[brn][\d.e-]+|l[bg])+)$/.exec(text) ?? [];
  const step = whole(count ?? "", MOST_STEPS);
  const parts = [...(rest ?? "").matchAll(/([brnl])([\d.e-]+|[bg])/g)];
  const set = parseTurned(parts.map(([, letter, value]) => [letter, value]));
  return step !== undefined && set && parts.length ? { step, set } : undefined;
}

/** @param {[string, string][] | string[][]} parts a letter and a value each @returns {Partial<Settings> | undefined} */
function parseTurned(parts) {
  const read = parts.map(([letter, value]) => {
    const name = LETTERS[/** @type {keyof typeof LETTERS} */ (letter)];
    return [name, name === "likelihood" ? likelihoodOf(value) : onScale(name, value)];
  });
  return read.every(([, value]) => value !== undefined) ? Object.fromEntries(read) : undefined;
}

/** @param {string} letter */
const likelihoodOf = (letter) => ({ b: "bernoulli", g: "gaussian" })[letter];

/** @param {"beta" | "rate" | "noise"} name @param {string} text */
const onScale = (name, text) => SCALES[name].find((value) => String(value) === text);

/** @param {string} text @param {number} most */
const whole = (text, most) => (/^\d{1,10}$/.test(text) && Number(text) <= most ? Number(text) : undefined);
