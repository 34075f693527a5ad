/** Texts and numbers in the page's language; the server embeds the catalogue and the language in the page. */

import { fill, formatNumber, shortNumber } from "../core/text_format.js";
import { $ } from "./element.js";

/** @type {Record<string, string>} */
const texts = JSON.parse($("catalogue").textContent);
const language = () => document.documentElement.lang;

/**
 * A text of the catalogue with its {placeholders} filled. Throws if there is no such key.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  if (!(key in texts)) throw new Error(`the catalogue has no ${key}`);
  return fill(texts[key], values);
}

/** Format a number with fixed decimals. @param {number} value @param {number} decimals */
export const format = (value, decimals) => formatNumber(value, decimals, language());

/** Format a number with at most six decimals and no trailing zeros. @param {number} value */
export const short = (value) => shortNumber(value, language());

/** Format a probability in percent, rounded down: almost sure must not read as 100 %. @param {number} probability */
export const percent = (probability) => format(Math.floor(1000 * probability) / 10, 1);
