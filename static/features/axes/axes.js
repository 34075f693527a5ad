/** The axes of models of many dimensions: their sliders, the encoder's answer on them, and the table of walks along them. */

import { axesOf } from "../../core/axes.js";
import { axesAlong } from "../../core/plane.js";
import { forBoth } from "../../core/sides.js";
import { $ } from "../../page/element.js";
import { mountAxisPosterior } from "../../views/axis_posterior.js";
import { arrangeSliders } from "../../views/axis_sliders.js";
import { mountTraversalTables } from "./traversals.js";

/**
 * @param {import("../channels.js").Parts} parts
 * @param {import("../cursor.js").Cursor} cursor
 */
export function mountAxes(parts, cursor) {
  const { models, clouds, store, channels } = parts;
  const axes = forBoth((side) => axesOf(models[side], clouds[side].codes));
  const posterior = mountAxisPosterior($("posterior"), axes);
  const show = (/** @type {import("../../views/axis_posterior.js").Codes | undefined} */ codes) =>
    codes && posterior.show(codes);
  channels.digit.listen((digit) => show(digit?.encodings));
  channels.drawing.listen((drawing) => show(drawing?.codes));
  show(channels.drawing.value?.codes ?? channels.digit.value?.encodings);
  $("axes").hidden = false;
  const mounted = [
    posterior,
    arrangeSliders($("sliders"), { axes, store, onMap: () => axesAlong(cursor.planes.vae) ?? [] }),
    mountTraversalTables(parts, cursor, axes),
  ];
  return {
    unmount() {
      $("axes").hidden = true;
      for (const part of mounted) part.unmount();
    },
  };
}
