/** Which plane the visitor chose, as the page's state names it: by a kind, as each model has axes of its own. Pure. */

import { planeNamed } from "./plane_named.js";

/** @typedef {"axes" | "pca" | "images" | "classes"} Kind */
/**
 * @typedef {{kind: Kind, of: number[]}} Choice
 *   of: two axes from 0; two principal axes from 1; three images of the sample; two classes
 */

/** @param {string | null} name null: the plane of the first two axes @returns {Choice} */
export function readPlane(name) {
  const [kind, of] = (name ?? "axes-0,1").split("-");
  return { kind: /** @type {Kind} */ (kind), of: of.split(",").map(Number) };
}

/** @param {Choice} choice @returns {string | null} */
export const writePlane = ({ kind, of }) => planeNamed(`${kind}-${of}`) ?? null;

/**
 * Whether there is such a plane in a model's space.
 * @param {Choice} choice @param {{dims: number, labels: (number | null)[]}} there labels: of the sample
 */
export function fits({ kind, of }, { dims, labels }) {
  if (kind === "axes") return of.every((axis) => axis < dims);
  if (kind === "pca") return of.every((rank) => rank >= 1 && rank <= dims);
  return of.every((one) => (kind === "images" ? one < labels.length : labels.includes(one)));
}
