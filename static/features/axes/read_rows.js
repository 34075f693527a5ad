/** What is seen along an axis, in words: what the judge reads at both ends, or by how much the image changes. */

import { isJudged, parseComparison } from "../../core/comparison.js";
import { shapeOf } from "../../core/pixels.js";
import { COMPARED } from "../../core/request_kinds.js";
import { along, change, ranges } from "../../core/traversal.js";
import { format, nameOf, t } from "../../page/text.js";

/** @typedef {import("../../core/axes.js").Axis} Axis */
/** @typedef {import("../../core/sides.js").Side} Side */

/**
 * @param {import("../../net/live_socket.js").LiveSocket} live
 * @param {import("../../core/families.js").Twins} models
 * @param {(side: Side, axis: Axis, told: string) => void} onTold
 */
export function readRows(live, models, onTold) {
  /** @type {{axis: Axis, codes: number[][], changed: string} | null} */
  let asked = null;
  const ask = live.view((answer) => {
    const { side, codes } = answer.wanted;
    if (codes !== asked?.codes) return;
    const { axis, changed } = asked;
    asked = null; // an answer may come again after an outage
    onTold(side, axis, `${becoming(parseComparison(answer))} ${changed}`);
  });
  return {
    /** @param {Side} side @param {Axis} axis @param {Uint8Array[]} images along it @param {number[]} z through which it goes */
    read(side, axis, images, z) {
      const share = change(ranges(images), shapeOf(images[0].length), null);
      const changed = t("axes.changes", { percent: format(100 * share, 1) });
      asked = { axis, codes: along(z, axis), changed };
      if (models[side].judge) ask({ side, codes: asked.codes, kind: COMPARED });
      else onTold(side, axis, changed);
    },
  };
}

/** @param {import("../../core/comparison.js").Comparison} found */
function becoming(found) {
  if (!isJudged(found)) return "";
  const [from, to] = [found.label[0], found.label[found.label.length - 1]].map(nameOf);
  return from === to ? t("axes.stays", { to }) : t("axes.becomes", { from, to });
}
