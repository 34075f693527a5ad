/** A part of the decoded image is picked by a press on it, or by arrows. */

import { paint } from "../charts/digit_image.js";
import { ARROWS, isForBrowser } from "../core/keys.js";
import { RADIUS } from "../core/traversal.js";
import { format, t } from "../page/text.js";

/** @typedef {import("../core/traversal.js").Spot} Spot */

const STEP = 0.05; // of the image's side, by key

/**
 * @param {{box: HTMLElement, canvas: HTMLCanvasElement}} elements box: takes the focus, around the canvas
 * @param {(spot: Spot) => void} onPick
 */
export function mountPartPicker({ box, canvas }, onPick) {
  const listening = new AbortController();
  const { signal } = listening;
  /** @type {Spot} */
  let spot = { x: 0.5, y: 0.5 };

  /** @param {Spot} next */
  function pick({ x, y }) {
    const within = (/** @type {number} */ value) => Math.min(Math.max(value, 0), 1);
    spot = { x: within(x), y: within(y) };
    draw();
    onPick(spot);
  }
  function draw() {
    for (const [name, value] of [...Object.entries(spot), ["r", RADIUS]])
      box.style.setProperty(`--${name}`, String(value));
    const [x, y] = [spot.x, spot.y].map((value) => format(100 * value, 0));
    box.setAttribute("aria-label", t("axes.part_at", { x, y }));
  }
  box.addEventListener(
    "pointerdown",
    ({ clientX, clientY }) => {
      const { left, top, width, height } = canvas.getBoundingClientRect();
      pick({ x: (clientX - left) / width, y: (clientY - top) / height });
    },
    { signal },
  );
  box.addEventListener(
    "keydown",
    (event) => {
      const arrow = ARROWS[event.key];
      if (!arrow || isForBrowser(event)) return;
      event.preventDefault();
      pick({ x: spot.x + STEP * arrow[0], y: spot.y + STEP * arrow[1] });
    },
    { signal },
  );
  draw();
  return {
    spot: () => spot,
    /** @param {Uint8Array} image */
    show: (image) => paint(canvas, image),
    unmount: () => listening.abort(),
  };
}
