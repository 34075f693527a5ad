/** A framed image with the label that the judge reads in it, marked if that label has changed. */

import { digitCanvas, paint } from "./digit_image.js";

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
     * @param {{label: number, lost: boolean, name: string}} told lost: the label has changed; name: for screen readers
     */
    show(pixels, { label, lost, name }) {
      paint(canvas, pixels);
      shown.textContent = String(label);
      box.classList.toggle("lost", lost);
      canvas.setAttribute("aria-label", name);
    },
  };
}
