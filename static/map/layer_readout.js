/** A layer's numbers at one cell, in words. */

import { format, short, t } from "../page/text.js";

const brief = (/** @type {number} */ value) => short(Number(value.toPrecision(2)));

/**
 * A sentence on one cell. Throws if the numbers belong to no layer.
 * @param {import("../core/layer_colours.js").Numbers} numbers
 * @param {number} cell
 * @param {(number | null)[]} labels of the sample
 */
export function describe({ label, confidence, log10_area, density, index, distance }, cell, labels) {
  if (label && confidence)
    return t("layer.at_labels", { label: label[cell], percent: format(100 * confidence[cell], 0) });
  if (log10_area) return t("layer.at_stretch", { value: brief(10 ** log10_area[cell]) });
  if (density) return t("layer.at_density", { value: brief(density[cell]) });
  if (index && distance) {
    const [label, far] = [labels[index[cell]], format(distance[cell], 2)];
    return label === null
      ? t("layer.at_unlabelled", { distance: far })
      : t("layer.at_nearest", { label, distance: far });
  }
  throw new Error("these are no numbers of a layer");
}
