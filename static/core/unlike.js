/** An image of the sample that is unlike another. Pure. */

import { distance } from "./comparison.js";

const AWAY = 4; // classes

/**
 * The index of the first image of another class, or where there is one class or none, of the code farthest away.
 * @param {Pick<import("./contract.js").Code, "label" | "mu">[]} codes @param {number} index @param {number[]} sd of the codes
 */
export function unlike(codes, index, sd) {
  const { label, mu } = codes[index];
  const classes = [...new Set(codes.map((code) => code.label))].sort((a, b) => Number(a) - Number(b));
  if (classes.length > 1) {
    const other = classes[(classes.indexOf(label) + Math.min(AWAY, classes.length - 1)) % classes.length];
    return codes.findIndex((code) => code.label === other);
  }
  const far = codes.map((code) => distance(mu, code.mu, sd));
  return far.indexOf(Math.max(...far));
}
