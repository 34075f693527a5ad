/** Below each map a row: a digit as it was given, as it is rebuilt, and its neighbours, with what the judge reads in them. */

import { createCell } from "../charts/cell.js";
import { forBoth, SIDES } from "../core/sides.js";
import { DIRECTIONS } from "../core/look_places.js";
import { t } from "../page/text.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../net/training_session.js").Seen} Seen */

/** @param {import("./parts.js").Parts} parts */
export function mountAround({ of }) {
  const rows = forBoth((side) => {
    const cells = Array.from({ length: DIRECTIONS.length + 2 }, createCell);
    cells[0].box.classList.add("given");
    of(side, ".around").replaceChildren(...cells.map(({ box }) => box));
    return cells;
  });
  return {
    /**
     * @param {Record<Side, Seen>} seen the digit as it is rebuilt, then its neighbours @param {Uint8Array} given
     * @param {number | undefined} label undefined where it is not known, as of a drawing
     */
    show(seen, given, label) {
      for (const side of SIDES) {
        const { images, labels } = seen[side];
        const [first, ...cells] = rows[side];
        first.show(given, { label, lost: false, name: t("training.given") });
        cells.forEach((cell, i) => {
          // The rebuilt digit against what was given, its neighbours against it.
          const lost = labels[i] !== (i ? labels[0] : (label ?? labels[0]));
          const name = t(lost ? "training.lost" : "training.read", { label: labels[i] });
          cell.show(images[i], { label: labels[i], lost, name });
        });
        const kept = labels.slice(1).filter((one) => one === labels[0]).length;
        const name = t("training.ring", { label: label ?? labels[0], read: labels[0], kept, count: DIRECTIONS.length });
        of(side, ".around").setAttribute("aria-label", name);
      }
    },
  };
}
