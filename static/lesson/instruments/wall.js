/** A wall of decoded images, each with what the judge reads in it. */

import { element } from "../element.js";
import { readCell } from "./read_cell.js";

/**
 * @param {import("../../core/comparison.js").Comparison} found
 * @param {{skip?: number, isLost?: (i: number) => boolean}} options skip: images at the start that are not shown
 */
export function wall(found, { skip = 0, isLost }) {
  const box = element("div", "wall");
  found.label.slice(skip).forEach((_, order) => {
    const cell = readCell(found, order + skip, isLost?.(order + skip));
    cell.style.setProperty("--order", String(order));
    box.append(cell);
  });
  return box;
}
