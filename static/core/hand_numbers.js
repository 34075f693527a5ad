/** Numbers as a hall calls them out: one, or several, with a point or a comma before the decimals. Pure. */

const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/;

/**
 * The numbers of a text, between spaces, semicolons, or commas with a space; null unless all of it is numbers within the
 * scale. "7,5" is one number, "7, 5" are two.
 * @param {string} text @param {{low: number, high: number}} scale @returns {number[] | null}
 */
export function handNumbers(text, { low, high }) {
  const parts = text.split(/[,;]?\s+|;/).filter(Boolean);
  const values = parts.map((part) => (NUMBER.test(part) ? Number(part.replace(",", ".")) : NaN));
  return values.length && values.every((value) => value >= low && value <= high) ? values : null;
}
