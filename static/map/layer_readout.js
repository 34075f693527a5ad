/** A layer's numbers at one cell, in words. */

import { format, short, t } from "../page/text.js";

const brief = (/** @type {number} */ value) => short(Number(value.toPrecision(2)));

/**
 * A sentence on one cell. Throws if the numbers belong to no layer.
 * @param {import("../core/layer_colours.js").Numbers} numbers
 * @param {number} cell
 * @param {(number | null)[]} labels of the sample
 */
export function describe(numbers, cell, labels) {
  const { label, confidence, log10_area, most, least, density, log10_excess, disagreement, index, distance } = numbers;
  if (label && confidence)
    return t("layer.at_labels", { label: label[cell], percent: format(100 * confidence[cell], 0) });
  if (log10_area) return t("layer.at_stretch", { value: brief(10 ** log10_area[cell]) });
  if (most && least) return t("layer.at_metric", { most: brief(most[cell]), least: brief(least[cell]) });
  if (log10_excess) return t("layer.at_prior", { times: brief(10 ** log10_excess[cell]) });
  if (disagreement) return t("layer.at_disagreement", { value: brief(disagreement[cell]) });
  if (density) return t("layer.at_density", { value: brief(density[cell]) });
  if (index && distance) {
    const [label, far] = [labels[index[cell]], format(distance[cell], 2)];
    return label === null
      ? t("layer.at_unlabelled", { distance: far })
      : t("layer.at_nearest", { label, distance: far });
  }
  throw new Error("these are no numbers of a layer");
}
