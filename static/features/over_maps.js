/** What lies over the maps of the images on show: the classes of their codes, and a layer of numbers or pictures. */

import { lacking } from "../core/choices.js";
import { $ } from "../page/element.js";
import { format } from "../page/text.js";
import { mountLayerPicker } from "../views/layer_picker.js";
import { mountLegend } from "../views/legend.js";

/** What sentences on layers name. @param {import("../core/families.js").Twins} models */
function toldOf({ ae, vae }) {
  const [one, other] = [ae.disagreement, vae.disagreement];
  const decoders = [...new Set([one?.decoders ?? 0, other?.decoders ?? 0])].join(", ");
  return { decoders, ae: format(one?.prior ?? 0, 3), vae: format(other?.prior ?? 0, 3) };
}

/** @param {Pick<import("./channels.js").Parts, "models" | "store" | "layers">} parts */
export function mountOverMaps({ models, store, layers: script }) {
  const { vae } = models;
  script().catch(() => {}); // for when the network is gone; where it does not come, whoever chooses a layer is told
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
      { store, script, lacking: lacking(models), told: toldOf(models) },
    ),
  ];
  return { unmount: () => mounted.forEach(({ unmount }) => unmount()) };
}
