/** A framed image with the label that the judge reads in it, marked if that label has changed. */

import { shortened } from "../core/text_format.js";
import { nameOf } from "../page/text.js";
import { digitCanvas, paint } from "./digit_image.js";

const LONG = 2; // letters, beyond which a small image has no room for them
const ROOM = 6; // letters that it has room for where one is shown

export function createCell() {
  const box = Object.assign(document.createElement("span"), { className: "cell" });
  const canvas = digitCanvas();
  const shown = document.createElement("b");
  canvas.setAttribute("role", "img");
  shown.setAttribute("aria-hidden", "true"); // the canvas's aria-label says it
  box.append(canvas, shown);
  return {
    box,
    /**
     * @param {Uint8Array} pixels
     * @param {{label: number | undefined, lost: boolean, name: string}} told label: none without a judge; lost: the label has
     *   changed; name: for screen readers
     */
    show(pixels, { label, lost, name }) {
      paint(canvas, pixels);
      const read = label === undefined ? "" : nameOf(label);
      shown.textContent = shortened(read, ROOM);
      box.title = read;
      shown.classList.toggle("long", read.length > LONG);
      box.classList.toggle("lost", lost);
      canvas.setAttribute("aria-label", name);
    },
  };
}
