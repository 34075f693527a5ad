/** A digit and its 16 neighbours around it, each with what the judge reads in it. */

import { element } from "../element.js";
import { readCell } from "./read_cell.js";
import { places } from "../../core/ring.js";

/** @param {import("../../core/comparison.js").Comparison} found the digit's own first */
export function ringSquare(found) {
  const box = element("div", "ring-square");
  found.label.forEach((_, i) => {
    const cell = readCell(found, i);
    cell.style.gridArea = i ? places[i - 1].join(" / ") : "2 / 2 / span 3 / span 3";
    box.append(cell);
  });
  return box;
}
