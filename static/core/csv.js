/** Tables as comma-separated values, by RFC 4180: a point in numbers whatever the page's language. Pure. */

/** @typedef {string | number | null} Value null: there is none */
/** @typedef {{header: string[], rows: Value[][]}} Table header: in English, with units; numbers as precise as they are */

/** @param {Value} value */
function written(value) {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {Table} table */
export const csv = ({ header, rows }) => [header, ...rows].map((row) => `${row.map(written).join(",")}\r\n`).join("");
