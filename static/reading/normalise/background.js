/** The paper behind the ink: a picture with all that is narrower than a window filled in. */

import { closed, dilated, eroded, opened } from "../arrays/extremes.js";
import { cut, extended } from "../arrays/planes.js";
import { reduced } from "../arrays/reduction.js";
import { BILINEAR, resized } from "../arrays/resampling.js";

/** @typedef {import("../arrays/planes.js").Grey} Grey */

const SMALL = 512; // px, enough to find the paper
export const SHORT = 256; // px, enough to compare the polarities
const WINDOWS = [16, 8]; // the picture's longer side over the window's
const DECISIVE = 1.15; // ratio of roughness from which it is no tie

/**
 * The paper, light or dark: a closing or opening by a square, 1/`part` of the longer side wide.
 *
 * Shadows, however sharp, and the table are wider and keep their edges; strokes are narrower and vanish. `beyond`:
 * assume that what touches the border continues past it, as a table does and a tightly cut stroke doesn't.
 * @param {Grey} grey @param {boolean} light @param {number} part @param {boolean} [beyond]
 */
export function background(grey, light, part, beyond = true) {
  const { width, height } = grey;
  const window = Math.max(3, Math.floor(Math.max(width, height) / part) | 1);
  const fill = light ? closed : opened;
  if (!beyond) return fill(grey, window);
  const around = fill(extended(grey, window), window);
  return cut(around, { top: window, left: window, bottom: window + height, right: window + width });
}

/**
 * Whether paper is lighter than its ink, or null if unclear: paper without its ink is the smoother.
 *
 * Filling what is narrow and dark removes dark ink, but also a table's grain and the like. Filling what is narrow and
 * light removes that too, but smears dark ink into blots.
 * @param {Grey} grey @returns {boolean | null}
 */
export function paperIsLight(grey) {
  const small = reduced(grey, SHORT);
  for (const part of WINDOWS) {
    const [closing, opening] = [true, false].map((light) => roughness(background(small, light, part)));
    if (Math.max(closing, opening) > DECISIVE * Math.min(closing, opening)) return closing < opening;
  }
  return null;
}

/** The total variation. @param {Grey} grey */
function roughness({ width, height, data }) {
  let total = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (x + 1 < width) total += Math.abs(data[i + 1] - data[i]);
      if (y + 1 < height) total += Math.abs(data[i + width] - data[i]);
    }
  return total;
}

/**
 * The light on each pixel, by the paper around it.
 *
 * It is estimated on a reduced picture. Where it changes sharply, the darker side extends one of that picture's pixels
 * further (the lighter side, on dark paper), lest the edge look like ink.
 * @param {Grey} grey @param {boolean} light
 */
export function localLight(grey, light) {
  const small = background(reduced(grey, SMALL), light, WINDOWS[WINDOWS.length - 1]);
  return resized(light ? eroded(small, 3) : dilated(small, 3), grey, BILINEAR);
}
