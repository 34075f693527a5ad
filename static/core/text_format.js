/** Fill texts, and format numbers in a language. Pure: the language is an argument. */

/**
 * Fill a text's {placeholders}.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/**
 * Number formats by language and decimals: creating one at each input of a slider is too slow.
 * @type {Map<string, Intl.NumberFormat>}
 */
const formats = new Map();

/** @param {string} lang @param {number} decimals @returns {Intl.NumberFormat} */
function numberFormat(lang, decimals) {
  const key = `${lang} ${decimals}`;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const found = formats.get(key) ?? new Intl.NumberFormat(lang, { ...digits, signDisplay: "negative" });
  formats.set(key, found);
  return found;
}

/**
 * Format a number with fixed decimals and a true minus sign; zero is never negative.
 * @param {number} value
 * @param {number} decimals
 * @param {string} lang
 */
export const formatNumber = (value, decimals, lang) => numberFormat(lang, decimals).format(value).replace("-", "−");

/** The decimals that tell apart hundredths of a range, from two to six. @param {number} span what the range covers */
export const decimalsFor = (span) => Math.min(Math.max(Math.ceil(2 - Math.log10(span || 1)), 2), 6);

/** Format a number with at most six decimals and no trailing zeros. @param {number} value @param {string} lang */
export const shortNumber = (value, lang) => new Intl.NumberFormat(lang, { maximumFractionDigits: 6 }).format(value);

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const raised = (/** @type {any} */ sign) => RAISED[sign] ?? "⁻";

/** Format a number with at most three digits and a power of ten. @param {number} value @param {string} lang */
export const scientific = (value, lang) =>
  new Intl.NumberFormat(lang, { notation: "scientific", maximumSignificantDigits: 3 })
    .format(value)
    .replace(/E(.*)/, (_, power) => `·10${[...power].map(raised).join("")}`);

/**
 * A name with its middle left out, as names that begin alike may end otherwise.
 * @param {string} name @param {number} most letters, the one for what is left out included
 */
export function shortened(name, most) {
  const letters = [...name];
  const over = letters.length - most;
  return over > 0 ? letters.toSpliced(most >> 1, over + 1, "…").join("") : name;
}

/**
 * A symbol with a subscript, as HTML: <msub> needs a mathematics font to lower it.
 * @param {string} symbol
 * @param {number} index
 */
export const indexed = (symbol, index) => `<i class="symbol">${symbol}</i><sub>${index}</sub>`;
