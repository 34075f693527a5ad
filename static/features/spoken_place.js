/** Say where the cursor has come to rest, and what is seen there: coordinates alone tell nobody of the picture. */

import { parseComparison } from "../core/comparison.js";
import { movedAxes } from "../core/moved_axes.js";
import { axesAlong, placeOn } from "../core/plane.js";
import { COMPARED } from "../core/request_kinds.js";
import { createAnnouncer } from "../page/announcer.js";
import { $ } from "../page/element.js";
import { format, t } from "../page/text.js";

/** @typedef {import("../core/sides.js").Side} Side */

/** @param {import("./channels.js").Parts} parts @param {import("./cursor.js").Cursor} cursor */
export function mountSpokenPlace({ store, live }, { planes }) {
  const announcer = createAnnouncer($("spoken"));
  /** What was said last. @type {Partial<Record<Side, number[]>>} */
  const said = {};
  /** Whose place was said last, so that a change of model is said too. @type {Side | null} */
  let of = null;

  const ask = live.view((answer) => {
    const { side, codes } = answer.wanted;
    const [z] = codes;
    if (side !== store.state.active || z !== store.state[side]) return; // it has moved on, and will be asked for
    const { label, confidence } = parseComparison(answer);
    const there = place(z, said[side] ?? null, planes[side]);
    const percent = format(Math.floor(100 * confidence[0]), 0); // almost sure must not be said as 100%
    const sentence = label.length ? t("decoder.said", { place: there, label: label[0], percent }) : there;
    announcer.say(side === of ? sentence : t("decoder.said_of", { model: t(side), said: sentence }));
    [said[side], of] = [z, side];
  });
  function settle() {
    const { active } = store.state;
    const z = store.state[active];
    if (z) ask({ side: active, codes: [z], kind: COMPARED });
  }
  const stop = store.listen(["active", "ae", "vae"], () => announcer.atRest(settle));
  announcer.atRest(settle);

  return {
    unmount() {
      stop();
      announcer.unmount();
    },
  };
}

/** A place in words. @param {number[]} z @param {number[] | null} before @param {import("../core/plane.js").Plane} plane */
function place(z, before, plane) {
  const axes = movedAxes(z, before);
  if (!axes && !axesAlong(plane)) return onMap(placeOn(plane, z));
  if (!axes) return t("decoder.said_far", { dims: z.length });
  if (axes.length === z.length) return `z = (${z.map((value) => format(value, 2)).join("; ")})`;
  return axes.map((axis) => `z${axis} = ${format(z[axis], 2)}`).join("; ");
}

/** @param {import("../core/viewport.js").Point} place */
const onMap = ([x, y]) => t("decoder.said_on", { x: format(x, 2), y: format(y, 2) });
