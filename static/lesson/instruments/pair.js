/** The two models side by side, the autoencoder first: a heading in its colour, and room for what is shown of each. */

import { element } from "../element.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { t } from "../../page/text.js";

/** @param {HTMLElement} stand */
export function mountPair(stand) {
  const box = element("div", "pair");
  const slots = forBoth((side) => {
    const half = element("section", `of-${side}`);
    const slot = element("div", "slot");
    half.append(element("h3", "", t(`lesson.${side}`)), slot);
    box.append(half);
    return slot;
  });
  stand.replaceChildren(box);
  return {
    /** @param {(side: import("../../core/sides.js").Side) => Node[]} make */
    fill: (make) => SIDES.forEach((side) => slots[side].replaceChildren(...make(side))),
  };
}
