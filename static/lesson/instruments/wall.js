/** A wall of decoded images, each with what the judge reads in it; those that fail are framed and crossed. */

import { element } from "../element.js";
import { createCell } from "../../charts/cell.js";
import { imageOf } from "../../core/comparison.js";
import { t } from "../../page/text.js";

/**
 * @param {import("../../core/comparison.js").Comparison} found
 * @param {{skip?: number, isLost: (i: number) => boolean}} options skip: images at the start that are not shown
 */
export function wall(found, { skip = 0, isLost }) {
  const box = element("div", "wall");
  found.label.forEach((label, i) => {
    if (i < skip) return;
    const cell = createCell();
    const lost = isLost(i);
    cell.show(imageOf(found, i), { label, lost, name: t(lost ? "lesson.lost" : "lesson.read", { label }) });
    cell.box.style.setProperty("--order", String(i - skip));
    box.append(cell.box);
  });
  return box;
}
