/** The page's state as another page is told it, and tells it: plain JSON, whose values are those of a link. Pure. */

import { PLACES, isOtherDigit } from "./choices.js";
import { pack, shapeOf, toRows, unpack } from "./pixels.js";
import { KEYS, TABLE } from "./state.js";

/** @typedef {import("./state.js").State} State */

const LONGEST = 1e5; // letters of a value: no link is longer
const WHITE = 255; // the largest level of a pixel, or of one of its colours

/** @param {State} state @param {boolean} shares whether the visitor's own digit is told, too */
export function tellState({ x, ...rest }, shares) {
  return shares ? { ...rest, pixels: x === null ? null : toRows(unpack(x), WHITE) } : rest;
}

/**
 * What another page wants the state to be; or the names of all that is unknown or that no link could say.
 * @param {unknown} wanted @param {(model: string) => boolean} offers whether a model of this id can be shown
 * @returns {{patch: Partial<State>, refused: string[]}}
 */
export function readState(wanted, offers) {
  if (typeof wanted !== "object" || wanted === null || Array.isArray(wanted)) return { patch: {}, refused: ["state"] };
  const read = Object.entries(wanted).map(([name, value]) => ({ name, part: readValue(name, value) }));
  const isRefused = (/** @type {Partial<State> | null} */ part) => !part || (part.model && !offers(part.model));
  return {
    patch: Object.assign({}, ...read.map(({ part }) => part)),
    refused: read.filter(({ part }) => isRefused(part)).map(({ name }) => name),
  };
}

/** @param {string} name @param {unknown} value @returns {Partial<State> | null} null where it can't be so */
function readValue(name, value) {
  if (name === "pixels") return readPixels(value);
  const key = KEYS.find((known) => known === name && known !== "x");
  if (!key) return null;
  if (value === null) return TABLE[key].initial === null ? { [key]: null } : null;
  const text = asText(value);
  const parsed = text.length <= LONGEST ? TABLE[key].parse(text) : undefined;
  return parsed === undefined ? null : { [key]: parsed };
}

const isNumber = (/** @type {unknown} */ part) => typeof part === "number";

/** A value as a link writes it; empty, which no link means anything by, where it has no such form. @param {unknown} value */
function asText(value) {
  if (typeof value === "boolean") return value ? "1" : "0";
  if (Array.isArray(value)) return value.length > 1 && value.every(isNumber) ? value.join() : "";
  return typeof value === "number" || typeof value === "string" ? String(value) : "";
}

/** @param {unknown} value @returns {Partial<State> | null} */
function readPixels(value) {
  if (value === null) return { x: null };
  const found = Array.isArray(value) ? value.flat(2) : [];
  const text = found.every(isLevel) ? pack(Uint8Array.from(found)) : "";
  return TABLE.x.parse(text) && isShapedSo(value, shapeOf(found.length)) ? { x: text } : null;
}

/** @param {unknown} rows @param {import("./pixels.js").Shape} shape */
const isShapedSo = (rows, { side, channels }) =>
  isList(rows, side) &&
  rows.every(
    (row) => isList(row, side) && row.every((pixel) => (channels === 1 ? isLevel(pixel) : isList(pixel, channels))),
  );

/** @param {unknown} value @param {number} length @returns {value is unknown[]} */
const isList = (value, length) => Array.isArray(value) && value.length === length;

const isLevel = (/** @type {unknown} */ level) => Number.isInteger(level) && Number(level) >= 0 && Number(level) <= 255;

/**
 * The state with a patch; what belongs to other models or another digit goes, unless the patch names it.
 * @param {State} state @param {Partial<State>} patch @returns {State}
 */
export function patched(state, patch) {
  const after = { ...state, ...patch };
  if (patch.x) after.digit = null;
  else if (typeof patch.digit === "number") after.x = null;
  const codes = isOtherDigit(state, after) ? { ae: null, vae: null } : {};
  const places = after.model !== state.model ? PLACES : {};
  return { ...after, ...codes, ...places, ...patch };
}
