/** The catalogue's texts in the page's language, as the server put them into the page. */

const block = /** @type {HTMLElement} */ (document.getElementById("catalogue"));
/** @type {Record<string, string>} */
const texts = JSON.parse(/** @type {string} */ (block.textContent));

/**
 * One text with its {placeholders} filled.
 * @param {string} key @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  if (!(key in texts)) throw new Error(`the catalogue has no ${key}`);
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** A number as the page's language writes it, with so many decimals. @param {number} value @param {number} decimals */
export const format = (value, decimals) =>
  new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    .format(value)
    .replace("-", "−");

/** A number as short as it can be written. @param {number} value */
export const short = (value) => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 6 }).format(value);
