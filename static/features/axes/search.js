/** In which order the axes stand: by what they hold, or by how much they change of the image, or of a part of it. */

import { sorted } from "../../core/axes.js";
import { $ } from "../../page/element.js";
import { format, t } from "../../page/text.js";
import { heldBy, unitOf } from "../../charts/axis_words.js";
import { mountPartPicker } from "../../views/part_picker.js";

/** @typedef {import("../../core/axes.js").Axis} Axis */
/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {"held" | "image" | "part"} Order */

/**
 * @param {(axis: Axis, side: Side, spot: import("../../core/traversal.js").Spot | null) => number} changeOf 0 to 1
 * @param {{image: () => Uint8Array | undefined, onSearch: () => void}} options image: the decoded one; onSearch: an order was chosen
 */
export function mountSearch(changeOf, { image, onSearch }) {
  /** @type {Order} */
  let order = "held";
  const listening = new AbortController();
  const picker = mountPartPicker({ box: $("part"), canvas: $("part-image") }, () => choose("part"));
  const change = (/** @type {Axis} */ axis, /** @type {Side} */ side) =>
    changeOf(axis, side, order === "part" ? picker.spot() : null);

  function showPart() {
    const pixels = order === "part" && image();
    if (pixels) picker.show(pixels);
  }
  /** @param {Order} next */
  function choose(next) {
    order = next;
    $("axes-part").hidden = order !== "part";
    showPart();
    onSearch();
  }
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[name=axes-order]"))) {
    input.checked = input.value === order;
    // Once more sorts anew.
    input.addEventListener("click", () => choose(/** @type {Order} */ (input.value)), { signal: listening.signal });
  }
  $("axes-part").hidden = true;

  return {
    /** Whether the images along all axes are needed. */
    isByChange: () => order !== "held",
    showPart,
    /** The axes in order, a figure for each, and what it is. @param {Axis[]} axes @param {Side} side */
    arranged(axes, side) {
      if (order === "held") return { list: sorted(axes), figure: heldBy, unit: unitOf(axes, side) };
      const changes = axes.map((axis) => change(axis, side));
      return {
        list: sorted(axes, ({ index }) => changes[index]),
        figure: (/** @type {Axis} */ { index }) => `${format(100 * changes[index], 1)}%`,
        unit: order === "part" ? t("axes.by_part") : t("axes.by_image"),
      };
    },
    unmount() {
      listening.abort();
      picker.unmount();
    },
  };
}
