/** Texts of the catalogue and numbers in the page's language; the server puts both into the page. */

import { fill, formatNumber, shortNumber } from "../core/text_format.js";
import { $ } from "./element.js";

/** @type {Record<string, string>} */
const texts = JSON.parse($("catalogue").textContent);
const language = () => document.documentElement.lang;

/**
 * One text with its {placeholders} filled; throws where the catalogue has no such key.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  if (!(key in texts)) throw new Error(`the catalogue has no ${key}`);
  return fill(texts[key], values);
}

/** A number with so many decimals. @param {number} value @param {number} decimals */
export const format = (value, decimals) => formatNumber(value, decimals, language());

/** A number as short as it can be written. @param {number} value */
export const short = (value) => shortNumber(value, language());

/** A probability in percent, rounded down: almost sure is not sure. @param {number} probability */
export const percent = (probability) => format(Math.floor(1000 * probability) / 10, 1);
