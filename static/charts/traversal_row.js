/** A row of the table of walks: an axis, the image that swings, and its strip, over which a slider lies. */

import { digitCanvas } from "./digit_image.js";
import { indexed } from "../core/text_format.js";
import { END } from "../core/traversal.js";
import { t } from "../page/text.js";

/** @param {import("../core/axes.js").Axis} axis */
export function createRow({ index }) {
  const row = Object.assign(document.createElement("div"), { className: "traversal" });
  row.dataset.axis = String(index);
  const name = Object.assign(document.createElement("span"), { className: "axis-name" });
  name.innerHTML = `<span>${indexed("z", index)}</span><small></small>`;
  const figure = /** @type {HTMLElement} */ (name.lastElementChild);
  const swing = digitCanvas();
  const strip = digitCanvas();
  const box = Object.assign(document.createElement("span"), { className: "strip" });
  const input = Object.assign(document.createElement("input"), {
    type: "range",
    min: String(-END),
    max: String(END),
    step: "any",
    value: "0",
    tabIndex: -1,
  });
  input.setAttribute("aria-label", t("axes.row", { axis: index, low: `−${END}`, high: END }));
  box.append(strip, input);
  row.append(name, swing, box);
  return { row, figure, swing, strip, input, images: /** @type {Uint8Array[] | null} */ (null) };
}
