/** A lens on the VAE's map: images within the digit's posterior, when its ellipse is too small to see on the map. */

import { imageGrid } from "../charts/image_grid.js";
import { ACROSS, REACH, lensCodes } from "../core/lens.js";
import { cut } from "../core/pixels.js";
import { spreadOn } from "../core/plane_map.js";
import { latentLength } from "../core/viewport.js";
import { format, t } from "../page/text.js";

const WIDTH = 132; // px, as in the style sheet
const LARGE = 0.5; // fraction of WIDTH: a posterior that wide on the map needs no lens

/**
 * @param {{map: HTMLElement, toggle: HTMLInputElement}} elements
 * @param {{
 *   plane: () => import("../core/plane.js").Plane,
 *   zoom: () => number,
 *   live: import("../net/live_socket.js").LiveSocket,
 *   store: import("../core/store.js").Store,
 * }} options
 */
export function mountLens({ map, toggle }, { plane, zoom, live, store }) {
  const lens = Object.assign(document.createElement("div"), { className: "lens", hidden: true });
  lens.innerHTML = `<canvas class="digit" role="img"></canvas>
    <svg viewBox="-50 -50 100 100" aria-hidden="true">
      <ellipse class="posterior posterior-2"/><ellipse class="posterior posterior-1"/>
    </svg><p></p>`;
  const canvas = /** @type {HTMLCanvasElement} */ (lens.querySelector("canvas"));
  const told = /** @type {HTMLElement} */ (lens.querySelector("p"));
  map.append(lens);
  /** @type {{mu: number[], sigma: number[]} | null} */
  let code = null;
  const ask = live.view(({ pixels }) => {
    const size = pixels.length / ACROSS ** 2;
    const place = imageGrid(canvas, { cells: ACROSS, size });
    for (let i = 0; i < ACROSS ** 2; i++) place(i, cut(pixels, size, i));
  });

  const onToggle = () => store.set({ lens: toggle.checked });
  toggle.addEventListener("change", onToggle);
  const stop = store.listen(["lens"], magnify);

  function magnify() {
    toggle.checked = store.state.lens;
    lens.hidden = !code || !store.state.lens;
    if (!code) return;
    const { widths } = spreadOn(plane(), code.sigma);
    const wide = (2 * REACH * Math.max(...widths)) / latentLength(plane().extent, zoom(), 1); // px
    if (wide > LARGE * WIDTH) lens.hidden = true;
    told.textContent = t("lens.times", { times: format(WIDTH / wide, wide > WIDTH / 10 ? 1 : 0) });
  }

  /** @param {{mu: number[], sigma: number[] | null}} of */
  function show({ mu, sigma }) {
    code = sigma && { mu, sigma };
    magnify();
    if (!sigma) return;
    const { widths, correlation } = spreadOn(plane(), sigma);
    const [x, y] = widths;
    lens.querySelectorAll("ellipse").forEach((ellipse, i) => {
      ellipse.setAttribute("rx", String((((2 - i) * x) / Math.max(x, y) / REACH) * 50));
      ellipse.setAttribute("ry", String((((2 - i) * y) / Math.max(x, y) / REACH) * 50));
      const slant = [1, (-correlation * y) / x || 0, 0, Math.sqrt(Math.max(1 - correlation ** 2, 0)), 0, 0];
      ellipse.setAttribute("transform", `matrix(${slant})`);
    });
    canvas.setAttribute("aria-label", t("lens.label", { sigma0: format(x, 4), sigma1: format(y, 4) }));
    ask({ side: "vae", codes: lensCodes(mu, widths, plane()) });
  }

  return {
    show,
    /** Adapt to the map's zoom. */
    magnify,
    /** Show the same code on another plane. */
    again: () => code && show(code),
    unmount() {
      stop();
      toggle.removeEventListener("change", onToggle);
      lens.remove();
    },
  };
}
