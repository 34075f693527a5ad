/** What lies over the maps of the images on show: the classes of their codes, and a layer of numbers or pictures. */

import { $ } from "../page/element.js";
import { mountLayerPicker } from "../views/layer_picker.js";
import { mountLegend } from "../views/legend.js";

/** @param {Pick<import("./channels.js").Parts, "models" | "store">} parts */
export function mountOverMaps({ models: { vae }, store }) {
  const classes = vae.images.classes.length;
  const mounted = [
    mountLegend({ legend: $("legend"), toggle: $("cloud") }, { store, classes }),
    mountLayerPicker(
      {
        select: $("layer"),
        shown: $("layer-shown"),
        opacity: $("opacity"),
        legend: $("layer-legend"),
        about: $("layer-about"),
      },
      { store, isJudged: vae.judge !== null },
    ),
  ];
  return { unmount: () => mounted.forEach(({ unmount }) => unmount()) };
}
