/** The order in which digits are read: row by row, left to right, though they jump or the page is askew. */

import { mean } from "../arrays/statistics.js";
import { sides } from "./boxes.js";

/** @typedef {import("../arrays/planes.js").Box} Box */

const LEVEL = 3; // of a row's last digits, whose middles say where it goes on
const OFF = 0.7; // of the digits' height: a digit further off that level stands in another row
const OVER = 0.5; // of the narrower digit's width: more of it over or under another, and they are in two rows

/**
 * Indices into boxes, row by row and left to right.
 *
 * From left to right each joins the row whose level is nearest to its middle, or begins another.
 * @param {Box[]} boxes @returns {number[]}
 */
export function inReadingOrder(boxes) {
  /** @type {Box[][]} */
  const rows = [];
  for (const box of boxes.toSorted((a, b) => a.left - b.left)) {
    const near = rows.filter((row) => goesOn(row, box));
    if (near.length) near.reduce((best, row) => (off(row, box) < off(best, box) ? row : best)).push(box);
    else rows.push([box]);
  }
  return rows
    .toSorted((a, b) => level(a) - level(b))
    .flat()
    .map((box) => boxes.indexOf(box));
}

/**
 * Whether a row may go on with a box: beside its last one, and at about its level.
 * @param {Box[]} row @param {Box} box
 */
function goesOn(row, box) {
  const last = row[row.length - 1];
  const over = Math.min(last.right, box.right) - Math.max(last.left, box.left);
  if (over > OVER * Math.min(last.right - last.left, box.right - box.left)) return false;
  return off(row, box) < OFF * mean([...row.slice(-LEVEL), box].map((one) => sides(one)[0]));
}

/** @param {Box[]} row @param {Box} box */
const off = (row, box) => Math.abs(level(row.slice(-LEVEL)) - level([box]));

/** The mean of the middles of a row's boxes, px from the top. @param {Box[]} row */
const level = (row) => mean(row.map(({ top, bottom }) => top + bottom)) / 2;
