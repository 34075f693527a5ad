/** A way from one image to another, with the image of the place under the finger, and the labels that one passes. */

import { element, slider } from "../element.js";
import { digitCanvas, paint, picture } from "../../charts/digit_image.js";
import { imageOf } from "../../core/comparison.js";
import { labelRuns, turnOf } from "../../core/label_runs.js";
import { LABEL_COLOURS } from "../../core/palette.js";
import { t } from "../../page/text.js";

/** @typedef {import("../../core/comparison.js").Comparison} Comparison */

const NARROW = 2; // stops of a run too short for its label

/**
 * @param {Comparison} ends
 * @param {(share: number, show: (image: Uint8Array) => void) => void} onFinger called with a share of the way; shows its image
 */
export function mountWalk(ends, onFinger) {
  const { box, bar, middle, here, input } = build(ends);
  input.addEventListener("input", () => onFinger(Number(input.value) / 100, (image) => paint(here, image)));
  return {
    box,
    /** @param {Comparison} found at stops from one end to the other */
    show(found) {
      const turn = turnOf(found.label);
      bar.replaceChildren(...labelRuns(found.label).map(stretch));
      middle.classList.remove("hidden-yet");
      input.disabled = false;
      input.classList.remove("hidden-yet");
      input.value = String((100 * turn) / (found.label.length - 1));
      paint(here, imageOf(found, turn));
    },
  };
}

/** @param {Comparison} ends */
function build(ends) {
  const [box, row, bar] = ["walk-way", "ends-of-way", "labels"].map((name) => element("div", name));
  const [middle, here] = [element("div", "finger hidden-yet"), digitCanvas()];
  const input = slider(t("lesson.between.along"), { low: 0, high: 100, step: 1, value: 0 });
  input.disabled = true;
  input.classList.add("hidden-yet");
  middle.append(here);
  row.append(picture(imageOf(ends, 0)), middle, picture(imageOf(ends, 1)));
  box.append(row, bar, input);
  return { box, bar, middle, here, input };
}

/** @param {import("../../core/label_runs.js").Run} run */
function stretch({ label, length }) {
  const part = Object.assign(element("span", "", length > NARROW ? String(label) : ""), { title: String(label) });
  part.style.flexGrow = String(length);
  part.style.setProperty("--label", LABEL_COLOURS[label]);
  return part;
}
