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

/** A symbol with its index, as markup: HTML, because <msub> needs a font of mathematics to set the index low. @param {string} symbol @param {number} index */
export const indexed = (symbol, index) => `<i class="symbol">${symbol}</i><sub>${index}</sub>`;

/** Writers of numbers, by language and decimals: to make one takes longer than a slider has. @type {Map<string, Intl.NumberFormat>} */
const writers = new Map();

/** @param {number} decimals @returns {Intl.NumberFormat} */
function writer(decimals) {
  const { lang } = document.documentElement;
  const key = `${lang} ${decimals}`;
  const made =
    writers.get(key) ??
    new Intl.NumberFormat(lang, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: "negative",
    });
  writers.set(key, made);
  return made;
}

/** A number as the page's language writes it, with so many decimals; no zero is negative. @param {number} value @param {number} decimals */
export const format = (value, decimals) => writer(decimals).format(value).replace("-", "−");

/** A probability in percent, rounded down: almost sure is not sure. @param {number} probability */
export const percent = (probability) => format(Math.floor(1000 * probability) / 10, 1);

/** A number as short as it can be written. @param {number} value */
export const short = (value) =>
  new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 6 }).format(value);
