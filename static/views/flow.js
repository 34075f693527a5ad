/** The strip that says what goes in and what comes out: the digit, its code, and the digit rebuilt by the VAE. */

import { paint } from "../charts/digit_image.js";

/** @param {HTMLElement} strip with two canvases: of the digit, and of what is made of it */
export function mountFlow(strip) {
  const [given, rebuilt] = strip.querySelectorAll("canvas");
  return {
    /** Show another digit: a pulse runs through both halves of the network. @param {Uint8Array} x @param {Uint8Array} made */
    show(x, made) {
      paint(given, x);
      paint(rebuilt, made);
      for (const pulse of strip.getAnimations?.({ subtree: true }) ?? []) {
        pulse.currentTime = 0;
        pulse.play();
      }
    },
  };
}
