/** The page's state as one declarative table, and as a URL fragment, which browsers never send to the server. */

import { stepNamed } from "./lesson_names.js";
import { isLinkable } from "./pixels.js";
import { planeNamed } from "./plane_named.js";

/** @typedef {import("./sides.js").Side} Side */
/**
 * @typedef {"samples" | "step" | "walk" | "prior"} Tab
 * @typedef {"labels" | "stretch" | "metric" | "density" | "prior" | "nearest"} ComputedLayer
 * @typedef {ComputedLayer | "disagreement"} Layer the last was measured by a command, and is kept
 * @typedef {{
 *   model: string | null,
 *   active: Side,
 *   ae: number[] | null,
 *   vae: number[] | null,
 *   digit: number | null,
 *   x: string | null,
 *   t: number,
 *   seed: number,
 *   cloud: boolean,
 *   lens: boolean,
 *   label: number | null,
 *   mapae: number[] | null,
 *   mapvae: number[] | null,
 *   link: boolean,
 *   plane: string | null,
 *   tab: Tab,
 *   r: number,
 *   pinsae: number[] | null,
 *   pinsvae: number[] | null,
 *   path: import("./paths.js").Path,
 *   over: boolean,
 *   n: number,
 *   fit: boolean,
 *   layer: Layer | null,
 *   opacity: number,
 *   unit: "sd" | "mad",
 *   seeds: boolean,
 *   lesson: string | null,
 *   train: string | null,
 * }} State
 *   model: id of the VAE that is shown beside its twin;
 *   active: whose z the sliders move; ae, vae: the current z of each;
 *   digit: index in the sample; x: the visitor's own image, as base64url bytes, which a link holds where it is short enough;
 *   t, seed: temperature and seed of the samples;
 *   cloud: whether codes are drawn; label: the only class drawn; lens: whether the map magnifies the posterior;
 *   mapae, mapvae: place on the plane, zoom; link: whether both maps move together;
 *   plane: which they show, as core/plane_choice.js reads it, where there are more than two dimensions;
 *   tab: the experiment shown; r: the ring's radius, sd;
 *   pinsae, pinsvae: both ends of a walk, one after the other; path: its shape; over: whether it goes beyond its ends;
 *   n, fit: draws from the prior, or from a Gaussian fitted to the codes;
 *   layer, opacity: what lies over the maps, 0 to 1;
 *   lesson: the id of the step that stands in the explorer's place; train: the training that does, as core/training_link.js
 *   reads it, or “on”;
 *   unit, seeds: of the evidence's steps; whether it is pooled over trainings
 */

/** @template T @typedef {{initial: T, parse: (text: string) => T | undefined, format: (value: T) => string}} Field */

const MAX_CODE = 1e9; // the server refuses larger coordinates, and closes the socket that sends them
/** @param {string} text @returns {number[] | undefined} */
const numbers = (text) => {
  const parts = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  return parts.every((part) => Math.abs(part) <= MAX_CODE) && parts.length > 1 ? parts : undefined;
};
/** @param {number} low @param {number} high @param {boolean} whole */
const number = (low, high, whole) => (/** @type {string} */ text) => {
  const value = Number(text);
  return text.trim() !== "" && value >= low && value <= high && (!whole || Number.isInteger(value)) ? value : undefined;
};
/** @template {string} T @param {T[]} options @returns {(text: string) => T | undefined} */
const oneOf = (options) => (text) => options.find((option) => option === text);
const flag = (/** @type {boolean} */ initial) => ({
  initial,
  parse: (/** @type {string} */ text) => (text === "0" ? false : text === "1" ? true : undefined),
  format: (/** @type {boolean} */ value) => (value ? "1" : "0"),
});
const short = (/** @type {number} */ value) => String(Number(value.toPrecision(7)));
const listField = {
  initial: /** @type {number[] | null} */ (null),
  parse: numbers,
  format: (/** @type {number[] | null} */ value) => (value ?? []).map(short).join(","),
};

const MAX_SEED = 2 ** 31;

/** The next seed, within the range that a link may name. @param {number} seed */
export const nextSeed = (seed) => (seed + 1) % MAX_SEED;

/** @type {{[K in keyof State]: Field<State[K]>}} */
export const TABLE = {
  model: { initial: null, parse: (v) => (/^[\p{L}\p{N}_.-]{1,64}$/u.test(v) ? v : undefined), format: String },
  active: { initial: "vae", parse: oneOf(["ae", "vae"]), format: String },
  ae: listField,
  vae: listField,
  digit: { initial: null, parse: number(0, 999, true), format: String },
  x: { initial: null, parse: (v) => (isLinkable(v) ? v : undefined), format: String },
  t: { initial: 1, parse: number(0, 5, false), format: short },
  seed: { initial: 0, parse: number(0, MAX_SEED, true), format: String },
  cloud: flag(true),
  lens: flag(true),
  label: { initial: null, parse: number(0, 999, true), format: String },
  mapae: listField,
  mapvae: listField,
  link: flag(true),
  plane: { initial: null, parse: planeNamed, format: String },
  tab: { initial: "step", parse: oneOf(["samples", "step", "walk", "prior"]), format: String },
  r: { initial: 0.1, parse: number(0, 1, false), format: short },
  pinsae: listField,
  pinsvae: listField,
  path: { initial: "straight", parse: oneOf(["straight", "even", "shortest", "circle", "drawn"]), format: String },
  over: flag(false),
  n: { initial: 64, parse: (v) => [16, 32, 64, 128].find((count) => String(count) === v), format: String },
  fit: flag(false),
  layer: {
    initial: null,
    parse: oneOf(
      /** @type {Layer[]} */ (["labels", "stretch", "metric", "density", "prior", "disagreement", "nearest"]),
    ),
    format: String,
  },
  opacity: { initial: 0.6, parse: number(0, 1, false), format: short },
  unit: { initial: "sd", parse: oneOf(["sd", "mad"]), format: String },
  seeds: flag(false),
  lesson: { initial: null, parse: stepNamed, format: String },
  train: { initial: null, parse: (v) => (/^[\w.,-]+$/.test(v) ? v : undefined), format: String },
};
export const KEYS = /** @type {(keyof State)[]} */ (Object.keys(TABLE));

/**
 * Parse a URL fragment; missing or invalid fields take their initial values.
 * @param {string} fragment @returns {State}
 */
export function parseState(fragment) {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  const entries = KEYS.map((key) => {
    const text = given.get(key);
    return [key, (text === null ? undefined : TABLE[key].parse(text)) ?? TABLE[key].initial];
  });
  return Object.fromEntries(entries);
}

/**
 * Format the fields that differ from their initial values as a URL fragment.
 * @param {State} state @returns {string}
 */
export function formatState(state) {
  const isTold = (/** @type {keyof State} */ key) => key !== "x" || isLinkable(state.x ?? "");
  const changed = KEYS.filter((key) => state[key] !== TABLE[key].initial && isTold(key));
  // @ts-expect-error: key and field belong together, which a union type can't express.
  return changed.map((key) => `${key}=${TABLE[key].format(state[key])}`).join("&");
}
