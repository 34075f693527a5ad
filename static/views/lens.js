/** A lens on the VAE's map: images within the digit's posterior, when its ellipse is too small to see on the map. */

import { blank, paintAt } from "../charts/digit_image.js";
import { ACROSS, REACH, lensCodes } from "../core/lens.js";
import { SIDE } from "../core/pixels.js";
import { latentLength } from "../core/viewport.js";
import { format, t } from "../page/text.js";

const WIDTH = 132; // px, as in the style sheet
const LARGE = 0.5; // fraction of WIDTH: a posterior that wide on the map needs no lens

/**
 * @param {{map: HTMLElement, toggle: HTMLInputElement}} elements
 * @param {{
 *   extent: import("../core/viewport.js").Extent,
 *   zoom: () => number,
 *   live: import("../net/live_socket.js").LiveSocket,
 *   store: import("../core/store.js").Store,
 * }} options
 */
export function mountLens({ map, toggle }, { extent, zoom, live, store }) {
  const lens = Object.assign(document.createElement("div"), { className: "lens", hidden: true });
  lens.innerHTML = `<canvas class="digit" width="${ACROSS * SIDE}" height="${ACROSS * SIDE}" role="img"></canvas>
    <svg viewBox="-50 -50 100 100" aria-hidden="true">
      <ellipse class="posterior posterior-2"/><ellipse class="posterior posterior-1"/>
    </svg><p></p>`;
  const canvas = /** @type {HTMLCanvasElement} */ (lens.querySelector("canvas"));
  const told = /** @type {HTMLElement} */ (lens.querySelector("p"));
  map.append(lens);
  /** @type {{mu: number[], sigma: number[]} | null} */
  let code = null;
  const ask = live.view(({ pixels }) => {
    blank(canvas, ACROSS * SIDE);
    for (let i = 0; i < ACROSS ** 2; i++) {
      const image = pixels.subarray(i * SIDE ** 2, (i + 1) * SIDE ** 2);
      paintAt(canvas, image, (i % ACROSS) * SIDE, Math.floor(i / ACROSS) * SIDE);
    }
  });

  const onToggle = () => store.set({ lens: toggle.checked });
  toggle.addEventListener("change", onToggle);
  const stop = store.listen(["lens"], magnify);

  function magnify() {
    toggle.checked = store.state.lens;
    lens.hidden = !code || !store.state.lens;
    if (!code) return;
    const wide = (2 * REACH * Math.max(code.sigma[0], code.sigma[1])) / latentLength(extent, zoom(), 1); // px
    if (wide > LARGE * WIDTH) lens.hidden = true;
    told.textContent = t("lens.times", { times: format(WIDTH / wide, wide > WIDTH / 10 ? 1 : 0) });
  }

  return {
    /** @param {{mu: number[], sigma: number[] | null}} of */
    show({ mu, sigma }) {
      code = sigma && { mu, sigma };
      magnify();
      if (!sigma) return;
      const widest = Math.max(sigma[0], sigma[1]);
      lens.querySelectorAll("ellipse").forEach((ellipse, i) => {
        ellipse.setAttribute("rx", String((((2 - i) * sigma[0]) / widest / REACH) * 50));
        ellipse.setAttribute("ry", String((((2 - i) * sigma[1]) / widest / REACH) * 50));
      });
      canvas.setAttribute("aria-label", t("lens.label", { sigma0: format(sigma[0], 4), sigma1: format(sigma[1], 4) }));
      ask({ side: "vae", codes: lensCodes(mu, sigma) });
    },
    /** Adapt to the map's zoom. */
    magnify,
    unmount() {
      stop();
      toggle.removeEventListener("change", onToggle);
      lens.remove();
    },
  };
}
