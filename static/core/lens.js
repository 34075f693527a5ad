/** The square of codes around μ that the lens on the VAE's map decodes, on its plane. Pure. */

import { onto, placeOn } from "./plane.js";

export const ACROSS = 5; // images on a side
export const REACH = 2.5; // from μ to each edge, in multiples of the larger σ

/**
 * Codes at the centres of the lens's cells, row by row from the top.
 * @param {number[]} mu @param {import("./viewport.js").Point} widths σ along the plane's directions @param {import("./plane.js").Plane} plane
 */
export function lensCodes(mu, widths, plane) {
  const [x, y] = placeOn(plane, mu);
  const step = (2 * REACH * Math.max(...widths)) / ACROSS;
  const offsets = Array.from({ length: ACROSS }, (_, i) => (i - (ACROSS - 1) / 2) * step);
  return offsets.flatMap((down) => offsets.map((right) => onto(plane, mu)([x + right, y - down])));
}
