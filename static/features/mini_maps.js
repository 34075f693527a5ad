/** The way of a drawing's code, told beside the decoder for as long as the maps are out of sight, as on a phone. */

import { firstLooks } from "../core/latent_units.js";
import { forBoth } from "../core/sides.js";
import { $ } from "../page/element.js";
import { mountMiniMaps } from "../views/mini_map.js";

/** @param {import("./channels.js").Parts} parts */
export function watchDrawing({ models, clouds, channels }) {
  const codes = forBoth((side) => clouds[side].codes.map(({ mu }) => mu));
  const looks = firstLooks(models, codes);
  const view = mountMiniMaps(
    forBoth((side) => $(`mini-${side}`)),
    { clouds, squares: forBoth((side) => looks[side].dense) },
  );
  let inSight = true;
  const show = () => void ($("mini").hidden = inSight || !channels.drawing.value);
  const watching = new window.IntersectionObserver((found) => {
    inSight = found.at(-1)?.isIntersecting ?? true;
    show();
  });
  watching.observe($("map-vae"));
  channels.drawing.listen((drawing) => {
    if (drawing) view.add(drawing.codes);
    else view.clear();
    show();
  });
  return {
    unmount() {
      watching.disconnect();
      $("mini").hidden = true;
    },
  };
}
