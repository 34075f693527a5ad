/** One of several decoded images, with what the judge reads in it; one that fails is framed and crossed. */

import { createCell } from "../../charts/cell.js";
import { imageOf } from "../../core/comparison.js";
import { t } from "../../page/text.js";

/**
 * @param {import("../../core/comparison.js").Comparison} found @param {number} i
 * @param {boolean} [isLost] by default where another digit is read than in the first
 */
export function readCell(found, i, isLost = found.label[i] !== found.label[0]) {
  const label = found.label[i];
  const cell = createCell();
  cell.show(imageOf(found, i), { label, lost: isLost, name: t(isLost ? "lesson.lost" : "lesson.read", { label }) });
  return cell.box;
}
