/** A wall of decoded images, each with what the judge reads in it; for screen readers, one picture. */

import { element } from "../element.js";
import { readCell } from "./read_cell.js";
import { t } from "../../page/text.js";

/**
 * @param {import("../../core/comparison.js").Comparison} found
 * @param {{skip?: number, isLost?: (i: number) => boolean}} options skip: images at the start that are not shown
 */
export function wall(found, { skip = 0, isLost }) {
  const box = element("div", "wall");
  const shown = found.label.slice(skip);
  const labels = shown.map((label, order) => (isLost?.(order + skip) ? `(${label})` : label)).join(" ");
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", t("lesson.wall", { count: shown.length, labels }));
  shown.forEach((_, order) => {
    const cell = readCell(found, order + skip, isLost?.(order + skip));
    cell.style.setProperty("--order", String(order));
    box.append(cell);
  });
  return box;
}
