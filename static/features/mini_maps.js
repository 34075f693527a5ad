/** The way of a drawing's code, told beside the decoder for as long as the maps are out of sight, as on a phone. */

import { forBoth } from "../core/sides.js";
import { $ } from "../page/element.js";
import { mountMiniMaps } from "../views/mini_map.js";

/** @param {import("./channels.js").Parts} parts @param {import("./cursor.js").Cursor} cursor */
export function watchDrawing({ clouds, channels }, { planes, looks }) {
  const mount = () =>
    mountMiniMaps(
      forBoth((side) => $(`mini-${side}`)),
      { clouds, planes, squares: forBoth((side) => looks[side].dense) },
    );
  let view = mount();
  channels.turned.listen(() => (view = mount()));
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
