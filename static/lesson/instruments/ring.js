/** A digit and its 16 neighbours around it, each with what the judge reads in it. */

import { element } from "../element.js";
import { createCell } from "../../charts/cell.js";
import { imageOf } from "../../core/comparison.js";
import { places } from "../../core/ring.js";
import { t } from "../../page/text.js";

/** @param {import("../../core/comparison.js").Comparison} found the digit's own first */
export function ringSquare(found) {
  const box = element("div", "ring-square");
  found.label.forEach((label, i) => {
    const cell = createCell();
    const lost = label !== found.label[0];
    cell.show(imageOf(found, i), { label, lost, name: t(lost ? "lesson.lost" : "lesson.read", { label }) });
    cell.box.style.gridArea = i ? places[i - 1].join(" / ") : "2 / 2 / span 3 / span 3";
    box.append(cell.box);
  });
  return box;
}
